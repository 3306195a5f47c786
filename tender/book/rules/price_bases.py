"""All base prices that a book may declare (基准价的取法): single figures, means, and blends of them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from scoring.prices import median, weighted
from tender.book.kinds import Noun, Positive, Text, Yuan
from tender.book.rules.price_base import BasePrice, Figure
from tender.book.rules.price_mean import BelowMeanBase, ExcludingMeanBase, MeanBase, SampleMeanBase
from tender.book.rules.shape import Context, price_text


class LowestBase(BasePrice):
    """The lowest evaluated price (最低价)."""

    kind: Literal["lowest"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价格的最低值"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = min(prices.values())
        return Figure(fen, price_text(fen))


class HighestBase(BasePrice):
    """The highest evaluated price (最高价), as a part of a blend."""

    kind: Literal["highest"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价格的最高值"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = max(prices.values())
        return Figure(fen, price_text(fen))


class SecondLowestBase(BasePrice):
    """The second-lowest evaluated price (次低价); of one bid its own."""

    kind: Literal["second_lowest"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价格的次低值（只有1家的，为其评审价格）"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = sorted(prices.values())[:2][-1]
        return Figure(fen, price_text(fen))


class MedianBase(BasePrice):
    """The middle evaluated price (中位价)."""

    kind: Literal["median"]

    def plain_words(self, c: Context) -> str:
        """What is taken."""
        return "有效评审价格的中位数（家数为双数的，取中间两个的算术平均值）"

    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure."""
        fen = median(prices.values())
        return Figure(fen, price_text(fen))


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
    | BelowMeanBase
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
