"""How far one weight may move before another bidder leads (权重区间), exact.

The other weights keep their proportions and take up the difference, so every total is a
straight line in the weight that moves.
"""

from dataclasses import dataclass
from fractions import Fraction

from scoring.robustness.shares import Shares


@dataclass(frozen=True, slots=True)
class Interval:
    """The leader stays first (or level) while the weight is in ``low``..``high`` points.

    ``below`` and ``above`` are who takes the lead beyond an end; empty at an end where
    nobody does: the weight can go to 0, or to all points there are.
    """

    weight: Fraction
    low: Fraction
    high: Fraction
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def weight_intervals(shares: Shares, leader: str) -> dict[str, Interval]:
    """The interval of every criterion around its published weight, for one of the leaders.

    With a single criterion nothing can move, and its interval is its weight. Raises
    ValueError when ``leader`` does not lead.

    >>> half = Fraction(1, 2)
    >>> field = Shares({"p": Fraction(30), "q": Fraction(70)}, {"甲": {"p": half, "q": Fraction(1)},
    ...     "乙": {"p": Fraction(1), "q": half}})
    >>> weight_intervals(field, "甲")["p"].high
    Fraction(50, 1)
    """
    if leader not in shares.leaders():
        raise ValueError(f"{leader} does not lead")
    return {criterion: _interval(shares, leader, criterion) for criterion in shares.criteria}


def _interval(shares: Shares, leader: str, criterion: str) -> Interval:
    weight, full = shares.weights[criterion], sum(shares.weights.values(), Fraction(0))
    if weight == full:
        return Interval(weight, weight, weight)
    rises: dict[str, Fraction] = {}
    falls: dict[str, Fraction] = {}
    for rival in shares.bidders:
        lead, slope = _line(shares, leader, rival, criterion)
        # lead(t) = lead + slope * (t - weight) is 0 where the rival draws level
        if slope:
            (rises if slope < 0 else falls)[rival] = weight - lead / slope
    high, low = min((full, *rises.values())), max((Fraction(0), *falls.values()))
    return Interval(
        weight,
        low,
        high,
        below=tuple(r for r, t in falls.items() if t == low > 0),
        above=tuple(r for r, t in rises.items() if t == high < full),
    )


def _line(shares: Shares, leader: str, rival: str, criterion: str) -> tuple[Fraction, Fraction]:
    """The leader's lead over ``rival`` in points, and what one more point of weight adds to it."""
    weight, full = shares.weights[criterion], sum(shares.weights.values(), Fraction(0))
    lead = shares.total(leader) - shares.total(rival)
    own = shares.earned[leader][criterion] - shares.earned[rival][criterion]
    others = (lead - weight * own) / (full - weight)
    return lead, own - others
