"""Spread, severity, halo and agreement of a panel, exact.

Sources: M. G. Kendall and B. Babington Smith (1939) for W; P. E. Shrout and J. L. Fleiss
(1979) for the intraclass correlations of two-way random judges, ICC(2,1) and ICC(2,k).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.panel_lab.marks import Marks


def spread(marks: Marks) -> dict[tuple[str, str], Fraction]:
    """Highest less lowest mark by bidder and item, as a share of the scale (极差)."""
    found = {}
    for bidder in marks.bidders:
        for item in marks.criteria:
            given = [marks.of[j][bidder][item] for j in marks.judges]
            found[bidder, item] = max(given) - min(given)
    return found


def severity(marks: Marks) -> dict[str, Fraction]:
    """How far each judge's marks lie above the others' mean, on average (宽严倾向).

    A share of the scale; below 0 the judge is strict, above 0 lenient.
    """
    cells = [(b, c) for b in marks.bidders for c in marks.criteria]
    sums = {cell: sum((marks.of[j][cell[0]][cell[1]] for j in marks.judges), Fraction(0)) for cell in cells}
    others = len(marks.judges) - 1
    found = {}
    for judge in marks.judges:
        own = {cell: marks.of[judge][cell[0]][cell[1]] for cell in cells}
        apart = (own[cell] - (sums[cell] - own[cell]) / others for cell in cells)
        found[judge] = sum(apart, Fraction(0)) / len(cells)
    return found


def halo(marks: Marks) -> dict[str, Fraction | None]:
    """How much a judge's marks of one bidder move together (光环倾向), 0 to 1 by judge.

    The part of the judge's differences between bidders that is the same for all items, of
    all his differences. 1: every item of a bidder is marked up or down alike. None for one
    bidder, one item, or a judge who gives everyone the same.
    """
    return {judge: _halo(marks, judge) for judge in marks.judges}


def _halo(marks: Marks, judge: str) -> Fraction | None:
    many, items = len(marks.bidders), len(marks.criteria)
    if many < 2 or items < 2:
        return None
    middle = {
        c: sum((marks.of[judge][b][c] for b in marks.bidders), Fraction(0)) / many for c in marks.criteria
    }
    shared = own = Fraction(0)
    for bidder in marks.bidders:
        apart = [marks.of[judge][bidder][c] - middle[c] for c in marks.criteria]
        level = sum(apart, Fraction(0)) / items
        shared += items * level**2
        own += sum(((a - level) ** 2 for a in apart), Fraction(0))
    return shared / (shared + own) if shared + own else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kendall's W of the judges' orders of bidders, and the correlations of their totals.

    Each is None where it is not defined: one bidder, or nobody told any bidder apart.
    """

    kendall_w: Fraction | None
    icc_single: Fraction | None
    icc_mean: Fraction | None


def agreement(totals: Sequence[Sequence[Fraction]]) -> Agreement:
    """How much judges agree; ``totals[judge][bidder]``, at least two judges.

    >>> one, two = [Fraction(9), Fraction(7), Fraction(8)], [Fraction(90), Fraction(60), Fraction(80)]
    >>> agreement([one, two]).kendall_w
    Fraction(1, 1)
    """
    single, mean = _icc(totals)
    return Agreement(_kendall_w([_ranks(row) for row in totals]), single, mean)


def _ranks(row: Sequence[Fraction]) -> list[Fraction]:
    """Ranks from 1 for the highest; equals share the mean of the ranks they fill."""
    return [
        1 + Fraction(2 * sum(other > value for other in row) + sum(other == value for other in row) - 1, 2)
        for value in row
    ]


def _kendall_w(ranks: Sequence[Sequence[Fraction]]) -> Fraction | None:
    judges, many = len(ranks), len(ranks[0])
    sums = [sum(column, Fraction(0)) for column in zip(*ranks, strict=True)]
    middle = Fraction(judges * (many + 1), 2)
    ties = sum((_ties(row) for row in ranks), Fraction(0))
    largest = judges**2 * (many**3 - many) - judges * ties
    return 12 * sum(((s - middle) ** 2 for s in sums), Fraction(0)) / largest if largest else None


def _ties(row: Sequence[Fraction]) -> int:
    return sum(row.count(value) ** 3 - row.count(value) for value in set(row))


def _icc(totals: Sequence[Sequence[Fraction]]) -> tuple[Fraction | None, Fraction | None]:
    judges, many = len(totals), len(totals[0])
    if many < 2 or judges < 2:
        return None, None
    mean = sum((sum(row, Fraction(0)) for row in totals), Fraction(0)) / (judges * many)
    columns = [sum(c, Fraction(0)) / judges for c in zip(*totals, strict=True)]
    rows = [sum(r, Fraction(0)) / many for r in totals]
    bidders = judges * sum(((c - mean) ** 2 for c in columns), Fraction(0)) / (many - 1)
    panel = many * sum(((r - mean) ** 2 for r in rows), Fraction(0)) / (judges - 1)
    rest = sum(
        ((totals[j][b] - rows[j] - columns[b] + mean) ** 2 for j in range(judges) for b in range(many)),
        Fraction(0),
    ) / ((judges - 1) * (many - 1))
    single = bidders + (judges - 1) * rest + judges * (panel - rest) / many
    mean_of = bidders + (panel - rest) / many
    return (
        (bidders - rest) / single if single else None,
        (bidders - rest) / mean_of if mean_of else None,
    )
