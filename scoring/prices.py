"""Price to points (价格分): policy-adjusted prices and the low-price-first formula.

Prices are fen; an adjusted price may be a fraction of a fen and is never rounded,
for it is only compared. Points are exact and unrounded.

Sources:
    财政部令第87号第五十五条; 财库〔2014〕214号第二十四条 (lowest_first)
    财库〔2020〕46号第九条 (adjusted)

>>> from scoring.exact import half_up, text
>>> prices = {"A": Fraction(300000_00), "B": adjusted(310000_00, Fraction(1, 10)), "C": Fraction(295000_00)}
>>> {bidder: text(half_up(p, 2), 2) for bidder, p in lowest_first(prices, Fraction(10)).items()}
{'A': '9.30', 'B': '10.00', 'C': '9.46'}
"""

from collections.abc import Mapping
from fractions import Fraction


class PriceError(ValueError):
    """Prices that a rule cannot turn into points."""


def adjusted(price_fen: int, rate: Fraction) -> Fraction:
    """The evaluated price (评审价) in fen after a policy deduction (价格扣除).

    ``rate`` is a share of 1 from the tender book; the contract stays at ``price_fen``.
    Raises PriceError for a rate outside [0, 1).
    """
    if not 0 <= rate < 1:
        raise PriceError(f"expected a deduction rate in [0, 1), not {rate}")
    return price_fen * (1 - rate)


def lowest_first(prices: Mapping[str, Fraction], full: Fraction) -> dict[str, Fraction]:
    """Points under 低价优先法: lowest evaluated price / own evaluated price x ``full``.

    ``prices`` holds every bid that meets the tender book and no other: none may be
    dropped for being high or low. Raises PriceError when there is no bid or a price is
    not above 0.
    """
    if not prices:
        raise PriceError("expected at least one valid bid: the base price needs one")
    for bidder, price in prices.items():
        if price <= 0:
            raise PriceError(f"{bidder}: expected a price above 0, not {price}")
    base = min(prices.values())
    return {bidder: base / price * full for bidder, price in prices.items()}
