"""Ratios and lines (比例、插值): a figure against the best one, or on straight lines between anchors."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from pydantic import Field

from scoring.exact import plain
from scoring.factors import by_place, linear, lowest_to_own, piecewise, ratio_to_best
from tender.book.kinds import Points
from tender.book.rules.base import FigureRule, over_full, short_of_full
from tender.book.rules.shape import Context, Entry, Flaw, Worked, equals, shown
from tender.book.rules.span import Worth

Among = Literal["lot", "project"]


class Ratio(FigureRule):
    """Own figure over the highest (与最高值之比), or the lowest over the own where low is good.

    ``among`` says whose figures count: those of the lot, or of all lots (比较范围).
    """

    kind: Literal["ratio_to_best", "lowest_to_own"]
    among: Among = "lot"

    @property
    def across(self) -> bool:
        """Whether bids are compared with those of all lots."""
        return self.among == "project"

    @property
    def low_is_good(self) -> bool:
        """Whether the lowest figure earns full points."""
        return self.kind == "lowest_to_own"

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        best, t, subject = ("最低" if self.low_is_good else "最高"), c.terms, self.subject(self.known(c))
        ratio = f"最低值÷本{t.bidder}填报值" if self.low_is_good else f"本{t.bidder}承诺值÷最高值"
        everywhere = "全部标段" if self.across else ""
        return (
            f"以{everywhere}有效{t.bid}中{subject}的{best}值为基准，达到{best}值的得{plain(c.full)}分；"
            f"其他得分＝（{ratio}）×{plain(c.full)}分。{'填报值为0的不得分。' if self.low_is_good else ''}"
        )

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure; where low is good, 0 is no offer and earns none."""
        values = self.figures(entries, c)
        offered = {b: v for b, v in values.items() if v > 0}
        others = [v for v in self._others(c) if v > 0]
        if not offered:
            return {b: Worked(Fraction(0), "各家承诺值均为0，不得分") for b in values}
        if self.low_is_good:
            best, points = min((*offered.values(), *others)), lowest_to_own(offered, c.full, others)
        else:
            best, points = max((*offered.values(), *others)), ratio_to_best(values, c.full, others)
        worked = {}
        for b, value in values.items():
            if b not in points:
                worked[b] = Worked(Fraction(0), "填报值为0，不得分")
                continue
            ratio = (best, value) if self.low_is_good else (value, best)
            how = f"{plain(ratio[0])}÷{plain(ratio[1])}×{plain(c.full)}{equals(points[b])}"
            worked[b] = Worked(points[b], how)
        return worked

    def _others(self, c: Context) -> Iterable[Fraction]:
        """The proven figures of all lots, where they count."""
        proven = {b: e for b, e in c.everywhere.items() if not e.unproven & set(self.fact_ids())}
        return self.figures(proven, c).values() if self.across else ()


class Places(FigureRule):
    """Points by place among the valid bids (名次得分): the first so many, the second so many, ``others`` the rest."""

    kind: Literal["places"]
    points_by_place: tuple[Points, ...] = Field(min_length=1)
    others: Points = Fraction(0)
    low_is_good: bool = False

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        order = "由低到高" if self.low_is_good else "由高到低"
        told = "，".join(f"第{n}名得{plain(p)}分" for n, p in enumerate(self.points_by_place, 1))
        rest = f"其余得{plain(self.others)}分" if self.others else "其他不得分"
        return (
            f"有效{c.terms.bid}按{self.subject(self.known(c))}{order}排列：{told}，{rest}；"
            f"数值相同的名次并列，按所并列的较前名次得分，其后名次顺延。"
        )

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its place."""
        values = self.figures(entries, c)
        high = not self.low_is_good
        points = by_place(values, self.points_by_place, self.others, high_is_good=high)
        worked = {}
        for b, value in values.items():
            place = 1 + sum((v < value) if self.low_is_good else (v > value) for v in values.values())
            worked[b] = Worked(points[b], f"{self.amount(value, c)}，第{place}名，得{shown(points[b])}")
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Places that earn more than those before them, or more or less than the factor."""
        falling = [*self.points_by_place, self.others]
        if sorted(falling, reverse=True) != falling:
            yield Flaw("points_by_place", "靠后的名次得分更高", "按名次由高到低")
        yield from over_full(self.points_by_place[0], c, "points_by_place")
        yield from short_of_full(self.points_by_place[0], c, "points_by_place")


class Linear(FigureRule):
    """Points on a line between two figures, level beyond them (线性插值)."""

    kind: Literal["linear"]
    zero_at: Points
    full_at: Points

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        better = "不低于" if self.full_at > self.zero_at else "不高于"
        worse = "不高于" if self.full_at > self.zero_at else "不低于"
        return (
            f"{self.subject(self.known(c))}{better}{self.amount(self.full_at, c)}的得{plain(c.full)}分，"
            f"{worse}{self.amount(self.zero_at, c)}的得0分，其间按线性插值计算。"
        )

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        span = f"（{plain(self.full_at)}－{plain(self.zero_at)}）"
        worked = {}
        for b, value in self.figures(entries, c).items():
            p = linear(value, self.zero_at, self.full_at, c.full)
            full = plain(c.full)
            how = f"（{plain(value)}－{plain(self.zero_at)}）÷{span}×{full}，限0至{full}分{equals(p)}"
            worked[b] = Worked(p, how)
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Two ends that are one."""
        if self.zero_at == self.full_at:
            yield Flaw("full_at", f"得满分和得0分的数值都是{plain(self.full_at)}", "两个不同的数值")


class Anchor(Worth):
    """One point of a broken line: this figure is worth so much (插值点)."""

    at: Points


class Piecewise(FigureRule):
    """Points on straight lines between anchors, level beyond the first and the last (分段线性插值)."""

    kind: Literal["piecewise"]
    anchors: tuple[Anchor, ...] = Field(min_length=2)

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        points = "，".join(f"{self.amount(a.at, c)}得{plain(a.of(c.full))}分" for a in self.anchors)
        return (
            f"按{self.subject(self.known(c))}计分：{points}；相邻两点之间按线性插值计算，"
            f"低于首点或高于末点的按首点或末点计。"
        )

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        anchors = [(a.at, a.of(c.full)) for a in self.anchors]
        worked = {}
        for b, value in self.figures(entries, c).items():
            p = piecewise(value, anchors)
            worked[b] = Worked(p, f"{self.amount(value, c)}{self._between(value, anchors)}，得{shown(p)}")
        return worked

    def _between(self, value: Fraction, anchors: list[tuple[Fraction, Fraction]]) -> str:
        under = [at for at, _ in anchors if at <= value]
        over = [at for at, _ in anchors if at >= value]
        if not under or not over:
            return "在两端以外"
        return f"在{plain(under[-1])}与{plain(over[0])}之间" if under[-1] != over[0] else "为插值点"

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Anchors out of order, or worth more or less than the factor."""
        at = [a.at for a in self.anchors]
        if sorted(set(at)) != at:
            yield Flaw("anchors", f"插值点依次为{'、'.join(map(plain, at))}", "由小到大，不重复")
        best = max(a.of(c.full) for a in self.anchors)
        yield from over_full(best, c, "anchors")
        yield from short_of_full(best, c, "anchors")
