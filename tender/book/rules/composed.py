"""Composed rules (组合计分): sub-items summed under a cap, or one of several ways (小项相加、择一计分)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal, Self, Union

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from tender.book.kinds import Key, Noun, Positive, Text
from tender.book.rules.base import over_full, short_of_full
from tender.book.rules.counts import CountStep, Has, Lookup
from tender.book.rules.deductions import Deduct
from tender.book.rules.grades import Bands, ChecklistGrade, Grades, ItemDefects
from tender.book.rules.judged import PanelMean, Votes
from tender.book.rules.lines import Linear, Piecewise, Places, Ratio
from tender.book.rules.panel import MarkItem
from tender.book.rules.shape import Context, Entry, Flaw, Marks, Worked, equals, of_scale, shown
from tender.book.rules.span import Worth
from tender.book.rules.tables import Ladder, Levels

FACT_RULES = Ratio | Linear | Piecewise | Places | Has | CountStep | Lookup | Deduct | Ladder | Levels
JUDGED_RULES = PanelMean | Grades | Bands | ChecklistGrade | ItemDefects | Votes


class Part(Worth):
    """One sub-item or one way: its name, the most it can earn, its own rule."""

    id: Key
    name: Text
    option: Text | None = None
    rule: "PartRule"


class Composed(Noun):
    """Sub-items summed under a total cap (``sum``), or the way that earns most (``either``).

    With ``fact``, a choice, ``either`` takes the way whose ``option`` the bid chose, and no other.
    """

    kind: Literal["sum", "either"]
    parts: tuple[Part, ...] = Field(min_length=2)
    fact: Key | None = None
    scale: Positive | None = None

    @model_validator(mode="after")
    def _options(self) -> Self:
        ids, names = {part.id for part in self.parts}, {part.name for part in self.parts}
        if min(len(ids), len(names)) < len(self.parts):
            raise PydanticCustomError("parts_twice", "各小项的 id 和名称不得重复")
        if self.kind == "sum" and self.fact is not None:
            raise PydanticCustomError("sum_fact", "相加计分不写 fact，择一计分才写")
        if any((part.option is None) != (self.fact is None) for part in self.parts):
            raise PydanticCustomError("part_option", "按选择计分时各方式写 option，否则都不写")
        return self

    @property
    def judged(self) -> bool:
        """Whether any part is judged."""
        return any(part.rule.judged for part in self.parts)

    @property
    def across(self) -> bool:
        """Whether any part compares bids with those of all lots."""
        return any(part.rule.across for part in self.parts)

    def fact_ids(self) -> tuple[str, ...]:
        """The facts that the parts read, and the choice between them."""
        own = (self.fact,) if self.fact else ()
        return tuple(dict.fromkeys([*own, *(f for part in self.parts for f in part.rule.fact_ids())]))

    def sentence(self, c: Context) -> str:
        """The clause printed in the book: the parts one under the other."""
        inner = self._inner(c)
        lines = []
        for n, part in enumerate(self.parts, 1):
            most = plain(part.of(inner.full))
            chosen = f"选择“{part.option}”的" if part.option else part.name
            lines.append(f"（{n}）{chosen}（最高{most}分）：{part.rule.sentence(self._of(part, inner))}")
        if self.kind == "sum":
            head = f"各小项得分相加，合计最高{plain(inner.full)}分："
        elif self.fact:
            head = f"按“{c.facts[self.fact].name}”所选方式计分，其他方式不计："
        else:
            head = "按下列方式之一计分，符合几种的按得分最高的一种计，不累计："
        told = "\n".join([head, *lines])
        if self.scale is None:
            return told
        word = "百分制" if self.scale == 100 else f"{plain(self.scale)}分制"
        return f"按{word}评分。{told}\n本项得分＝评分{of_scale(c.full, self.scale)}。"

    def sentence_for(self, fact: str, c: Context) -> str:
        """What of the clause speaks of one fact: its parts alone, or all where the fact chooses between them."""
        if fact == self.fact:
            return self.sentence(c)
        inner = self._inner(c)
        return "\n".join(
            f"{part.name}（最高{plain(part.of(inner.full))}分）：{part.rule.sentence(self._of(part, inner))}"
            for part in self.parts
            if fact in part.rule.fact_ids()
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid: each part under its own cap, then all together."""
        inner = self._inner(c)
        by_part = [
            part.rule.points(self._entries(entries, part), self._of(part, inner)) for part in self.parts
        ]
        worked = {}
        for b, entry in entries.items():
            each = [
                min(found[b].points, part.of(inner.full)) if b in found else None
                for part, found in zip(self.parts, by_part, strict=True)
            ]
            told = [
                f"{part.name}：{found[b].how}"
                for part, found in zip(self.parts, by_part, strict=True)
                if b in found
            ]
            earned = [p for p in each if p is not None]
            if self.fact and self.fact in entry.unproven:
                earned, told = [], [f"未附“{c.facts[self.fact].name}”的证明材料"]
            one = (
                min(sum(earned, Fraction(0)), inner.full)
                if self.kind == "sum"
                else max(earned, default=Fraction(0))
            )
            word = "合计" if self.kind == "sum" else "得"
            points = one / inner.full * c.full
            weighed = f"，折算{of_scale(c.full, inner.full)}{equals(points)}" if self.scale else ""
            worked[b] = Worked(points, f"{'；'.join(told)}；{word}{shown(one)}{weighed}")
        return worked

    def mark_items(self, c: Context) -> tuple[MarkItem, ...]:
        """The rows of the mark sheet of all judged parts, named after them."""
        inner = self._inner(c)
        return tuple(
            replace(
                item,
                part=f"{part.id}.{item.part}" if item.part else part.id,
                name=f"{part.name}·{item.name}" if item.name else part.name,
            )
            for part in self.parts
            if not isinstance(part.rule, FACT_RULES)
            for item in part.rule.mark_items(self._of(part, inner))
        )

    def flaws(self, c: Context) -> Iterator[Flaw]:
        """What is wrong with the parts, and with their caps together."""
        inner = self._inner(c)
        for part in self.parts:
            yield from over_full(part.of(inner.full), inner, f"parts › {part.id}")
            for flaw in part.rule.flaws(self._of(part, inner)):
                yield replace(flaw, field=f"parts › {part.id} › rule › {flaw.field}")
        caps = [part.of(inner.full) for part in self.parts]
        reach = sum(caps, Fraction(0)) if self.kind == "sum" else max(caps)
        yield from short_of_full(reach, inner, "parts")
        if self.kind == "either" and self.judged:
            yield Flaw("parts", "择一计分中有评委评分的方式", "择一计分只用于客观事项")
        fact = c.facts.get(self.fact or "")
        if fact:
            options = [part.option for part in self.parts]
            if fact.kind != "choice" or sorted(map(str, options)) != sorted(fact.options):
                yield Flaw("fact", f"“{fact.name}”的选项与各方式不对应", "单选事项，每个选项对应一种方式")

    def _inner(self, c: Context) -> Context:
        return replace(c, full=self.scale or c.full)

    def _of(self, part: Part, c: Context) -> Context:
        return replace(c, full=part.of(c.full))

    def _entries(self, entries: Mapping[str, Entry], part: Part) -> dict[str, Entry]:
        """The bids that score in this part, with only this part's marks."""
        return {
            b: replace(e, marks=_marks_of(e.marks, part.id))
            for b, e in entries.items()
            if self.fact is None or e.chosen[self.fact] == (part.option,)
        }


def _marks_of(marks: Marks, part: str) -> Marks:
    """The marks of one part, under the names that its own rule knows."""
    own = f"{part}."
    return {
        judge: {
            "" if name == part else name.removeprefix(own): mark
            for name, mark in given.items()
            if name == part or name.startswith(own)
        }
        for judge, given in marks.items()
    }


PartRule = Annotated[
    Union[FACT_RULES, JUDGED_RULES, Composed],  # noqa: UP007 - a union of unions with a forward name
    Field(discriminator="kind"),
]

Part.model_rebuild()
Composed.model_rebuild()
