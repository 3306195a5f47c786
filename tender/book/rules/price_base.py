"""Base prices as declared (评审基准价): what is taken, said in words and worked in figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import half_up, plain, yuan
from scoring.prices import Trim, excluding, mean, median, sample, trimmed, weighted
from tender.book.kinds import Noun, Percent, Positive, Text, Whole, Yuan
from tender.book.rules.shape import Context, price_text

LISTED = 12
"""How many prices ``how`` adds up one by one; of more it names their sum."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A base price in fen and the arithmetic that gave it."""

    fen: Fraction
    how: str


class Draw(Noun):
    """A factor drawn in public at opening (抽取的系数), one of ``one_of``, such as K."""

    name: Annotated[Text, Field(max_length=8)]
    one_of: tuple[Positive, ...] = Field(min_length=1)


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
        ends = [f"{n}个{end}评审价" for n, end in ((self.high, "最高"), (self.low, "最低")) if n]
        return f"不少于{self.least}家的，去掉{'和'.join(ends) or '0个评审价'}"


class BasePrice(Noun):
    """A figure, times ``factor``, times a factor drawn at opening, rounded where ``places`` says (yuan)."""

    factor: Positive = Fraction(1)
    draw: Draw | None = None
    places: Annotated[Whole, Field(le=4)] | None = None

    needs: ClassVar[str] = ""
    """The figure of the lot that it reads: ceiling, budget, or none."""

    @property
    def drops(self) -> bool:
        """Whether it may leave prices out of account."""
        return False

    def parts(self) -> Iterator["BasePrice"]:
        """Itself and all bases it is made of."""
        yield self

    def words(self, c: Context) -> str:
        """The base as the book names it."""
        said = self.plain_words(c)
        said += f"×{plain(self.factor)}" if self.factor != 1 else ""
        if self.draw:
            figures = "、".join(plain(one) for one in self.draw.one_of)
            said += f"×{self.draw.name}（{self.draw.name}在开启时从{figures}中公开抽取）"
        return said + (f"（四舍五入保留{self.places}位小数，单位：元）" if self.places is not None else "")

    def work(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The base price over the evaluated prices of valid bids."""
        plain_figure = self.plain_figure(prices, c)
        fen, how = plain_figure.fen * self.factor, plain_figure.how
        how += f"×{plain(self.factor)}" if self.factor != 1 else ""
        if self.draw:
            drawn = c.drawn[self.draw.name]
            fen, how = fen * drawn, f"{how}×{self.draw.name}（{plain(drawn)}）"
        if self.places is not None:
            fen, how = half_up(fen / 100, self.places) * 100, f"{how}，保留{self.places}位小数"
        return Figure(fen, how if how == price_text(fen) else f"{how}＝{price_text(fen)}")

    def plain_words(self, c: Context) -> str:
        """What is taken, before any factor."""
        raise NotImplementedError

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure before any factor; its ``how`` ends without the result."""
        raise NotImplementedError


class LowestBase(BasePrice):
    """The lowest evaluated price (最低价)."""

    kind: Literal["lowest"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价的最低值"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = min(prices.values())
        return Figure(fen, price_text(fen))


class HighestBase(BasePrice):
    """The highest evaluated price (最高价), as a part of a blend."""

    kind: Literal["highest"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价的最高值"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = max(prices.values())
        return Figure(fen, price_text(fen))


class SecondLowestBase(BasePrice):
    """The second-lowest evaluated price (次低价); of one bid its own."""

    kind: Literal["second_lowest"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价的次低值（只有1家的，为其评审价）"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = sorted(prices.values())[:2][-1]
        return Figure(fen, price_text(fen))


class MedianBase(BasePrice):
    """The middle evaluated price (中位价)."""

    kind: Literal["median"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价的中位数（家数为双数的，取中间两个的算术平均值）"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = median(prices.values())
        return Figure(fen, price_text(fen))


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
        return f"有效评审价的算术平均值{_trim_words(self.trims)}"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        return _trimmed_mean(list(prices.values()), self.trims)


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
            f"剔除偏离后的算术平均值（先求有效评审价的算术平均值，剔除高于其{plain(self.above * 100)}%以上"
            f"或低于其{plain(self.below * 100)}%以上的评审价，恰为该比例的不剔除{again}；"
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
            f"抽取的{self.size}家有效评审价的算术平均值（不足{self.size}家的全部计入；对文字“{self.seed} 标段编号|"
            f"{c.terms.bidder}编号”的UTF-8编码求SHA-256，取值最小的{self.size}家）{_trim_words(self.trims)}"
        )

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        taken = sample(prices, self.size, f"{self.seed} {c.lot}".rstrip())
        figure = _trimmed_mean([prices[b] for b in taken], self.trims)
        return Figure(figure.fen, f"抽取{'、'.join(taken)}，{figure.how}")


class CeilingBase(BasePrice):
    """The lot's ceiling (最高限价)."""

    kind: Literal["ceiling"]
    needs: ClassVar[str] = "ceiling"

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "该标段最高限价"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        return Figure(Fraction(c.ceiling_fen), yuan(c.ceiling_fen))


class BudgetBase(BasePrice):
    """The lot's budget (采购预算)."""

    kind: Literal["budget"]
    needs: ClassVar[str] = "budget"

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "该标段采购预算"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        return Figure(Fraction(c.budget_fen), yuan(c.budget_fen))


class ReferenceBase(BasePrice):
    """A figure that the book declares (市场平均价、控制价), with what it is."""

    kind: Literal["reference"]
    fen: Yuan = Field(alias="yuan")
    says: Text

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return f"{self.says}{yuan(self.fen)}元"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        return Figure(Fraction(self.fen), yuan(self.fen))


class Part(Noun):
    """One part of a blend and its weight, a share of 1."""

    weight: Positive
    base: "Base"


class BlendBase(BasePrice):
    """A weighted sum of bases (加权合成): half the mean and half the ceiling, 0.5A+0.3B+0.2C."""

    kind: Literal["blend"]
    of: tuple[Part, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(part.weight for part in self.of) != 1:
            raise PydanticCustomError("blend_weights", "各部分的 weight 之和应为1")
        return self

    def parts(self) -> Iterator[BasePrice]:
        """Itself and all bases it is made of."""
        yield self
        for part in self.of:
            yield from part.base.parts()

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        said = "＋".join(f"{part.base.words(c)}×{plain(part.weight)}" for part in self.of)
        return f"（{said}）" if self.factor != 1 or self.draw else said

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        figures = [(part.weight, part.base.work(prices, c)) for part in self.of]
        inner = "".join(f"{f.how}；" for _, f in figures if f.how != price_text(f.fen))
        said = "＋".join(f"{price_text(f.fen)}×{plain(weight)}" for weight, f in figures)
        whole = f"（{said}）" if self.factor != 1 or self.draw else said
        return Figure(weighted((weight, f.fen) for weight, f in figures), inner + whole)


Base = Annotated[
    LowestBase
    | HighestBase
    | SecondLowestBase
    | MedianBase
    | MeanBase
    | ExcludingMeanBase
    | SampleMeanBase
    | CeilingBase
    | BudgetBase
    | ReferenceBase
    | BlendBase,
    Field(discriminator="kind"),
]
Part.model_rebuild()
BlendBase.model_rebuild()


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
