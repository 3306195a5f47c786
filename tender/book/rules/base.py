"""What all rules over facts share: proof, the scale of the factor, one reading of one fact."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from scoring.exact import plain
from tender.book.facts import Fact
from tender.book.kinds import Noun, Positive
from tender.book.rules.reading import Reading
from tender.book.rules.shape import Context, Entry, Flaw, Worked, equals, of_scale
from tender.book.rules.span import measured


class FactRule(Noun):
    """A rule over facts (客观因素). With ``scale`` the factor is scored on it, then weighted (百分制×权重)."""

    scale: Positive | None = None

    judged: ClassVar[bool] = False

    @property
    def across(self) -> bool:
        """Whether bids are compared with those of all lots."""
        return False

    @abstractmethod
    def fact_ids(self) -> tuple[str, ...]:
        """The facts the form must ask."""

    @abstractmethod
    def clause(self, c: Context) -> str:
        """How points of ``c.full`` are earned, as the book says it."""

    @abstractmethod
    def earned(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of ``c.full`` for bids whose facts are proven."""

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """What the rule says that cannot be so; all its facts are known."""
        return iter(())

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        clause = self.clause(self._inner(c)) + "".join(self._terms_of_facts(c))
        if self.scale is None:
            return clause
        word = "百分制" if self.scale == 100 else f"{plain(self.scale)}分制"
        return f"按{word}评分：{clause}本项得分＝评分{of_scale(c.full, self.scale)}。"

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid; a bid without a proof that is asked for earns none."""
        unproven = {b: e.unproven & set(self.fact_ids()) for b, e in entries.items()}
        earned = self.earned({b: e for b, e in entries.items() if not unproven[b]}, self._inner(c))
        return {
            b: self._weighed(earned[b], c) if b in earned else Worked(Fraction(0), _no_proof(unproven[b], c))
            for b in entries
        }

    def flaws(self, c: Context) -> Iterator[Flaw]:
        """What is wrong with the rule; a fact that is not declared is found elsewhere."""
        if all(fact in c.facts for fact in self.fact_ids()):
            yield from self.wrong(self._inner(c))

    def _inner(self, c: Context) -> Context:
        return replace(c, full=self.scale or c.full)

    def _weighed(self, worked: Worked, c: Context) -> Worked:
        if self.scale is None:
            return worked
        points = worked.points / self.scale * c.full
        return Worked(points, f"{worked.how}；折算{of_scale(c.full, self.scale)}{equals(points)}")

    def _terms_of_facts(self, c: Context) -> Iterator[str]:
        facts = [c.facts[fact] for fact in self.fact_ids()]
        yield from dict.fromkeys(f.once_sentence for f in facts if f.kind == "list")
        looked_up = "、".join(f"“{f.name}”" for f in facts if f.by == "purchaser")
        if looked_up:
            yield f"{looked_up}由{c.terms.buyer}查询核实，{c.terms.bidder}不提交材料。"
        if any(f.kind == "list" for f in facts):
            yield "未附有效证明材料的条目不计。"
        if any(f.proven for f in facts if f.kind != "list"):
            yield "未附有效证明材料的不得分。"


def _no_proof(facts: frozenset[str], c: Context) -> str:
    return f"未附{'、'.join(f'“{c.facts[f].name}”' for f in sorted(facts))}的证明材料，不得分"


class FigureRule(Reading, FactRule):
    """A rule over one figure of one fact."""

    def fact_ids(self) -> tuple[str, ...]:
        """The fact the form must ask."""
        return (self.fact,)

    def known(self, c: Context) -> Fact:
        """The fact that the rule reads."""
        return c.facts[self.fact]

    def figures(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Fraction]:
        """The figure of each bid."""
        return {b: self.figure(e, self.known(c)) for b, e in entries.items()}

    def amount(self, value: Fraction, c: Context) -> str:
        """A figure as the clause says it."""
        return measured(value, self.unit(self.known(c)))

    def flaws(self, c: Context) -> Iterator[Flaw]:
        """What is wrong with the reading and with the rule."""
        if self.fact in c.facts:
            reading = list(self.misread(c.facts[self.fact]))
            yield from reading
            if not reading:
                yield from self.wrong(self._inner(c))


def over_full(points: Fraction, c: Context, field: str) -> Iterator[Flaw]:
    """A row that is worth more than the whole factor."""
    if points > c.full:
        yield Flaw(field, f"一项可得{plain(points)}分", f"不超过满分{plain(c.full)}分")


def most_of(fact: Fact) -> Fraction | None:
    """The highest count that a bid can state at all; None where nothing limits it."""
    if fact.kind == "choices":
        return Fraction(len(fact.options))
    return Fraction(fact.rows) if fact.kind == "list" else fact.at_most


def short_of_full(points: Fraction, c: Context, field: str) -> Iterator[Flaw]:
    """A table whose best row does not reach the whole factor: some points nobody can earn."""
    if points < c.full:
        yield Flaw(field, f"最高只能得{plain(points)}分", f"可以得到满分{plain(c.full)}分", serious=False)
