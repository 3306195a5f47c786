"""Abnormally low prices (异常低价审查): which conforming prices start a review, and how it ended.

Compared are the binding prices as bid, not adjusted for policy, of all bids that passed
review. A limit starts a review; the panel decides, after the bidder explained. Limits are
taken once, over the prices before any bid is removed. Sources: 财库〔2026〕2号; 财政部令第87号第六十条.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from scoring.exact import half_up, plain, yuan
from scoring.prices import Limit, low_limits, under
from tender.book import Lot
from tender.book.rules import PriceRule
from tender.case import LOW_PRICE, Case
from tender.decisions import Decisions, LowPriceDecided
from tender.findings import Answer, Finding, error, warning
from tender.policy.schema import value_words
from tender.record import Draft, Json, Kind, draft
from tender.rules.low_rates import rates

OF = {"mean": "通过符合性审查的报价平均值", "second": "通过符合性审查的次低报价", "ceiling": "最高限价"}
JUDGED = "认为报价过低，有可能影响服务质量或者不能诚信履约"


@dataclass(frozen=True, slots=True)
class Triggered:
    """A conforming bid whose price falls under at least one limit."""

    operator: str
    price_fen: int
    limits: tuple[Limit, ...]


def watched(case: Case, lot: Lot) -> bool:
    """Whether low prices of ``lot`` are looked at: there is a price, and low is good."""
    rules = (c.rule for c in case.book.criteria_of(lot))
    return lot.paid and not any(isinstance(r, PriceRule) and r.own_price and r.dearer_first for r in rules)


def compared(case: Case, lot: Lot, conforming: Collection[str]) -> dict[str, int]:
    """The prices of ``conforming`` in fen that are held against the limits; none in a lot that cannot go on."""
    if rates(case.book, case.packs) is None or not watched(case, lot) or len(conforming) < case.least:
        return {}
    return {op: case.price_fen(op, lot.id) for op in conforming}


def triggered(case: Case, lot: Lot, conforming: Collection[str]) -> tuple[Triggered, ...]:
    """The bids of ``conforming`` under a limit, with the limits."""
    limit, prices = rates(case.book, case.packs), compared(case, lot, conforming)
    if limit is None or not prices:
        return ()
    limits = low_limits(prices, lot.limit_fen, mean=limit.mean, second=limit.second, ceiling=limit.ceiling)
    found = (Triggered(op, price, under(price, limits)) for op, price in prices.items())
    return tuple(t for t in found if t.limits)


def sentence(case: Case, found: Triggered) -> str:
    """Which limits a price falls under, each in figures."""
    said = "；".join(
        f"低于{OF[limit.rule]}{_amount(limit.of_fen)}元的{plain(limit.share * 100)}%（{_amount(limit.fen)}元）"
        for limit in found.limits
    )
    return f"{case.book.terms.price}{yuan(found.price_fen)}元，{said}"


def _amount(fen: Fraction) -> str:
    return yuan(fen.numerator) if fen.denominator == 1 else f"约{yuan(int(half_up(fen, 0)))}"


def low_price_review(
    case: Case, decided: Decisions, answers: Mapping[tuple[str, str], Collection[Answer]]
) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """A decision event for every bid under review, and findings where the panel has yet to decide.

    ``answers`` are those of all other gates. A lot in which one of them is open waits.
    """
    drafts: list[Draft] = []
    findings: list[Finding] = []
    by_panel = {(d.operator, d.lot): d for d in decided.low_prices(after=False)}
    used: set[tuple[str, str]] = set()
    for lot in case.book.lots:
        bidders = case.bidders(lot.id)
        if any(Answer.CANNOT_DECIDE in answers[op, lot.id] for op in bidders):
            used |= {key for key in by_panel if key[1] == lot.id}
            continue
        conforming = [op for op in bidders if all(a is Answer.PASS for a in answers[op, lot.id])]
        under_limit = {t.operator: t for t in triggered(case, lot, conforming)}
        for op in conforming:
            person = by_panel.get((op, lot.id))
            if not watched(case, lot) or (person is None and op not in under_limit):
                continue
            used.add((op, lot.id))
            event, found = decided_event(case, lot, op, under_limit.get(op), person)
            drafts.append(event)
            findings += found
    return tuple(drafts), (*findings, *_strays(case, decided, used))


def decided_event(
    case: Case, lot: Lot, operator: str, found: Triggered | None, person: LowPriceDecided | None
) -> tuple[Draft, list[Finding]]:
    """The event of one review, as the panel decided or still open, and what is wrong about it."""
    panel, dates = case.book.terms.panel, case.book.dates
    started = sentence(case, found) if found else f"{panel}{JUDGED}"
    data: dict[str, Json] = {"operator": operator, "lot": lot.id, "gate": LOW_PRICE, "started": started}
    if person is None:
        event = draft(
            Kind.DECISION,
            {**data, "answer": Answer.CANNOT_DECIDE.value},
            at=dates.evaluation.isoformat(),
            who=panel,
            why=f"{started}，启动异常低价审查，{panel}尚未作出结论",
        )
        return event, [_waits(case, lot, operator, started)]
    data |= {"answer": person.answer, "asked_at": person.asked_at.isoformat()}
    data |= {"answered_at": person.answered_at.isoformat() if person.answered_at else None}
    data |= {"decided_at": person.at.isoformat()}
    data |= {"papers": list(person.papers)} if person.papers is not None else {}
    result = "认定报价合理" if person.decided is Answer.PASS else "认定不能证明其报价合理"
    asked = f"{person.asked_at:%Y-%m-%d %H:%M}要求书面说明"
    answer = f"{person.answered_at:%H:%M}收到说明" if person.answered_at else "未收到说明"
    filed = "、".join(value_words()[paper] for paper in person.papers or ())
    why = f"{started}，启动异常低价审查，{asked}，{answer}，{result}：{person.why}"
    why += f"；存档材料：{filed}" if filed else ""
    event = draft(Kind.DECISION, data, at=person.at.isoformat(), who=person.by, why=why)
    return event, list(_hasty(case, lot, person))


def _waits(case: Case, lot: Lot, operator: str, started: str) -> Finding:
    limit = rates(case.book, case.packs)
    minutes = f"（一般不少于{limit.minutes}分钟）" if limit and limit.minutes else ""
    return error(
        "review.low_price",
        f"{operator} {case.name(operator)} › {lot.id} › 异常低价审查",
        started,
        f"{case.book.terms.bidder}在合理时间内{minutes}书面说明，{case.book.terms.panel}作出结论后才能评分",
        "在 decisions.toml 的 low_price_decided 中写明要求说明的时间、结论、理由和决定人",
        case.packs.cite(*case.low_price_article),
    )


def _hasty(case: Case, lot: Lot, person: LowPriceDecided) -> Iterator[Finding]:
    """An explanation refused before there was time to give one."""
    limit = rates(case.book, case.packs)
    wait = timedelta(minutes=limit.minutes if limit else 0)
    early = person.answered_at is None and person.at < person.asked_at + wait
    if person.at < person.asked_at or (person.decided is Answer.FAIL and early):
        yield warning(
            "review.low_price_time",
            f"{person.operator} {case.name(person.operator)} › {lot.id} › 异常低价审查",
            f"{person.asked_at:%H:%M}要求说明，{person.at:%H:%M}作出结论，其间没有收到说明",
            f"给予合理的说明时间，一般不少于{int(wait.total_seconds() // 60)}分钟",
            "核对时间；已收到说明的，写明 answered_at",
            case.packs.cite(*case.low_price_article),
        )


def _strays(case: Case, decided: Decisions, used: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """Decisions on a bid that is not there or did not pass review, and two on one bid."""
    told = Counter((d.operator, d.lot) for d in decided.low_prices(after=False))
    for (operator, lot), count in told.items():
        where = f"decisions.toml › low_price_decided › {operator} › {lot}"
        if count > 1:
            yield error(
                "decisions.twice", where, f"写了{count}个结论", "每份响应只有一个结论", "保留有效的一个"
            )
        elif (operator, lot) not in used:
            expected = "应对应已开启并通过其他审查、有报价的响应"
            yield error("decisions.unknown", where, "没有这份响应、标段，或其未通过其他审查", expected)
