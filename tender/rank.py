"""Rank (汇总排序): points by the book's rules, totals rounded once, places by its tie chain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

from scoring.exact import half_up, number, text, yuan
from scoring.ranking import Place, Standing, rank, total, value_for_money
from tender.book import Book, Criterion, Entry, Lot, Method, Worked
from tender.book.rules import Context, PriceRule
from tender.case import LOW_PRICE, Case
from tender.findings import Answer, Finding, error
from tender.mark import judged, unmarked
from tender.record import Draft, Json, Kind, draft

MERIT = {"price": "评审价格（元）", "value": "性价比（分/万元）"}
"""What ranks instead of the total, by the book's way of ranking."""
TEN_THOUSAND = 10_000_00
"""Fen in the unit of money that value for money is counted in."""
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
    book = case.book
    valid = case.valid(lot.id)
    criteria = book.criteria_of(lot)
    stated = everywhere(case)
    worked = {
        c.id: c.rule.points(entries(case, lot, c), replace(context(case, lot, c), everywhere=stated))
        for c in criteria
    }
    items = {op: {c.id: worked[c.id][op] for c in criteria} for op in valid}
    places = rank([_standing(case, lot, op, criteria, items[op]) for op in valid], book.ties)
    return tuple(Ranked(p, case.price_fen(p.bidder, lot.id), items[p.bidder]) for p in places)


def _standing(
    case: Case, lot: Lot, operator: str, criteria: tuple[Criterion, ...], items: Mapping[str, Worked]
) -> Standing:
    rounding = case.book.rounding
    points = [items[c.id].points for c in criteria]
    technical = sum((items[c.id].points for c in criteria if c.group == "technical"), Fraction(0))
    summed = total(points, rounding.places, round_each=rounding.at == "item")
    price = Fraction(case.price_fen(operator, lot.id))
    return Standing(
        bidder=operator,
        total=summed,
        breakers={"price": -price if case.book.dearer_first(lot) else price, "technical": -technical},
        merit=_merit(case, lot, operator, sum(points, Fraction(0))),
    )


def _merit(case: Case, lot: Lot, operator: str, points: Fraction) -> Fraction | None:
    """What ranks instead of the total: the lowest evaluated price, or the most points for the money."""
    price = Fraction(case.price_fen(operator, lot.id))
    if case.book.ranking == "value":
        return value_for_money(points, price, TEN_THOUSAND)
    if case.book.ranking == "points":
        return None
    for c in case.book.criteria_of(lot):
        if isinstance(c.rule, PriceRule):
            own = c.rule.evaluated(entries(case, lot, c, [operator]), context(case, lot, c))
            return -own[operator].fen
    return -price


def entries(
    case: Case, lot: Lot, criterion: Criterion, operators: Sequence[str] | None = None
) -> dict[str, Entry]:
    """What each valid bid, or those named, brings to one criterion: confirmed price, facts, locked marks."""
    found = {}
    for operator in case.valid(lot.id) if operators is None else operators:
        bid = case.bids[operator]
        marks = {
            judge.id: number(case.state.marks[judge.id, lot.id].marks[operator][criterion.id])
            for judge in case.book.judges
            if criterion.rule.judged
        }
        found[operator] = Entry(
            price_fen=case.price_fen(operator, lot.id),
            small_or_micro=bid.small_or_micro,
            facts=bid.lots[lot.id].facts,
            marks=marks,
            larger=bid.larger,
        )
    return found


def everywhere(case: Case) -> dict[str, tuple[Fraction, ...]]:
    """Each fact as the valid bids of all lots state it, for rules that compare across the project.

    A lot that ended for want of bidders is judged no more and sets no measure.
    """
    bids = [case.bids[op].lots[lot.id] for lot in case.live_lots for op in case.valid(lot.id)]
    return {f.id: tuple(b.facts[f.id] for b in bids if f.id in b.facts) for f in case.book.facts}


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
    """A result event for each live lot; an error while any judge's marks are not locked."""
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
            f"{judge.name} › {lot.id} › {case.name(op)} › {c.name}",
            "缺少评分",
            "每项都有评分",
        )
        for lot in case.live_lots
        for judge in case.book.judges
        for op in case.valid(lot.id)
        for c in judged(case.book, lot)
        if c.id not in _marks(case, judge.id, lot.id, op)
    ]
    if missing:
        return (), tuple(missing)
    wrong = tuple(chain(_under_review(case), _uncomputable(case)))
    if wrong:
        return (), wrong
    drafts = tuple(_event(case, lot, rank_lot(case, lot)) for lot in case.live_lots)
    return drafts, ()


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
