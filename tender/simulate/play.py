"""One lot of one field (一次模拟评审): the book's gates, rules and ranking, and what would change the first place."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from scoring.ranking import rank
from tender.bench import Bench, Points, entry, judges_left_out, places, standings
from tender.book import Book, Lot
from tender.book.gates import Asked, RuleGate
from tender.book.rules import BasedRule, Composed, Panel, PriceRule, Rule
from tender.book.rules.judged import JudgedRule
from tender.book.rules.price_mean import MeanBase, SampleMeanBase
from tender.findings import Answer
from tender.policy import Policies
from tender.simulate.field import Operator
from tender.simulate.judging import marks

First = frozenset[str]
"""Who stands first: several where the tie chain leaves them level."""


def passed(book: Book, packs: Policies, lot: Lot, operator: Operator) -> dict[str, bool]:
    """Whether the bid passes each gate; rules of a pack ask what no simulation knows, and count as passed."""
    bid = operator.bid
    asked = Asked(bid, bid.lots[lot.id], lot, book.fact_by_id, {}, packs, book.dates.publish)
    return {
        gate.id: isinstance(gate, RuleGate) or gate.answer(asked)[0] is Answer.PASS for gate in book.gates
    }


def bench(book: Book, lot: Lot, rng: Random, field: Mapping[str, Operator], lean: Mapping[str, int]) -> Bench:
    """The table of one lot: marks given, factors drawn."""
    plan = {b: operator.plan for b, operator in field.items()}
    prices = {b: o.bid.lots[lot.id].price_fen for b, o in field.items()}
    entries, contexts = {}, {}
    for criterion in book.criteria_of(lot):
        c = book.context(criterion, lot)
        if isinstance(criterion.rule, BasedRule):
            drawn = {p.draw.name: rng.choice(p.draw.one_of) for p in criterion.rule.draws if p.draw}
            c = replace(c, drawn=drawn)
        given = marks(rng, criterion, c, plan, lean) if criterion.rule.judged else {}
        contexts[criterion.id] = c
        entries[criterion.id] = {
            b: entry(book, o.bid, lot, prices[b], given.get(b, {})) for b, o in field.items()
        }
    return Bench(book, lot, prices, entries, contexts)


def across(benches: Mapping[str, Bench]) -> dict[str, Bench]:
    """The tables with the bids of all lots laid beside the rules that compare across the project."""
    found = {}
    for lot, table in benches.items():
        contexts = dict(table.contexts)
        for c in table.criteria:
            if c.rule.across:
                everywhere = {
                    f"{b} {other}": entry
                    for other, theirs in benches.items()
                    for b, entry in theirs.entries.get(c.id, {}).items()
                }
                contexts[c.id] = replace(contexts[c.id], everywhere=everywhere)
        found[lot] = replace(table, contexts=contexts)
    return found


def computable(table: Bench) -> Bench | None:
    """The table without the bids that the price rules cannot count; None where nothing can be counted."""
    found = [
        fault
        for c in table.criteria
        if isinstance(c.rule, PriceRule)
        for fault in c.rule.faults(table.entries[c.id], table.contexts[c.id])
    ]
    out = {bidder for bidder, _ in found}
    if not out:
        return table
    left = {key: {b: e for b, e in given.items() if b not in out} for key, given in table.entries.items()}
    prices = {b: fen for b, fen in table.prices.items() if b not in out}
    smaller = replace(table, entries=left, prices=prices)
    return None if "" in out or not smaller.bidders else computable(smaller)


def points(table: Bench) -> dict[str, dict[str, Fraction]]:
    """Exact points by criterion and bidder; judges whom the book leaves out by their totals left out."""
    found = {c.id: table.of(c) for c in table.criteria}
    return found | table.judged(judges_left_out(table)) if table.book.judges_total else found


def first(table: Bench, found: Points, *, exact: bool = False) -> First:
    """Who stands first by the book's ranking and tie chain."""
    return frozenset(p.bidder for p in places(table, found, exact=exact) if p.rank == 1)


def one_judge(table: Bench, found: Points) -> bool | None:
    """Whether leaving out some single judge changes who stands first; None where none can be left out."""
    if not any(c.rule.judged for c in table.criteria) or len(table.book.judges) < 2:
        return None
    before = first(table, found)
    return any(
        first(table, {**found, **table.judged(dict.fromkeys(table.bidders, (judge.id,)))}) != before
        for judge in table.book.judges
    )


def extremes(table: Bench, found: Points) -> bool | None:
    """Whether dropping extremes decides who stands first; None where the book drops none."""
    changed = {}
    for c in table.criteria:
        kept = _undropped(c.rule)
        if kept is not None:
            changed[c.id] = {
                b: w.points for b, w in kept.points(table.entries[c.id], table.contexts[c.id]).items()
            }
        elif table.book.judges_total and c.rule.judged:
            changed[c.id] = table.of(c)
    return first(table, {**found, **changed}) != first(table, found) if changed else None


def _undropped(rule: Rule) -> Rule | None:
    """The same rule with every mark and every price counted; None where it drops nothing."""
    if isinstance(rule, JudgedRule) and rule.panel.aggregate == "trimmed_mean":
        return rule.model_copy(update={"panel": Panel()})
    if isinstance(rule, BasedRule) and isinstance(rule.base, MeanBase | SampleMeanBase) and rule.base.trims:
        return rule.model_copy(update={"base": rule.base.model_copy(update={"trims": ()})})
    if isinstance(rule, Composed):
        kept = [_undropped(part.rule) for part in rule.parts]
        if any(kept):
            parts = tuple(
                p.model_copy(update={"rule": k}) if k else p for p, k in zip(rule.parts, kept, strict=True)
            )
            return rule.model_copy(update={"parts": parts})
    return None


def gamed(table: Bench, found: Points) -> bool | None:
    """Whether a bid that cannot win turns the others' first place by an extreme price.

    None where the price rule is the law's own formula, reads no price of the bid, or compares
    with nothing but figures that the book names.
    """
    rules = [c for c in table.criteria if isinstance(c.rule, PriceRule) and c.rule.counts]
    open_to_it = [
        c
        for c in rules
        if isinstance(c.rule, PriceRule)
        and c.rule.own_price
        and not c.rule.lowest_first
        and not c.rule.dearer_first
    ]
    if not open_to_it or len(table.bidders) < 3:
        return None
    helper = places(table, found)[-1].bidder
    prices = table.prices.values()
    before = _first_of_others(table, found, helper)
    for price in (table.lot.limit_fen or max(prices), min(prices) // 2):
        moved = {
            c.id: table.of(c, lambda b, e, p=price: replace(e, price_fen=p) if b == helper else e)  # type: ignore[misc]
            for c in open_to_it
        }
        if _first_of_others(table, {**found, **moved}, helper) != before:
            return True
    return False


def _first_of_others(table: Bench, found: Points, out: str) -> First:
    others = [s for s in standings(table, found) if s.bidder != out]
    return frozenset(p.bidder for p in rank(others, table.book.ties) if p.rank == 1)
