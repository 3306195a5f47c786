"""Rules over judges' marks (主观因素): how marks of the panel become points."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from scoring.exact import plain
from scoring.panel import mean_points
from tender.book.kinds import Noun, Positive, Text
from tender.book.rules.shape import Context, Entry, Worked, equals, shown


class PanelMean(Noun):
    """Each judge marks alone from 0 to ``scale``; the mean counts (评委打分平均)."""

    kind: Literal["panel_mean"]
    scale: Positive
    rubric: tuple[Text, ...] = Field(min_length=1)

    judged: ClassVar[bool] = True

    def fact_ids(self) -> tuple[str, ...]:
        """Nothing is asked in the form: judges read the plan."""
        return ()

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        rubric = "\n".join(self.rubric)
        return (
            f"{c.terms.panel}成员各自在0至{plain(self.scale)}分之间独立评分，得分＝（全体成员评分的算术平均值"
            f"÷{plain(self.scale)}）×{plain(c.full)}分。评分标准：\n{rubric}"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its mean mark."""
        worked = {}
        for b, e in entries.items():
            p = mean_points(e.marks, self.scale, c.full)
            mean = sum(e.marks.values(), Fraction(0)) / len(e.marks)
            worked[b] = Worked(p, f"平均{shown(mean)}÷{plain(self.scale)}×{plain(c.full)}{equals(p)}")
        return worked
