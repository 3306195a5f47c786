"""Drawing lots (抽签): who was drawn, by whom and by which protocol, where equals leave a lot open."""

import streamlit as st

from tender.allocate import Allocation
from tender.case import Case
from tender.decisions import Drawn
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


def _equals(case: Case, allocation: Allocation) -> list[tuple[str, str]]:
    """Between whom a draw decides: (lot, operator), where the equally good plans differ."""
    if allocation.open_plans:
        plans = [set(plan) for plan in allocation.open_plans]
        offers = plans[0].union(*plans) - plans[0].intersection(*plans)
        return sorted((lot, operator) for operator, _, lot in (offer.rpartition("@") for offer in offers))
    waiting = [lot.lot for lot in allocation.lots if lot.operator is None and lot.lot in case.state.results]
    return [(lot, e["operator"]) for lot in waiting for e in case.state.results[lot].ranking]
