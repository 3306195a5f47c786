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
from tender.book import Book, Lot
from tender.book.rules import PriceRule
from tender.case import LOW_PRICE, Case
from tender.decisions import Decisions, LowPriceDecided
from tender.findings import Answer, Finding, error, warning
from tender.policy import Policies, PolicyError
from tender.record import Draft, Json, Kind, draft

RULES = {"mean": "LP-mean", "second": "LP-second", "ceiling": "LP-ceiling"}
OF = {"mean": "通过符合性审查的报价平均值", "second": "通过符合性审查的次低报价", "ceiling": "最高限价"}
JUDGED = "认为报价过低，有可能影响服务质量或者不能诚信履约"


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits as shares of 1, the minutes for an explanation, and the rules they rest on."""

    mean: Fraction
    second: Fraction
    ceiling: Fraction
    minutes: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triggered:
    """A conforming bid whose price falls under at least one limit."""

    operator: str
    price_fen: int
    limits: tuple[Limit, ...]


def rates(book: Book, packs: Policies) -> Rates | None:
    """The limits that hold for ``book``: the law's where it binds, or higher ones that it declares.

    None where neither law nor book has limits.
    """
    own = book.low_price

    def share(name: str) -> Fraction | None:
        declared: Fraction | None = getattr(own, name) if own else None
        law = _law(book, packs, RULES[name])
        return declared if declared is not None else law / 100 if law is not None else None

    mean, second, ceiling = share("mean"), share("second"), share("ceiling")
    if mean is None or second is None or ceiling is None:
        return None
    law_minutes = _law(book, packs, "LP-minutes")
    minutes = (own.minutes if own else None) or int(law_minutes or 0)
    bound = tuple(rule for rule in RULES.values() if _law(book, packs, rule) is not None)
    return Rates(mean, second, ceiling, minutes, bound)


def _law(book: Book, packs: Policies, rule: str) -> Fraction | None:
    if not book.method.procurement:
        return None
    try:
        return packs.on(rule, book.dates.publish).number
    except PolicyError:
        return None


def watched(case: Case, lot: Lot) -> bool:
    """Whether low prices of ``lot`` are looked at: there is a price, and low is good."""
    rules = (c.rule for c in case.book.criteria_of(lot))
    return lot.paid and not any(isinstance(r, PriceRule) and r.own_price and r.dearer_first for r in rules)


def triggered(case: Case, lot: Lot, conforming: Collection[str]) -> tuple[Triggered, ...]:
    """The bids of ``conforming`` under a limit, with the limits; none in a lot that cannot go on."""
    limit = rates(case.book, case.packs)
    if limit is None or not watched(case, lot) or len(conforming) < case.least:
        return ()
    prices = {op: case.price_fen(op, lot.id) for op in conforming}
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
    by_panel = {(d.operator, d.lot): d for d in decided.low_price_decided}
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
            event, found = _decided(case, lot, op, under_limit.get(op), person)
            drafts.append(event)
            findings += found
    return tuple(drafts), (*findings, *_strays(case, decided, used))


def _decided(
    case: Case, lot: Lot, operator: str, found: Triggered | None, person: LowPriceDecided | None
) -> tuple[Draft, list[Finding]]:
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
    result = "认定报价合理" if person.decided is Answer.PASS else "认定不能证明其报价合理"
    asked = f"{person.asked_at:%Y-%m-%d %H:%M}要求书面说明"
    answer = f"{person.answered_at:%H:%M}收到说明" if person.answered_at else "未收到说明"
    why = f"{started}，启动异常低价审查，{asked}，{answer}，{result}：{person.why}"
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
    told = Counter((d.operator, d.lot) for d in decided.low_price_decided)
    for (operator, lot), count in told.items():
        where = f"decisions.toml › low_price_decided › {operator} › {lot}"
        if count > 1:
            yield error(
                "decisions.twice", where, f"写了{count}个结论", "每份响应只有一个结论", "保留有效的一个"
            )
        elif (operator, lot) not in used:
            expected = "应对应已开启并通过其他审查、有报价的响应"
            yield error("decisions.unknown", where, "没有这份响应、标段，或其未通过其他审查", expected)
