"""Facts to points (客观因素): one function per rule shape, exact, unrounded.

Rounding belongs to the total or to the item, as the book says: see ``ranking``.

>>> ratio_to_best({"甲": Fraction(9600), "乙": Fraction(12500)}, full=Fraction(20))["甲"]
Fraction(384, 25)
>>> count_step(5, step=Fraction(2), cap=Fraction(8))
Fraction(8, 1)
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction


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


def count_step(count: int, step: Fraction, cap: Fraction) -> Fraction:
    """Points for ``count`` things at ``step`` points each, at most ``cap`` (每个得分，封顶).

    Raises FactorError when the count is negative.
    """
    if count < 0:
        raise FactorError(f"expected a count of at least 0, not {count}")
    return min(count * step, cap)
