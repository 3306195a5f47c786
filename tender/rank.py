"""Rank (汇总排序): points by the book's rules, totals rounded once, places by its tie chain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

from scoring.exact import half_up, number, text, yuan
from scoring.ranking import Place
from tender.bench import Bench, entry, judges_left_out, places, without
from tender.book import Book, Criterion, Entry, Lot, Method, Worked
from tender.book.rules import Context, PriceRule
from tender.case import LOW_PRICE, Case
from tender.findings import Answer, Finding, error
from tender.mark import asked_marks, disagreements, unmarked
from tender.record import Draft, Json, Kind, draft

MERIT = {"price": "评审价格（元）", "value": "性价比（分/万元）"}
"""What ranks instead of the total, by the book's way of ranking."""
SHOWN_PLACES = 4
"""How many places an unrounded item's points show; the arithmetic beside them is exact."""

ALONE = {Method.OPEN_TENDER: "O87-62", Method.COMPETITIVE_CONSULTATION: "N214-24-score"}
"""The rule that every member marks alone."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One bidder in one lot: place, exact total, each item's points with their arithmetic."""

    place: Place
    price_fen: int
    items: Mapping[str, Worked]


def rank_lot(case: Case, lot: Lot) -> tuple[Ranked, ...]:
    """The ranking of one lot, best first, over its valid bids and no other."""
    table = bench(case, lot)
    out = judges_left_out(table)
    worked = {c.id: table.worked(c, without(out) if out and c.rule.judged else None) for c in table.criteria}
    points = {c: {op: given[op].points for op in table.bidders} for c, given in worked.items()}
    items = {
        op: {c.id: _told(case, c, worked[c.id][op], out.get(op, ())) for c in table.criteria}
        for op in table.bidders
    }
    return tuple(Ranked(p, table.prices[p.bidder], items[p.bidder]) for p in places(table, points))


def bench(case: Case, lot: Lot) -> Bench:
    """The judges' table of one lot: its valid bids as confirmed, and every locked mark."""
    criteria = case.book.criteria_of(lot)
    return Bench(
        case.book,
        lot,
        prices={op: case.price_fen(op, lot.id) for op in case.valid(lot.id)},
        entries={c.id: entries(case, lot, c) for c in criteria},
        contexts={c.id: measured(case, lot, c) for c in criteria},
    )


def _told(case: Case, criterion: Criterion, worked: Worked, out: tuple[str, ...]) -> Worked:
    """Points with the judges named whose marks did not count."""
    if not out or not criterion.rule.judged:
        return worked
    names = {judge.id: judge.name for judge in case.book.judges}
    high, low = (names[judge] for judge in out)
    return replace(worked, how=f"{worked.how}（总分最高的{high}和最低的{low}不计）")


def entries(
    case: Case, lot: Lot, criterion: Criterion, operators: Sequence[str] | None = None
) -> dict[str, Entry]:
    """What each valid bid, or those named, brings to one criterion: confirmed price, facts, locked marks."""
    items = criterion.mark_items(case.book.context(criterion, lot))

    def marks(operator: str) -> dict[str, dict[str, Fraction]]:
        return {
            judge.id: {
                item.part: number(_marks(case, judge.id, lot.id, operator)[criterion.item_id(item)])
                for item in items
            }
            for judge in case.book.judges
            if items
        }

    return {
        op: entry(case.book, case.bids[op], lot, case.price_fen(op, lot.id), marks(op))
        for op in (case.valid(lot.id) if operators is None else operators)
    }


def measured(case: Case, lot: Lot, criterion: Criterion) -> Context:
    """The context of points; with all lots' valid bids where the rule compares across the project.

    A lot that ended for want of bidders is judged no more and sets no measure.
    """
    known = context(case, lot, criterion)
    if not criterion.rule.across:
        return known
    bids = {
        f"{op} {other.id}": entry
        for other in case.live_lots
        if criterion in case.book.criteria_of(other)
        for op, entry in entries(case, other, criterion).items()
    }
    return replace(known, everywhere=bids)


def context(case: Case, lot: Lot, criterion: Criterion) -> Context:
    """What the criterion's rule reads of the lot, with the figures drawn at opening."""
    return replace(case.book.context(criterion, lot), drawn=case.drawn(lot.id))


def _under_review(case: Case) -> Iterator[Finding]:
    """Bids whose low price the panel has yet to judge: the base price may still change."""
    for (operator, lot, gate), decision in sorted(case.state.decisions.items()):
        if gate == LOW_PRICE and decision.answer is Answer.CANNOT_DECIDE:
            where = f"{case.name(operator)} › {lot} › 异常低价审查"
            expected = "每份启动审查的响应都有结论后才能汇总"
            yield error("rank.low_price", where, "尚未作出结论", expected)


