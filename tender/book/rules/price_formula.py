"""Formulas against a base (偏离法、比值法、区间法): for books outside procurement law's one formula."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import half_up, plain
from scoring.factors import Counted
from scoring.prices import (
    Slope,
    base_ratio,
    by_deviation,
    change,
    deviation,
    stepped,
)
from tender.book.kinds import Noun, Points, Positive, Whole
from tender.book.rules.price import Evaluated, PriceRule
from tender.book.rules.price_base import BasePrice, Figure
from tender.book.rules.price_bases import Base, LowestBase
from tender.book.rules.shape import Context, Entry, Worked, equals, price_text, shown

COUNTED_WORDS: dict[Counted, str] = {
    "exact": "不足{each}%的按比例计算",
    "whole": "不足{each}%的不计",
    "started": "不足{each}%的按{each}%计",
}


class BasedRule(PriceRule):
    """A price rule that measures against a declared base price."""

    base: Base

    @property
    def draws(self) -> Iterator[BasePrice]:
        """The bases that wait for a factor drawn at opening."""
        return (part for part in self.base.parts() if part.draw)

    def faults(self, entries: Mapping[str, Entry], c: Context) -> Iterator[tuple[str, str]]:
        """What keeps the rule from being computed; a factor that was not drawn among it."""
        found = list(super().faults(entries, c))
        undrawn = {part.draw.name for part in self.draws if part.draw} - c.drawn.keys()
        found += [("", f"系数{name}尚未抽取") for name in sorted(undrawn)]
        if not found and entries and self.based(entries, c)[1].fen <= 0:
            found.append(("", "评审基准价不大于0，不能计算价格分"))
        yield from found

    def based(self, entries: Mapping[str, Entry], c: Context) -> tuple[dict[str, Evaluated], Figure]:
        """Every evaluated price, and the base price over all of them."""
        own = self.evaluated(entries, c)
        return own, self.base.work({b: e.fen for b, e in own.items()}, c)

    def base_sentence(self, c: Context) -> str:
        """The base price as printed in the book."""
        return f"评审基准价＝{self.base.words(c)}。"

    def deviations(
        self, entries: Mapping[str, Entry], c: Context, places: int | None
    ) -> Iterator[tuple[str, Fraction, str]]:
        """Bidder, deviation in percent and its arithmetic."""
        own, base = self.based(entries, c)
        for bidder, evaluated in own.items():
            percent = deviation(evaluated.fen, base.fen)
            rounded = percent if places is None else half_up(percent, places)
            price, figure = price_text(evaluated.fen), price_text(base.fen)
            said = f"{evaluated.how}基准价{base.how}；偏离率（{price}－{figure}）÷{figure}"
            about = shown(rounded)
            said += f"{about}%" if about.startswith("≈") else f"＝{about}%"
            said += f"（保留{places}位小数）" if places is not None else ""
            yield bidder, rounded, said

    def deviation_sentence(self, places: int | None) -> str:
        """How the deviation is found, as printed in the book."""
        rounded = f"，四舍五入保留百分数{places}位小数" if places is not None else ""
        return f"偏离率＝（评审价格－评审基准价）÷评审基准价×100%{rounded}。"


class PriceRatio(BasedRule):
    """The base price over the own one (基准价比值法); under the base full points or the inverse."""

    kind: Literal["price_ratio"]
    below: Literal["full", "ratio"] = "full"

    @property
    def lowest_first(self) -> bool:
        """With the lowest price as its base it is the formula of procurement law."""
        return isinstance(self.base, LowestBase) and self.base.factor == 1 and not self.base.draw

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        full = plain(c.full)
        under = f"得{full}分" if self.below == "full" else f"，价格分＝（评审价格÷评审基准价）×{full}分"
        return (
            f"{self.base_sentence(c)}评审价格等于评审基准价的得{full}分；高于评审基准价的，价格分＝（评审基准价÷评审价格）"
            f"×{full}分；低于评审基准价的{under}。{self.evaluated_sentence(c)}"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by the ratio to the base."""
        own, base = self.based(entries, c)
        worked = {}
        for b, e in own.items():
            p = base_ratio(e.fen, base.fen, c.full, below=self.below)
            price, figure, full = price_text(e.fen), price_text(base.fen), plain(c.full)
            how = f"{figure}÷{price}×{full}{equals(p)}"
            if e.fen < base.fen:
                ratio = f"{price}÷{figure}×{full}{equals(p)}"
                how = f"{price}低于基准价，得{full}" if self.below == "full" else ratio
            worked[b] = Worked(p, f"{e.how}基准价{base.how}；{how}")
        return worked


class Tier(Noun):
    """From so many percent of deviation on, so many points a step (分段)."""

    start: Positive = Field(alias="from_percent")
    points: Points


