"""What people settle (抽签与择定): who was drawn among equals, and who was chosen of the candidates."""

from dataclasses import dataclass

import streamlit as st

from tender.allocate import Allocation
from tender.book import PerLot
from tender.case import Case
from tender.decisions import Chosen, Drawn
from tender.ui.frame import Page
from tender.ui.signing import signature


@dataclass(frozen=True)
class _Form:
    """A form that settles one lot after the other: its words, and the kind of decision it writes down."""

    key: str
    kind: type[Chosen] | type[Drawn]
    what: str
    says: str
    whom: str
    by: str
    why: str


def settle(page: Page, allocation: Allocation) -> None:
    """Where the award rule leaves lots to people: what they settled, so that the rule can go on."""
    case = page.here.look.case
    rule = case.book.award
    if isinstance(rule, PerLot) and rule.recommend is not None:
        says = f"择定办法：{rule.choosing}。逐个标段写下择定的候选人和理由，理由写入评审报告。"
        form = _Form("choose", Chosen, "择定", says, "择定的候选人", "决定人", "择定理由")
        pairs = _waiting(case, allocation, rule.recommend)
    else:
        says = f"按{case.book.terms.book}的规定抽签后，逐个标段写下抽中者；程序据此继续执行定标规则。"
        form = _Form("draw", Drawn, "抽签", says, "抽中者", "主持和见证人", "抽签记录")
        pairs = _equals(case, allocation)
    _show(page, form, pairs)


def _show(page: Page, form: _Form, pairs: list[tuple[str, str]]) -> None:
    st.subheader(f"{form.what}结果", anchor=False)
    st.text(form.says)
    with st.form(form.key):
        settled = st.selectbox(
            f"标段和{form.whom}",
            pairs,
            format_func=lambda pair: f"标段{pair[0]}　{page.here.look.case.name(pair[1])}",
            key=f"{form.key}-who",
            index=None,
            placeholder=f"请选择标段和{form.whom}",
        )
        signed = signature(form.key, form.by, form.why)
        if not st.form_submit_button(f"写入{form.what}结果", key=f"{form.key}-save", type="primary"):
            return
        if settled is None or not all(signed.values()):
            st.error(f"请选择标段和{form.whom}，并填写{form.by}、{form.why}。")
            return
        lot, operator = settled
        said = {"lot": lot, "operator": operator, **signed}
        page.done(page.here.workspace.decide(form.kind, said, page.now), f"{form.what}结果已写入。")


def _equals(case: Case, allocation: Allocation) -> list[tuple[str, str]]:
    """Between whom a draw decides: (lot, operator), where the equally good plans differ."""
    if not allocation.open_plans:
        return _waiting(case, allocation)
    plans = [set(plan) for plan in allocation.open_plans]
    offers = plans[0].union(*plans) - plans[0].intersection(*plans)
    return sorted((lot, operator) for operator, _, lot in (offer.rpartition("@") for offer in offers))


def _waiting(case: Case, allocation: Allocation, last: int | None = None) -> list[tuple[str, str]]:
    """The bidders of the lots that nobody has yet, down to the ``last`` rank if there is one."""
    lots = [lot.lot for lot in allocation.lots if lot.operator is None and lot.lot in case.state.results]
    return [
        (lot, entry["operator"])
        for lot in lots
        for entry in case.state.results[lot].ranking
        if last is None or entry["rank"] <= last
    ]
