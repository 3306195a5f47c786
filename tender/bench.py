"""The judges' table of one lot (评审台): its valid bids, what the book's criteria give them, and their order.

The one home of the ranking rules. A real case and a simulated field are both laid on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from scoring.panel import outermost
from scoring.ranking import Place, Standing, rank, total, value_for_money
from tender.bids import Bid
from tender.book import Book, Criterion, Entry, Lot, Worked
from tender.book.rules import Context, PriceRule

TEN_THOUSAND = 10_000_00
"""Fen in the unit of money that value for money is counted in."""

Points = Mapping[str, Mapping[str, Fraction]]
"""Criterion → bidder → exact points."""
Out = Mapping[str, tuple[str, ...]]
"""Bidder → the judges whose marks do not count for it."""


def entry(
    book: Book, bid: Bid, lot: Lot, price_fen: int, marks: Mapping[str, Mapping[str, Fraction]]
) -> Entry:
    """What a bid brings to a criterion: its price in fen, its facts, and the ``marks`` by judge and part."""
    stated = bid.lots[lot.id]
    return Entry(
        price_fen=price_fen,
        small_or_micro=bid.small_or_micro,
        facts=stated.facts,
        marks=marks,
        chosen=stated.chosen,
        lists=stated.lists,
        unproven=frozenset(f.id for f in book.facts if f.proven and not stated.evidence.get(f.id)),
        larger=bid.larger,
    )


@dataclass(frozen=True)
class Bench:
    """The valid bids of one lot: ``prices`` in fen by bidder, ``entries`` by criterion and bidder."""

    book: Book
    lot: Lot
    prices: Mapping[str, int]
    entries: Mapping[str, Mapping[str, Entry]]
    contexts: Mapping[str, Context]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the lot, in the order of the book."""
        return self.book.criteria_of(self.lot)

    @property
    def bidders(self) -> tuple[str, ...]:
        """The bidders, in the order in which they were laid out."""
        return tuple(self.prices)

    def worked(
        self, criterion: Criterion, change: Callable[[str, Entry], Entry] | None = None
    ) -> Mapping[str, Worked]:
        """Points and their arithmetic by one criterion, of the bids as they are or as changed."""
        entries = self.entries[criterion.id]
        if change:
            entries = {b: change(b, e) for b, e in entries.items()}
        return criterion.rule.points(entries, self.contexts[criterion.id])

    def of(
        self, criterion: Criterion, change: Callable[[str, Entry], Entry] | None = None
    ) -> dict[str, Fraction]:
        """Points alone by one criterion, of the bids as they are or as changed."""
        return {b: w.points for b, w in self.worked(criterion, change).items()}

    def judged(self, out: Out) -> dict[str, dict[str, Fraction]]:
        """Points by what is judged, without the marks of the judges in ``out``."""
        return {c.id: self.of(c, without(out)) for c in self.criteria if c.rule.judged}


def without(out: Out) -> Callable[[str, Entry], Entry]:
    """The change of entries that leaves out the marks of the judges in ``out``."""

    def less(bidder: str, given: Entry) -> Entry:
        gone = out.get(bidder, ())
        return replace(given, marks={j: m for j, m in given.marks.items() if j not in gone})

    return less


def judges_alone(table: Bench) -> dict[str, dict[str, Fraction]]:
    """What each judge's marks alone give each bid: the points of all judged factors together."""
    judges = [judge.id for judge in table.book.judges]
    totals: dict[str, dict[str, Fraction]] = {b: {} for b in table.bidders}
    for judge in judges:
        others = tuple(other for other in judges if other != judge)
        alone = table.judged(dict.fromkeys(table.bidders, others))
        for b in table.bidders:
            totals[b][judge] = sum((given[b] for given in alone.values()), Fraction(0))
    return totals


def judges_left_out(table: Bench) -> dict[str, tuple[str, ...]]:
    """The judges whose own totals for a bid are the highest and the lowest, where the book drops them."""
    rule = table.book.judges_total
    if rule is None:
        return {}
    return {b: outermost(given, rule.least) for b, given in judges_alone(table).items()}


def standings(table: Bench, found: Points, *, exact: bool = False) -> list[Standing]:
    """What the book ranks by, over the criteria ``found`` has; ``exact`` leaves out the rounding of totals."""
    book, rounding = table.book, table.book.rounding
    technical = [c.id for c in table.criteria if c.group == "technical" and c.id in found]
    dearer = book.dearer_first(table.lot)
    merits = _merits(table, found)
    standing = []
    for b, fen in table.prices.items():
        each = [given[b] for given in found.values()]
        price = Fraction(fen)
        standing.append(
            Standing(
                bidder=b,
                total=sum(each, Fraction(0))
                if exact
                else total(each, rounding.places, round_each=rounding.at == "item"),
                breakers={
                    "price": -price if dearer else price,
                    "technical": -sum((found[c][b] for c in technical), Fraction(0)),
                },
                merit=merits.get(b),
            )
        )
    return standing


def places(table: Bench, found: Points, *, exact: bool = False) -> tuple[Place, ...]:
    """The order by the book's way of ranking and its tie chain, best first."""
    return tuple(rank(standings(table, found, exact=exact), table.book.ties))


def _merits(table: Bench, found: Points) -> dict[str, Fraction]:
    """What ranks instead of the total: the most points for the money, or the lowest evaluated price."""
    if table.book.ranking == "value":
        sums = {b: sum((given[b] for given in found.values()), Fraction(0)) for b in table.bidders}
        return {b: value_for_money(sums[b], Fraction(fen), TEN_THOUSAND) for b, fen in table.prices.items()}
    if table.book.ranking == "points":
        return {}
    for c in table.criteria:
        if isinstance(c.rule, PriceRule):
            own = c.rule.evaluated(table.entries[c.id], table.contexts[c.id])
            return {b: -given.fen for b, given in own.items()}
    return {b: -Fraction(fen) for b, fen in table.prices.items()}
