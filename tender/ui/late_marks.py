"""Marks given later (补评): each judge marks a bid that was brought back, alone, on a page of their own.

While such marks are owed the page shows that bid and its rubric and nothing else: no other mark, not even
one's own, no total, no rank. The ranking page says only who still owes what.
"""

from fractions import Fraction

import streamlit as st

from tender.book import Judge, Lot
from tender.case import Case
from tender.correct import ARTICLE, still_owed
from tender.mark import AskedMark
from tender.ui import frame, marking
from tender.ui.frame import Page
from tender.ui.markup import Markup, show, table
from tender.workspace.marking import refused


def due(case: Case, judge: Judge) -> dict[tuple[str, str], tuple[AskedMark, ...]]:
    """What one judge owes, by lot and bidder."""
    found: dict[tuple[str, str], tuple[AskedMark, ...]] = {}
    for lot, who, operator, asked in still_owed(case):
        if who.id == judge.id:
            found[lot.id, operator] = (*found.get((lot.id, operator), ()), asked)
    return found


def sheet(page: Page, judge: Judge) -> None:
    """The first bid that the judge owes marks for: rubric left, mark right, one reason, recorded together."""
    ws, case = page.here.workspace, page.here.look.case
    owing = due(case, judge)
    (lot_id, operator), items = next(iter(owing.items()))
    lot = case.book.lot_by_id[lot_id]
    st.info(
        f"{case.name(operator)}经更正恢复资格，请您按评分标准独立补评。补评完成以前，本页不显示其他评分、得分和名次。"
    )
    more = f"　另有{len(owing) - 1}份待补评" if len(owing) > 1 else ""
    st.subheader(f"标段{lot.id}　{lot.name}{more}", anchor=False)
    subject = f"{ws.id}/{judge.id}/{lot.id}/{operator}"
    given: dict[str, Fraction] = {}
    with st.container(border=True):
        show(Markup('<div class="hb-project">{}<span>{}</span></div>').format(case.name(operator), operator))
        below = {}
        for asked in items:
            left, right = st.columns([3, 1], gap="medium")
            with left:
                marking.rubric(asked, lot)
            with right:
                mark = marking.entry(asked, None, f"owed/{subject}/{asked.id}")
                below[asked.id] = st.container()
                if mark is not None:
                    given[asked.id] = mark
        why = st.text_input("评分理由", key=f"owed-why/{subject}", max_chars=500).strip()
    bad = refused(case, judge, lot, {operator: given}, {operator: dict.fromkeys(given, why)})
    for (_, item), finding in bad.items():
        with below[item]:
            show(Markup('<p class="hb-fail">✗ {}，应为{}</p>').format(finding.what, finding.expected))
    ready = len(given) == len(items) and bool(why) and not bad
    key = f"owed-now/{subject}"
    if not ready:
        st.session_state[f"ask/{key}"] = False  # what was asked before a mark was taken back is asked again
        st.caption("每一项评分和理由都填写后才能提交。")
    says = (
        f"{judge.name}对{case.name(operator)}（标段{lot.id}）的评分提交后即锁定，任何人不能再改；"
        "全体补评后重新汇总排序。"
    )
    article = ARTICLE.get(case.book.method)
    if frame.final(key, "提交并锁定", says, (article,) if article else (), page.here, disabled=not ready):
        head = page.here.look.record.head  # another judge's marks meanwhile are no reason to ask again
        found = ws.correct_marks(_said(case, judge, lot, operator, why), given, page.now, head)
        page.done(found, f"{case.name(operator)}的评分已提交并锁定。")
    page.told()


def _said(case: Case, judge: Judge, lot: Lot, operator: str, why: str) -> dict[str, object]:
    """What every mark of one bid is recorded with: signed and reported as the correction that brought it back."""
    cause = next(c for c in reversed(case.state.corrections) if c.ground == "qualification")
    said: dict[str, object] = {"judge": judge.id, "lot": lot.id, "operator": operator}
    said |= {"ground": "qualification", "by": judge.name, "why": why}
    said |= {"after_signature": cause.after_signature}
    return said | ({"reported": cause.reported} if cause.reported else {})


def owing(case: Case) -> None:
    """For the ranking page: who still owes marks for which bid; no mark is shown."""
    rows = [
        [judge.name, lot, case.name(operator), "、".join(asked.name for asked in items)]
        for judge in case.book.judges
        for (lot, operator), items in due(case, judge).items()
    ]
    if not rows:
        return
    st.subheader("恢复资格的响应待补评", anchor=False)
    show(table(["成员", "标段", case.book.terms.bidder, "待评分项"], rows, "llll"))
    st.caption("由成员本人以自己的身份在“评分”页独立补评；全部补评后才能重新汇总排序。")
