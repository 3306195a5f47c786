"""What the book reads of a fact (取数的界限): the figures that its rules, gates and minimums name.

A synthetic bidder's figures lie around them: they are all the book itself says of what is usual.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tender.book import Book, Combination, Lot
from tender.book.gates import FigureGate
from tender.book.rules import (
    Composed,
    CountStep,
    Deduct,
    Has,
    HighestPrice,
    Ladder,
    Levels,
    Linear,
    Lookup,
    Piecewise,
    Places,
    PriceRule,
    Ratio,
    Rule,
    Where,
)
from tender.book.rules.deductions import Change
from tender.book.rules.span import Covers

RATES = {"reduction": (Fraction(3), Fraction(20)), "discount": (Fraction(80), Fraction(97))}
"""Usual rates in percent, by what the rate is."""


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of a fact: the figures named, whether few is good, and what it asks of rows.

    ``least`` and ``most`` are bounds that a bid must keep to be valid.
    """

    fact: str
    figures: tuple[Fraction, ...] = ()
    few: bool = False
    column: str | None = None
    summed: bool = False
    where: tuple[Where, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    least: Fraction | None = None
    most: Fraction | None = None


def reads(book: Book, lot: Lot) -> Iterator[Read]:
    """Every reading of a fact in ``lot``: its factors, its gates, its minimums, the limits of an award."""
    for criterion in book.criteria_of(lot):
        yield from _of(criterion.rule, criterion.weights[lot.column])
    for gate in book.gates:
        if isinstance(gate, FigureGate):
            ends = _ends(gate)
            least = gate.at_least if gate.at_least is not None else gate.above
            most = gate.at_most if gate.at_most is not None else gate.below
            summed = gate.take == "sum"
            yield Read(gate.fact, ends, False, gate.column, summed, gate.where, (), least, most)
    for fact, minimum in lot.minimums.items():
        yield Read(fact, (Fraction(minimum),), least=Fraction(minimum))
    for limit in book.award.limits if isinstance(book.award, Combination) else ():
        for measure in (limit.supply, limit.uses):
            if measure.fact:
                many = 3 if measure is limit.supply else 1
                yield Read(measure.fact, (Fraction((limit.uses.amount or 1) * many),))


def leaves(rule: Rule, full: Fraction) -> Iterator[tuple[str, Rule, Fraction]]:
    """The rules that a rule is made of, each with its part's name and its full points."""
    inner = getattr(rule, "scale", None) or full
    if not isinstance(rule, Composed):
        yield "", rule, inner
        return
    for part in rule.parts:
        for name, leaf, most in leaves(part.rule, part.of(inner)):
            yield f"{part.id}.{name}" if name else part.id, leaf, most


def _of(rule: Rule, full: Fraction) -> Iterator[Read]:
    for _, leaf, most in leaves(rule, full):
        yield from _leaf(leaf, most)


def _leaf(rule: Rule, full: Fraction) -> Iterator[Read]:
    """The readings of one rule that has no parts."""
    if isinstance(rule, PriceRule):
        yield from _price(rule)
    elif isinstance(rule, Levels):
        column = rule.column or rule.fact
        words = tuple((column, word) for level in rule.levels for word in level.among)
        where = (*rule.where, *(w for level in rule.levels for w in level.where))
        yield Read(rule.fact, where=where, words=words)
    elif isinstance(rule, Deduct):
        for few, changes in ((False, rule.gains), (True, rule.losses)):
            for one in changes:
                yield Read(one.fact, *_steps(one, few=few), one.column, one.take == "sum", one.where)
    elif isinstance(rule, Has | CountStep | Lookup | Ladder | Linear | Piecewise | Places | Ratio):
        figures, few = _figures(rule, full)
        yield Read(rule.fact, figures, few, rule.column, rule.take == "sum", rule.where)


def _steps(one: Change, *, few: bool) -> tuple[tuple[Fraction, ...], bool]:
    """The figures one and two steps away from where counting begins, and whether few is good."""
    if one.under is not None:
        return tuple(max(one.under - one.per * n, Fraction(0)) for n in (2, 1)), not few
    return tuple((one.beyond or 0) + one.per * n for n in (1, 2)), few


def _figures(
    rule: Has | CountStep | Lookup | Ladder | Linear | Piecewise | Places | Ratio, full: Fraction
) -> tuple[tuple[Fraction, ...], bool]:
    """The figures that a rule names, and whether few is good."""
    match rule:
        case Has():
            return (Fraction(1),), rule.kind == "has_not"
        case CountStep():
            steps = -(-(rule.cap or full) // rule.step)
            return (rule.beyond + rule.per, rule.beyond + rule.per * steps), False
        case Lookup():
            return tuple(Fraction(row.count) for row in rule.rows), False
        case Ladder():
            worth = {end: step.of(full) for step in rule.steps for end in _ends(step)}
            few = bool(worth) and worth[min(worth)] > worth[max(worth)]
            return tuple(end for step in rule.steps for end in _ends(step)), few
        case Linear():
            return (rule.zero_at, rule.full_at), rule.full_at < rule.zero_at
        case Piecewise():
            return tuple(a.at for a in rule.anchors), rule.anchors[0].of(full) > rule.anchors[-1].of(full)
        case Places() | Ratio():
            return (), rule.low_is_good


def _price(rule: PriceRule) -> Iterator[Read]:
    if rule.quote:
        yield Read(rule.quote.fact, RATES[rule.quote.kind], rule.quote.kind == "discount")
    if rule.share_fact:
        yield Read(rule.share_fact, (rule.share_from * 100,))
    for cost in rule.costs:
        yield Read(cost.fact, few=True)
    if isinstance(rule, HighestPrice) and rule.fact:
        yield Read(rule.fact)


def _ends(span: Covers) -> tuple[Fraction, ...]:
    ends = (span.at_least, span.above, span.at_most, span.below)
    return tuple(end for end in ends if end is not None)
