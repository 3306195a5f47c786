"""Established facts on a page (核实事项): what staff looked up or verified, and the form for one more.

What was established counts in place of what the form states; the form itself stays as it was
opened. One entry is for one bidder's fact in one lot, or in all its lots.
"""

from decimal import Decimal
from typing import Any

import streamlit as st

from tender.book import Fact
from tender.book.facts import Stated
from tender.case import Case
from tender.decisions import Established
from tender.established import as_found, found_of, in_words
from tender.ui.frame import Page
from tender.ui.markup import show, table

ALL = "全部标段"
LONGEST_ROW = 40
"""Characters of a list's row that tell it from the others."""


def established(page: Page) -> None:
    """What is established so far and, while the review is open, the form; nothing in a book without facts."""
    case = page.here.look.case
    if not case.book.facts:
        return
    known = found_of(page.here.workspace.decisions(), case.book, case.bids)
    waiting = [
        (op, fact)
        for op, bid in case.bids.items()
        for fact in case.book.facts
        if fact.by == "purchaser"
        and any(fact.asked_in(lot) and (op, lot, fact.id) not in known for lot in bid.lots)
    ]
    with st.expander("核实事项", expanded=bool(waiting or known), key="established"):
        st.text(
            "经查询或者核实，响应表所填与事实不符、证明材料无效或者由经办人查询的事项，在此写明核实结果和依据。"
            "计分和审查以核实结果为准，响应表保持原样。"
        )
        if known:
            rows = [
                [case.name(op), lot, case.book.fact_by_id[fact].name, _said(entry, case), entry.why, entry.by]
                for (op, lot, fact), entry in sorted(known.items())
            ]
            head = [case.book.terms.bidder, "标段", "事项", "核实结果", "依据", "核实人"]
            show(table(head, rows, "llllll"))
        if waiting:
            names = "；".join(f"{case.name(op)}的“{fact.name}”" for op, fact in waiting)
            st.warning(f"由经办人查询、尚未核实：{names}。")
        _form(page, waiting[0] if waiting else None, set(known))


def recorded(case: Case) -> None:
    """What was established, as the record holds it."""
    rows = [
        [case.name(op), lot, case.book.fact_by_id[fact].name, in_words(found, case.book.fact_by_id[fact])]
        for (op, lot, fact), found in sorted(case.state.established.items())
    ]
    if rows:
        st.subheader("核实事项", anchor=False)
        show(table([case.book.terms.bidder, "标段", "事项", "核实结果"], rows))


def _said(entry: Established, case: Case) -> str:
    return in_words(as_found(entry), case.book.fact_by_id[entry.fact])


def _form(page: Page, first: tuple[str, Fact] | None, known: set[tuple[str, str, str]]) -> None:
    """One fact of one bidder: as stated, as found, by whom and on what."""
    case = page.here.look.case
    bidders = list(case.bids)
    facts = {fact.id: fact for fact in case.book.facts}
    left, middle, right = st.columns(3)
    operator = left.selectbox(
        case.book.terms.bidder,
        bidders,
        index=bidders.index(first[0]) if first else 0,
        format_func=case.name,
        key="found-operator",
    )
    everywhere = first is not None and first[1].scope == "operator"
    where = middle.selectbox(
        "标段", [ALL, *case.bids[operator].lots], index=0 if everywhere else 1, key="found-lot"
    )
    lots = list(case.bids[operator].lots) if where == ALL else [where]
    asked = [key for key, fact in facts.items() if any(fact.asked_in(lot) for lot in lots)]
    chosen = right.selectbox(
        "事项",
        asked,
        index=asked.index(first[1].id) if first and first[1].id in asked else 0,
        format_func=lambda key: facts[key].name,
        key="found-fact",
    )
    fact = facts[chosen]
    subject = f"{operator}/{where}/{chosen}"  # what was typed for one fact is not kept for another
    for lot in (lot for lot in lots if fact.asked_in(lot)):
        st.caption(f"标段{lot}所填：{_stated(case, operator, lot, fact)}")
    found = _found(case, operator, lots, fact, subject)
    by = st.text_input("核实人", key="found-by", max_chars=50)
    why = st.text_input(f"核实的依据（{fact.evidence}）", key=f"found-why/{subject}", max_chars=500)
    if st.button("写入核实结果", key="found-save"):
        if found is None or not by.strip() or not why.strip():
            st.error("请填写核实结果、核实人和依据。")
        elif any((operator, lot, chosen) in known for lot in lots):
            st.error("此项已经写入核实结果，每项只写一次。")
        else:
            said = {"operator": operator, "fact": chosen, "by": by.strip(), "why": why.strip(), **found}
            said |= {} if where == ALL else {"lot": where}
            page.done(
                page.here.workspace.decide(Established, said, page.now),
                "核实结果已写入，随审查结论一并记录。",
            )


def _stated(case: Case, operator: str, lot: str, fact: Fact) -> str:
    """What the form says, with its proof."""
    bid = case.bids[operator].lots[lot]
    stated: dict[str, Stated] = {**bid.facts, **bid.chosen, **bid.lists}
    proof = bid.evidence.get(fact.id, "")
    value = fact.show(stated[fact.id]) if fact.id in stated else "未填写"
    return value + (f"（证明材料：{proof}）" if proof else "")


def _found(case: Case, operator: str, lots: list[str], fact: Fact, subject: str) -> dict[str, Any] | None:
    """The result by the names of the decisions; None while nothing is chosen."""
    if fact.kind == "list":
        most = max((len(case.bids[operator].lots[lot].lists.get(fact.id, ())) for lot in lots), default=0)
        labels = {n: _row(case, operator, lots, fact, n) for n in range(1, most + 1)}
        rows = st.multiselect(
            "不计入的条目",
            list(labels),
            format_func=lambda n: f"第{n}条　{labels[n]}",
            placeholder="请选择",
            key=f"found-rows/{subject}",
        )
        return {"not_counted": rows} if rows else None
    if fact.proven and st.checkbox("证明材料无效", key=f"found-proof/{subject}"):
        return {"no_proof": True}
    key = f"found-value/{subject}"
    if fact.kind == "yes_no":
        said = st.radio("核实为", ["是", "否"], index=None, horizontal=True, key=key)
        return {"value": int(said == "是")} if said else None
    if fact.kind == "choice":
        one = st.selectbox("核实为", fact.options, index=None, placeholder="请选择", key=key)
        return {"options": [one]} if one else None
    if fact.kind == "choices":
        some = st.multiselect("核实为", fact.options, placeholder="请选择", key=key)
        none = st.checkbox("一项也没有", key=f"found-none/{subject}")
        return {"options": some} if some or none else None
    whole = fact.kind == "whole"
    typed = st.number_input(
        f"核实为（{fact.unit}）",
        value=None,
        min_value=0.0,
        step=1.0 if whole else 0.01,
        format="%g" if not whole else "%.0f",
        key=key,
    )
    return None if typed is None else {"value": Decimal(repr(typed))}


def _row(case: Case, operator: str, lots: list[str], fact: Fact, n: int) -> str:
    """One row of a list in short, from the first lot that has it."""
    for lot in lots:
        rows = case.bids[operator].lots[lot].lists.get(fact.id, ())
        if n <= len(rows):
            said = "、".join(str(value) for value in rows[n - 1].values())
            return said if len(said) <= LONGEST_ROW else said[:LONGEST_ROW] + "……"
    return ""
