"""Rules over judges' marks (主观因素): how marks of the panel become points."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from scoring.exact import plain
from tender.book.kinds import Noun, Positive, Text, Whole
from tender.book.rules.panel import MarkItem, Panel
from tender.book.rules.shape import Context, Entry, Flaw, Worked, equals, of_scale


class JudgedRule(Noun):
    """A rule over judges' marks. With ``scale`` the factor is marked on it, then weighted (百分制×权重)."""

    scale: Positive | None = None
    panel: Panel = Panel()

    judged: ClassVar[bool] = True

    @property
    def across(self) -> bool:
        """Whether bids are compared with those of all lots."""
        return False

    def fact_ids(self) -> tuple[str, ...]:
        """Nothing is asked in the form: judges read the plan."""
        return ()

    @abstractmethod
    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """What each judge marks, on the scale ``c.full``."""

    @abstractmethod
    def clause(self, c: Context) -> str:
        """How one judge marks on the scale ``c.full``, as the book says it."""

    def one(self, marks: Mapping[str, Fraction], c: Context) -> Fraction:
        """What one judge's marks make together, on the scale ``c.full``."""
        return marks[""]

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """What the rule says that cannot be so, on the scale ``c.full``."""
        return iter(())

    def mark_items(self, c: Context) -> tuple[MarkItem, ...]:
        """The rows of the mark sheet."""
        agreed = self.panel.aggregate == "equal"
        return tuple(replace(item, agreed=agreed) for item in self.asked(self._inner(c)))

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        said = f"{c.terms.panel}成员各自独立评审。{self.clause(self._inner(c))}\n"
        if self.scale is None:
            return f"{said}本项得分为{self.panel.words}。"
        word = "百分制" if self.scale == 100 else f"{plain(self.scale)}分制"
        return f"{said}按{word}评分，本项得分＝（{self.panel.words}）{of_scale(c.full, self.scale)}。"

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by the marks of all judges."""
        inner, worked = self._inner(c), {}
        for b, e in entries.items():
            each = [self.one(marks, inner) for marks in e.marks.values()]
            p = self.panel.together(each) / inner.full * c.full
            weighed = f"{of_scale(c.full, inner.full)}{equals(p)}" if self.scale is not None else ""
            worked[b] = Worked(p, f"{self.panel.how(each)}{weighed}")
        return worked

    def flaws(self, c: Context) -> Iterator[Flaw]:
        """What is wrong with the rule."""
        yield from self.wrong(self._inner(c))

    def _inner(self, c: Context) -> Context:
        return replace(c, full=self.scale or c.full)


class PanelMean(JudgedRule):
    """Each judge marks alone from 0 to ``scale``; the mean counts (评委打分平均)."""

    kind: Literal["panel_mean"]
    scale: Positive
    rubric: tuple[Text, ...] = Field(min_length=1)
    step: Positive | None = None

    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """One free number."""
        return (MarkItem(c.full, self.rubric, step=self.step),)

    def clause(self, c: Context) -> str:
        """How one judge marks."""
        steps = f"（以{plain(self.step)}分为一档）" if self.step else ""
        return f"在0至{plain(c.full)}分之间独立评分{steps}"

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        rubric = "\n".join(self.rubric)
        return (
            f"{c.terms.panel}成员各自{self.clause(self._inner(c))}，得分＝（{self.panel.words}"
            f"÷{plain(self.scale)}）×{plain(c.full)}分。评分标准：\n{rubric}"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its mean mark."""
        worked = {}
        for b, e in entries.items():
            each = [marks[""] for marks in e.marks.values()]
            p = self.panel.together(each) / self.scale * c.full
            how = f"{self.panel.how(each)}÷{plain(self.scale)}×{plain(c.full)}{equals(p)}"
            worked[b] = Worked(p, how)
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Steps that never reach the top."""
        if self.step and (c.full / self.step).denominator != 1:
            yield Flaw(
                "step", f"每档{plain(self.step)}分到不了{plain(c.full)}分", "能整除最高分的分值", False
            )


class Votes(JudgedRule):
    """Each judge has so many votes for the bidders of a lot; the share of judges counts (评委投票)."""

    kind: Literal["votes"]
    votes: Annotated[Whole, Field(ge=1)]
    says: Text

    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """A vote or none."""
        choices = {"投票": Fraction(1), "不投票": Fraction(0)}
        return (MarkItem(Fraction(1), (self.says,), choices=choices, quota=self.votes),)

    def clause(self, c: Context) -> str:
        """How one judge votes."""
        return f"每名成员在同一标段最多投{self.votes}票，每家最多一票。{self.says}"

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        return (
            f"由{c.terms.panel}成员各自独立投票。{self.clause(c)}\n"
            f"本项得分＝得票数÷成员人数×{plain(c.full)}分，得票多者得分高。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its share of votes."""
        worked = {}
        for b, e in entries.items():
            votes = sum(marks[""] for marks in e.marks.values())
            p = Fraction(votes, len(e.marks)) * c.full
            worked[b] = Worked(p, f"得{plain(Fraction(votes))}票÷{len(e.marks)}人×{plain(c.full)}{equals(p)}")
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Votes are counted in one way only."""
        if self.scale is not None or self.panel != Panel():
            yield Flaw("panel", "投票计分写了 scale 或 panel", "投票只按得票数计分，不写这两项")
