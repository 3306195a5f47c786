"""Means as base prices (平均价): of all bids, without extremes, without outliers, or of a sample."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from scoring.prices import Trim, below_mean, excluding, mean, sample, trimmed
from tender.book.kinds import Noun, Percent, Text, Whole
from tender.book.rules.price_base import BasePrice, Figure
from tender.book.rules.shape import Context, price_text

LISTED = 12
"""How many prices ``how`` adds up one by one; of more it names their sum."""


class Trimming(Noun):
    """From so many bids on, so many of the highest and lowest are left out (去掉最高最低)."""

    least: Annotated[Whole, Field(ge=1)] = Field(alias="from")
    high: Whole = 1
    low: Whole = 1

    @model_validator(mode="after")
    def _something_left(self) -> Self:
        if self.high + self.low >= self.least:
            raise PydanticCustomError("trim_all", "from 应大于 high 与 low 之和，否则没有报价剩下")
        return self

    @property
    def words(self) -> str:
        """The condition as printed."""
        ends = [f"{n}个{end}评审价格" for n, end in ((self.high, "最高"), (self.low, "最低")) if n]
        return f"不少于{self.least}家的，去掉{'和'.join(ends) or '0个评审价格'}"


class MeanBase(BasePrice):
    """The mean of evaluated prices, without extremes from so many bids on (算术平均价)."""

    kind: Literal["mean"]
    trims: tuple[Trimming, ...] = ()

    @property
    def drops(self) -> bool:
        """Whether extremes are left out."""
        return bool(self.trims)

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return f"有效评审价格的算术平均值{_trim_words(self.trims)}"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        return _trimmed_mean(list(prices.values()), self.trims)


class BelowMeanBase(BasePrice):
    """The mean of the prices that are not above the mean of all (二次平均); blended with it in many books."""

    kind: Literal["below_mean"]

    @property
    def drops(self) -> bool:
        """Prices above the mean are left out."""
        return True

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "不高于全部有效评审价格算术平均值的各评审价格的算术平均值"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        left = below_mean(list(prices.values()))
        first = mean(list(prices.values()))
        return Figure(mean(left), f"全部平均{price_text(first)}，不高于它的{_sum_words(left)}")


class ExcludingMeanBase(BasePrice):
    """The mean after prices too far from it have left, again and again (剔除偏离过大的报价)."""

    kind: Literal["excluding_mean"]
    above: Percent = Field(alias="above_percent")
    below: Percent = Field(alias="below_percent")
    repeat: Annotated[bool, Strict()] = True

    @property
    def drops(self) -> bool:
        """Prices far from the mean are left out."""
        return True

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        again = "，对剩余的重复进行，直至无可剔除" if self.repeat else "一次"
        return (
            f"剔除偏离后的算术平均值（先求有效评审价格的算术平均值，剔除高于其{plain(self.above * 100)}%以上"
            f"或低于其{plain(self.below * 100)}%以上的评审价格，恰为该比例的不剔除{again}；"
            "将全部剔除的，该轮不剔除）"
        )

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        rounds = excluding(list(prices.values()), self.above, self.below, repeat=self.repeat)
        said = ""
        for before, after in pairwise(rounds):
            left = list(before)
            for kept in after:
                left.remove(kept)
            said += f"平均{price_text(mean(before))}，剔除{'、'.join(map(price_text, left))}；"
        return Figure(mean(rounds[-1]), said + _sum_words(rounds[-1]))


class SampleMeanBase(BasePrice):
    """The mean of so many bids drawn by a published seed (随机抽取若干家)."""

    kind: Literal["sample_mean"]
    size: Annotated[Whole, Field(ge=1)]
    seed: Text
    trims: tuple[Trimming, ...] = ()

    @property
    def drops(self) -> bool:
        """Prices that are not drawn are left out."""
        return True

    def plain_words(self, c: Context) -> str:
        """What is taken, and how anyone can draw it again."""
        return (
            f"抽取的{self.size}家有效评审价格的算术平均值（不足{self.size}家的全部计入；对文字“{self.seed} 标段编号|"
            f"{c.terms.bidder}编号”的UTF-8编码求SHA-256，取值最小的{self.size}家）{_trim_words(self.trims)}"
        )

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        taken = sample(prices, self.size, f"{self.seed} {c.lot}".rstrip())
        figure = _trimmed_mean([prices[b] for b in taken], self.trims)
        return Figure(figure.fen, f"抽取{'、'.join(taken)}，{figure.how}")


def _trim_words(trims: tuple[Trimming, ...]) -> str:
    return f"（{'；'.join(trim.words for trim in trims)}）" if trims else ""


def _trimmed_mean(prices: Sequence[Fraction], trims: tuple[Trimming, ...]) -> Figure:
    """The mean of what trimming leaves, naming what it left out."""
    left = trimmed(prices, [Trim(t.least, t.high, t.low) for t in trims])
    gone = sorted(prices)
    for price in left:
        gone.remove(price)
    said = f"去掉{'、'.join(map(price_text, gone))}，" if gone else ""
    return Figure(mean(left), said + _sum_words(left))


def _sum_words(prices: Sequence[Fraction]) -> str:
    """The mean of ``prices`` in figures, without its result."""
    if len(prices) == 1:
        return price_text(prices[0])
    if len(prices) > LISTED:
        return f"{len(prices)}家合计{price_text(sum(prices, Fraction(0)))}÷{len(prices)}"
    return f"（{'＋'.join(map(price_text, prices))}）÷{len(prices)}"
