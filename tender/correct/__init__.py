"""Correct (更正): what led to a ranking changed afterwards, on a lawful ground and no other.

Sources: 财政部令第87号第六十四条; 财库〔2014〕214号第三十二条. Before the report is signed the
panel corrects on the spot; afterwards only the original panel does, and the finance
department is told in writing where the result changes.
"""

from typing import TypeVar

from tender.case import Case
from tender.correct.follow import ended, followed, open_low_prices
from tender.correct.gates import correct_gate, correctable_gates
from tender.correct.ground import ARTICLE
from tender.correct.marks import Change, changes, correct, owed
from tender.correct.prices import amend_price
from tender.correct.told import BidChange, bid_changes
from tender.decisions import GateCorrected, MarkCorrected, PriceAmended
from tender.findings import Finding
from tender.record import Draft

Later = TypeVar("Later", GateCorrected, PriceAmended, MarkCorrected)
"""What may be corrected after the ranking."""


def corrected(
    case: Case, entry: GateCorrected | PriceAmended | MarkCorrected
) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The event that one entry of the decisions makes, or what stands against it."""
    match entry:
        case GateCorrected():
            return correct_gate(case, entry)
        case PriceAmended():
            return amend_price(case, entry)
    return correct(case, entry)


__all__ = [
    "ARTICLE",
    "BidChange",
    "Change",
    "Later",
    "amend_price",
    "bid_changes",
    "changes",
    "correct",
    "correct_gate",
    "correctable_gates",
    "corrected",
    "ended",
    "followed",
    "open_low_prices",
    "owed",
]
