"""Abnormally low prices (异常低价): which prices fall under a limit that starts a review.

A limit starts a review by the panel and decides nothing. Compared are the prices as bid,
of all bids that passed review, the bid itself among them. Source: 财库〔2026〕2号.

>>> half, part = Fraction(50, 100), Fraction(45, 100)
>>> prices = {"甲": 49, "乙": 100, "丙": 100}
>>> limits = low_limits(prices, 110, mean=half, second=half, ceiling=part)
>>> [(limit.rule, str(limit.fen)) for limit in limits]
[('mean', '83/2'), ('second', '50'), ('ceiling', '99/2')]
>>> [limit.rule for limit in under(49, limits)]
['second', 'ceiling']
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Rule = Literal["mean", "second", "ceiling"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: ``share`` of ``of_fen``. A price strictly below ``fen`` is reviewed."""

    rule: Rule
    share: Fraction
    of_fen: Fraction

    @property
    def fen(self) -> Fraction:
        """The limit itself, exact."""
        return self.share * self.of_fen


def low_limits(
    prices: Mapping[str, int], ceiling_fen: int, *, mean: Fraction, second: Fraction, ceiling: Fraction
) -> tuple[Limit, ...]:
    """The limits of one lot: of the mean, of the second-lowest price, of the ceiling.

    With one price there is no second; without a ceiling (0) none is compared with it.
    """
    if not prices:
        return ()
    ordered = sorted(prices.values())
    limits = [Limit("mean", mean, Fraction(sum(ordered), len(ordered)))]
    if len(ordered) > 1:
        limits.append(Limit("second", second, Fraction(ordered[1])))
    if ceiling_fen:
        limits.append(Limit("ceiling", ceiling, Fraction(ceiling_fen)))
    return tuple(limits)


def under(price: int, limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """The limits that ``price`` falls under; a price exactly at a limit does not."""
    return tuple(limit for limit in limits if price < limit.fen)
