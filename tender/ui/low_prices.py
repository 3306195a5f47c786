"""Low prices and drawn factors on a page (异常低价审查、抽取系数): what waits, what was decided, the forms."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from scoring.exact import plain
from tender.case import LOW_PRICE, Case
from tender.decisions import FigureDrawn, LowPriceDecided
from tender.findings import Answer
from tender.policy.schema import schema, value_words
from tender.record import Draft
from tender.review.figures import asked
from tender.ui.frame import Page
from tender.ui.markup import show, table
from tender.ui.signing import signature


def reviews(case: Case, drafts: Sequence[Draft]) -> None:
    """The prices under review and how each review stands; nothing where there is none."""
    rows = [
        [f"{d.data['operator']} {case.name(d.data['operator'])}", d.data["lot"], d.data["started"], _state(d)]
        for d in drafts
        if d.data.get("gate") == LOW_PRICE
    ]
    if rows:
        st.subheader("异常低价审查", anchor=False)
        show(table([case.book.terms.bidder, "标段", "启动原因", "结论"], rows))


def _state(event: Draft) -> str:
    answer = Answer(event.data["answer"])
    if answer is Answer.CANNOT_DECIDE:
        return "？ 等待说明和结论"
    return f"{'✓ 报价合理' if answer is Answer.PASS else '✗ 无效'}（{event.who}）"


def recorded(case: Case) -> None:
    """The reviews that the record holds."""
    rows = [
        [f"{d.operator} {case.name(d.operator)}", d.lot, d.why, d.who]
        for d in sorted(case.state.decisions.values(), key=lambda d: (d.lot, d.operator))
        if d.gate == LOW_PRICE
    ]
    if rows:
        st.subheader("异常低价审查", anchor=False)
        show(table([case.book.terms.bidder, "标段", "启动原因和结论", "结论作出人"], rows))


def decision_form(page: Page, drafts: Sequence[Draft]) -> None:
    """The panel decides on one price under review, with the times of question and answer."""
    waiting = [
        (d.data["operator"], d.data["lot"])
        for d in drafts
        if d.data.get("gate") == LOW_PRICE and d.data["answer"] == Answer.CANNOT_DECIDE.value
    ]
    said = _decided(page, waiting) if waiting else None
    if said:
        found = page.here.workspace.decide(LowPriceDecided, said, page.now)
        page.done(found, "审查结论已写入，随其他审查结论一并记录。")


def late_form(page: Page, waiting: Sequence[tuple[str, str]]) -> None:
    """The panel decides on a price that is abnormally low since a correction; recorded at once."""
    if not waiting:
        return
    case = page.here.look.case
    st.subheader("更正后的异常低价审查", anchor=False)
    for operator, lot in waiting:
        st.text(f"标段{lot}：{case.state.decisions[operator, lot, LOW_PRICE].why}。")
    said = _decided(page, waiting)
    if said:
        found = page.here.workspace.decide_late(said, page.now, page.head)
        page.done(found, "审查结论已记录，可以重新汇总。")


def _decided(page: Page, waiting: Sequence[tuple[str, str]]) -> dict[str, object] | None:
    """What the panel decided on one of the bids, by the names of the decisions; None until it is filled in."""
    case = page.here.look.case
    with st.form("low-price"):
        which = st.selectbox(
            "启动异常低价审查的报价",
            waiting,
            format_func=lambda w: f"{case.name(w[0])}　标段{w[1]}",
            key="low-which",
        )
        st.caption(f"{case.book.terms.bidder}应当在合理时间内书面说明成本测算并提供证明材料。")
        left, right = st.columns(2)
        asked_at = left.datetime_input("要求说明的时间", value=None, step=60, key="low-asked")
        answered_at = right.datetime_input(
            "收到说明的时间（没有收到的留空）", value=None, step=60, key="low-answered"
        )
        answer = st.radio(
            "结论",
            [Answer.PASS, Answer.FAIL],
            format_func=lambda a: "报价合理" if a is Answer.PASS else "不能证明报价合理，响应无效",
            horizontal=True,
            key="low-answer",
            index=None,
        )
        papers = st.multiselect(
            "存档材料",
            schema()["bid"].attributes["low_price_papers"].values,
            format_func=value_words().__getitem__,
            key="low-papers",
            placeholder="请选择",
        )
        signed = signature("low", "作出结论的成员", "审查意见和理由")
        if not st.form_submit_button("写入审查结论", key="low-save"):
            return None
    if answer is None or asked_at is None or not all(signed.values()):
        st.error("请填写要求说明的时间、结论、成员和理由。")
        return None
    if case.book.method.procurement and not papers:
        st.error("请选择存档的材料：说明、证明材料和评审中的网络查询记录应当存档。")
        return None
    operator, lot = which
    said: dict[str, object] = {"operator": operator, "lot": lot, "answer": answer.value}
    said |= {"asked_at": asked_at, "papers": papers, **signed}
    return said | ({"answered_at": answered_at} if answered_at else {})


def figure_form(page: Page, drafts: Sequence[Draft]) -> None:
    """A factor drawn in public is entered once for every lot that waits for it."""
    case = page.here.look.case
    drawn = {(d.data["lot"], d.data["name"]) for d in drafts if "value" in d.data}
    waiting = [(lot, one) for lot, one in asked(case) if (lot.id, one.name) not in drawn]
    if not waiting:
        return
    lot, one = waiting[0]
    with st.form("figure-drawn"):
        value = st.radio(
            f"标段{lot.id}：公开抽取的系数{one.name}",
            one.one_of,
            format_func=plain,
            horizontal=True,
            key="figure-value",
            index=None,
        )
        signed = signature("figure", "抽取人和见证人", "抽取方式和过程")
        if st.form_submit_button("写入抽取结果", key="figure-save"):
            if value is None or not all(signed.values()):
                st.error("请选择抽取结果，并填写抽取人和过程。")
            else:
                said = {"name": one.name, "lot": lot.id, "value": Decimal(plain(value)), **signed}
                found = page.here.workspace.decide(FigureDrawn, said, page.now)
                page.done(found, "抽取结果已写入，随审查结论一并记录。")
