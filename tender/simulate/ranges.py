"""Plausible ranges (合理取值范围): where a synthetic bidder's figures lie, from the book's own declarations.

A figure runs from half of the lowest figure that the book names for it to 1.3 times the
highest, never beyond ``at_most`` nor what the form can hold; money that nothing names runs
from 2 to 15 % of the lot's ceiling.
"""

from dataclasses import dataclass
from fractions import Fraction

from tender.book import Book, Lot
from tender.book.facts import Fact
from tender.simulate.reads import Read, reads

UNDER, OVER = Fraction(1, 2), Fraction(13, 10)
"""How far below the lowest and above the highest named figure bidders go."""
UNPRICED = Fraction(500_000)
"""Yuan that money facts are taken of in a lot without a ceiling."""
UNNAMED = {
    "whole": (Fraction(1), Fraction(20)),
    "decimal": (Fraction(1), Fraction(20)),
    "percent": (Fraction(5), Fraction(95)),
}
"""Ranges of figures for which the book names nothing."""
FEW_ROWS = Fraction(6)
"""Rows of a list that the book names no number for."""


@dataclass(frozen=True, slots=True)
class Range:
    """Where figures lie; ``few`` where low is good, ``cap`` what no bidder can state more than.

    ``least`` and ``most`` are what a bid must keep, and bidders know it.
    """

    low: Fraction
    high: Fraction
    cap: Fraction | None
    few: bool
    least: Fraction | None
    most: Fraction | None


def ranges(book: Book, lot: Lot) -> dict[str, Range]:
    """The range of every fact asked in ``lot``: of its figure, or of how many rows or options it has."""
    known = list(reads(book, lot))
    return {
        fact.id: _range(fact, lot, [r for r in known if r.fact == fact.id])
        for fact in book.facts
        if fact.asked_in(lot.id)
    }


def column_range(fact: Fact, column: str, known: list[Read]) -> tuple[Fraction, Fraction]:
    """The range of one column of a list, by the figures that readings of it and conditions on it name."""
    asked = fact.column[column]
    named = [end / (3 if r.summed else 1) for r in known if r.column == column for end in r.figures]
    for condition in (w for r in known for w in r.where if w.column == column):
        ends = (condition.at_least, condition.above, condition.at_most, condition.below)
        named += [end for end in ends if end is not None]
    positive = [figure for figure in named if figure > 0]
    if not positive:
        low, high = UNNAMED["whole"] if asked.kind != "money" else (UNPRICED / 10, UNPRICED * 2)
    else:
        low, high = min(positive) * UNDER, max(positive) * 2
    top = high if asked.at_most is None else min(high, asked.at_most)
    return min(low, top), top


def _range(fact: Fact, lot: Lot, known: list[Read]) -> Range:
    whole = [r for r in known if r.column is None]
    named = [figure for r in whole for figure in r.figures if figure > 0]
    cap = _cap(fact)
    if named:
        low, high = min(named) * UNDER, max(named) * OVER
        if fact.kind in ("whole", "list", "choices"):  # of a thing that is had once or not, some have none
            low = Fraction(0) if min(named) <= 1 else low
            high = Fraction(1) if max(named) <= 1 else max(high, max(named) + 1)
    elif fact.kind == "money":
        of = Fraction(lot.limit_fen, 100) if lot.paid else UNPRICED
        low, high = of / 50, of * 3 / 20
    elif fact.kind == "list":
        low, high = Fraction(0), FEW_ROWS
    elif fact.kind == "choices":
        low, high = Fraction(0), Fraction(len(fact.options))
    else:
        low, high = UNNAMED["percent" if fact.unit == "%" else fact.kind if fact.figure else "whole"]
    top = high if cap is None else min(high, cap)
    leasts = [r.least for r in whole if r.least is not None]
    mosts = [r.most for r in whole if r.most is not None]
    few = any(r.few for r in known)
    return Range(min(low, top), top, cap, few, max(leasts, default=None), min(mosts, default=None))


def _cap(fact: Fact) -> Fraction | None:
    """The most that anyone can state."""
    natural = {
        "list": Fraction(fact.rows),
        "choices": Fraction(len(fact.options)),
        "yes_no": Fraction(1),
        "percent": Fraction(100),
    }.get(fact.kind)
    ends = [end for end in (natural, fact.at_most) if end is not None]
    return min(ends, default=None)
