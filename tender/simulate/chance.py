"""Chance (随机数): whole thousandths only, so that a seed means the same on every machine."""

from fractions import Fraction
from random import Random

WHOLE = 1000
"""All of something, in thousandths."""


def stream(seed: int, number: int) -> Random:
    """The chance of one field: it depends on the seed and the field's number alone."""
    return Random(f"hengbiao wind tunnel {seed} {number}")


def around(rng: Random, middle: int, spread: int) -> int:
    """A figure near ``middle``, never farther than ``spread``, seldom that far; in thousandths, 0 to WHOLE."""
    off = sum(rng.randint(-spread, spread) for _ in range(3))
    return min(WHOLE, max(0, middle + (off + (1 if off > 0 else 0)) // 3))


def happens(rng: Random, chance: int) -> bool:
    """Whether something with so many thousandths of chance happens."""
    return rng.randrange(WHOLE) < chance


def between(low: Fraction, high: Fraction, part: int) -> Fraction:
    """The figure that lies so many thousandths of the way from ``low`` to ``high``."""
    return low + (high - low) * part / WHOLE
