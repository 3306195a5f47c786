"""Totals, ranks and tie chains (汇总、排序、同分处理).

A total is rounded once, half up, where the book says: each item, or the sum. Bidders
who are equal after the whole published chain stay equal: their tie is returned as open
and no order of rows, names or files ever settles it.

Sources: 财政部令第87号第五十七条; 财库〔2014〕214号第二十五条.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from scoring.exact import half_up
from scoring.prices import PriceError


def value_for_money(points: Fraction, price: Fraction, unit: int) -> Fraction:
    """Points for every ``unit`` fen of the price (性价比).

    Raises PriceError for a price that is not above 0.

    >>> value_for_money(Fraction(80), Fraction(100000_00), 10000_00)
    Fraction(8, 1)
    """
    if price <= 0:
        raise PriceError(f"expected a price above 0, not {price}")
    return points / price * unit


def total(points: Iterable[Fraction], places: int, *, round_each: bool) -> Fraction:
    """The sum of item points, rounded half up: each item first, or only the sum.

    >>> items = [Fraction("1.005"), Fraction("2.005")]
    >>> total(items, 2, round_each=True), total(items, 2, round_each=False)
    (Fraction(151, 50), Fraction(301, 100))
    """
    if round_each:
        return sum((half_up(p, places) for p in points), Fraction(0))
    return half_up(sum(points, Fraction(0)), places)


@dataclass(frozen=True, slots=True)
class Standing:
    """One bidder's total and the figures that may break a tie, smaller being better.

    ``merit`` ranks instead of the total where a book ranks by price or by value for money,
    larger being better.
    """

    bidder: str
    total: Fraction
    breakers: Mapping[str, Fraction]
    merit: Fraction | None = None

    @property
    def first(self) -> Fraction:
        """What is compared before the chain."""
        return self.total if self.merit is None else self.merit


@dataclass(frozen=True, slots=True)
class Place:
    """A rank and who holds it; ``decided_by`` names the tie rule that gave it, if any.

    ``open_with`` lists the others who share the rank because the chain left them equal;
    ``merit`` is what ranked, where that is not the total.
    """

    rank: int
    bidder: str
    total: Fraction
    decided_by: str = ""
    open_with: tuple[str, ...] = ()
    merit: Fraction | None = None


def rank(standings: Sequence[Standing], chain: Sequence[str]) -> tuple[Place, ...]:
    """Every bidder's place, best first: total high to low, then ``chain`` in order.

    ``chain`` names keys of ``breakers``. Equal bidders are listed by name so that the
    result does not depend on the order of the input; their shared rank stays open.
    """

    def merit(s: Standing) -> tuple[Fraction, ...]:
        return (-s.first, *(s.breakers[key] for key in chain))

    places: list[Place] = []
    ordered = sorted(standings, key=lambda s: (merit(s), s.bidder))
    for _, equals in groupby(ordered, key=merit):
        tied = list(equals)
        names = tuple(s.bidder for s in tied)
        places += [
            Place(
                rank=len(places) + 1,
                bidder=s.bidder,
                total=s.total,
                decided_by=_decider(s, standings, chain),
                open_with=tuple(n for n in names if n != s.bidder),
                merit=s.merit,
            )
            for s in tied
        ]
    return tuple(places)


def _decider(one: Standing, others: Sequence[Standing], chain: Sequence[str]) -> str:
    """The last key of ``chain`` that was needed to separate ``one`` from an equal total."""
    rivals = [s for s in others if s.first == one.first and s.bidder != one.bidder]
    needed = ""
    for key in chain:
        if not rivals:
            break
        split = [s for s in rivals if s.breakers[key] != one.breakers[key]]
        needed = key if split else needed
        rivals = [s for s in rivals if s not in split]
    return needed
