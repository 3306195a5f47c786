"""Lines, intervals and places (区间插值、偏离区间、名次): price rules that need no slope."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from scoring.factors import by_place
from scoring.prices import banded, in_range
from tender.book.kinds import Noun, Points, Signed, Whole
from tender.book.rules.price import PriceRule
from tender.book.rules.price_formula import BasedRule
from tender.book.rules.shape import Context, Entry, Worked, equals, price_text


class PriceRange(PriceRule):
    """A line from all points at the lowest price to the fewest at the highest or the ceiling (区间法)."""

    kind: Literal["price_range"]
    zero_at: Literal["highest", "ceiling"]
    least: Points = Fraction(0)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        end = "有效评审价格的最高值" if self.zero_at == "highest" else "该标段最高限价"
        full, least = plain(c.full), plain(self.least)
        span = f"（{full}－{least}）" if self.least else full
        start = f"{least}＋" if self.least else ""
        return (
            f"有效评审价格的最低值得{full}分，{end}得{least}分，其间按直线插值：价格分＝{start}"
            f"（{end}－评审价格）÷（{end}－最低评审价格）×{span}；两者相等的得{full}分。{self.evaluated_sentence(c)}"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid on the line."""
        own = self.evaluated(entries, c)
        prices = [e.fen for e in own.values()]
        low = min(prices)
        end = max(prices) if self.zero_at == "highest" else Fraction(c.ceiling_fen)
        worked = {}
        for b, e in own.items():
            p = in_range(e.fen, low, end, self.least, c.full)
            top, span = price_text(end), plain(c.full - self.least)
            how = f"（{top}－{price_text(e.fen)}）÷（{top}－{price_text(low)}）×{span}"
            how = f"{plain(self.least)}＋{how}" if self.least else how
            said = f"{how}{equals(p)}" if end != low else f"两端相等，得{plain(c.full)}"
            worked[b] = Worked(p, e.how + said)
        return worked


class Band(Noun):
    """Points for deviations up to and with so many percent (偏离区间)."""

    to: Signed = Field(alias="to_percent")
    points: Points


class PriceBands(BasedRule):
    """Points by the interval in which the deviation lies (偏离区间计分)."""

    kind: Literal["price_bands"]
    bands: tuple[Band, ...] = Field(min_length=1)
    beyond: Points
    places: Annotated[Whole, Field(le=6)] | None = Field(default=None, alias="deviation_places")

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if any(later.to <= earlier.to for earlier, later in pairwise(self.bands)):
            raise PydanticCustomError("bands_order", "bands 各段的 to_percent 应由小到大")
        return self

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        said = f"偏离率不高于{plain(self.bands[0].to)}%的得{plain(self.bands[0].points)}分"
        for before, band in pairwise(self.bands):
            said += f"；高于{plain(before.to)}%、不高于{plain(band.to)}%的得{plain(band.points)}分"
        said += f"；高于{plain(self.bands[-1].to)}%的得{plain(self.beyond)}分。"
        return (
            self.base_sentence(c) + self.deviation_sentence(self.places) + said + self.evaluated_sentence(c)
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its interval."""
        bands = [(band.to, band.points) for band in self.bands]
        return {
            b: Worked(p := banded(percent, bands, self.beyond), f"{how}；所在区间得{plain(p)}")
            for b, percent, how in self.deviations(entries, c, self.places)
        }


class PriceRank(PriceRule):
    """Points by place from the lowest evaluated price on (按报价名次计分)."""

    kind: Literal["price_rank"]
    by_place: tuple[Points, ...] = Field(min_length=1)
    others: Points = Fraction(0)

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        places = "，".join(f"第{n}名得{plain(p)}分" for n, p in enumerate(self.by_place, 1))
        return (
            f"按评审价格由低到高排名，{places}，其余得{plain(self.others)}分；评审价格相同的名次相同，其后名次顺延。"
            + self.evaluated_sentence(c)
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its place."""
        own = self.evaluated(entries, c)
        prices = {b: e.fen for b, e in own.items()}
        earned = by_place(prices, self.by_place, self.others, high_is_good=False)
        return {
            b: Worked(p, f"{own[b].how}{price_text(prices[b])}，第{_place(prices, b)}低，得{plain(p)}")
            for b, p in earned.items()
        }


def _place(prices: Mapping[str, Fraction], bidder: str) -> int:
    return 1 + sum(price < prices[bidder] for price in prices.values())
