"""Points taken off and added (扣分、加减分): so many for each miss or gain, by things or by steps of a figure."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from scoring.factors import Counted, counted_steps, deducted, loss
from tender.book.facts import Fact
from tender.book.kinds import Points, Positive, Text, Whole
from tender.book.rules.base import FactRule, most_of, over_full, short_of_full
from tender.book.rules.reading import Reading
from tender.book.rules.shape import Context, Entry, Flaw, Worked, shown
from tender.book.rules.span import measured


class Change(Reading):
    """One sort of miss or gain: each changes the points by so many, all of them by at most so many (加减分项).

    ``beyond`` and ``under`` count only what a figure has over a required one, or is short of it,
    in steps of ``per``; of a part of a step ``counted`` says whether it counts as none, as a step
    (不足…的按…计), or by its share. More steps than ``void_over`` leave no points at all.
    """

    each: Text
    step: Positive
    at_most: Positive | None = None
    void_over: Annotated[Whole, Field(ge=1)] | None = None
    beyond: Points | None = None
    under: Points | None = None
    per: Positive = Fraction(1)
    counted: Counted = "whole"

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if None not in (self.beyond, self.under):
            raise PydanticCustomError("change_side", "beyond（超过多少）和 under（低于多少）只写一个")
        return self

    @property
    def by_steps(self) -> bool:
        """Whether a figure is cut into steps; else things are counted one by one."""
        return "per" in self.model_fields_set

    @property
    def plain_count(self) -> bool:
        """Whether all that is stated counts, one by one."""
        return not self.by_steps and self.beyond is None and self.under is None

    def over(self, entry: Entry, fact: Fact) -> Fraction:
        """What of the bid's figure is counted."""
        figure = self.figure(entry, fact)
        left = figure - (self.beyond or 0) if self.under is None else self.under - figure
        return max(left, Fraction(0))

    def steps(self, entry: Entry, fact: Fact) -> Fraction:
        """How many steps are counted."""
        return counted_steps(self.over(entry, fact), self.per, self.counted)

    def void(self, entry: Entry, fact: Fact) -> bool:
        """Whether so much is counted that no points are left."""
        return self.void_over is not None and self.over(entry, fact) > self.void_over * self.per

    def words(self, fact: Fact, verb: str) -> str:
        """The clause printed in the book: “满意度”低于95%的部分，每低1个百分点扣1分，不足1%的按1%计."""
        part = f"{self.part(fact)}的部分，" if self.part(fact) else self.subject(fact) if self.column else ""
        only = f"（{self.conditions(fact)}）" if self.where and not part else ""
        limit = f"（此项最多{verb}{plain(self.at_most)}分）" if self.at_most else ""
        void = f"，{self.void_words(fact)}的本项不得分" if self.void_over else ""
        return f"{part}{self.each}{only}{verb}{plain(self.step)}分{self._rest(fact)}{limit}{void}"

    def part(self, fact: Fact) -> str:
        """Which part of the figure is counted; empty where all of it is."""
        if self.under is not None:
            return f"{self.subject(fact)}低于{self.amount(self.under, fact)}"
        return "" if self.beyond is None else f"{self.subject(fact)}超过{self.amount(self.beyond, fact)}"

    def _rest(self, fact: Fact) -> str:
        """What becomes of a part of a step."""
        if not self.by_steps:
            return ""
        step = self.amount(self.per, fact)
        told = {"whole": "的部分不计", "started": f"的按{step}计", "exact": "的部分按比例计"}
        return f"，不足{step}{told[self.counted]}"

    def void_words(self, fact: Fact) -> str:
        """From where on no points are left."""
        far = (self.void_over or 0) * self.per
        if self.under is not None:
            return f"低于{self.amount(self.under - far, fact)}"
        return f"超过{self.amount((self.beyond or 0) + far, fact)}"

    def arithmetic(self, entry: Entry, fact: Fact) -> tuple[str, str]:
        """How the figure became steps, and the steps as the sum has them; both empty where none of it counts."""
        steps, stated = self.steps(entry, fact), self.figure(entry, fact)
        if self.plain_count:
            return "", shown(steps)
        if not steps:
            return "", ""
        if self.counted == "exact":
            return "", f"{self._difference(stated)}÷{plain(self.per)}"
        per = f"按每{self.amount(self.per, fact)}" if self.by_steps else ""
        between = "，" if self.part(fact) and per else ""
        return f"{self.part(fact)}{between}{per}计{shown(steps)}个；", shown(steps)

    def _difference(self, stated: Fraction) -> str:
        if self.under is not None:
            return f"（{plain(self.under)}－{plain(stated)}）"
        return plain(stated) if self.beyond is None else f"（{plain(stated)}－{plain(self.beyond)}）"

    def amount(self, value: Fraction, fact: Fact) -> str:
        """A figure as the clause says it."""
        return measured(value, self.unit(fact))

    def misread(self, fact: Fact) -> Iterator[Flaw]:
        """Conditions that the fact cannot answer, and one by one what is no number of things."""
        yield from super().misread(fact)
        things = fact.kind in ("whole", "list", "choices", "yes_no") and self.column is None
        if not things and not self.by_steps:
            expected = "整数、是否事项或清单条数，或用 per 写明每多少计一次"
            yield Flaw("losses", f"“{fact.name}”不是个数", expected)
        if not self.by_steps and self.counted != "whole":
            yield Flaw("counted", "没有写明每多少计一次", "写明 per，或删除 counted")
        if self.under is not None and self.under < (self.void_over or 0) * self.per:
            yield Flaw(
                "void_over", "填报0也不到不得分的界限", f"不超过{plain(Fraction(self.under // self.per))}"
            )


