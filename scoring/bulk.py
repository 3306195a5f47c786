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

MOST_PRICE = 1 << 53
"""Up to it every whole number is a double of its own."""
MOST_TOP = 1 << 50
"""Below it no rounding of two divisions reaches a half: see ``lowest_first_scaled``."""
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

    With f for the denominator of ``full``, the exact value is the whole number next to
    top / (f x price), where a half goes up. Taken is the one next to q = (top + 1/4) / (f x price):
    a half and what lies over it stay on their side, and what lies under a half lies there
    by 1 / (2 x f x price) or more, and stays. So q is at least 1 / (4 x f x price) away from
    every half. Two divisions, each rounded to a double, miss q by hardly more than
    q / 2**52; and that is less as long as top is below 2**50.
    """
    if prices.dtype != np.int64 or prices.ndim != 1 or prices.size == 0:
        raise BulkError("expected one row of at least one price, as 64-bit integers")
    if full < 0 or places < 0:
        raise BulkError(f"expected points and places of at least 0, not {full} and {places}")
    base, dearest = int(prices.min()), int(prices.max())
    if base <= 0:
        raise BulkError(f"expected prices above 0, not {base}")
    top = base * full.numerator * 10**places
    if top >= MOST_TOP or dearest > MOST_PRICE:
        raise BulkError(
            f"expected figures that doubles hold, not {full} points to {places} places"
            f" for prices from {base} to {dearest}"
        )
    doubles = prices.astype(np.float64)
    np.divide((4 * top + 1) / (4 * full.denominator), doubles, out=doubles)
    doubles += WHOLE  # leaves the whole number next to it, in the lowest bits
    points = doubles.view(np.int64)
    points -= BITS
    return points
