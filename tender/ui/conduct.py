"""How the panel marked and how firm the result is (评审行为、结果稳健性), beside the ranking.

Advice for the purchaser and whoever supervises, once all marks are locked: nothing here
changes a mark but the correction that a person writes down on a lawful ground.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from scoring.exact import number, plain
from scoring.robustness import Frequencies
from tender.book import Lot
from tender.case import Case
from tender.correct import ARTICLE, changes
from tender.decisions import MarkCorrected
from tender.firmness import Firmness, firmness, percent, sentences
from tender.mark import asked_marks, disagreements
from tender.panel_lab import PanelLab, agreement_words, base_rates, judge_rows, panel_lab, questions, widest
from tender.record import GROUNDS
from tender.ui import frame
from tender.ui.charts import Stack, stacks
from tender.ui.frame import Page
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.session import Here

SCORED = ("sum", "range", "objective", "outlier")
"""The grounds on which a mark is corrected."""


@st.cache_resource(show_spinner=False, max_entries=200)
def _firm(head: str, lot: str, _case: Case) -> Firmness:
    return firmness(_case, _case.book.lot_by_id[lot])


@st.cache_resource(show_spinner=False, max_entries=200)
def _lab(head: str, lot: str, _case: Case) -> PanelLab:
    return panel_lab(_case, _case.book.lot_by_id[lot])


def firm(here: Here, lot: Lot) -> None:
    """How firm the first place of one lot is: one line, then the picture and all that was tried."""
    case = here.look.case
    told = _firm(here.look.record.head, lot.id, case)
    said = sentences(case, told)
    st.subheader("第一名有多稳", anchor=False)
    st.text(f"{said[0][1]}")
    st.caption("仅供参考：不计入评审结果，采购文件写明的，才写入评审报告。")
    with st.expander("权重、成员、价格和小数位数变动后的第一名", key=f"firm-{lot.id}"):
        if told.near and told.anywhere:
            bars = [
                _bar(case, name, found)
                for name, found in (("权重上下浮动20%", told.near), ("权重任意取值", told.anywhere))
            ]
            st.altair_chart(
                stacks(bars, "居第一名的情形（%）"), key=f"firm-chart-{lot.id}", theme=None, width="stretch"
            )
        show(table(["变动", "结果"], [[Cell(about, "short"), says] for about, says in said], "ll"))


def _bar(case: Case, name: str, found: Frequencies) -> Stack:
    """How often each bidder came first alone, and how often first places were shared."""
    pieces = [
        (case.name(op), _percent(count, found.draws), percent(Fraction(count, found.draws)))
        for op, count in found.alone.items()
        if count
    ]
    shared = found.draws - sum(found.alone.values())
    if shared:
        pieces.append(("并列第一", _percent(shared, found.draws), percent(Fraction(shared, found.draws))))
    return Stack(name, pieces, "")


def _percent(count: int, draws: int) -> float:
    return count * 100 / draws


def panel(here: Here, lots: Sequence[Lot]) -> None:
    """How the judges of each lot marked, and what each is asked to explain."""
    case = here.look.case
    with st.expander("评委评分分析", key="panel-lab"):
        for lot in lots:
            told = _lab(here.look.record.head, lot.id, case)
            show(Markup('<p class="hb-clause"><b>标段{}　{}</b></p>').format(lot.id, lot.name))
            if told.why:
                st.text(told.why)
                continue
            rows = [[name, *figures] for name, *figures in judge_rows(case, told)]
            head = ["成员", "宽严（百分制）", "各项同升同降", "提示", "不计其评分的第一名"]
            wide = 5 if told.fewer else 4
            show(table(head[:wide], [row[:wide] for row in rows], "lrrrl"[:wide]))
            st.caption(f"宽严：比其他成员平均高（＋）或低（－）多少。{agreement_words(told)}")
            far = [[*row] for row in widest(case, lot, told)]
            if far:
                show(table([case.book.terms.bidder, "评分项", "极差（百分制）"], far, "llr"))
            for question in questions(case, told):
                show(Markup('<p class="hb-open">请说明：{}</p>').format(question))
            st.caption(base_rates(told))


def corrections(page: Page) -> None:
    """The marks corrected so far, and the form for one more, on a lawful ground only."""
    case = page.here.look.case
    made = list(changes(case))
    if made:
        st.subheader("更正过的评分", anchor=False)
        rows = [
            [
                c.lot,
                c.bidder,
                c.judge,
                c.item,
                f"{c.before} → {c.after}",
                f"{c.ground}：{c.told.why}",
                c.told.who,
            ]
            for c in made
        ]
        head = ["标段", case.book.terms.bidder, "成员", "评分项", "更正", "法定情形和理由", "更正人"]
        show(table(head, rows, "lllllll"))
    returned = [f for lot in case.live_lots for f in disagreements(case, lot)]
    for finding in returned:
        st.warning(f"退回重新评审：{finding.where}，{finding.what}。")
    with st.expander("更正评分", expanded=bool(returned), key="correct"):
        st.text(
            "评分锁定后，只有下列法定情形才能更正；更正由评审小组作出，原评分保留在项目记录中，"
            "有关标段重新汇总排序。"
        )
        _form(page)


def _form(page: Page) -> None:
    case = page.here.look.case
    lots = {lot.id: lot for lot in case.live_lots if asked_marks(case.book, lot)}
    if not lots:
        st.text("没有由成员评分的项目。")
        return
    left, middle, right = st.columns(3)
    lot = lots[left.selectbox("标段", list(lots), key="correct-lot")]
    names = {j.id: j.name for j in case.book.judges}
    judge = middle.selectbox("成员", list(names), format_func=lambda j: names[j], key="correct-judge")
    operator = right.selectbox(
        case.book.terms.bidder, case.valid(lot.id), format_func=case.name, key="correct-operator"
    )
    items = {a.id: a for a in asked_marks(case.book, lot)}
    left, middle, right = st.columns(3)
    item = left.selectbox("评分项", list(items), format_func=lambda i: items[i].name, key="correct-item")
    asked = items[item]
    subject = f"{judge}/{lot.id}/{operator}/{item}"  # what was typed for one mark is not kept for another
    old = case.state.marks[judge, lot.id].marks[operator][item]
    middle.text_input(
        "原评分",
        asked.item.word(number(old)),
        disabled=True,
        key=f"correct-old/{subject}",
    )
    if asked.item.choices:
        word = right.selectbox(
            "更正后的评分",
            list(asked.item.choices),
            index=None,
            key=f"correct-word/{subject}",
            placeholder="请选择",
        )
        mark = asked.item.choices[word] if word else None
    else:
        typed = right.number_input(
            "更正后的评分",
            value=None,
            min_value=0.0,
            max_value=float(asked.item.scale),
            step=0.01,
            format="%g",
            key=f"correct-mark/{subject}",
        )
        mark = None if typed is None else Fraction(repr(typed))
    ground = st.selectbox(
        "法定情形",
        SCORED,
        index=None,
        placeholder="请选择",
        format_func=lambda g: GROUNDS[g],
        key="correct-ground",
    )
    why = st.text_input("事实和理由", key="correct-why", max_chars=500)
    by = st.text_input("更正人", key="correct-by", max_chars=50)
    signed = st.checkbox("评审报告已经签署", key="correct-signed", value=case.state.award is not None)
    reported = ""
    if signed:
        st.caption("签署后只能由原评审小组重新评审；改变结果的，书面报告本级财政部门。")
        reported = st.text_input(
            "书面报告财政部门的情况（结果没有改变的，写明没有改变）", key="correct-reported", max_chars=500
        )
    page.told()
    exact = mark is not None and (mark * 100).denominator == 1
    filled = exact and bool(ground) and bool(why.strip()) and bool(by.strip())
    ready = filled and (not signed or bool(reported.strip()))
    article = ARTICLE.get(case.book.method)
    says = f"{names[judge]}对{case.name(operator)}“{asked.name}”的评分将更正，标段{lot.id}重新汇总排序。"
    if frame.final(
        "correct-mark-now", "记录更正", says, (article,) if article else (), page.here, disabled=not ready
    ):
        entry = MarkCorrected.model_validate(
            {
                "judge": judge,
                "lot": lot.id,
                "operator": operator,
                "item": item,
                "mark": Decimal(plain(mark or Fraction(0))),
                "ground": ground,
                "after_signature": signed,
                "reported": reported.strip() or None,
                "by": by.strip(),
                "at": page.now,
                "why": why.strip(),
            }
        )
        page.done(page.here.workspace.correct_mark(entry, page.now, page.head), "评分已更正。")
