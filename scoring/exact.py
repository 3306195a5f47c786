"""Exact numbers (精确数): money in fen, points as fractions, one rounding with a name.

Money is an integer number of fen (分). Points, weights and shares are ``Fraction``.
Text becomes a number here and nowhere else, and no float ever enters or leaves.

>>> half_up(Fraction("82.345"), 2)
Fraction(1647, 20)
>>> text(half_up(Fraction("82.345"), 2), 2)
'82.35'
>>> fen("820000.50")
82000050
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import floor

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class ExactError(ValueError):
    """Text that is not a plain decimal number, or not a whole number of fen."""


def number(decimal: str) -> Fraction:
    """The exact value of plain decimal text such as ``"88.95"``.

    Raises ExactError for anything else: exponents, thousands separators, NaN, empty.
    """
    if not _DECIMAL.fullmatch(decimal):
        raise ExactError(f"expected plain decimal digits such as 88.95, not {decimal!r}")
    return Fraction(decimal)


def fen(yuan: str) -> int:
    """Whole fen of an amount in yuan; raises ExactError below one fen."""
    amount = number(yuan) * 100
    if amount.denominator != 1:
        raise ExactError(f"expected at most two decimal places of yuan, not {yuan!r}")
    return amount.numerator


def half_up(value: Fraction, places: int) -> Fraction:
    """``value`` rounded half up (四舍五入) to ``places`` decimal places.

    Halves go away from zero, as on paper: 0.125 → 0.13 and -0.125 → -0.13.
    """
    scaled = abs(value) * 10**places
    rounded = Fraction(floor(scaled + Fraction(1, 2)), 10**places)
    return rounded if value >= 0 else -rounded


def text(value: Fraction, places: int) -> str:
    """Decimal text with exactly ``places`` digits; raises ExactError if that loses anything.

    >>> text(Fraction(91), 2)
    '91.00'
    """
    scaled = value * 10**places
    if scaled.denominator != 1:
        raise ExactError(f"{value} does not fit {places} decimal places: round it first")
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def split(amount: int, parts: Sequence[int]) -> tuple[int, ...]:
    """A whole ``amount`` shared out in proportion to ``parts``, nothing lost (最大余数法).

    Every share is rounded down; what is left goes by one to those that lost most by it, the
    earlier first where they lost the same. So no share of an amount below the sum of the parts
    exceeds its part. Raises ValueError where the parts are negative or all 0.

    >>> split(100, [1, 1, 1])
    (34, 33, 33)
    """
    whole = sum(parts)
    if whole <= 0 or min(parts) < 0:
        raise ValueError(f"expected parts of at least 0 and not all 0, not {parts!r}")
    shares, lost = zip(*(divmod(amount * part, whole) for part in parts), strict=True)
    most = sorted(range(len(parts)), key=lambda n: (-lost[n], n))[: amount - sum(shares)]
    return tuple(share + (n in most) for n, share in enumerate(shares))


def plain(value: Fraction) -> str:
    """The shortest decimal text of a terminating fraction: 15, 0.5, 12.25.

    Raises ExactError for a fraction without a finite decimal form, such as one third.
    """
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 30:  # no figure that a person typed is longer
            raise ExactError(f"{value} has no short decimal form")
    return text(value, places)


def yuan(amount_fen: int) -> str:
    """Fen as yuan with two places and thousands separators: ``820,000.00``."""
    sign = "-" if amount_fen < 0 else ""
    whole, cents = divmod(abs(amount_fen), 100)
    return f"{sign}{whole:,}.{cents:02d}"
