"""What a correction entails (更正的后果) in a ranked lot whose result it set aside.

A price that was amended is held against the ceiling again. Which prices are abnormally low is
taken again over the bids that conform now: a bid brought back or taken out moves mean and
second-lowest price, and the limits taken over the wrong bids never held. The panel decides
before the lot is ranked. A lot left with too few valid bids ends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scoring.exact import yuan
from tender.book import Lot
from tender.book.gates import Asked, CeilingGate, FixedPriceGate
from tender.case import LOW_PRICE, PRICE_GATE, Case
from tender.decisions import Decisions, LowPriceDecided
from tender.findings import Answer, Finding
from tender.record import Correction, Draft, Json, Kind, draft
from tender.review.low_price import decided_event, triggered


def followed(case: Case, decided: Decisions) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """Answers that corrections call for, and findings where the panel has yet to decide on a low price."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    for lot, cause in _set_aside(case):
        turned = [d for d in _on_price(case, lot) if _new(case, d)]
        out = {d.data["operator"] for d in turned if d.data["answer"] == Answer.FAIL.value}
        drafts += (_in_place(case, d, cause) for d in turned)
        conforming = [op for op in case.conforming(lot.id) if op not in out]
        for found in triggered(case, lot, conforming):
            told = case.state.decisions.get((found.operator, lot.id, LOW_PRICE))
            if (
                told
                and told.answer is not Answer.CANNOT_DECIDE
                and not _amended(case, lot, found.operator, told.seq)
            ):
                continue
            person = _by_panel(decided, lot, found.operator)
            event, waiting = decided_event(case, lot, found.operator, found, person)
            findings += waiting
            if told is None or person or told.answer is not Answer.CANNOT_DECIDE:
                drafts.append(_in_place(case, event, cause))
    return tuple(drafts), tuple(findings)


def ended(case: Case) -> tuple[Draft, ...]:
    """An empty result for each lot set aside that is left with too few valid bids, nothing being open in it."""
    least = case.least
    return tuple(
        draft(
            Kind.RESULT_COMPUTED,
            {"lot": lot.id, "ranking": []},
            at=case.stamp(case.book.dates.evaluation).isoformat(),
            who=case.book.terms.panel,
            why=f"更正后有效响应{len(case.valid(lot.id))}家，不足{least}家，该标段终止",
        )
        for lot, _ in _set_aside(case)
        if not case.enough(lot.id) and not open_low_prices(case, lot.id)
    )


def open_low_prices(case: Case, lot: str) -> tuple[str, ...]:
    """Operators whose low price the panel has yet to judge in ``lot``."""
    return tuple(
        d.operator
        for d in case.state.decisions.values()
        if (d.lot, d.gate, d.answer) == (lot, LOW_PRICE, Answer.CANNOT_DECIDE)
    )


def _set_aside(case: Case) -> Iterator[tuple[Lot, Correction]]:
    """The lots whose results a correction of their own set aside, with the last one."""
    waiting = case.state.ranked - case.state.results.keys()
    for lot in case.book.lots:
        causes = [c for c in case.state.corrections if len(c.subject) > 1 and c.subject[1] == lot.id]
        if lot.id in waiting and causes:
            yield lot, causes[-1]


def _on_price(case: Case, lot: Lot) -> Iterator[Draft]:
    """The answers of the gates that read a price, for every price amended since they were given."""
    for (operator, of), price in case.state.price_corrections.items():
        if of != lot.id:
            continue
        if not price.confirmed:
            why = f"报价更正为{yuan(price.to_fen)}元，{case.book.terms.bidder}未书面确认"
            yield _answer(case, operator, lot, PRICE_GATE, Answer.FAIL, why)
            continue
        bid = case.bids[operator]
        binding = replace(bid.lots[lot.id], price_fen=price.to_fen)
        asked = Asked(bid, binding, lot, case.book.fact_by_id, {}, case.packs, case.book.dates.publish)
        for gate in case.book.gates:
            told = case.state.decisions.get((operator, lot.id, gate.id))
            if isinstance(gate, CeilingGate | FixedPriceGate) and told and told.seq < price.seq:
                yield _answer(case, operator, lot, gate.id, *gate.answer(asked))


def _answer(case: Case, operator: str, lot: Lot, gate: str, answer: Answer, why: str) -> Draft:
    data: dict[str, Json] = {"operator": operator, "lot": lot.id, "gate": gate, "answer": answer.value}
    at = case.stamp(case.book.dates.evaluation).isoformat()
    return draft(Kind.DECISION, data, at=at, who=case.book.terms.panel, why=why)


def _new(case: Case, event: Draft) -> bool:
    """Whether an answer is other than the one that stands."""
    data: Mapping[str, Any] = event.data
    told = case.state.decisions.get((data["operator"], data["lot"], data["gate"]))
    return told is None or told.answer is not Answer(data["answer"])


def _amended(case: Case, lot: Lot, operator: str, since: int) -> bool:
    """Whether the price was amended after the event numbered ``since``."""
    price = case.state.price_corrections.get((operator, lot.id))
    return price is not None and price.seq > since


def _by_panel(decided: Decisions, lot: Lot, operator: str) -> LowPriceDecided | None:
    """The panel's last decision on the price after the lot was corrected."""
    later = decided.low_prices(after=True)
    return next((d for d in reversed(later) if (d.operator, d.lot) == (operator, lot.id)), None)


def _in_place(case: Case, event: Draft, cause: Correction) -> Draft:
    """The answer as it can be recorded: alone where it is the first, else as a correction for the same cause."""
    data: dict[str, Any] = event.data
    told = case.state.decisions.get((data["operator"], data["lot"], data["gate"]))
    at = case.stamp(case.book.dates.evaluation).isoformat()
    moved = replace(event, at=max(event.at, at))
    if told is None or told.answer is Answer.CANNOT_DECIDE:
        return moved
    whole: dict[str, Json] = {
        "of": told.seq,
        "data": data,
        "before": {"answer": told.answer.value, "who": told.who, "why": told.why},
        "ground": cause.ground,
        "after_signature": cause.after_signature,
        "reported": cause.reported,
    }
    why = event.why or f"第{cause.seq}号更正之后重新审查"
    return draft(Kind.CORRECTION, whole, at=moved.at, who=event.who, why=why)
