"""Review on a page (审查): the matrix of answers, and the forms for what a person must decide."""

from collections.abc import Sequence

import streamlit as st

from scoring.exact import yuan
from tender.case import Case
from tender.decisions import GateDecided
from tender.findings import Answer
from tender.record import Draft
from tender.ui.frame import Page
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.signing import signature

_SIGNS = {
    Answer.PASS: ("✓", "hb-pass"),
    Answer.FAIL: ("✗", "hb-fail"),
    Answer.CANNOT_DECIDE: ("？", "hb-open"),
}


def matrix(case: Case) -> None:
    """Bids in rows, gates in numbered columns; every answer as sign and word, reasons below."""
    gates = case.book.gates
    rows: list[list[str | Markup | Cell]] = []
    notes: list[str] = []
    for lot in case.book.lots:
        bidders = case.bidders(lot.id)
        for i, op in enumerate(bidders):
            answers = {d.gate: d for d in case.decisions(op, lot.id)}
            first = [Cell(f"{lot.id}\n{lot.name}", "name", len(bidders))] if i == 0 else []
            cells = [_answer(answers[g.id].answer) if g.id in answers else Cell("—", "empty") for g in gates]
            reasons = "；".join(f"{reason}（{article}）" for reason, article in case.reasons(op, lot.id))
            if reasons:
                notes.append(f"注{len(notes) + 1}　标段{lot.id}　{case.name(op)}：{reasons}")
            result = _word(_result(case, op, lot.id), f"，见注{len(notes)}" if reasons else "")
            rows.append([*first, Cell(case.name(op), "name"), result, *cells])
    numbered = [(_number(n), gate) for n, gate in enumerate(gates)]
    key = Markup("").join(Markup("<span>{}{}</span>").format(sign, gate.name) for sign, gate in numbered)
    show(Markup('<p class="hb-key hb-numbers">{}</p>').format(key))
    heads = [Markup('<span title="{}">{}</span>').format(gate.name, sign) for sign, gate in numbered]
    sides = "lll" + "c" * len(gates)
    show(table(["标段", case.book.terms.bidder, "结论", *heads], rows, sides, kind="hb-gates"))
    if notes:
        show(Markup('<p class="hb-clause">{}</p>').format(Markup("<br>").join(notes)))


def _number(n: int) -> str:
    """①, ② … ⑳, then plain figures."""
    return chr(ord("①") + n) if n < 20 else f"（{n + 1}）"


def _result(case: Case, operator: str, lot: str) -> Answer:
    """One failure decides; otherwise an open answer leaves all open."""
    if operator in case.valid(lot):
        return Answer.PASS
    told = {d.answer for d in case.decisions(operator, lot)}
    return Answer.CANNOT_DECIDE if told == {Answer.PASS, Answer.CANNOT_DECIDE} else Answer.FAIL


def _answer(answer: Answer) -> Cell:
    sign, kind = _SIGNS[answer]
    return Cell(Markup('<span class="{}" title="{}">{}</span>').format(kind, answer.word, sign), "mid")


def _word(answer: Answer, note: str) -> Markup:
    sign, kind = _SIGNS[answer]
    return Markup('<span class="{}">{} {}{}</span>').format(kind, sign, answer.word, note)


def price_form(page: Page, operator: str, lot: str, fen: int) -> None:
    """Record that a bidder confirmed the price its words say."""
    case = page.here.look.case
    with st.form(f"price/{operator}/{lot}"):
        st.text(f"{case.name(operator)}　标段{lot}：收到{yuan(fen)}元/年的书面确认")
        by = st.text_input("确认人", key=f"price-by/{operator}/{lot}")
        why = st.text_input("确认文件和说明", key=f"price-why/{operator}/{lot}")
        if st.form_submit_button("记录书面确认", key=f"price-save/{operator}/{lot}"):
            if not by.strip() or not why.strip():
                st.error("请填写确认人和说明。")
            else:
                found = page.here.workspace.confirm_price(
                    operator, lot, by=by.strip(), why=why.strip(), now=page.now, head=page.head
                )
                page.done(found, "书面确认已记录。")


def decision_form(page: Page, drafts: Sequence[Draft]) -> None:
    """A person answers a gate that could not be decided from the form."""
    case = page.here.look.case
    names = {g.id: g.name for g in case.book.gates}
    open_gates = [
        (d.data["operator"], d.data["lot"], d.data["gate"])
        for d in drafts
        if d.data.get("gate") in names and d.data["answer"] == Answer.CANNOT_DECIDE.value
    ]
    if not open_gates:
        return
    with st.form("gate-decision"):
        which = st.selectbox(
            "需要结论的事项",
            open_gates,
            format_func=lambda g: f"{case.name(g[0])}　标段{g[1]}　{names.get(g[2], g[2])}",
            key="gate-which",
        )
        answer = st.radio(
            "结论",
            [Answer.PASS, Answer.FAIL],
            format_func=lambda a: a.word,
            horizontal=True,
            key="gate-answer",
            index=None,
        )
        signed = signature("gate", "决定人", "理由和核对的材料")
        if st.form_submit_button("写入人工结论", key="gate-save"):
            if answer is None or not all(signed.values()):
                st.error("请选择结论，并填写决定人和理由。")
            else:
                operator, lot, gate = which
                said = {"operator": operator, "lot": lot, "gate": gate, "answer": answer.value, **signed}
                found = page.here.workspace.decide(GateDecided, said, page.now)
                page.done(found, "人工结论已写入，随审查结论一并记录。")
