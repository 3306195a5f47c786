"""The tally (计数): one field's answers as whole counts and exact sums, which add up in any order."""

from collections.abc import Iterable
from fractions import Fraction

from scoring.ranking import Place
from tender.bench import Bench, Points, places
from tender.book import Book, Lot
from tender.case import least_bidders
from tender.policy import Policies
from tender.simulate.award import award
from tender.simulate.chance import stream
from tender.simulate.field import Operator, Plans, field
from tender.simulate.judging import leaning
from tender.simulate.play import (
    First,
    across,
    bench,
    computable,
    extremes,
    first,
    gamed,
    one_judge,
    passed,
    points,
)

Count = tuple[str, ...]
"""What is counted, from the outside in."""


class Tally(dict[Count, Fraction]):
    """Counts and sums by what they count; nothing counted is 0."""

    def __missing__(self, key: Count) -> Fraction:
        return Fraction(0)

    def add(self, *key: str, by: Fraction | int = 1) -> None:
        """Count once more, or add an amount."""
        self[key] = self[key] + by

    def share(self, part: Count, whole: Count) -> Fraction:
        """How often one of the other; 0 where there is none."""
        return self[part] / self[whole] if self[whole] else Fraction(0)


def together(tallies: Iterable[Tally]) -> Tally:
    """All tallies as one."""
    found = Tally()
    for tally in tallies:
        for key, value in tally.items():
            found[key] += value
    return found


def tally_of(
    book: Book, packs: Policies, known: Plans, seed: int, number: int, *, closely: bool, awards: bool
) -> Tally:
    """Everything that one field answers.

    ``closely`` asks as well what would have changed the first place, ``awards`` executes the
    award rule.
    """
    found, rng = Tally(), stream(seed, number)
    least, _ = least_bidders(book, packs)
    everyone = field(book, known, rng, least)
    lean = leaning(rng, tuple(judge.id for judge in book.judges))
    benches = {}
    for lot in book.lots:
        entrants = [o for o in everyone if lot.id in o.bid.lots]
        valid = _through_gates(book, packs, lot, entrants, found)
        found.add("lot", lot.id, "fields")
        if len(valid) < max(1, least):
            found.add("lot", lot.id, "few")
            continue
        table = computable(bench(book, lot, rng, {o.bid.operator: o for o in valid}, lean))
        if table is None:
            found.add("lot", lot.id, "few")
        else:
            benches[lot.id] = table
    by_number = {o.bid.operator: o for o in everyone}
    ranked = {}
    for lot_id, table in across(benches).items():
        ranked[lot_id] = _ranked(table, by_number, found, closely)
    if awards:
        given = award(book, packs, everyone, ranked)
        found.add("award", "fields")
        found.add("award", "stands", by=int(given.stands))
        found.add("award", "lots", by=given.lots)
        found.add("award", "all", by=len(book.lots))
        found.add("award", "could", by=given.could)
        found.add("award", "passed", by=given.passed)
        found.add("award", "fen", by=given.fen)
        found.add("award", "empty", by=int(given.lots < given.could))
        limit = money_limit(book)
        if limit and given.stands:
            found.add("budget", str(min(20, given.fen * 20 // limit)))
    return found


def money_limit(book: Book) -> int:
    """What all winners together may cost in fen: the fiscal baseline or all sources, whichever is less; 0 for none."""
    limits = [sum(f.budget_fen for f in book.funding)] if book.funding else []
    limits += [book.fiscal.baseline_fen] if book.fiscal else []
    return min(limits, default=0) if book.paid_lots else 0


def _through_gates(
    book: Book, packs: Policies, lot: Lot, entrants: list[Operator], found: Tally
) -> list[Operator]:
    """The bids that pass every gate, each gate counted alone and one after the other."""
    valid = []
    for operator in entrants:
        answers = passed(book, packs, lot, operator)
        found.add("lot", lot.id, "bids")
        alive = True
        for gate, fine in answers.items():
            found.add("gate", lot.id, gate, by=int(fine))
            alive = alive and fine
            found.add("left", gate, by=int(alive))
        found.add("bids")
        stated = operator.bid.lots[lot.id].facts
        for fact, minimum in lot.minimums.items():
            found.add("minimum", lot.id, fact, by=int(stated.get(fact, Fraction(-1)) >= minimum))
        if alive:
            valid.append(operator)
    return valid


def _ranked(table: Bench, everyone: dict[str, Operator], found: Tally, closely: bool) -> tuple[Place, ...]:
    """The ranking of one lot; its items, its winners and, looked at closely, what turns it, counted."""
    given = points(table)
    ordered = places(table, given)
    winners = frozenset(p.bidder for p in ordered if p.rank == 1)
    found.add("fields")
    found.add("lot", table.lot.id, "judged")
    for c in table.criteria:
        own, key = given[c.id], ("item", table.lot.column, c.id)
        found.add(*key, "fields")
        found.add(*key, "bids", by=len(own))
        found.add(*key, "full", by=sum(p >= table.contexts[c.id].full for p in own.values()))
        found.add(*key, "zero", by=sum(p <= 0 for p in own.values()))
        found.add(*key, "apart", by=int(len(set(own.values())) > 1))
        found.add(*key, "spread", by=max(own.values()) - min(own.values()))
    for b in winners:
        found.add("won", everyone[b].shape.value, by=Fraction(1, len(winners)))
    for shape in {everyone[b].shape for b in table.bidders}:
        found.add("ran", shape.value)
    found.add("tie", by=int(len(winners) > 1))
    found.add("rounding", by=int(first(table, given, exact=True) != winners))
    if closely and len(table.bidders) > 1:
        _turned(table, given, winners, found)
    return ordered


def _turned(table: Bench, given: Points, winners: First, found: Tally) -> None:
    """What would have changed the first place: any one item, one judge, extremes, an extreme price."""
    column = table.lot.column
    for c in table.criteria if len(table.criteria) > 1 else ():
        without = {k: v for k, v in given.items() if k != c.id}
        found.add("item", column, c.id, "asked")
        found.add("item", column, c.id, "decides", by=int(first(table, without) != winners))
    answers = {
        "judge": one_judge(table, given),
        "extremes": extremes(table, given),
        "gamed": gamed(table, given),
    }
    for name, turned in answers.items():
        if turned is not None:
            found.add(name, column, "asked")
            found.add(name, column, "decides", by=int(turned))
