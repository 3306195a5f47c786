"""Base prices (评审基准价): the figure that prices are measured against, exact.

Every function takes evaluated prices of valid bids. Law knows one base for government
procurement, the lowest price; the others serve selections outside it, whose books
declare them.

>>> prices = [Fraction(n) for n in (80, 90, 100, 110, 120)]
>>> mean(trimmed(prices, [Trim(5, high=1, low=1)]))
Fraction(100, 1)
>>> [str(m) for m in excluding([Fraction(n) for n in (90, 100, 110, 260)], Fraction(1, 2), Fraction(1, 2))[-1]]
['90', '100', '110']
>>> weighted([(Fraction(1, 2), Fraction(100)), (Fraction(1, 2), Fraction(90))])
Fraction(95, 1)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from scoring.prices.adjusted import PriceError


@dataclass(frozen=True, slots=True)
class Trim:
    """From ``least`` prices on, so many of the highest and of the lowest are left out."""

    least: int
    high: int
    low: int


def mean(prices: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean (算术平均价); raises PriceError without any price."""
    if not prices:
        raise PriceError("expected at least one valid bid: the base price needs one")
    return sum(prices, Fraction(0)) / len(prices)


def trimmed(prices: Iterable[Fraction], trims: Iterable[Trim]) -> list[Fraction]:
    """What is left, low to high, by the rule for the most prices that are there (去掉最高最低).

    Raises PriceError when that rule leaves nothing.
    """
    ordered = sorted(prices)
    fitting = [t for t in trims if t.least <= len(ordered)]
    if not fitting:
        return ordered
    rule = max(fitting, key=lambda t: t.least)
    left = ordered[rule.low : len(ordered) - rule.high]
    if not left:
        raise PriceError(f"expected prices to be left of {len(ordered)} after {rule}")
    return left


def excluding(
    prices: Sequence[Fraction], above: Fraction, below: Fraction, *, repeat: bool = True
) -> list[list[Fraction]]:
    """The prices of each round, low to high: a price too far from their mean leaves (偏离过大的剔除).

    A price leaves when it lies more than ``above`` over or ``below`` under the mean, both
    shares of 1; exactly at the limit it stays. The mean is taken again until nothing leaves,
    or once without ``repeat``. Where everything would leave, everything stays: the last
    list is never empty.
    """
    rounds = [sorted(prices)]
    while True:
        middle = mean(rounds[-1])
        left = [p for p in rounds[-1] if middle * (1 - below) <= p <= middle * (1 + above)]
        if not left or len(left) == len(rounds[-1]):
            return rounds
        rounds.append(left)
        if not repeat:
            return rounds


def below_mean(prices: Sequence[Fraction]) -> list[Fraction]:
    """The prices that are not above their mean (二次平均), low to high; never none."""
    middle = mean(prices)
    return sorted(p for p in prices if p <= middle)


def median(prices: Iterable[Fraction]) -> Fraction:
    """The middle price (中位价), or the mean of the two in the middle."""
    ordered = sorted(prices)
    half, odd = divmod(len(ordered), 2)
    return mean(ordered[half : half + 1] if odd else ordered[half - 1 : half + 1])


def sample(bidders: Iterable[str], size: int, seed: str) -> tuple[str, ...]:
    """``size`` bidders by a published seed (随机抽取), sorted; all where there are no more.

    Taken are those with the smallest SHA-256 of the UTF-8 text "seed|bidder": anyone can
    repeat it.

    >>> sample(["T1", "T2", "T3", "T4"], 2, "2026-03-16 L1")
    ('T1', 'T3')
    """
    drawn = sorted(bidders, key=lambda b: sha256(f"{seed}|{b}".encode()).digest())
    return tuple(sorted(drawn[:size]))


def weighted(parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of weight x figure (加权合成), such as half the mean and half the ceiling."""
    return sum((weight * figure for weight, figure in parts), Fraction(0))
