"""Firmness (结果稳健性): what would have to change before another bidder came first in a lot.

Everything ranks anew by the book's own rules; nothing here gives points, and nothing is
decided by it. Draws of weights are seeded, so that the same record gives the same words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from scoring.exact import half_up, plain
from scoring.robustness import (
    Frequencies,
    Interval,
    Shares,
    SharesError,
    first_places,
    near_weights,
    weight_intervals,
    weights_of,
)
from tender.book import Lot
from tender.book.book import Rounding
from tender.book.rules import PriceRule
from tender.case import Case
from tender.rank import Ranked, context, entries, rank_lot
from tender.record import PriceCorrection

DRAWS, SEED = 10_000, 20_261_121
SPREAD = Fraction(1, 5)
"""How far each weight moves in the draws near the published ones."""
PRICE_ERRORS = (1, 2, 5)
"""Percent by which the first-ranked price is moved either way."""
PLACES = range(5)

Firsts = tuple[str, ...]
"""Who stands first; several where the book leaves them level."""


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firm the first place of one lot is.

    ``near`` and ``anywhere`` are empty where weights do not decide (see ``unweighed``).
    ``fewer`` is who comes first without a judge, ``priced`` with the price of the first
    moved by so many percent, ``rounded`` by places and at what; each by the book's rules.
    """

    lot: str
    first: Firsts
    near: Frequencies | None = None
    anywhere: Frequencies | None = None
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    unweighed: str = ""
    fewer: Mapping[str, Firsts] = field(default_factory=dict)
    priced: Mapping[int, Firsts] = field(default_factory=dict)
    rounded: Mapping[tuple[int, Literal["item", "total"]], Firsts] = field(default_factory=dict)


def firmness(case: Case, lot: Lot, *, draws: int = DRAWS, seed: int = SEED) -> Firmness:
    """How firm the first place of a ranked ``lot`` is; with fewer than two bidders nothing can change."""
    ranking = rank_lot(case, lot)
    first = _firsts(ranking)
    if len(ranking) < 2:
        return Firmness(lot.id, first, unweighed="参加排序的不足两家")
    told = Firmness(
        lot.id,
        first,
        fewer=dict(_fewer(case, lot)),
        priced=dict(_priced(case, lot, first)),
        rounded=dict(_rounded(case, lot)),
    )
    shares, why = shares_of(case, lot, ranking)
    if shares is None:
        return replace(told, unweighed=why)
    leads = len(first) == 1 and first[0] in shares.leaders()
    return replace(
        told,
        near=first_places(shares, near_weights(shares, draws, seed, SPREAD)),
        anywhere=first_places(shares, weights_of(shares, draws, seed)),
        intervals=weight_intervals(shares, first[0]) if leads else {},
        unweighed="" if leads else "第一名由同分处理或舍入产生，各项权重没有可移动的区间",
    )


def shares_of(case: Case, lot: Lot, ranking: tuple[Ranked, ...]) -> tuple[Shares | None, str]:
    """What each bidder earned of each factor, or in Chinese why that says nothing about the ranking."""
    if case.book.ranking != "points":
        return None, "本项目不按得分排序，权重不决定名次"
    weights = {c.id: c.weights[lot.column] for c in case.book.criteria_of(lot)}
    earned = {r.place.bidder: {c: r.items[c].points / full for c, full in weights.items()} for r in ranking}
    try:
        return Shares(weights, earned), ""
    except SharesError:
        return None, "有因素的得分低于0分或高于满分，不作权重分析"


def _firsts(ranking: tuple[Ranked, ...]) -> Firsts:
    return tuple(sorted(r.place.bidder for r in ranking if r.place.rank == 1))


def _fewer(case: Case, lot: Lot) -> Iterator[tuple[str, Firsts]]:
    judges = case.book.judges
    if len(judges) < 2 or not any(c.rule.judged for c in case.book.criteria_of(lot)):
        return
    for one in judges:
        others = tuple(judge for judge in judges if judge is not one)
        book = case.book.model_copy(update={"judges": others})
        yield one.id, _firsts(rank_lot(replace(case, book=book), lot))


def _priced(case: Case, lot: Lot, first: Firsts) -> Iterator[tuple[int, Firsts]]:
    """The ranking with the price of the first moved; a price that the rules refuse is left out."""
    rules = [(c, c.rule) for c in case.book.criteria_of(lot) if isinstance(c.rule, PriceRule)]
    if len(first) != 1 or not lot.paid or not rules:
        return
    winner = first[0]
    price = case.price_fen(winner, lot.id)
    for percent in (*(-p for p in reversed(PRICE_ERRORS)), *PRICE_ERRORS):
        fen = int(half_up(price * Fraction(100 + percent, 100), 0))
        moved = PriceCorrection(0, winner, lot.id, price, fen, confirmed=True)
        known = {**case.state.price_corrections, (winner, lot.id): moved}
        other = replace(case, state=replace(case.state, price_corrections=known))
        over = bool(lot.limit_fen) and fen > lot.limit_fen
        wrong = [f for c, rule in rules for f in rule.faults(entries(other, lot, c), context(other, lot, c))]
        if not over and not wrong:
            yield percent, _firsts(rank_lot(other, lot))


