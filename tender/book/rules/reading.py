"""Readings (取数): the figure that a rule takes from a fact, with the rows of a list filtered first."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from tender.book.facts import Fact
from tender.book.kinds import Day, Key, Noun, Text
from tender.book.listed import ListColumn, day_zh
from tender.book.rules.shape import Entry, Flaw
from tender.book.rules.span import Covers
from tender.rows import ListRow, alike, once, proven


class Where(Covers):
    """A condition on one column of a list: a figure's bounds, days, words, or yes (计入条件)."""

    column: Key
    since: Day | None = None
    until: Day | None = None
    among: tuple[Text, ...] = ()
    says_yes: bool = False

    @model_validator(mode="after")
    def _some_condition(self) -> Self:
        sorts = (self.bounded, bool(self.since or self.until), bool(self.among), self.says_yes)
        if sum(sorts) != 1:
            raise PydanticCustomError("where", "一个条件只写一类：数值范围、日期范围、among 或 says_yes")
        return self

    def holds(self, row: ListRow) -> bool:
        """Whether a row meets it; a column left empty never does."""
        value = row.get(self.column)
        if value is None:
            return False
        if self.among:
            return alike(value) in map(alike, self.among)
        if self.says_yes or isinstance(value, bool):
            return self.says_yes and value is True
        if isinstance(value, Fraction):
            return self.bounded and self.span.holds(value)
        if isinstance(value, str) or self.bounded:
            return False
        return (self.since is None or value >= self.since) and (self.until is None or value <= self.until)

    def words(self, columns: Mapping[str, ListColumn]) -> str:
        """The clause printed in the book: 合同金额不低于500000元."""
        column = columns[self.column]
        if self.bounded:
            return f"{column.name}{self.covers(column.unit_word)}"
        if self.among:
            return f"{column.name}为{'、'.join(self.among)}{'之一' if len(self.among) > 1 else ''}"
        if self.says_yes:
            return f"“{column.name}”为是"
        days = [f"不早于{day_zh(self.since)}"] if self.since else []
        days += [f"不晚于{day_zh(self.until)}"] if self.until else []
        return f"{column.name}{'且'.join(days)}"

    def flaws(self, columns: Mapping[str, ListColumn]) -> Iterator[Flaw]:
        """A column that the list does not have, or of another kind than the condition."""
        column = columns.get(self.column)
        if column is None:
            yield Flaw("where", f"清单中没有栏目 {self.column}", f"应为以下之一：{'、'.join(columns)}")
            return
        fits = {
            "text": bool(self.among),
            "choice": bool(self.among),
            "yes_no": self.says_yes,
            "date": bool(self.since or self.until),
        }
        if not fits.get(column.kind, self.bounded):
            yield Flaw(
                "where", f"对“{column.name}”写的条件与其类型不符", "数值写范围，日期写起止，文字写 among"
            )
        unknown = [word for word in self.among if column.options and word not in column.options]
        if unknown:
            yield Flaw(
                "where", f"“{'、'.join(unknown)}”不在“{column.name}”的选项中", "、".join(column.options)
            )


class Reading(Noun):
    """A figure of one fact; of a list, how many things pass ``where``, or a column's sum or highest."""

    fact: Key
    where: tuple[Where, ...] = ()
    take: Literal["count", "sum", "highest"] = "count"
    column: Key | None = None

    @model_validator(mode="after")
    def _column_as_taken(self) -> Self:
        if (self.take == "count") != (self.column is None):
            raise PydanticCustomError("take", "take 为 sum 或 highest 时写 column，按条数计时不写")
        return self

    def things(self, entry: Entry, fact: Fact) -> tuple[tuple[ListRow, ...], ...]:
        """The proven rows that pass every condition, each thing once."""
        passing = [r for r in proven(entry.lists[self.fact]) if all(w.holds(r) for w in self.where)]
        return once(passing, fact.unique)

    def figure(self, entry: Entry, fact: Fact) -> Fraction:
        """The figure of one bid; a column left empty counts as 0."""
        if fact.kind == "choices":
            return Fraction(len(entry.chosen[self.fact]))
        if fact.kind != "list":
            return entry.facts[self.fact]
        things = self.things(entry, fact)
        if self.column is None:
            return Fraction(len(things))
        best = [max(_number(row, self.column) for row in rows) for rows in things]
        return sum(best, Fraction(0)) if self.take == "sum" else max(best, default=Fraction(0))

    def unit(self, fact: Fact) -> str:
        """What the figure counts; of options 项, whatever the form says beside them (可多选)."""
        if fact.kind == "choices":
            return "项"
        return fact.column[self.column].unit_word if self.column else fact.unit

    def subject(self, fact: Fact) -> str:
        """What the figure is, as the clause names it."""
        if fact.kind == "choices":
            return f"“{fact.name}”符合的项数"
        if fact.kind != "list":
            return f"“{fact.name}”"
        told = f"（{self.conditions(fact)}）" if self.where else ""
        if self.column is None:
            return f"“{fact.name}”{told}的数量"
        word = "合计" if self.take == "sum" else "最高值"
        return f"“{fact.name}”{told}的{fact.column[self.column].name}{word}"

    def conditions(self, fact: Fact) -> str:
        """What a row must meet to count."""
        return "，".join(w.words(fact.column) for w in self.where)

    def misread(self, fact: Fact) -> Iterator[Flaw]:
        """Conditions that the fact cannot answer."""
        if fact.kind == "choice":
            yield Flaw("fact", f"“{fact.name}”是单选项，没有数值", '数值事项、清单，或改用 kind = "levels"')
        if fact.kind != "list" and (self.where or self.column):
            yield Flaw("where", f"“{fact.name}”不是清单，不能逐条筛选", "清单（list）事项，或删除条件")
        elif fact.kind == "list":
            for condition in self.where:
                yield from condition.flaws(fact.column)
            if self.column and not (self.column in fact.column and fact.column[self.column].figure):
                yield Flaw("column", f"{self.column} 不是清单中的数值栏目", "清单中的数值栏目")


def _number(row: ListRow, column: str) -> Fraction:
    value = row.get(column)
    return value if isinstance(value, Fraction) else Fraction(0)
