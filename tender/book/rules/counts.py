"""Counts (计数): have or have not, so many points for each, a table of counts."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from scoring.exact import plain
from scoring.factors import count_step, counted_steps
from scoring.tables import lookup
from tender.book.kinds import Points, Positive, Text, Whole
from tender.book.rules.base import FigureRule, most_of, over_full, short_of_full
from tender.book.rules.shape import Context, Entry, Flaw, Worked, shown
from tender.book.rules.span import Worth


class Has(FigureRule):
    """All points for who has it, none for who has not (具有的得分), or the inverse (无…的得分)."""

    kind: Literal["has", "has_not"]
    says: Text | None = None

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        fact = self.known(c)
        told = f"（{self.conditions(fact)}）" if self.where else ""
        yes, no = (f"“{fact.name}”{told}为是", "否") if fact.kind == "yes_no" else (None, None)
        if self.kind == "has":
            return f"{self.says or yes or f'有“{fact.name}”{told}'}的得{plain(c.full)}分，否则不得分。"
        none = f"“{fact.name}”为{no}" if no else f"无“{fact.name}”"
        return f"{self.says or none}的得{plain(c.full)}分，否则不得分。"

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """All points or none."""
        worked = {}
        for b, value in self.figures(entries, c).items():
            earns = (value > 0) == (self.kind == "has")
            said = self.known(c).show(value) if self.known(c).kind != "list" else f"有{plain(value)}条"
            how = f"“{self.known(c).name}”：{said}，" + (f"得{plain(c.full)}" if earns else "不得分")
            worked[b] = Worked(c.full if earns else Fraction(0), how)
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """An empty list says nothing, so it must not earn points."""
        if self.kind == "has_not" and self.known(c).kind in ("list", "choices"):
            yield Flaw("fact", "清单留空不能证明“无”", "是否事项或数量事项，由人填“否”或0")


class CountStep(FigureRule):
    """So many points for each, up to a cap (每…得…分，最高…分).

    ``per`` counts whole steps of a figure (每满10万元), ``beyond`` what is over a required
    number; ``cap`` is the weight unless given.
    """

    kind: Literal["count_step"]
    each: Text
    step: Positive
    per: Positive = Fraction(1)
    beyond: Points = Fraction(0)
    cap: Positive | None = None

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        fact = self.known(c)
        over = f"超过{self.amount(self.beyond, c)}的部分，" if self.beyond else ""
        rest = f"不足{self.amount(self.per, c)}的部分不计，" if self._whole_steps else ""
        told = f"只计{self.conditions(fact)}的“{fact.name}”。" if self.where else ""
        told = f"按{self.subject(fact)}计算。" if self.column else told
        return f"{over}{self.each}得{plain(self.step)}分，{rest}最高{plain(self._cap(c))}分。{told}"

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its count."""
        worked = {}
        for b, value in self.figures(entries, c).items():
            count = self._count(value)
            p = count_step(count, self.step, self._cap(c))
            how = f"{count}×{plain(self.step)}，最高{plain(self._cap(c))}，得{shown(p)}"
            worked[b] = Worked(p, self._steps(value, count, c) + how)
        return worked

    def _count(self, value: Fraction) -> int:
        """How many full steps a figure has beyond the start."""
        return int(counted_steps(value - self.beyond, self.per, "whole"))

    def _steps(self, value: Fraction, count: int, c: Context) -> str:
        """How the figure became a number of steps, where it is not the number itself."""
        if not self._whole_steps and not self.beyond:
            return ""
        over = f"，超过{plain(self.beyond)}的部分" if self.beyond else ""
        per = f"，每满{self.amount(self.per, c)}算一个" if self._whole_steps else ""
        return f"{self.amount(value, c)}{over}{per}，计{count}个："

    @property
    def _whole_steps(self) -> bool:
        """Whether a figure is cut into whole steps; of percents and decimals ``per = 1`` says so too."""
        return self.per != 1 or "per" in self.model_fields_set

    def _cap(self, c: Context) -> Fraction:
        return c.full if self.cap is None else self.cap

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Steps of what has no whole number, a cap over or under the factor."""
        fact = self.known(c)
        counted = fact.kind == "whole" or (fact.kind in ("list", "choices") and self.column is None)
        if not counted and not self._whole_steps:
            yield Flaw(
                "fact", f"按个数计分的“{fact.name}”不是个数", "整数、清单条数，或用 per 写明每满多少计一次"
            )
        if self.cap is not None:
            yield from over_full(self.cap, c, "cap")
            yield from short_of_full(self.cap, c, "cap")
        yield from self._uneven(self._cap(c), c)

    def _uneven(self, cap: Fraction, c: Context) -> Iterator[Flaw]:
        """Steps that jump over the cap, or of which nobody can have enough."""
        steps, mend = -(-cap // self.step), "调整每项分值或最高分，使最高分恰为每项分值的整数倍"
        if self.step * steps != cap:
            told = (
                f"每项{plain(self.step)}分，{steps}项为{plain(self.step * steps)}分，与最高{plain(cap)}分不合"
            )
            yield Flaw("step", told, "若干项恰好达到最高分", serious=False, mend=mend)
        most = most_of(self.known(c)) if self.column is None else None
        reach = self.step * self._count(most) if most is not None else cap
        if reach < cap:
            told = f"最多只能填报{plain(most or Fraction(0))}，得{plain(reach)}分，到不了最高{plain(cap)}分"
            yield Flaw("step", told, "按可以填报的最多项数能得最高分", serious=False, mend=mend)


class Row(Worth):
    """Exactly so many things are worth so much (查表)."""

    count: Annotated[Whole, Field(ge=1)]


class Lookup(FigureRule):
    """A table from count to points (1项20分，2项40分); more than the last row counts as the last, or as none."""

    kind: Literal["lookup"]
    rows: tuple[Row, ...] = Field(min_length=1)
    more: Literal["as_last", "none"] = "as_last"

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        last, fact = max(row.count for row in self.rows), self.known(c)
        most = len(fact.options) if fact.kind == "choices" else None
        told = []
        for row in self.rows:
            and_more = "及以上" if row.count == last and self.more == "as_last" and last != most else ""
            told.append(f"{self.amount(Fraction(row.count), c)}{and_more}{row.words(c.full)}")
        return f"{self.subject(fact)}：{'，'.join(told)}，其他不得分。"

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its count."""
        table = {row.count: row.of(c.full) for row in self.rows}
        worked = {}
        for b, value in self.figures(entries, c).items():
            p = lookup(int(value), table, more_as_last=self.more == "as_last")
            worked[b] = Worked(p, f"{self.amount(value, c)}，得{shown(p)}")
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """One count twice, or a row over the factor."""
        fact = self.known(c)
        if fact.kind not in ("whole", "list", "choices") or self.column:
            yield Flaw(
                "fact", f"“{fact.name}”不是个数，不能按项数查表", '整数或清单条数，或改用 kind = "intervals"'
            )
        counts = [row.count for row in self.rows]
        if len(set(counts)) < len(counts):
            yield Flaw("rows", "同一项数写了不止一次", "每个项数一行")
        yield from uncounted(self.rows, c.full)
        most = most_of(fact)
        if most is not None and max(counts) > most:
            told = f"{max(counts)}项一行没有人能达到，最多只能填报{plain(most)}项"
            yield Flaw("rows", told, f"项数不超过{plain(most)}", serious=False, mend="删除该行或调整项数")
        best = max(row.of(c.full) for row in self.rows)
        yield from over_full(best, c, "rows")
        yield from short_of_full(best, c, "rows")


def uncounted(rows: tuple[Row, ...], full: Fraction) -> Iterator[Flaw]:
    """Counts between two rows that earn nothing, and more things that earn less."""
    ordered = sorted(rows, key=lambda row: row.count)
    for less, more in pairwise(ordered):
        if more.count > less.count + 1:
            between = "、".join(str(n) for n in range(less.count + 1, min(more.count, less.count + 4)))
            told = f"{between}项没有规定分值，反而不得分"
            mend = "补写所缺的项数，或改用分档"
            yield Flaw("rows", told, "相邻两行的项数连续", serious=False, mend=mend)
        if more.of(full) < less.of(full):
            told = f"{more.count}项得分少于{less.count}项"
            yield Flaw("rows", told, "项数多的得分不少于项数少的", serious=False, mend="核对各行分值")
