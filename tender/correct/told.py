"""What corrections changed about bids (审查结论和报价的更正), for papers and pages: before and after in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from tender.case import LOW_PRICE, PRICE_GATE, Case
from tender.findings import Answer
from tender.record import GROUNDS, Correction, Decision, Kind


@dataclass(frozen=True, slots=True)
class BidChange:
    """One answer of the review or one price that was corrected: what, before, after, on which ground."""

    lot: str
    bidder: str
    what: str
    before: str
    after: str
    ground: str
    told: Correction


def bid_changes(case: Case) -> Iterator[BidChange]:
    """Every answer and price corrected after the ranking, in the order of the record."""
    names = {g.id: g.name for g in case.book.gates}
    names |= {PRICE_GATE: "报价确认", LOW_PRICE: "异常低价审查"}
    for told in case.state.corrections:
        if not told.ground or told.kind not in (Kind.DECISION, Kind.PRICE_CORRECTED):
            continue
        operator, lot = told.subject[0], told.subject[1]
        if told.kind is Kind.PRICE_CORRECTED:
            of = case.book.lot_by_id[lot]
            what = case.book.terms.price
            before = of.amount_text(told.data["from_fen"])
            after = of.amount_text(told.data["to_fen"])
            after += "" if told.data["confirmed"] else f"（{case.book.terms.bidder}未书面确认）"
        else:
            what = names.get(told.subject[2], told.subject[2])
            before = told.was.answer.word if isinstance(told.was, Decision) else "没有结论"
            after = Answer(told.data["answer"]).word
        yield BidChange(lot, case.name(operator), what, before, after, GROUNDS[told.ground], told)
