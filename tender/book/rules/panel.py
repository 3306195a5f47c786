"""The panel (评委评分汇总): what one judge marks, and how the marks of all become one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from scoring.exact import plain
from scoring.grades import band_of, in_steps
from scoring.panel import Tie, majority, mean, trimmed_mean, unanimous
from scoring.tables import Span
from tender.book.kinds import Noun, Whole
from tender.book.rules.shape import shown

TIES = {"lower": "其中较低的", "higher": "其中较高的", "mean": "其平均值"}


class Panel(Noun):
    """How marks become one: the mean, without extremes from ``least`` judges on, by majority, or all equal."""

    aggregate: Literal["mean", "trimmed_mean", "majority", "equal"] = "mean"
    least: Annotated[Whole, Field(ge=3)] = 5
    tie: Tie = "lower"

    @property
    def words(self) -> str:
        """What the aggregate is, as the clause says it."""
        if self.aggregate == "trimmed_mean":
            return f"去掉一个最高分和一个最低分后的算术平均值（评分成员少于{self.least}人的不去）"
        return {
            "mean": "全体成员评分的算术平均值",
            "majority": f"多数成员给出的评分（票数相同的取{TIES[self.tie]}）",
            "equal": "全体成员一致的评分（属客观评审，各成员评分应当一致，不一致的重新评审）",
        }[self.aggregate]

    def together(self, marks: Iterable[Fraction]) -> Fraction:
        """One mark for all judges' marks, exact."""
        given = list(marks)
        match self.aggregate:
            case "mean":
                return mean(given)
            case "trimmed_mean":
                return trimmed_mean(given, self.least)
            case "majority":
                return majority(given, self.tie)
            case "equal":
                return unanimous(given)

    def how(self, marks: Iterable[Fraction]) -> str:
        """How the marks became one, in words."""
        given = sorted(marks)
        one = shown(self.together(given))
        match self.aggregate:
            case "trimmed_mean" if len(given) >= self.least:
                return f"去掉{shown(given[-1])}和{shown(given[0])}后平均{one}"
            case "majority":
                votes = max(Counter(given).values())
                return f"多数意见{one}（{votes}/{len(given)}人）"
            case "equal":
                return f"一致评分{one}"
        return f"平均{one}"


@dataclass(frozen=True, slots=True)
class Band:
    """One grade's interval of marks, and its word."""

    word: str
    span: Span
    covers: str


@dataclass(frozen=True, slots=True)
class MarkItem:
    """One mark that each judge gives (评分项): what is asked, what may be given, when a reason is due.

    ``part`` tells the marks of one criterion apart ("" where there is one) and ``name`` is
    the part's. With ``choices`` the judge picks words, each a mark; with ``bands`` a mark
    must lie in one of them, or where ``outside`` is allowed be explained. ``reasons`` are
    marks that must be explained. ``agreed`` demands the same mark of all judges, ``quota``
    limits how many bidders of a lot one judge may give more than 0.
    """

    scale: Fraction
    rubric: tuple[str, ...]
    part: str = ""
    name: str = ""
    choices: Mapping[str, Fraction] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    step: Fraction | None = None
    outside: bool = False
    reasons: frozenset[Fraction] = frozenset()
    agreed: bool = False
    quota: int | None = None

    @property
    def wanted(self) -> str:
        """What may be given, as a finding expects it."""
        if self.choices:
            return f"从下列各项中选一项：{'、'.join(self.choices)}"
        steps = f"，以{plain(self.step)}分为一档" if self.step else ""
        if self.bands:
            told = "、".join(f"{band.word}（{band.covers}）" for band in self.bands)
            return f"{told}之一以内的评分{steps}"
        return f"0至{plain(self.scale)}之间的评分{steps}"

    def word(self, mark: Fraction) -> str:
        """The mark as it was given: the word of a choice, else the figure."""
        return next((word for word, worth in self.choices.items() if worth == mark), plain(mark))

    def fault(self, mark: Fraction, reason: str) -> tuple[str, str]:
        """What is wrong with one mark and what should be; two empty texts when nothing is."""
        if self.choices and mark not in self.choices.values():
            return f"现为{plain(mark)}", self.wanted
        if not 0 <= mark <= self.scale:
            return f"现为{plain(mark)}", self.wanted
        if self.step and not in_steps(mark, self._low(mark), self.step):
            return f"现为{plain(mark)}，不在规定的分档上", self.wanted
        if self.bands and band_of(mark, [b.span for b in self.bands]) is None:
            if not self.outside:
                return f"现为{plain(mark)}，不在任何一档之内", self.wanted
            if not reason.strip():
                return (
                    f"现为{plain(mark)}，不在任何一档之内，又没有写明理由",
                    f"{self.wanted}，或写明评分理由",
                )
        if mark in self.reasons and not reason.strip():
            return f"评为“{self.word(mark)}”没有写明理由", "写明评分理由"
        return "", ""

    def _low(self, mark: Fraction) -> Fraction:
        """Where the steps of the mark's band begin."""
        held = band_of(mark, [b.span for b in self.bands])
        return (self.bands[held].span.low or Fraction(0)) if held is not None else Fraction(0)