class Side(Noun):
    """What prices on one side of the base lose, or earn with ``adds`` (每高、每低1%扣分).

    ``points`` for each ``each`` percent; the first ``free`` percent cost nothing and are not
    counted; ``then`` are further tiers; ``most`` caps the whole. Beyond ``void`` percent a price
    earns the floor.
    """

    points: Points
    each: Positive = Field(default=Fraction(1), alias="each_percent")
    free: Points = Field(default=Fraction(0), alias="free_percent")
    counted: Counted = "exact"
    then: tuple[Tier, ...] = ()
    most: Positive | None = None
    adds: Annotated[bool, Strict()] = False
    void: Positive | None = Field(default=None, alias="void_percent")

    @model_validator(mode="after")
    def _rising(self) -> Self:
        starts = [self.free, *(tier.start for tier in self.then)]
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise PydanticCustomError(
                "side_tiers", "then 各段的 from_percent 应由小到大，并大于 free_percent"
            )
        return self

    @property
    def slope(self) -> Slope:
        """The side as a figure of ``scoring``."""
        tiers = ((self.free, self.points), *((t.start, t.points) for t in self.then))
        return Slope(tiers, self.each, self.free, self.counted, self.most, self.adds, self.void)

    def words(self, direction: str) -> str:
        """The side as printed: ``direction`` is 高 or 低."""
        verb, each = "加" if self.adds else "扣", plain(self.each)
        if not self.points and not self.then:
            return f"{direction}于评审基准价的不{verb}分{self._void_words(direction)}"
        said = f"{direction}于评审基准价的，"
        said += f"{direction}出{plain(self.free)}%以内（含）的不{verb}分，超出部分" if self.free else ""
        said += f"每{direction}{each}%{verb}{plain(self.points)}分"
        for tier in self.then:
            said += f"，{direction}出{plain(tier.start)}%以上的部分每{direction}{each}%{verb}{plain(tier.points)}分"
        said += f"，{COUNTED_WORDS[self.counted].format(each=each)}"
        said += f"，最多{verb}{plain(self.most)}分" if self.most is not None else ""
        return said + self._void_words(direction)

    def _void_words(self, direction: str) -> str:
        return f"，{direction}出{plain(self.void)}%的得最低分" if self.void is not None else ""

    def arithmetic(self, percent: Fraction) -> str:
        """The points lost or earned in figures; empty where there are none."""
        parts = []
        for step in stepped(percent, self.slope):
            steps = f"{shown(step.percent)}÷{plain(self.each)}"
            if self.counted != "exact":
                steps = f"{plain(step.steps)}个{plain(self.each)}%"
            elif self.each == 1:
                steps = shown(step.percent)
            parts.append(f"{steps}×{plain(step.points)}")
        said = "＋".join(parts)
        capped = self.most is not None and change(percent, self.slope) == self.most
        return (
            f"（{said}，最多{plain(self.most)}）" if capped and self.most else f"（{said}）" if said else ""
        )


class PriceDeviation(BasedRule):
    """Points lost for every percent away from the base, each side its own way (偏离扣分法).

    ``start`` are the points at the base, all of them unless given; ``least`` is the floor.
    With ``scale`` the rule counts on that scale, 100 for example, and the result is taken to
    the weight.
    """

    kind: Literal["price_deviation"]
    above: Side
    below: Side
    start: Positive | None = None
    least: Points = Fraction(0)
    scale: Positive | None = None
    places: Annotated[Whole, Field(le=6)] | None = Field(default=None, alias="deviation_places")

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        start, scale = plain(self._start(c)), self.scale or c.full
        said = (
            f"{self.base_sentence(c)}{self.deviation_sentence(self.places)}评审价格等于评审基准价的得{start}分；"
            f"{self.above.words('高')}；{self.below.words('低')}；最低得{plain(self.least)}分，最高得{plain(scale)}分。"
        )
        if self.scale:
            said += (
                f"以上按{plain(self.scale)}分制计分，价格分＝所得分÷{plain(self.scale)}×{plain(c.full)}分。"
            )
        return said + self.evaluated_sentence(c)

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its deviation."""
        scale = self.scale or c.full
        start, above, below = self._start(c), self.above.slope, self.below.slope
        worked = {}
        for b, percent, how in self.deviations(entries, c, self.places):
            raw = by_deviation(percent, start, above, below, self.least, scale)
            side = self.above if percent > 0 else self.below
            if side.void is not None and abs(percent) > side.void:
                p = raw * c.full / scale
                worked[b] = Worked(p, f"{how}，超过{plain(side.void)}%，得最低分{equals(p)}")
                continue
            moved = side.arithmetic(abs(percent))
            free = change(abs(percent), side.slope)
            open_ended = start + free if side.adds else start - free
            said = f"{plain(start)}{'＋' if side.adds else '－'}{moved}" if moved else plain(start)
            said += f"，限{plain(self.least)}至{plain(scale)}" if raw != open_ended else ""
            said += equals(raw) if moved or raw != open_ended else ""
            p = raw * c.full / scale
            if self.scale:
                said += f"，÷{plain(scale)}×{plain(c.full)}{equals(p)}"
            worked[b] = Worked(p, f"{how}；{said}")
        return worked

    def _start(self, c: Context) -> Fraction:
        return self.start or self.scale or c.full