class Deduct(FactRule):
    """Full points, or a base, less so many for each miss and more for each gain (扣完为止，加减分).

    ``start`` are the points before any change, all unless given; ``says`` begins the sentence with
    what earns them. The result is never under ``floor`` nor over the full points.
    """

    kind: Literal["deduct"]
    says: Text | None = None
    start: Points | None = None
    losses: tuple[Change, ...] = Field(min_length=1)
    gains: tuple[Change, ...] = ()
    floor: Points = Fraction(0)

    def fact_ids(self) -> tuple[str, ...]:
        """The facts that count misses and gains."""
        return tuple(dict.fromkeys(one.fact for one in self.changes))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Gains first, as the sentence names them."""
        return (*self.gains, *self.losses)

    def _signed(self) -> Iterator[tuple[str, str, Change]]:
        """Each change with its verb and its sign."""
        yield from (("加", "＋", one) for one in self.gains)
        yield from (("扣", "－", one) for one in self.losses)

    def clause(self, c: Context) -> str:
        """The clause printed in the book."""
        base = "全部满足得" if self.start is None else "基本分"
        head = f"{self.says}的得" if self.says else base
        told = [one.words(c.facts[one.fact], verb) for verb, _, one in self._signed()]
        between = "，" if all(one.plain_count for one in self.changes) else "；"
        most = f"最高{plain(c.full)}分，" if self.gains else ""
        start = plain(self._start(c))
        return f"{head}{start}分；{between.join(told)}，{most}最低{plain(self.floor)}分。"

    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its misses and gains."""
        return {b: self._one(e, c) for b, e in entries.items()}

    def _one(self, entry: Entry, c: Context) -> Worked:
        for one in self.changes:
            fact = c.facts[one.fact]
            if one.void(entry, fact):
                return Worked(Fraction(0), f"“{fact.name}”{one.void_words(fact)}，不得分")
        gained = sum((self._worth(one, entry, c) for one in self.gains), Fraction(0))
        lost = [self._worth(one, entry, c) for one in self.losses]
        p = min(deducted(self._start(c) + gained, lost, self.floor), c.full)
        most = f"最高{plain(c.full)}，" if self.gains else ""
        return Worked(p, f"{self._arithmetic(entry, c)}，{most}最低{plain(self.floor)}，得{shown(p)}")

    def _arithmetic(self, entry: Entry, c: Context) -> str:
        """What figures are stated where they are measured, then the sum: 填报92%；…计3个；10－3×1."""
        stated: dict[str, None] = {}
        first, told = "", plain(self._start(c))
        for _, sign, one in self._signed():
            fact = c.facts[one.fact]
            how, steps = one.arithmetic(entry, fact)
            if not one.plain_count:
                stated[f"{one.subject(fact)}{one.amount(one.figure(entry, fact), fact)}；"] = None
            most = f"（最多{plain(one.at_most)}）" if one.at_most is not None else ""
            first += how
            told += f"{sign}{steps}×{plain(one.step)}{most}" if steps else ""
        return f"{''.join(stated)}{first}{told}"

    def _worth(self, one: Change, entry: Entry, c: Context) -> Fraction:
        return loss(one.steps(entry, c.facts[one.fact]), one.step, one.at_most)

    def _start(self, c: Context) -> Fraction:
        return c.full if self.start is None else self.start

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Misses that are no counts, a floor at the top, a start from which nobody reaches all points."""
        for one in self.changes:
            yield from one.misread(c.facts[one.fact])
        for one in self.losses:
            yield from self._uneven(one, c.facts[one.fact], c)
            if c.facts[one.fact].kind == "list" and c.facts[one.fact].by == "bidder" and one.under is None:
                told = f"“{c.facts[one.fact].name}”不填或者不附证明，反而不扣分"
                yield Flaw("losses", told, "由采购人查询的事项，或由人填写的项数", serious=False)
        if self.floor >= c.full:
            yield Flaw("floor", f"最低{plain(self.floor)}分", f"低于满分{plain(c.full)}分")
        yield from over_full(self._start(c), c, "start")
        if self.gains and self.start is None:
            yield Flaw("start", "没有写基本分，从满分起加不上分", "写明 start", serious=False)
        caps = [one.at_most for one in self.gains]
        reach = self._start(c) + sum((cap for cap in caps if cap is not None), Fraction(0))
        if None not in caps:
            yield from short_of_full(reach, c, "gains" if caps else "start")

    def _uneven(self, one: Change, fact: Fact, c: Context) -> Iterator[Flaw]:
        """A known number of misses that together do not cost what can be lost, but almost."""
        most, loses = most_of(fact), self._start(c) - self.floor
        if fact.kind == "list" or most is None or one.at_most is not None or len(self.changes) > 1:
            return
        lost = most * one.step
        if one.plain_count and lost != loses and lost - loses < one.step:
            told = f"{plain(most)}项各扣{plain(one.step)}分，共{plain(lost)}分，与可扣的{plain(loses)}分不合"
            mend = "调整每项扣分，或改用百分数"
            yield Flaw("losses", told, "全部不满足时恰好扣完", serious=False, mend=mend)
