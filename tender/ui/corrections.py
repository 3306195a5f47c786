"""Corrections on a page (更正): what was corrected after the ranking, and the forms for marks, answers and prices.

Each form asks for the facts and who corrects, and once the report is signed how the finance
department was told; what it changes is said before it is recorded.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from scoring.exact import number, plain, yuan
from tender.case import Case
from tender.correct import (
    ARTICLE,
    bid_changes,
    changes,
    correctable_gates,
    open_low_prices,
)
from tender.decisions import GateCorrected, MarkCorrected, PriceAmended
from tender.findings import Answer
from tender.mark import asked_marks, disagreements
from tender.record import GROUNDS
from tender.ui import frame, late_marks, low_prices
from tender.ui.frame import Page
from tender.ui.markup import show, table
from tender.ui.signing import signature

SCORED = ("sum", "range", "objective", "outlier")
"""The grounds on which a mark is corrected."""


def corrections(page: Page) -> None:
    """What was corrected so far, what now waits for somebody, and the forms for one more."""
    case = page.here.look.case
    _made(case)
    returned = [f for lot in case.live_lots for f in disagreements(case, lot)]
    for finding in returned:
        st.warning(f"退回重新评审：{finding.where}，{finding.what}。")
    low_prices.late_form(
        page, [(op, lot.id) for lot in case.book.lots for op in open_low_prices(case, lot.id)]
    )
    late_marks.owing(case)
    with st.expander("更正评分", expanded=bool(returned), key="correct"):
        st.text(
            "评分锁定后，只有下列法定情形才能更正；更正由评审小组作出，原评分保留在项目记录中，"
            "有关标段重新汇总排序。"
        )
        _mark_form(page)
    if correctable_gates(case) and case.state.ranked:
        with st.expander("更正资格审查结论", key="correct-gate"):
            st.text(
                "汇总排序后发现资格审查认定错误的，在此更正；原结论保留在项目记录中。有关标段的评审基准价、"
                "得分和名次按更正后的有效响应重新计算，异常低价的界限也重新计算。"
            )
            _gate_form(page)
    if any(lot.paid and lot.id in case.state.ranked for lot in case.book.lots):
        with st.expander("更正报价", key="correct-price"):
            st.text(
                "汇总排序后发现报价有算术错误的，在此更正；原报价保留在项目记录中。更正后的报价重新对照最高限价"
                "和异常低价的界限，低于界限的，评审小组审查后才能重新汇总。"
            )
            _price_form(page)


def _made(case: Case) -> None:
    """The corrections so far, each from what to what, on which ground, by whom."""
    bids = [
        [c.lot, c.bidder, c.what, f"{c.before} → {c.after}", f"{c.ground}：{c.told.why}", c.told.who]
        for c in bid_changes(case)
    ]
    if bids:
        st.subheader("更正过的审查结论和报价", anchor=False)
        head = ["标段", case.book.terms.bidder, "事项", "更正", "法定情形和理由", "更正人"]
        show(table(head, bids, "llllll"))
    marks = [
        [c.lot, c.bidder, c.judge, c.item, f"{c.before} → {c.after}", f"{c.ground}：{c.told.why}", c.told.who]
        for c in changes(case)
    ]
    if marks:
        st.subheader("更正过的评分", anchor=False)
        head = ["标段", case.book.terms.bidder, "成员", "评分项", "更正", "法定情形和理由", "更正人"]
        show(table(head, marks, "lllllll"))


def _signature(page: Page, key: str) -> tuple[Mapping[str, object], bool]:
    """Why and who, and once the report is signed how it was reported; whether all of it is there."""
    signed_by = signature(key, "更正人", "事实和理由")
    award = page.here.look.case.state.award is not None
    signed = st.checkbox("评审报告已经签署", key=f"{key}-signed", value=award)
    reported = ""
    if signed:
        st.caption("签署后只能由原评审小组重新评审；改变结果的，书面报告本级财政部门。")
        reported = st.text_input(
            "书面报告财政部门的情况（结果没有改变的，写明没有改变）", key=f"{key}-reported", max_chars=500
        )
    said: dict[str, object] = {**signed_by, "after_signature": signed}
    said |= {"reported": reported.strip()} if reported.strip() else {}
    return said, all(signed_by.values()) and (not signed or bool(reported.strip()))


def _articles(case: Case) -> tuple[str, ...]:
    article = ARTICLE.get(case.book.method)
    return (article,) if article else ()


def _mark_form(page: Page) -> None:
    case = page.here.look.case
    lots = {lot.id: lot for lot in case.live_lots if asked_marks(case.book, lot)}
    if not lots:
        st.text("没有由成员评分的项目。")
        return
    left, middle, right = st.columns(3)
    lot = lots[left.selectbox("标段", list(lots), key="correct-lot")]
    names = {j.id: j.name for j in case.book.judges}
    judge = middle.selectbox("成员", list(names), format_func=lambda j: names[j], key="correct-judge")
    marked = case.state.marks[judge, lot.id].marks
    operator = right.selectbox(
        case.book.terms.bidder,
        [op for op in case.valid(lot.id) if op in marked],
        format_func=case.name,
        key="correct-operator",
    )
    items = {a.id: a for a in asked_marks(case.book, lot) if a.id in marked[operator]}
    left, middle, right = st.columns(3)
    item = left.selectbox("评分项", list(items), format_func=lambda i: items[i].name, key="correct-item")
    asked = items[item]
    subject = f"{judge}/{lot.id}/{operator}/{item}"  # what was typed for one mark is not kept for another
    middle.text_input(
        "原评分",
        asked.item.word(number(marked[operator][item])),
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
    signature, ready = _signature(page, "correct")
    exact = mark is not None and (mark * 100).denominator == 1
    says = f"{names[judge]}对{case.name(operator)}“{asked.name}”的评分将更正，标段{lot.id}重新汇总排序。"
    if frame.final(
        "correct-mark-now",
        "记录更正",
        says,
        _articles(case),
        page.here,
        disabled=not (exact and ground and ready),
    ):
        said: dict[str, object] = {"judge": judge, "lot": lot.id, "operator": operator, "item": item}
        said |= {"ground": ground}
        said |= {"mark": Decimal(plain(mark or Fraction(0)))} | dict(signature)
        page.done(page.here.workspace.correct(MarkCorrected, said, page.now, page.head), "评分已更正。")


def _gate_form(page: Page) -> None:
    case = page.here.look.case
    gates = {g.id: g for g in correctable_gates(case)}
    lots = [lot.id for lot in case.book.lots if lot.id in case.state.ranked]
    left, middle, right = st.columns(3)
    lot = left.selectbox("标段", lots, key="gate-lot")
    operator = middle.selectbox(
        case.book.terms.bidder, case.bidders(lot), format_func=case.name, key="gate-operator"
    )
    gate = right.selectbox("条件", list(gates), format_func=lambda g: gates[g].name, key="gate-gate")
    was = case.state.decisions[operator, lot, gate]
    now = Answer.FAIL if was.answer is Answer.PASS else Answer.PASS
    told = f"（{was.who}：{was.why}）" if was.why else f"（{was.who}）"
    st.text(f"原结论：{was.answer.word}{told}　更正为：{now.word}")
    if now is Answer.PASS:
        st.caption("恢复资格的响应没有评分，更正后由各成员补评，再重新汇总排序。")
    signature, ready = _signature(page, "gate")
    says = (
        f"{case.name(operator)}在标段{lot}的“{gates[gate].name}”将由{was.answer.word}更正为{now.word}，"
        f"标段{lot}重新汇总排序。"
    )
    if frame.final("correct-gate-now", "记录更正", says, _articles(case), page.here, disabled=not ready):
        said = {"operator": operator, "lot": lot, "gate": gate, "answer": now.value, **signature}
        page.done(page.here.workspace.correct(GateCorrected, said, page.now, page.head), "审查结论已更正。")


def _price_form(page: Page) -> None:
    case = page.here.look.case
    lots = [lot for lot in case.book.lots if lot.paid and lot.id in case.state.ranked and case.valid(lot.id)]
    left, middle = st.columns(2)
    ids = [lot.id for lot in lots]
    lot = left.selectbox("标段", ids, key="price-lot")
    operator = middle.selectbox(
        case.book.terms.bidder, case.valid(lot), format_func=case.name, key="price-operator"
    )
    left, middle = st.columns(2)
    old = case.price_fen(operator, lot)
    left.text_input(
        f"原{case.book.terms.price}（元/年）", yuan(old), disabled=True, key=f"price-old/{operator}/{lot}"
    )
    typed = middle.number_input(
        f"更正后的{case.book.terms.price}（元/年）",
        value=None,
        min_value=0.0,
        step=0.01,
        format="%.2f",
        key=f"price-new/{operator}/{lot}",
    )
    answer = st.radio(
        f"{case.book.terms.bidder}书面确认",
        [True, False],
        format_func=lambda yes: "已书面确认" if yes else "没有确认，响应无效",
        horizontal=True,
        index=None,
        key="price-confirmed",
    )
    signature, ready = _signature(page, "price")
    says = f"{case.name(operator)}在标段{lot}的报价将更正，该标段的价格分和名次重新计算。"
    if frame.final(
        "correct-price-now",
        "记录更正",
        says,
        (*_articles(case), *page.here.bound("O87-59")),
        page.here,
        disabled=typed is None or answer is None or not ready,
    ):
        price = Decimal(repr(typed))
        said = {"operator": operator, "lot": lot, "price_yuan": price, "confirmed": answer, **signature}
        page.done(page.here.workspace.correct(PriceAmended, said, page.now, page.head), "报价已更正。")
