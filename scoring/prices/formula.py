"""Price to points (价格分): one function per formula; points exact and unrounded.

``prices`` hold every bid that meets the tender book and no other.

Sources:
    财政部令第87号第五十五条; 财库〔2014〕214号第二十四条 (lowest_first)

>>> from scoring.exact import half_up, text
>>> prices = {"A": Fraction(300000_00), "B": Fraction(279000_00), "C": Fraction(295000_00)}
>>> {bidder: text(half_up(p, 2), 2) for bidder, p in lowest_first(prices, Fraction(10)).items()}
{'A': '9.30', 'B': '10.00', 'C': '9.46'}
>>> highest_first({"甲": Fraction(80), "乙": Fraction(100)}, Fraction(10))["甲"]
Fraction(8, 1)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.factors import Counted, counted_steps
from scoring.prices.adjusted import PriceError


def lowest_first(prices: Mapping[str, Fraction], full: Fraction) -> dict[str, Fraction]:
    """Points under 低价优先法: lowest evaluated price / own evaluated price x ``full``.

    None may be dropped for being high or low. Raises PriceError when there is no bid or a
    price is not above 0.
    """
    base = min(_sound(prices).values())
    return {bidder: base / price * full for bidder, price in prices.items()}


def highest_first(amounts: Mapping[str, Fraction], full: Fraction) -> dict[str, Fraction]:
    """Points where the operator pays (租金、返利、让利): own amount / highest amount x ``full``.

    Where nobody pays anything, nobody earns points. Raises PriceError for an amount below 0.
    """
    for bidder, amount in amounts.items():
        if amount < 0:
            raise PriceError(f"{bidder}: expected an amount of at least 0, not {amount}")
    best = max(amounts.values(), default=Fraction(0))
    return {b: amount / best * full if best else Fraction(0) for b, amount in amounts.items()}


def base_ratio(
    price: Fraction, base: Fraction, full: Fraction, *, below: Literal["full", "ratio"]
) -> Fraction:
    """Points by the ratio to any base: ``base`` / ``price`` x ``full`` above it.

    A price under the base earns ``full``, or with ``below`` "ratio" price / base x ``full``.
    """
    _above_zero(price, base)
    if price >= base:
        return base / price * full
    return full if below == "full" else price / base * full


@dataclass(frozen=True, slots=True)
class Slope:
    """What one side of the base costs, in points for each ``each`` percent of deviation.

    The first ``free`` percent are free; ``tiers`` are (from percent, points), the first from
    ``free``, each holding until the next begins. ``most`` caps the whole, None does not. A
    deviation over ``void`` percent earns the floor alone.
    """

    tiers: tuple[tuple[Fraction, Fraction], ...]
    each: Fraction = Fraction(1)
    free: Fraction = Fraction(0)
    counted: Counted = "exact"
    most: Fraction | None = None
    adds: bool = False
    void: Fraction | None = None


def deviation(price: Fraction, base: Fraction) -> Fraction:
    """The deviation (偏离率) in percent, above 0 where the price is dearer than the base.

    >>> deviation(Fraction(105), Fraction(100))
    Fraction(5, 1)
    """
    _above_zero(price, base)
    return (price - base) / base * 100


def change(percent: Fraction, slope: Slope) -> Fraction:
    """Points that ``percent`` of deviation, taken without its sign, costs or earns.

    >>> change(Fraction(10), Slope(tiers=((Fraction(0), Fraction(1)), (Fraction(8), Fraction(2)))))
    Fraction(12, 1)
    >>> change(Fraction("7.5"), Slope(((Fraction(0), Fraction(2)),), each=Fraction(3), counted="whole"))
    Fraction(4, 1)
    """
    earned = sum((step.steps * step.points for step in stepped(percent, slope)), Fraction(0))
    return earned if slope.most is None else min(earned, slope.most)


@dataclass(frozen=True, slots=True)
class Stepped:
    """The part of a deviation in one tier: percent, how many steps it counts as, points for each."""

    percent: Fraction
    steps: Fraction
    points: Fraction


def stepped(percent: Fraction, slope: Slope) -> tuple[Stepped, ...]:
    """``percent`` split at the tiers of ``slope``; tiers that it does not reach are left out."""
    starts = [slope.free, *(begin for begin, _ in slope.tiers[1:])]
    parts = []
    for (_, points), begin, end in zip(slope.tiers, starts, [*starts[1:], percent], strict=True):
        part = min(percent, end) - begin
        if part > 0:
            parts.append(Stepped(part, counted_steps(part, slope.each, slope.counted), points))
    return tuple(parts)


def by_deviation(
    percent: Fraction, start: Fraction, above: Slope, below: Slope, least: Fraction, full: Fraction
) -> Fraction:
    """Points for a deviation: ``start`` at the base, less or more by the slope of its side.

    Never under ``least`` nor over ``full``.
    """
    slope = above if percent > 0 else below
    if slope.void is not None and abs(percent) > slope.void:
        return least
    moved = change(abs(percent), slope)
    return min(max(start + moved if slope.adds else start - moved, least), full)


def in_range(
    price: Fraction, lowest: Fraction, zero_at: Fraction, least: Fraction, full: Fraction
) -> Fraction:
    """Points on the line from ``full`` at the lowest price to ``least`` at ``zero_at``.

    Where both ends are one price, it earns ``full``.
    """
    if zero_at == lowest:
        return full
    share = (zero_at - price) / (zero_at - lowest)
    return least + min(max(share, Fraction(0)), Fraction(1)) * (full - least)


def banded(percent: Fraction, bands: Sequence[tuple[Fraction, Fraction]], beyond: Fraction) -> Fraction:
    """Points of the first band (up to percent, points) that the deviation does not pass.

    >>> bands = [(Fraction(-10), Fraction(20)), (Fraction(0), Fraction(30)), (Fraction(10), Fraction(25))]
    >>> [str(banded(Fraction(d), bands, Fraction(5))) for d in (-10, -9, 0, 1, 11)]
    ['20', '30', '30', '25', '5']
    """
    return next((points for end, points in bands if percent <= end), beyond)


def _sound(prices: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    if not prices:
        raise PriceError("expected at least one valid bid: the base price needs one")
    for bidder, price in prices.items():
        if price <= 0:
            raise PriceError(f"{bidder}: expected a price above 0, not {price}")
    return prices


def _above_zero(price: Fraction, base: Fraction) -> None:
    if price <= 0 or base <= 0:
        raise PriceError(f"expected a price and a base above 0, not {price} and {base}")
