"""The award of one field (一次模拟定标): the declared rule executed over the lots' rankings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.allocation import Status, solve
from scoring.exact import text
from scoring.ranking import Place
from tender.allocate import Outcome, allocate
from tender.allocate.problem import problem_of
from tender.book import Book, Combination
from tender.case import Case
from tender.decisions import Chosen
from tender.policy import Policies
from tender.record.state import OpenedBid, Result, State
from tender.simulate.field import Operator

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Awarded:
    """What an award came to: lots awarded, of how many with valid bids, and the money in fen.

    ``stands`` is false where the rule gives no award that may stand; ``passed`` counts lots
    whose winner was not first in its lot.
    """

    stands: bool
    lots: int
    could: int
    passed: int
    fen: int


def award(
    book: Book, packs: Policies, field: Sequence[Operator], ranked: Mapping[str, Sequence[Place]]
) -> Awarded:
    """The award by the book's own rule; a tie is broken by number, as a draw would by chance."""
    case = _case(book, packs, field, ranked)
    firsts = {lot: places[0].bidder for lot, places in ranked.items()}
    if isinstance(book.award, Combination):
        plan = solve(problem_of(case), seconds=SECONDS, tie_limit=1)
        stands = plan.status is Status.PROVED_BEST
        chosen = (offer.split("@", 1) for offer in plan.offers) if stands else ()
        won = {lot: operator for operator, lot in chosen}
    else:
        # A purchaser who chooses among candidates is taken to follow the ranking.
        at = book.dates.evaluation
        first = [Chosen(lot=lot, operator=op, by="试算", at=at, why="试算") for lot, op in firsts.items()]
        given = allocate(case, chosen=first)
        stands = given.outcome is Outcome.DECIDED
        won = {lot.lot: lot.operator for lot in given.lots if lot.operator} if stands else {}
    prices = {o.bid.operator: {k: v.price_fen for k, v in o.bid.lots.items()} for o in field}
    return Awarded(
        stands,
        len(won),
        len(ranked),
        sum(firsts[lot] != operator for lot, operator in won.items()),
        sum(prices[operator][lot] for lot, operator in won.items()),
    )


def _case(
    book: Book, packs: Policies, field: Sequence[Operator], ranked: Mapping[str, Sequence[Place]]
) -> Case:
    """A case that holds only what an award rule reads: the bids, and every lot's ranking without ties."""
    prices = {o.bid.operator: {k: v.price_fen for k, v in o.bid.lots.items()} for o in field}
    results = {
        lot: Result(
            0,
            lot,
            tuple(
                {
                    "rank": n,
                    "operator": p.bidder,
                    "total": text(p.total, book.rounding.places),
                    "price_fen": prices[p.bidder][lot],
                    "open_with": [],
                }
                for n, p in enumerate(places, 1)
            ),
        )
        for lot, places in ranked.items()
    }
    bids = {o.bid.operator: OpenedBid(0, o.bid.operator, "", "", o.bid.to_json()) for o in field}
    return Case(book, State(bids=bids, results=results), packs)
