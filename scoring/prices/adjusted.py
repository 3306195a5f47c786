"""Evaluated prices (评审价格): what is compared instead of the bid itself; never rounded.

A policy deduction, running costs over the years and a bid that is a rate each turn a bid
into the price that formulas read. The contract stays at the bid.

Sources:
    财库〔2020〕46号第九条 (adjusted)

>>> adjusted(310000_00, Fraction(1, 10))
Fraction(27900000, 1)
>>> after_reduction(1000000_00, Fraction(15, 100)), after_discount(1000000_00, Fraction(85, 100))
(Fraction(85000000, 1), Fraction(85000000, 1))
>>> whole_life(Fraction(110_00), [(Fraction(1_00), 5)])
Fraction(11500, 1)
"""

from collections.abc import Iterable
from fractions import Fraction


class PriceError(ValueError):
    """Prices that a rule cannot turn into points."""


def adjusted(price: Fraction | int, rate: Fraction) -> Fraction:
    """The evaluated price (评审价格) in fen after a policy deduction (价格扣除).

    ``rate`` is a share of 1 from the tender book; the contract stays at ``price``.
    Raises PriceError for a rate outside [0, 1).
    """
    if not 0 <= rate < 1:
        raise PriceError(f"expected a deduction rate in [0, 1), not {rate}")
    return price * (1 - rate)


def after_reduction(reference: Fraction | int, rate: Fraction) -> Fraction:
    """What is paid when the bid is a reduction (下浮率): ``reference`` x (1 - ``rate``).

    Raises PriceError for a rate that leaves nothing to pay or raises the price without end.
    """
    if not rate < 1:
        raise PriceError(f"expected a reduction below 1, not {rate}")
    return reference * (1 - rate)


def after_discount(reference: Fraction | int, rate: Fraction) -> Fraction:
    """What is paid when the bid is the share to be paid (折扣率): ``reference`` x ``rate``.

    Raises PriceError for a rate that is not above 0.
    """
    if rate <= 0:
        raise PriceError(f"expected a share above 0, not {rate}")
    return reference * rate


def whole_life(price: Fraction, costs: Iterable[tuple[Fraction, int]]) -> Fraction:
    """The life-cycle price (全生命周期价格): ``price`` and every cost for its number of years."""
    return price + sum((cost * years for cost, years in costs), Fraction(0))
