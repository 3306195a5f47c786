"""A million prices to points: every value exact, against float NumPy and against Decimal, as ratios of one run.

    PYTHONPATH=. python benchmarks/prices.py

All ways take the same prices and round half up to two places. They take turns, so that a busy
machine slows all alike; the median of the ratios counts.
"""

import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

import numpy as np
from numpy.typing import NDArray

from scoring.bulk import lowest_first_scaled

COUNT, FULL, PLACES = 1_000_000, 30, 2
CENT = Decimal("0.01")
TURNS, SLOW_TURNS = 40, 5  # Decimal takes its turn among every eight of the others


def seconds(work: Callable[[], object]) -> float:
    """Processor time that ``work`` takes: other programs do not count."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def main() -> None:
    """Print the ratios, and how many values of the float way are wrong."""
    prices = np.random.default_rng(20260316).integers(50_000_00, 500_000_00, COUNT)
    floats = prices.astype(np.float64)
    decimals = [Decimal(int(price)) for price in prices]

    def exact() -> NDArray[np.int64]:
        return lowest_first_scaled(prices, Fraction(FULL), PLACES)

    def floating() -> NDArray[np.float64]:
        return np.asarray(np.floor(floats.min() / floats * FULL * 100 + 0.5) / 100)

    def decimal() -> list[Decimal]:
        base, full = min(decimals), Decimal(FULL)
        return [(base * full / price).quantize(CENT, ROUND_HALF_UP) for price in decimals]

    points = exact()
    assert points.tolist() == [int(value.scaleb(PLACES)) for value in decimal()]
    turns, slow = [], []
    for turn in range(TURNS):
        turns.append((seconds(exact), seconds(floating)))
        if turn % (TURNS // SLOW_TURNS) == 0:
            slow.append(seconds(decimal))
    ours = median(one for one, _ in turns)
    ratio = median(one / other for one, other in turns)
    wrong = int((np.rint(floating() * 100).astype(np.int64) != points).sum())
    print(f"exact points: {ours * 1000:.2f} ms for {COUNT:,} prices, equal to Decimal on every value")
    print(f"exact points / float NumPy: {ratio:.2f} (float differs on {wrong} values)")
    print(f"Decimal / exact points: {median(slow) / ours:.0f}")


if __name__ == "__main__":
    main()
