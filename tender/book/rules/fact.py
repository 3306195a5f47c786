"""Rules over facts (客观因素): how figures of the bid form become points."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from scoring.exact import plain
from scoring.factors import count_step, linear, lowest_to_own, ratio_to_best
from tender.book.kinds import Key, Noun, Points, Positive, Text
from tender.book.rules.shape import Context, Entry, Worked, equals, shown

Among = Literal["lot", "project"]
"""Whose figures a bid is compared with: those of its lot, or of all lots (比较范围)."""


def _others(fact: str, among: Among, c: Context) -> tuple[Fraction, ...]:
    """The figures of all lots where a rule compares across the project."""
    return c.everywhere.get(fact, ()) if among == "project" else ()


def _where(among: Among) -> str:
    return "全部标段" if among == "project" else ""


class RatioToBest(Noun):
    """Own figure over the highest (与最高值之比), of the lot or of all lots."""

    kind: Literal["ratio_to_best"]
    fact: Key
    among: Among = "lot"

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        name = c.facts[self.fact].name
        return (
            f"以{_where(self.among)}有效{c.terms.bid}中“{name}”的最高值为基准，达到最高值的得{plain(c.full)}分；"
            f"其他得分＝（本{c.terms.bidder}承诺值÷最高值）×{plain(c.full)}分。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        values = {b: e.facts[self.fact] for b, e in entries.items()}
        others = _others(self.fact, self.among, c)
        earned = ratio_to_best(values, c.full, others)
        best = max((*values.values(), *others), default=Fraction(0))
        if best == 0:
            return {b: Worked(p, "各家承诺值均为0，不得分") for b, p in earned.items()}
        return {
            b: Worked(p, f"{plain(values[b])}÷{plain(best)}×{plain(c.full)}{equals(p)}")
            for b, p in earned.items()
        }


class LowestToOwn(Noun):
    """The lowest figure, of the lot or of all lots, over the own one (最低值与本值之比): low is good."""

    kind: Literal["lowest_to_own"]
    fact: Key
    among: Among = "lot"

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        name = c.facts[self.fact].name
        return (
            f"以{_where(self.among)}有效{c.terms.bid}中“{name}”的最低值为基准，达到最低值的得{plain(c.full)}分；"
            f"其他得分＝（最低值÷本{c.terms.bidder}填报值）×{plain(c.full)}分。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        values = {b: e.facts[self.fact] for b, e in entries.items()}
        others = _others(self.fact, self.among, c)
        earned = lowest_to_own(values, c.full, others)
        best = min((*values.values(), *others), default=Fraction(0))
        return {
            b: Worked(p, f"{plain(best)}÷{plain(values[b])}×{plain(c.full)}{equals(p)}")
            for b, p in earned.items()
        }


class Linear(Noun):
    """Points on a line between two figures, level beyond them (线性插值)."""

    kind: Literal["linear"]
    fact: Key
    zero_at: Points
    full_at: Points

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        fact, better = c.facts[self.fact], "不低于" if self.full_at > self.zero_at else "不高于"
        worse = "不高于" if self.full_at > self.zero_at else "不低于"
        return (
            f"“{fact.name}”{better}{plain(self.full_at)}{fact.unit}的得{plain(c.full)}分，"
            f"{worse}{plain(self.zero_at)}{fact.unit}的得0分，其间按线性插值计算。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        span = f"（{plain(self.full_at)}－{plain(self.zero_at)}）"
        worked = {}
        for b, e in entries.items():
            value = e.facts[self.fact]
            p = linear(value, self.zero_at, self.full_at, c.full)
            full = plain(c.full)
            how = f"（{plain(value)}－{plain(self.zero_at)}）÷{span}×{full}，限0至{full}分{equals(p)}"
            worked[b] = Worked(p, how)
        return worked


class CountStep(Noun):
    """So many points for each, up to the item's weight (每…得…分，最高…分)."""

    kind: Literal["count_step"]
    fact: Key
    each: Text
    step: Positive

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        return f"{self.each}得{plain(self.step)}分，最高{plain(c.full)}分。"

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its count."""
        worked = {}
        for b, e in entries.items():
            count = int(e.facts[self.fact])
            p = count_step(count, self.step, c.full)
            worked[b] = Worked(p, f"{count}×{plain(self.step)}，最高{plain(c.full)}，得{shown(p)}")
        return worked
