"""Scoring rules (评分规则): one class a shape, read as sentence, form field and points.

``sentence`` is what the book prints, ``facts`` what the bid form must ask, ``judged``
whether the mark sheet carries it, and ``points`` the computation. Each answer comes
with ``how``: the arithmetic in words, so that every number can be opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from scoring.exact import half_up, plain, text, yuan
from scoring.factors import count_step, linear, lowest_to_own, ratio_to_best
from scoring.panel import mean_points
from scoring.prices import adjusted, lowest_first
from tender.book.facts import Fact
from tender.book.kinds import Key, Noun, Percent, Points, Positive, Text
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
    """What a sentence needs beside the rule: full points, words of the method, facts."""

    full: Fraction
    terms: Terms
    facts: Mapping[str, Fact]


def _shown(value: Fraction) -> str:
    """A figure inside ``how``: exact when short, else four places marked as approximate."""
    rounded = half_up(value, 4)
    return plain(value) if value == rounded else "≈" + text(rounded, 4)


def _equals(value: Fraction) -> str:
    """A result at the end of ``how``: with ＝ when exact, else with ≈ alone."""
    shown = _shown(value)
    return shown if shown.startswith("≈") else f"＝{shown}"


class LowestPrice(Noun):
    """Low price first (低价优先法) on prices adjusted for small and micro enterprises."""

    kind: Literal["lowest_price"]
    small_deduction: Percent = Field(default=Fraction(0), alias="small_deduction_percent")

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The facts the form must ask; the price has its own column."""
        return ()

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        clause = (
            f"满足{c.terms.book}要求的{c.terms.bidder}中最低的评审价格为评审基准价，其价格分为满分{plain(c.full)}分；"
            f"其他{c.terms.bidder}的价格分＝（评审基准价÷评审价格）×{plain(c.full)}分。"
        )
        if not self.small_deduction:
            clause += f"评审价格即{c.terms.price}。"
        else:
            rate = plain(self.small_deduction * 100)
            clause += (
                f"小型、微型企业的{c.terms.price}扣除{rate}%后作为评审价格，其他{c.terms.bidder}（含非企业单位）"
                f"的评审价格即其{c.terms.price}；{c.terms.award}金额均为{c.terms.price}。"
            )
        return clause

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its evaluated price."""
        prices = {
            b: adjusted(e.price_fen, self.small_deduction if e.small_or_micro else Fraction(0))
            for b, e in entries.items()
        }
        earned = lowest_first(prices, c.full)
        base = min(prices.values())
        return {
            b: Worked(p, f"{_price(base)}÷{_price(prices[b])}×{plain(c.full)}{_equals(p)}")
            for b, p in earned.items()
        }


def _price(fen: Fraction) -> str:
    return yuan(int(fen)) if fen.denominator == 1 else _shown(fen / 100)


class RatioToBest(Noun):
    """Own figure over the highest (与最高值之比)."""

    kind: Literal["ratio_to_best"]
    fact: Key

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        name = c.facts[self.fact].name
        return (
            f"以有效{c.terms.bid}中“{name}”的最高值为基准，达到最高值的得{plain(c.full)}分；"
            f"其他得分＝（本{c.terms.bidder}承诺值÷最高值）×{plain(c.full)}分。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        values = {b: e.facts[self.fact] for b, e in entries.items()}
        earned = ratio_to_best(values, c.full)
        best = max(values.values(), default=Fraction(0))
        if best == 0:
            return {b: Worked(p, "各家承诺值均为0，不得分") for b, p in earned.items()}
        return {
            b: Worked(p, f"{plain(values[b])}÷{plain(best)}×{plain(c.full)}{_equals(p)}")
            for b, p in earned.items()
        }


class LowestToOwn(Noun):
    """The lowest figure over the own one (最低值与本值之比): low is good."""

    kind: Literal["lowest_to_own"]
    fact: Key

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        name = c.facts[self.fact].name
        return (
            f"以有效{c.terms.bid}中“{name}”的最低值为基准，达到最低值的得{plain(c.full)}分；"
            f"其他得分＝（最低值÷本{c.terms.bidder}填报值）×{plain(c.full)}分。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        values = {b: e.facts[self.fact] for b, e in entries.items()}
        earned = lowest_to_own(values, c.full)
        best = min(values.values(), default=Fraction(0))
        return {
            b: Worked(p, f"{plain(best)}÷{plain(values[b])}×{plain(c.full)}{_equals(p)}")
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
            how = f"（{plain(value)}－{plain(self.zero_at)}）÷{span}×{full}，限0至{full}分{_equals(p)}"
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
            worked[b] = Worked(p, f"{count}×{plain(self.step)}，最高{plain(c.full)}，得{_shown(p)}")
        return worked


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
            worked[b] = Worked(p, f"平均{_shown(mean)}÷{plain(self.scale)}×{plain(c.full)}{_equals(p)}")
        return worked


Rule = Annotated[
    LowestPrice | RatioToBest | LowestToOwn | Linear | CountStep | PanelMean, Field(discriminator="kind")
]


class Criterion(Noun):
    """A scored factor (评审因素): its rule, and its weight in every weight column.

    ``weights`` maps a column (a lot's mode unless it names another) to points of 100.
    """

    id: Key
    name: Text
    group: Literal["price", "business", "technical"]
    weights: dict[Key, Points]
    rule: Rule
    articles: tuple[Text, ...] = ()
    covers: tuple[Key, ...] = ()

    @property
    def group_word(self) -> str:
        """The block of the scoring table it stands in."""
        return {"price": "价格部分", "business": "商务部分", "technical": "技术部分"}[self.group]
