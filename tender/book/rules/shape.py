"""What every scoring rule speaks with: a bid's entry, worked points, the context of a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.exact import half_up, plain, text, yuan
from tender.book.facts import Fact
from tender.book.method import Terms
from tender.rows import ListRow

Marks = Mapping[str, Mapping[str, Fraction]]
"""Judge → part of the criterion ("" where it is one mark) → mark."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one valid bid brings to a criterion: price in fen, facts, and judges' marks.

    ``facts`` are figures, ``chosen`` options, ``lists`` rows; ``unproven`` are the facts that
    want a proof and came without one. ``small_or_micro`` and ``larger`` are enterprises of that
    size; a social organization or a public institution is neither.
    """

    price_fen: int
    small_or_micro: bool
    facts: Mapping[str, Fraction]
    marks: Marks
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[ListRow, ...]] = field(default_factory=dict)
    unproven: frozenset[str] = frozenset()
    larger: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """Exact, unrounded points and the arithmetic that gave them."""

    points: Fraction
    how: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence needs beside the rule: full points, words of the method, facts.

    A price rule also reads its lot: number, ceiling and budget in fen (0: none), whether it is
    reserved for small enterprises, and the figures drawn in public. ``everywhere`` holds the
    valid bids of all lots: only points need it, and only of a rule that compares across the
    project.
    """

    full: Fraction
    terms: Terms
    facts: Mapping[str, Fact]
    lot: str = ""
    ceiling_fen: int = 0
    budget_fen: int = 0
    reserved: bool = False
    drawn: Mapping[str, Fraction] = field(default_factory=dict)
    everywhere: Mapping[str, "Entry"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A rule that computes something else than it seems to say: which field, what, what should be, how to mend."""

    field: str
    what: str
    expected: str
    serious: bool = True
    mend: str = ""


def of_scale(full: Fraction, scale: Fraction) -> str:
    """How marks on ``scale`` become points of ``full``, after ＝评分: a weight in percent on the scale of 100."""
    return f"×{plain(full)}%" if scale == 100 else f"÷{plain(scale)}×{plain(full)}分"


def shown(value: Fraction) -> str:
    """A figure inside ``how``: exact when short, else four places marked as approximate."""
    rounded = half_up(value, 4)
    return plain(value) if value == rounded else "≈" + text(rounded, 4)


def equals(value: Fraction) -> str:
    """A result at the end of ``how``: with ＝ when exact, else with ≈ alone."""
    result = shown(value)
    return result if result.startswith("≈") else f"＝{result}"


def price_text(fen: Fraction) -> str:
    """A price inside ``how``, in yuan."""
    return yuan(fen.numerator) if fen.denominator == 1 else shown(fen / 100)
