"""Deciding the award (确定结果): the event, once nothing is open and people have confirmed."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from scoring.exact import text
from tender.allocate.answers import award_findings
from tender.allocate.result import Allocation, Outcome
from tender.book import Book
from tender.case import Case
from tender.decisions import DepartureConfirmed, Drawn
from tender.findings import Finding, error, has_error, warning
from tender.record import Draft, Kind, draft


def alternatives(book: Book) -> str:
    """What a purchaser can do instead of an award that passes over a first-ranked bidder."""
    if not book.paid_lots:
        return "留出空缺标段；修改定标规则后重新组织"
    raised = "；说明理由后调高财政支出基数" if book.fiscal else ""
    return f"下调最高限价后重新组织；留出空缺标段{raised}"


def decide(
    case: Case,
    allocation: Allocation,
    confirmed: DepartureConfirmed | None,
    drawn: Sequence[Drawn] = (),
    now: datetime | None = None,
) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The award event, or findings that say what keeps it from being made.

    ``drawn`` is kept in the event as the ground of its ties. An award that passes over a
    lot's first-ranked bidder needs the purchaser's recorded confirmation for those lots; one
    that breaks a binding rule of the place is not made. ``now`` is the time of the decision,
    by default the purchaser's confirmation, or the morning of the book's result day.
    """
    findings = [*allocation.findings, *_departures(case, allocation, confirmed)]
    if not case.live_lots:  # every lot has ended: there is nothing to award
        return (), tuple(findings)
    at = now or (confirmed.at if confirmed else case.stamp(datetime.combine(case.book.dates.result, time(9))))
    if allocation.outcome is Outcome.DECIDED:
        findings += award_findings(case, allocation, at.date())
    if allocation.outcome is not Outcome.DECIDED or has_error(findings):
        return (), tuple(findings)
    places = case.book.rounding.places
    data: dict[str, Any] = {
        "awards": [
            {
                "lot": lot.lot,
                "operator": lot.operator,
                "price_fen": lot.price_fen,
                "points": text(lot.total, places) if lot.total is not None else None,
            }
            for lot in allocation.lots
            if lot.operator is not None
        ],
        "lots": [lot.to_json(places) for lot in allocation.lots],
        "plan": plan_json(allocation),
        "rule": allocation.rule,
        "drawn": [
            {"lot": d.lot, "operator": d.operator, "by": d.by, "at": d.at.isoformat(), "why": d.why}
            for d in drawn
        ],
    }
    who = confirmed.by if confirmed else case.book.purchaser.name
    why = confirmed.why if confirmed else "执行公布的定标规则"
    return (draft(Kind.AWARD_DECIDED, data, at=at.isoformat(), who=who, why=why),), tuple(findings)


def plan_json(allocation: Allocation) -> dict[str, Any] | None:
    """The plan without its measured time, so that the same case gives the same bytes."""
    if allocation.plan is None:
        return None
    return {key: value for key, value in allocation.plan.to_json().items() if key != "seconds"}


def _departures(case: Case, allocation: Allocation, confirmed: DepartureConfirmed | None) -> list[Finding]:
    departed = tuple(lot.lot for lot in allocation.departures)
    told = confirmed.lots if confirmed else ()
    if sorted(departed) == sorted(told) or allocation.outcome is not Outcome.DECIDED:
        return []
    if not departed:
        return [
            error(
                "award.departure_unknown",
                "decisions.toml › departure_confirmed › lots",
                f"确认的标段{'、'.join(told)}均由排序第一者{case.book.terms.award}",
                f"只确认未由排序第一者{case.book.terms.award}的标段",
                "删除多余的确认",
            )
        ]
    return [
        error(
            "award.departure_unconfirmed",
            "decisions.toml › departure_confirmed",
            f"标段{'、'.join(departed)}的{case.book.terms.winner}不是排序第一者，"
            f"已确认的标段：{'、'.join(told) or '无'}",
            f"{case.book.terms.buyer}知悉原因并书面确认后才能公告",
            f"确认执行公布的定标规则，或改用其他做法：{alternatives(case.book)}",
            next(iter(allocation.departures[0].passed_over[0].articles), ""),
        )
    ]


def nothing_awarded(case: Case) -> Finding:
    """No lot has a winner: what has to be announced is the end of the procurement, not a result."""
    t = case.book.terms
    return warning(
        "award.nothing",
        "定标",
        f"没有一个标段确定{t.winner}，不生成结果公告",
        "采购活动终止的，发布终止公告并说明原因",
        "查明各标段终止的原因，按终止公告格式发布后重新组织采购",
    )
