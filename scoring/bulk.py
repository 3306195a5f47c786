"""Low price first for very many prices at once (批量价格分): the points of ``prices`` in NumPy integers.

For simulations over a million prices. Every value equals the one of ``prices.lowest_first``
rounded half up: whole numbers divide whole numbers, and what could overflow 64 bits is
refused before it is computed.

>>> prices = np.array([300_000_00, 279_000_00, 295_000_00])
>>> lowest_first_scaled(prices, full=Fraction(10), places=2).tolist()
[930, 1000, 946]
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 15
"""Prices of one block: its arrays stay in the processor's cache."""
MOST = 1 << 63
DOUBLE = 1 << 53
"""Below it every whole number is a double of its own."""


class BulkError(ValueError):
    """Prices that 64-bit integers cannot score exactly."""


def lowest_first_scaled(prices: NDArray[np.int64], full: Fraction, places: int) -> NDArray[np.int64]:
    """Points as integers of 10**-``places``, half up: 946 is 9.46 with two places.

    ``prices`` are evaluated prices in one unit, fen for example; a finer unit holds
    fractions of a fen. Raises BulkError for no price, a price not above 0, and figures
    so large that a 64-bit integer might overflow.
    """
    if prices.dtype != np.int64 or prices.ndim != 1 or prices.size == 0:
        raise BulkError("expected one row of at least one price, as 64-bit integers")
    if full < 0 or places < 0:
        raise BulkError(f"expected points and places of at least 0, not {full} and {places}")
    base, dearest = int(prices.min()), int(prices.max())
    if base <= 0:
        raise BulkError(f"expected prices above 0, not {base}")
    top, most = base * full.numerator * 10**places, dearest * full.denominator
    if 2 * top + most >= MOST or 2 * most >= MOST:
        raise BulkError(f"expected figures within 64 bits, not {full} points of {base} to {places} places")
    divide = _by_doubles if 4 * top + most < DOUBLE else _by_integers
    points = np.empty(prices.size, np.int64)
    room = np.empty(min(BLOCK, prices.size), np.float64)
    for start in range(0, prices.size, BLOCK):
        part = prices[start : start + BLOCK]
        shared = part if full.denominator == 1 else part * full.denominator
        divide(top, shared, points[start : start + BLOCK], room[: part.size])
    return points


def _by_integers(
    top: int, prices: NDArray[np.int64], points: NDArray[np.int64], room: NDArray[np.float64]
) -> None:
    """Put ``top`` / price, half up, into ``points``: (2 x top + price) // (2 x price)."""
    price = prices.view(np.uint64)  # nothing is negative, and this division is the faster one
    twice = np.left_shift(price, np.uint64(1), out=room.view(np.uint64))
    points[:] = (price + np.uint64(2 * top)) // twice


def _by_doubles(
    top: int, prices: NDArray[np.int64], points: NDArray[np.int64], room: NDArray[np.float64]
) -> None:
    """The same for figures whose ``4 x top + price`` is below 2**53, by the faster division of doubles.

    No value can differ. A half-integer below the true quotient q is at least 1 / (2 x price)
    away from it or equal to it. Dividing two whole numbers below 2**53 and adding 1/2 round
    twice, each by at most 2**-53 of a value up to q + 1/2: together less than
    (2 x q + 1) / 2**53, which is below 1 / (2 x price). So the whole part is the exact one;
    and where q is a half-integer itself, both steps are exact.
    """
    room[:] = prices
    np.divide(float(top), room, out=room)
    np.add(room, 0.5, out=room)
    points[:] = room