def _rounded(case: Case, lot: Lot) -> Iterator[tuple[tuple[int, Literal["item", "total"]], Firsts]]:
    kinds: tuple[Literal["item", "total"], ...] = ("item", "total")
    for at in kinds:
        for places in PLACES:
            book = case.book.model_copy(update={"rounding": Rounding(places=places, at=at)})
            yield (places, at), _firsts(rank_lot(replace(case, book=book), lot))


def percent(share: Fraction) -> str:
    """A share in percent, cut to one place: never more than was counted."""
    return f"{plain(Fraction(int(share * 1000), 10))}%"


def _held(share: Fraction) -> str:
    """How often the first place stays."""
    return "在抽样的全部情形下不变" if share == 1 else f"在{percent(share)}的情形下不变"


def sentences(case: Case, told: Firmness) -> tuple[tuple[str, str], ...]:
    """What was tried and what came of it, in words: (matter, result)."""
    if len(told.first) != 1:
        names = "、".join(case.name(op) for op in told.first)
        said = f"{names}并列第一" if names else "没有可以排序的响应"
        return (("第一名", said), *_tried(case, told))
    return (*_weights(case, told), *_tried(case, told))


def _weights(case: Case, told: Firmness) -> Iterator[tuple[str, str]]:
    (winner,) = told.first
    if told.near and told.anywhere:
        near, anywhere = (_held(found.share(winner)) for found in (told.near, told.anywhere))
        held = f"在各项权重上下浮动{plain(SPREAD * 100)}%的范围内，第一名{near}；权重任意取值时，第一名{anywhere}"
        yield "权重", f"{held}（各抽样{told.near.draws}组权重，种子号固定，可以重算）。"
    if told.intervals:
        moves = [
            f"“{case.book.criterion_by_id[c].name}”{plain(half_up(i.low, 2))}至{plain(half_up(i.high, 2))}分"
            f"（现为{plain(i.weight)}分）"
            for c, i in told.intervals.items()
            if i.below or i.above
        ]
        held = "；其余因素的权重取任何值都不改变第一名" if len(moves) < len(told.intervals) else ""
        yield (
            "单项权重",
            f"其他因素按比例调整时，第一名不变的范围：{'；'.join(moves)}{held}。"
            if moves
            else "任何一项权重取任何值，第一名都不变。",
        )
    elif told.unweighed:
        yield "权重", f"{told.unweighed}。"


def _tried(case: Case, told: Firmness) -> Iterator[tuple[str, str]]:
    """One judge fewer, the price moved, rounded otherwise: what changes the first place."""
    names = {j.id: j.name for j in case.book.judges}
    if told.fewer:
        other = [(names[j], firsts) for j, firsts in told.fewer.items() if firsts != told.first]
        yield (
            "少一名成员",
            "；".join(f"不计{judge}的评分，第一名为{_who(case, firsts)}" for judge, firsts in other) + "。"
            if other
            else f"逐一不计{len(told.fewer)}名成员中任何一名的评分，第一名都不变。",
        )
    if told.priced:
        shown = [(p, firsts) for p, firsts in told.priced.items() if firsts != told.first]
        said = [f"{'降低' if p < 0 else '提高'}{abs(p)}%" for p in told.priced]
        yield (
            "价格",
            "；".join(
                f"第一名的价格{'降低' if p < 0 else '提高'}{abs(p)}%，第一名为{_who(case, firsts)}"
                for p, firsts in shown
            )
            + "。"
            if shown
            else f"第一名的价格{'、'.join(said)}，第一名都不变。",
        )
    if told.rounded:
        words = {"item": "各因素先舍入", "total": "汇总后舍入"}
        odd = [(f"{words[at]}保留{n}位", firsts) for (n, at), firsts in told.rounded.items()]
        odd = [(how, firsts) for how, firsts in odd if firsts != told.first]
        yield (
            "小数位数",
            "；".join(f"{how}，第一名为{_who(case, firsts)}" for how, firsts in odd) + "。"
            if odd
            else "得分保留0至4位小数，各因素先舍入或汇总后舍入，第一名都不变。",
        )


def _who(case: Case, firsts: Firsts) -> str:
    names = "、".join(case.name(op) for op in firsts)
    return f"{names}（并列）" if len(firsts) > 1 else names


def firmness_json(case: Case, told: Firmness) -> dict[str, Any]:
    """One lot's firmness for machines; shares as exact fractions in text."""
    shares = {"near": told.near, "anywhere": told.anywhere}
    return {
        "lot": told.lot,
        "first": list(told.first),
        "said": [{"about": about, "says": says} for about, says in sentences(case, told)],
        "first_place": {
            name: {op: str(found.share(op)) for op in sorted(found.alone)}
            for name, found in shares.items()
            if found
        },
        "weight_intervals": {
            c: {"weight": str(i.weight), "low": str(i.low), "high": str(i.high)}
            for c, i in told.intervals.items()
        },
        "one_judge_fewer": {judge: list(firsts) for judge, firsts in told.fewer.items()},
        "price_moved": {str(p): list(firsts) for p, firsts in told.priced.items()},
        "rounded": [
            {"places": n, "at": at, "first": list(firsts)} for (n, at), firsts in told.rounded.items()
        ],
    }
