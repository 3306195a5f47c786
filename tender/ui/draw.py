"""What people settle (抽签与择定): who was drawn among equals, and who was chosen of the candidates."""

import streamlit as st

from tender.allocate import Allocation
from tender.book import PerLot
from tender.case import Case
from tender.decisions import Chosen, Drawn
from tender.ui.frame import Page
from tender.ui.signing import signature


def draw_form(page: Page, allocation: Allocation) -> None:
    """Write down who was drawn for a lot, so that the rule can go on."""
    case = page.here.look.case
    pairs = _equals(case, allocation)
    st.subheader("抽签结果", anchor=False)
    st.text(f"按{case.book.terms.book}的规定抽签后，逐个标段写下抽中者；程序据此继续执行定标规则。")
    with st.form("draw"):
        drawn = st.selectbox(
            "标段和抽中者",
            pairs,
            format_func=lambda p: f"标段{p[0]}　{case.name(p[1])}",
            key="draw-who",
            index=None,
            placeholder="请选择标段和抽中者",
        )
        signed = signature("draw", "主持和见证人", "抽签记录")
        if st.form_submit_button("写入抽签结果", key="draw-save", type="primary"):
            if drawn is None or not all(signed.values()):
                st.error("请选择标段和抽中者，并填写主持和见证人、抽签记录。")
            else:
                lot, operator = drawn
                said = {"lot": lot, "operator": operator, **signed}
                found = page.here.workspace.decide(Drawn, said, page.now)
                page.done(found, "抽签结果已写入。")


def choice_form(page: Page, allocation: Allocation, rule: PerLot) -> None:
    """Write down whom the purchaser chose among the candidates of one lot."""
    case = page.here.look.case
    candidates = {
        a.lot: [
            e["operator"] for e in case.state.results[a.lot].ranking if e["rank"] <= (rule.recommend or 0)
        ]
        for a in allocation.lots
        if a.operator is None and a.lot in case.state.results
    }
    waiting = {lot: named for lot, named in candidates.items() if named}
    st.subheader("在候选人中择定", anchor=False)
    st.text(f"择定办法：{rule.choosing}。逐个标段写下择定的候选人和理由，理由写入评审报告。")
    with st.form("choose"):
        chosen = st.selectbox(
            "标段和择定的候选人",
            [(lot, operator) for lot, named in waiting.items() for operator in named],
            format_func=lambda p: f"标段{p[0]}　{case.name(p[1])}",
            key="choose-who",
            index=None,
            placeholder="请选择",
        )
        signed = signature("choose", "决定人", "择定理由")
        if st.form_submit_button("写入择定结果", key="choose-save", type="primary"):
            if chosen is None or not all(signed.values()):
                st.error("请选择标段和候选人，并填写决定人和理由。")
            else:
                lot, operator = chosen
                said = {"lot": lot, "operator": operator, **signed}
                page.done(page.here.workspace.decide(Chosen, said, page.now), "择定结果已写入。")


def _equals(case: Case, allocation: Allocation) -> list[tuple[str, str]]:
    """Between whom a draw decides: (lot, operator), where the equally good plans differ."""
    if allocation.open_plans:
        plans = [set(plan) for plan in allocation.open_plans]
        offers = plans[0].union(*plans) - plans[0].intersection(*plans)
        return sorted((lot, operator) for operator, _, lot in (offer.rpartition("@") for offer in offers))
    waiting = [lot.lot for lot in allocation.lots if lot.operator is None and lot.lot in case.state.results]
    return [(lot, e["operator"]) for lot in waiting for e in case.state.results[lot].ranking]
