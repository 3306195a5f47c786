"""Tables (分档): thresholds reached, intervals, levels of things, best one only or summed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Annotated, Literal

from pydantic import Field

from scoring.exact import plain
from scoring.tables import best_level, interval, ladder, summed_levels
from tender.book.facts import Fact
from tender.book.kinds import Key, Points, Text, Whole
from tender.book.rules.base import FactRule, FigureRule, most_of, over_full, short_of_full
from tender.book.rules.reading import Where
from tender.book.rules.shape import Context, Entry, Flaw, Worked, shown
from tender.book.rules.span import Covers, Worth
from tender.rows import ListRow, alike, once, proven


class Step(Covers, Worth):
    """A row of a table of figures: this interval is worth so much."""


class Ladder(FigureRule):
    """Thresholds; the highest points among those reached (满3年2分，满8年4分), or intervals side by side."""

    kind: Literal["ladder", "intervals"]
    steps: tuple[Step, ...] = Field(min_length=1)

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        unit = self.unit(self.known(c))
        told = "；".join(f"{step.covers(unit)}的{step.words(c.full)}" for step in self.steps)
        highest = "同时达到几档的按得分最高的一档计，" if self.kind == "ladder" else ""
        rest = "" if self._owns_all(c) else f"；{highest}其他不得分"
        return f"{self.subject(self.known(c))}{told}{rest}。"

    def _owns_all(self, c: Context) -> bool:
        """Whether intervals leave no figure without a row, so that nothing else can occur."""
        spans = sorted((step.span for step in self.steps), key=lambda s: (s.low or Fraction(0), s.low_open))
        whole = self._whole(self.known(c))
        gaps = any(under.leaves_gap(over, whole=whole) for under, over in pairwise(spans))
        from_nothing = spans[0].low is None or spans[0].holds(Fraction(0))
        return self.kind == "intervals" and from_nothing and spans[-1].high is None and not gaps

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its own figure."""
        rows = [(step.span, step.of(c.full)) for step in self.steps]
        compute = ladder if self.kind == "ladder" else interval
        worked = {}
        for b, value in self.figures(entries, c).items():
            p = compute(value, rows)
            worked[b] = Worked(p, f"{self.amount(value, c)}，得{shown(p)}")
        return worked

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Rows without an end, intervals that share figures, rows over the factor."""
        if not all(step.bounded for step in self.steps):
            yield Flaw("steps", "有一档没有写范围", "每档写 at_least、above、at_most、below 中的一个或两个")
        unit = self.unit(self.known(c))
        if self.kind == "intervals":
            for one, other in combinations(self.steps, 2):
                if one.span.meets(other.span):
                    told = f"“{one.covers(unit)}”与“{other.covers(unit)}”重叠"
                    mend = "一端写 at_most，另一端写 above，端点只归一档"
                    yield Flaw("steps", told, "各档互不重叠，端点只属于一档", mend=mend)
        yield from self._holes(c)
        best = max(step.of(c.full) for step in self.steps)
        yield from over_full(best, c, "steps")
        yield from short_of_full(best, c, "steps")

    def _holes(self, c: Context) -> Iterator[Flaw]:
        """Figures between two rows that no row owns; thresholds that add nothing or that nobody reaches."""
        fact = self.known(c)
        unit, most = self.unit(fact), most_of(fact) if self.column is None else None
        ordered = sorted(self.steps, key=lambda step: (step.span.low or Fraction(0), step.span.low_open))
        for under, over in pairwise(ordered):
            if self.kind == "intervals" and under.span.leaves_gap(over.span, whole=self._whole(fact)):
                told = f"“{under.covers(unit)}”与“{over.covers(unit)}”之间的数值不属于任何一档，不得分"
                mend = "把端点归入其中一档，首尾相接"
                yield Flaw("steps", told, "相邻两档首尾相接", serious=False, mend=mend)
            grows = under.span.high is None and over.span.high is None
            if self.kind == "ladder" and grows and over.of(c.full) <= under.of(c.full):
                told = f"“{over.covers(unit)}”得分不多于“{under.covers(unit)}”，这一档不起作用"
                yield Flaw("steps", told, "门槛越高得分越多", serious=False, mend="核对各档分值")
        for step in self.steps:
            if most is not None and step.span.low is not None and step.span.low > most:
                told = f"“{step.covers(unit)}”没有人能达到，最多只能填报{plain(most)}{unit}"
                yield Flaw("steps", told, "各档都可以达到", serious=False, mend="调整分档或 at_most")

    def _whole(self, fact: Fact) -> bool:
        """Whether only whole numbers occur."""
        if self.column is not None:
            return fact.column[self.column].kind == "whole"
        return fact.kind in ("whole", "list", "choices")


class Level(Worth):
    """One level of a thing: named by words or by conditions on its row (等级).

    ``most`` is how many things of this level count at most.
    """

    name: Text | None = None
    among: tuple[Text, ...] = ()
    where: tuple[Where, ...] = ()
    most: Annotated[Whole, Field(ge=1)] | None = None


class Levels(FactRule):
    """Things of several levels (等级表): the best one only, or all summed up to a cap.

    Each thing counts at its best level: one person, one position (同一人按得分最高的岗位计).
    ``column`` is the column of a list that ``among`` speaks of; a chosen fact has its options.
    """

    kind: Literal["levels"]
    fact: Key
    column: Key | None = None
    where: tuple[Where, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=1)
    take: Literal["best", "sum"] = "best"
    cap: Points | None = None

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        fact = c.facts[self.fact]
        if fact.kind == "choice":
            told = [f"为{self._words(level, fact)}的{level.words(c.full)}" for level in self.levels]
            return f"“{fact.name}”{'；'.join(told)}；其他不得分。"
        each = "每项" if self.take == "sum" else ""
        told = []
        for level in self.levels:
            limit = f"（最多计{level.most}项）" if level.most else ""
            told.append(f"{self._words(level, fact)}的{each}{level.words(c.full)}{limit}")
        only = f"只计{'，'.join(w.words(fact.column) for w in self.where)}的。" if self.where else ""
        rest = f"累计最高{plain(self._cap(c))}分。" if self.take == "sum" else "不累计，按得分最高的一项计。"
        return f"“{fact.name}”中{'；'.join(told)}；其他不得分。{only}{rest}"

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by the levels of its things."""
        fact = c.facts[self.fact]
        worths = [level.of(c.full) for level in self.levels]
        worked = {}
        for b, e in entries.items():
            found = Counter(self._at(e, fact, worths))
            counted = {n: min(k, self.levels[n].most or k) for n, k in sorted(found.items())}
            each = [worths[n] for n, k in counted.items() for _ in range(k)]
            p = best_level(each) if self.take == "best" else summed_levels(each, self._cap(c))
            told = "＋".join(
                f"{self._words(self.levels[n], fact)}{k}项×{plain(worths[n])}" for n, k in counted.items()
            )
            end = f"，累计最高{plain(self._cap(c))}" if self.take == "sum" else "，按最高的一项"
            if fact.kind == "choice":
                told, end = f"“{fact.name}”：{fact.show(e.chosen[self.fact])}", ""
            worked[b] = Worked(p, f"{told}{end}，得{shown(p)}" if told else "没有可计分的，得0")
        return worked

    def _cap(self, c: Context) -> Fraction:
        return c.full if self.cap is None else self.cap

    def _at(self, entry: Entry, fact: Fact, worths: list[Fraction]) -> Iterator[int]:
        """The best level of each thing that reaches one at all."""
        for thing in self._things(entry, fact):
            reached = [n for n, level in enumerate(self.levels) if any(self._is(level, r) for r in thing)]
            if reached:
                yield max(reached, key=lambda n: (worths[n], -n))

    def _things(self, entry: Entry, fact: Fact) -> tuple[tuple[ListRow, ...], ...]:
        if fact.kind != "list":
            return tuple(({self.fact: option},) for option in entry.chosen[self.fact])
        passing = [r for r in proven(entry.lists[self.fact]) if all(w.holds(r) for w in self.where)]
        return once(passing, fact.unique)

    def _is(self, level: Level, row: ListRow) -> bool:
        word = row.get(self.column or self.fact)
        named = not level.among or (word is not None and alike(word) in map(alike, level.among))
        return named and all(w.holds(row) for w in level.where)

    def _words(self, level: Level, fact: Fact) -> str:
        said = [f"{fact.column[self.column].name}为" if self.column else "", "或".join(level.among)]
        told = ["".join(said)] if level.among else []
        told += [w.words(fact.column) for w in level.where]
        return f"{level.name}（{'，'.join(told)}）" if level.name else "，".join(told)

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Words that no row can have, levels without words, levels over the factor."""
        fact = c.facts[self.fact]
        listed = fact.kind == "list"
        if not listed and fact.kind not in ("choice", "choices"):
            yield Flaw("fact", f"“{fact.name}”没有等级", "单选、多选或清单事项")
            return
        if not listed and (self.where or self.column or any(level.where for level in self.levels)):
            yield Flaw("where", f"“{fact.name}”不是清单，不能按栏目筛选", "清单（list）事项，或删除条件")
            return
        if any(not level.among and not level.where for level in self.levels):
            yield Flaw("levels", "有一档没有写条件", "每档写 among 或 where")
        if listed and any(level.among for level in self.levels) and self.column not in fact.column:
            yield Flaw("column", f"现为 {self.column}", f"among 所指的栏目：{'、'.join(fact.column)}")
            return
        if self.column in fact.column and fact.column[self.column].kind not in ("text", "choice"):
            name = fact.column[self.column].name
            yield Flaw("column", f"“{name}”不是文字或可选栏目", "数值和日期的条件写在 where 中")
        for condition in (*self.where, *(w for level in self.levels for w in level.where)):
            yield from condition.flaws(fact.column)
        options = fact.column[self.column].options if self.column in fact.column else fact.options
        for level in self.levels:
            unknown = [word for word in level.among if options and word not in options]
            if unknown:
                yield Flaw("levels", f"“{'、'.join(unknown)}”不在可选项中", "、".join(options))
            yield from over_full(level.of(c.full), c, "levels")
        if self.take == "best":
            yield from short_of_full(max(level.of(c.full) for level in self.levels), c, "levels")
        elif self.cap is not None:
            yield from over_full(self.cap, c, "cap")
            yield from short_of_full(self.cap, c, "cap")
        yield from self._reach(fact, c)

    def _reach(self, fact: Fact, c: Context) -> Iterator[Flaw]:
        """Words that stand in two levels, and levels that sum up to less than the cap."""
        for word, n in Counter(w for level in self.levels if not level.where for w in level.among).items():
            if n > 1:
                yield Flaw("levels", f"“{word}”写在两档中", "每个选项只属于一档", mend="从其中一档删除")
        if self.take != "sum":
            return
        counts = [level.most for level in self.levels]
        if fact.kind == "choices" and not any(counts):
            counts = [len(level.among) for level in self.levels]
        elif fact.kind == "choice":
            return
        reach = sum(
            (level.of(c.full) * (n or 0) for level, n in zip(self.levels, counts, strict=True)), Fraction(0)
        )
        if all(counts) and reach < self._cap(c):
            told = f"各档合计最多{plain(reach)}分，到不了最高{plain(self._cap(c))}分"
            yield Flaw("levels", told, "各档合计能得最高分", serious=False, mend="调整各档分值、项数或最高分")