def _uncomputable(case: Case) -> Iterator[Finding]:
    """Price rules that the bids as they are, or a draw not made, keep from being computed."""
    for lot in case.live_lots:
        for c in case.book.criteria_of(lot):
            if not isinstance(c.rule, PriceRule):
                continue
            for bidder, what in c.rule.faults(entries(case, lot, c), context(case, lot, c)):
                who = f"{case.name(bidder)} › " if bidder else ""
                yield error("rank.price", f"{who}{lot.id} › {c.name}", what, "价格规则所需的数值齐全、有效")


def rank_all(case: Case) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """A result event for each live lot without one in force; an error while any judge's marks are not locked."""
    late = unmarked(case)
    if late:
        names = {j.id: j.name for j in case.book.judges}
        waiting = "、".join(names[j] for j in late)
        found = error(
            "rank.unlocked",
            "评分",
            f"{waiting}尚未锁定评分",
            "全体成员锁定评分后才能汇总",
            article=ALONE.get(case.book.method, ""),
        )
        return (), (found,)
    missing = [
        error(
            "rank.missing_mark",
            f"{judge.name} › {lot.id} › {case.name(op)} › {asked.name}",
            "缺少评分",
            "每项都有评分",
        )
        for lot in case.live_lots
        for judge in case.book.judges
        for op in case.valid(lot.id)
        for asked in asked_marks(case.book, lot)
        if asked.id not in _marks(case, judge.id, lot.id, op)
    ]
    missing += [f for lot in case.live_lots for f in (*_unstated(case, lot), *disagreements(case, lot))]
    if missing:
        return (), tuple(missing)
    wrong = tuple(chain(_under_review(case), _uncomputable(case)))
    if wrong:
        return (), wrong
    due = [lot for lot in case.live_lots if lot.id not in case.state.results]
    drafts = tuple(_event(case, lot, rank_lot(case, lot)) for lot in due)
    return drafts, ()


def _unstated(case: Case, lot: Lot) -> Iterator[Finding]:
    """Scored facts that nobody stated: what staff look up, and what a form left out."""
    for op in case.valid(lot.id):
        bid = case.bids[op].lots[lot.id]
        known = {*bid.facts, *bid.chosen, *bid.lists}
        for fact in dict.fromkeys(f for c in case.book.criteria_of(lot) for f in c.rule.fact_ids()):
            if fact not in known:
                asked = case.book.fact_by_id[fact]
                yield error(
                    "rank.missing_fact",
                    f"{lot.id} › {case.name(op)} › {asked.name}",
                    "没有数据，无法计分",
                    "由经办人查询后写入 decisions.toml 的 established"
                    if asked.by == "purchaser"
                    else "响应表中应有此项",
                )


def _marks(case: Case, judge: str, lot: str, operator: str) -> Mapping[str, str]:
    sheet = case.state.marks.get((judge, lot))
    return sheet.marks.get(operator, {}) if sheet else {}


def _event(case: Case, lot: Lot, ranking: tuple[Ranked, ...]) -> Draft:
    book = case.book
    data: dict[str, Json] = {"lot": lot.id, "ranking": [ranked_json(book, r) for r in ranking]}
    at = case.stamp(book.dates.evaluation).isoformat()
    return draft(Kind.RESULT_COMPUTED, data, at=at, who=book.terms.panel, why=book.tie_sentence())


def _merit_text(merit: Fraction) -> str:
    """A price in yuan, or points for ten thousand yuan to four places."""
    return yuan(int(half_up(-merit, 0))) if merit < 0 else text(half_up(merit, SHOWN_PLACES), SHOWN_PLACES)


def ranked_json(book: Book, ranked: Ranked) -> dict[str, Any]:
    """One place as record data; item points shown to four places, with their arithmetic."""
    place = ranked.place
    return {
        "rank": place.rank,
        "operator": place.bidder,
        "total": text(place.total, book.rounding.places),
        "price_fen": ranked.price_fen,
        "decided_by": place.decided_by,
        "open_with": list(place.open_with),
        **({"merit": _merit_text(place.merit)} if place.merit is not None else {}),
        "items": {
            item: {"points": text(half_up(w.points, SHOWN_PLACES), SHOWN_PLACES), "how": w.how}
            for item, w in ranked.items.items()
        },
    }
