"""Nouns of an evaluation (评审名词): what checks of the law ask of bids and results, read from the record.

An attribute that does not apply (a mean where no price is compared) is absent; one that
applies and is not told is None and keeps a check open.
"""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from tender.bids import EntityType
from tender.book import Lot
from tender.book.rules import PriceRule
from tender.case import LOW_PRICE, Case
from tender.findings import Answer
from tender.panel_lab import outliers
from tender.rank import context, entries
from tender.record import Decision
from tender.review.low_price import compared
from tender.rules.bid_nouns import bid_nouns

DECIDED = {Answer.PASS: "reasonable", Answer.FAIL: "invalid"}


def evaluated_bid(case: Case, operator: str, lot: Lot) -> dict[str, Any]:
    """What rules can be asked of one conforming bid in one lot, the lot's prices beside its own."""
    bid = case.bids[operator]
    price = case.price_fen(operator, lot.id)
    nouns = bid_nouns(case.nouns, case.book, bid, replace(bid.lots[lot.id], price_fen=price), ())
    own = {**nouns["bid"], **_limits(case, operator, lot), **_deduction(case, operator, lot)}
    return {**nouns, "bid": own}


def evaluation(case: Case) -> dict[str, Any]:
    """The project's nouns with every lawful change of a result, and the marks that the panel lab asks about."""
    edits = [
        {"reason": told.ground, "after_signature": told.after_signature, "reported": bool(told.reported)}
        for told in case.state.corrections
        if told.ground
    ]
    noted = case.nouns.get("evaluation", {})
    return {**case.nouns, "evaluation": {**noted, "result_edits": edits, "outliers": outliers(case)}}


def _limits(case: Case, operator: str, lot: Lot) -> dict[str, Any]:
    """The figures that a price is compared with, and how its review ended; nothing where none is compared."""
    prices = sorted(compared(case, lot, case.conforming(lot.id)).values())
    if not prices:
        return {}
    told = case.state.decisions.get((operator, lot.id, LOW_PRICE))
    return {
        "conforming_mean_fen": Fraction(sum(prices), len(prices)),
        "second_lowest_fen": prices[1] if len(prices) > 1 else None,
        "low_price_decision": DECIDED.get(told.answer) if told else None,
        "explained": bool(told.more.get("answered_at")) if told else None,
        "explained_minutes": _minutes(told) if told else None,
        "low_price_papers": told.more.get("papers") if told else None,
    }


def _minutes(told: Decision) -> int | None:
    """Whole minutes between the request for an explanation and the panel's decision."""
    times = [told.more.get(name) for name in ("asked_at", "decided_at")]
    if None in times:
        return None
    asked, decided = (datetime.fromisoformat(str(moment)) for moment in times)
    return int((decided - asked).total_seconds() // 60)


def _deduction(case: Case, operator: str, lot: Lot) -> dict[str, Any]:
    """The size of the bidder and what is deducted from its price; nothing where no low price is scored."""
    for c in case.book.criteria_of(lot):
        if isinstance(c.rule, PriceRule) and c.rule.counts and not c.rule.dearer_first:
            [entry] = entries(case, lot, c, [operator]).values()
            share = entry.facts.get(c.rule.share_fact) if c.rule.share_fact else Fraction(0)
            kind = case.bids[operator].entity_type
            return {
                "is_enterprise": kind in (EntityType.ENTERPRISE, EntityType.SOLE_TRADER) if kind else None,
                "small_or_micro": entry.small_or_micro,
                "joint_small_percent": share,
                "deduction_percent": c.rule.deduction(entry, context(case, lot, c)) * 100,
            }
    return {}
