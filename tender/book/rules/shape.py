"""What every scoring rule speaks with: a bid's entry, worked points, the context of a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.exact import half_up, plain, text
from tender.book.facts import Fact
from tender.book.method import Terms


@dataclass(frozen=True, slots=True)
class Entry:
    """What one valid bid brings to a criterion: price in fen, facts, and judges' marks."""

    price_fen: int
    small_or_micro: bool
    facts: Mapping[str, Fraction]
    marks: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Worked:
    """Exact, unrounded points and the arithmetic that gave them."""

    points: Fraction
    how: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence needs beside the rule: full points, words of the method, facts.

    ``everywhere`` holds, for each fact, what the valid bids of all lots state: only points
    need it, and only of a rule that compares across the project.
    """

    full: Fraction
    terms: Terms
    facts: Mapping[str, Fact]
    everywhere: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)


def shown(value: Fraction) -> str:
    """A figure inside ``how``: exact when short, else four places marked as approximate."""
    rounded = half_up(value, 4)
    return plain(value) if value == rounded else "≈" + text(rounded, 4)


def equals(value: Fraction) -> str:
    """A result at the end of ``how``: with ＝ when exact, else with ≈ alone."""
    result = shown(value)
    return result if result.startswith("≈") else f"＝{result}"
