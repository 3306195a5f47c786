"""Spans and worths (区间、分值): what a row of a table covers, and what it is worth."""

from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from scoring.tables import Span
from tender.book.kinds import Noun, Points


def measured(value: Fraction, unit: str) -> str:
    """A figure with its unit; round amounts of yuan as people write them: 50万元.

    >>> measured(Fraction(500000), "元"), measured(Fraction(1999), "元"), measured(Fraction(8), "年")
    ('50万元', '1999元', '8年')
    """
    if unit.startswith("元") and value >= 10_000 and value % 100 == 0:
        return f"{plain(value / 10_000)}万{unit}"
    return f"{plain(value)}{unit}"


class Worth(Noun):
    """What one row is worth: ``points``, or ``percent`` of the whole factor (得80%分)."""

    points: Points | None = None
    percent: Points | None = Field(default=None)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.points is None) == (self.percent is None):
            raise PydanticCustomError("worth", "points（分）和 percent（占满分的百分数）应写且只写一个")
        return self

    def of(self, full: Fraction) -> Fraction:
        """The points, where the whole factor is worth ``full``."""
        return self.points if self.points is not None else (self.percent or Fraction(0)) / 100 * full

    def words(self, full: Fraction) -> str:
        """The clause printed in the book: 得2分, 得满分的80%（8分）, 不得分."""
        if self.of(full) == 0:
            return "不得分"
        if self.points is not None:
            return f"得{plain(self.points)}分"
        return f"得满分的{plain(self.percent or Fraction(0))}%（{plain(self.of(full))}分）"


class Covers(Noun):
    """An interval with closed (``at_least``, ``at_most``) or open ends (``above``, ``below``)."""

    at_least: Points | None = None
    above: Points | None = None
    at_most: Points | None = None
    below: Points | None = None

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if None not in (self.at_least, self.above) or None not in (self.at_most, self.below):
            raise PydanticCustomError("span_ends", "每端只写一个：at_least 或 above，at_most 或 below")
        if self.span.empty:
            raise PydanticCustomError("span_empty", "区间内没有任何数，请核对两端")
        return self

    @property
    def bounded(self) -> bool:
        """Whether it has any end at all."""
        return self.span != Span()

    @property
    def span(self) -> Span:
        """The interval itself."""
        return Span(
            low=self.above if self.at_least is None else self.at_least,
            high=self.below if self.at_most is None else self.at_most,
            low_open=self.above is not None,
            high_open=self.below is not None,
        )

    def covers(self, unit: str) -> str:
        """The clause printed in the book: 超过45种且不超过80种; one figure alone: 为3项."""
        if self.at_least is not None and self.at_least == self.at_most:
            return f"为{measured(self.at_least, unit)}"
        said = (
            ("不低于", self.at_least),
            ("超过", self.above),
            ("不超过", self.at_most),
            ("低于", self.below),
        )
        return "且".join(f"{word}{measured(end, unit)}" for word, end in said if end is not None)
