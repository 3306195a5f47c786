"""Facts to points (客观因素): one function per rule shape, exact, unrounded.

Rounding belongs to the total or to the item, as the book says: see ``ranking``. Tables of
figures (ladders, intervals, levels) are in ``tables``.

>>> ratio_to_best({"甲": Fraction(9600), "乙": Fraction(12500)}, full=Fraction(20))["甲"]
Fraction(384, 25)
>>> count_step(5, step=Fraction(2), cap=Fraction(8))
Fraction(8, 1)
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

Counted = Literal["exact", "whole", "started"]
"""How part of a step counts: by its share, not at all, or as a step (插值、不足不计、不足按一计)."""


class FactorError(ValueError):
    """Facts that a rule cannot turn into points."""


def ratio_to_best(
    values: Mapping[str, Fraction], full: Fraction, others: Iterable[Fraction] = ()
) -> dict[str, Fraction]:
    """Points of each bidder: own value / highest value x ``full`` (与最高值之比).

    ``others`` are values that may be the highest and earn no points here: those of other lots.
    Where nobody offers more than 0, nobody earns points: there is no best to divide by.
    Raises FactorError when a value is negative.
    """
    for bidder, value in values.items():
        if value < 0:
            raise FactorError(f"{bidder}: expected a value of at least 0, not {value}")
    best = max((*values.values(), *others), default=Fraction(0))
    if best == 0:
        return dict.fromkeys(values, Fraction(0))
    return {bidder: value / best * full for bidder, value in values.items()}


def lowest_to_own(
    values: Mapping[str, Fraction], full: Fraction, others: Iterable[Fraction] = ()
) -> dict[str, Fraction]:
    """Points of each bidder: lowest value / own value x ``full`` (最低值与本值之比).

    ``others`` are values that may be the lowest and earn no points here: those of other lots.
    Raises FactorError when a value is not above 0: nothing can be divided by it.
    """
    for bidder, value in values.items():
        if value <= 0:
            raise FactorError(f"{bidder}: expected a value above 0, not {value}")
    best = min((*values.values(), *others), default=Fraction(1))
    if best <= 0:
        raise FactorError(f"expected the others' values above 0, not {best}")
    return {bidder: best / value * full for bidder, value in values.items()}


def by_place(
    values: Mapping[str, Fraction],
    points: Sequence[Fraction],
    others: Fraction = Fraction(0),
    *,
    high_is_good: bool,
) -> dict[str, Fraction]:
    """Points by place among all figures: the best earns ``points[0]``, the next ``points[1]`` … (名次得分).

    Equal figures share the better place, and the places they fill stay empty (并列占用名次).
    Places beyond the table earn ``others``.

    >>> by_place({"甲": Fraction(9), "乙": Fraction(9), "丙": Fraction(7)},
    ...          [Fraction(10), Fraction(8), Fraction(6)], high_is_good=True)["丙"]
    Fraction(6, 1)
    """
    earned = {}
    for bidder, value in values.items():
        better = sum(other > value if high_is_good else other < value for other in values.values())
        earned[bidder] = points[better] if better < len(points) else others
    return earned


def linear(value: Fraction, zero_at: Fraction, full_at: Fraction, full: Fraction) -> Fraction:
    """Points on the line from 0 at ``zero_at`` to ``full`` at ``full_at``, level beyond both ends.

    Either end may be the larger one. Raises FactorError when they are equal.

    >>> linear(Fraction("0.8"), zero_at=Fraction(1), full_at=Fraction("0.6"), full=Fraction(20))
    Fraction(10, 1)
    """
    if zero_at == full_at:
        raise FactorError(f"expected two different ends, not {zero_at} twice")
    share = (value - zero_at) / (full_at - zero_at)
    return min(max(share, Fraction(0)), Fraction(1)) * full


def piecewise(value: Fraction, anchors: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Points on straight lines between ``anchors`` (figure, points), level beyond the first and last.

    Raises FactorError unless there are two anchors or more, by rising figures (分段线性).

    >>> piecewise(Fraction(75), [(Fraction(60), Fraction(0)), (Fraction(80), Fraction(6))])
    Fraction(9, 2)
    """
    at = [figure for figure, _ in anchors]
    if len(at) < 2 or any(low >= high for low, high in pairwise(at)):
        raise FactorError(f"expected two anchors or more by rising figures, not {at}")
    if value <= at[0]:
        return anchors[0][1]
    for (low, low_points), (high, high_points) in pairwise(anchors):
        if value <= high:
            return low_points + (value - low) / (high - low) * (high_points - low_points)
    return anchors[-1][1]


def count_step(count: int, step: Fraction, cap: Fraction) -> Fraction:
    """Points for ``count`` things at ``step`` points each, at most ``cap`` (每个得分，封顶).

    Raises FactorError when the count is negative.
    """
    if count < 0:
        raise FactorError(f"expected a count of at least 0, not {count}")
    return min(count * step, cap)


def counted_steps(amount: Fraction, per: Fraction, counted: Counted) -> Fraction:
    """How many steps of ``per`` an amount counts as: a part by its share, as none, or as a whole one.

    Nothing and less than nothing are no step. Raises FactorError when ``per`` is not above 0.

    >>> [counted_steps(Fraction(25), Fraction(10), how) for how in ("exact", "whole", "started")]
    [Fraction(5, 2), Fraction(2, 1), Fraction(3, 1)]
    """
    if per <= 0:
        raise FactorError(f"expected a step above 0, not {per}")
    steps = max(amount, Fraction(0)) / per
    if counted == "exact":
        return steps
    return Fraction(math.floor(steps) if counted == "whole" else math.ceil(steps))


def deducted(full: Fraction, losses: Sequence[Fraction], floor: Fraction) -> Fraction:
    """``full`` points less all ``losses``, never under ``floor`` (扣完为止).

    Raises FactorError when a loss is negative.

    >>> deducted(Fraction(100), [Fraction("8.34")] * 12, floor=Fraction(0))
    Fraction(0, 1)
    """
    if any(loss < 0 for loss in losses):
        raise FactorError(f"expected losses of at least 0, not {list(map(str, losses))}")
    return max(full - sum(losses, Fraction(0)), floor)


def loss(count: Fraction | int, step: Fraction, most: Fraction | None) -> Fraction:
    """What ``count`` misses of ``step`` points each cost, at most ``most`` (每处扣分，有上限).

    Raises FactorError when the count is negative.
    """
    if count < 0:
        raise FactorError(f"expected a count of at least 0, not {count}")
    return Fraction(count * step) if most is None else min(count * step, most)
