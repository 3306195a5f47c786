"""Kinds of cells (填写类型): what may stand in an input cell, and in which words to ask for it.

Values in memory: text and choices are ``str``, whole numbers ``int``, numbers ``Fraction``,
money whole fen (分) although people see and type yuan (元), yes/no ``bool``, dates ``date``,
and an empty cell ``None``. Bounds are inclusive.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from scoring.exact import plain, yuan

Value: TypeAlias = str | int | Fraction | bool | date | None

LONGEST_TEXT = 2000  # characters: what a panel can be asked to read in one cell
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most ``longest`` characters."""

    longest: int = LONGEST_TEXT

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        return f"文字，不超过{self.longest}字"


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of ``options``."""

    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.options or any(not o.strip() or o != o.strip() for o in self.options):
            raise ValueError(f"a choice needs options without outer spaces, not {self.options!r}")

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        return f"从下列选项中选一项：{'、'.join(self.options)}"


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否; empty is neither."""

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        return f"“{YES}”或“{NO}”"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, counted in ``unit``."""

    minimum: int | None = 0
    maximum: int | None = None
    unit: str = ""

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        low, high = (None if b is None else str(b) for b in (self.minimum, self.maximum))
        return f"{_span(low, high, '整数', self.unit)}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with at most ``places`` decimal places, counted in ``unit``."""

    minimum: Fraction | None = Fraction(0)
    maximum: Fraction | None = None
    places: int = 2
    unit: str = ""

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        low, high = (None if b is None else plain(b) for b in (self.minimum, self.maximum))
        return f"{_span(low, high, '数', self.unit)}，最多{self.places}位小数"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount typed in yuan, held in fen; ``minimum`` and ``maximum`` are fen."""

    minimum: int | None = 0
    maximum: int | None = None
    unit: str = "元"

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        low, high = (None if b is None else yuan(b) for b in (self.minimum, self.maximum))
        return f"{_span(low, high, '金额', self.unit)}，最多2位小数"


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day."""

    @property
    def wanted(self) -> str:
        """What belongs in the cell, for people."""
        return "日期，如2026-11-21"


Kind: TypeAlias = Text | Choice | YesNo | Whole | Number | Money | Date


def _span(low: str | None, high: str | None, noun: str, unit: str) -> str:
    """Two bounds in words; the unit follows in brackets."""
    measured = f"{noun}（{unit}）" if unit else noun
    if low is not None and high is not None:
        return f"{low}至{high}之间的{measured}"
    if low is not None:
        return f"不小于{low}的{measured}"
    return measured if high is None else f"不大于{high}的{measured}"
