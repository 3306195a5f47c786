"""Low price first for very many prices at once (批量价格分): the points of ``prices``, in NumPy arrays.

For simulations over a million prices. Every value equals the one of ``prices.lowest_first``
rounded half up, or nothing is computed: figures too large for that are refused.

>>> prices = np.array([300_000_00, 279_000_00, 295_000_00])
>>> lowest_first_scaled(prices, full=Fraction(10), places=2).tolist()
[930, 1000, 946]
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 16
"""Prices of one block: it stays in the processor's cache."""
DOUBLE = 1 << 53
"""Up to it every whole number is a double of its own, and up to its quarter every quarter is one."""
WHOLE = 2.0**52
"""From here to twice as far, doubles are the whole numbers, one after the other."""
BITS = int(np.float64(WHOLE).view(np.int64))


class BulkError(ValueError):
    """Prices that doubles cannot score exactly."""


def lowest_first_scaled(prices: NDArray[np.int64], full: Fraction, places: int) -> NDArray[np.int64]:
    """Points as integers of 10**-``places``, half up: 946 is 9.46 with two places.

    ``prices`` are evaluated prices in one unit, fen for example; a finer unit holds
    fractions of a fen. Raises BulkError for no price, a price not above 0, and figures
    so large that a value might not be the exact one.

    The exact value is (top + price / 2) // price, the whole number next to top / price,
    where a half goes up. Taken is the one next to q = (top + 1/4) / price instead: a half
    and what lies over it stay on their side, and what lies under a half, by 1 / (2 x price)
    or more, stays under it. So q is at least 1 / (4 x price) away from every half. Dividing
    two doubles misses q by at most q / 2**53, which is less where 4 x top + 1 is below 2**53;
    and so is the whole number next to what was found the right one.
    """
    if prices.dtype != np.int64 or prices.ndim != 1 or prices.size == 0:
        raise BulkError("expected one row of at least one price, as 64-bit integers")
    if full < 0 or places < 0:
        raise BulkError(f"expected points and places of at least 0, not {full} and {places}")
    base, dearest = int(prices.min()), int(prices.max())
    if base <= 0:
        raise BulkError(f"expected prices above 0, not {base}")
    top = base * full.numerator * 10**places
    if top >= DOUBLE // 4 or dearest * full.denominator > DOUBLE:
        raise BulkError(
            f"expected figures that doubles hold, not {full} points to {places} places"
            f" for prices from {base} to {dearest}"
        )
    points = np.empty(prices.size, np.int64)
    doubles = points.view(np.float64)  # the same memory, read as doubles
    for start in range(0, prices.size, BLOCK):
        block = slice(start, start + BLOCK)
        price = doubles[block]
        price[:] = prices[block]
        price *= full.denominator
        quotient = np.divide(top + 0.25, price, out=price)
        quotient += WHOLE  # leaves the whole number next to it, in the lowest bits
        points[block] -= BITS
    return points
