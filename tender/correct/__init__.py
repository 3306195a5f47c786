"""Correct (更正): what led to a ranking changed afterwards, on a lawful ground and no other.

Sources: 财政部令第87号第六十四条; 财库〔2014〕214号第三十二条. Before the report is signed the
panel corrects on the spot; afterwards only the original panel does, and the finance
department is told in writing where the result changes.
"""

from tender.case import Case
from tender.correct.follow import ended, followed, open_low_prices
from tender.correct.gates import correct_gate, correctable_gates
from tender.correct.ground import ARTICLE
from tender.correct.marks import Change, changes, correct, owed, still_owed
from tender.correct.prices import amend_price
from tender.correct.told import BidChange, bid_changes
from tender.decisions import Corrected, GateCorrected, MarkCorrected, PriceAmended
from tender.findings import Finding
from tender.record import Draft


def corrected(case: Case, entry: Corrected) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The event that one entry of the decisions makes, or what stands against it."""
    match entry:
        case GateCorrected():
            return correct_gate(case, entry)
        case PriceAmended():
            return amend_price(case, entry)
        case MarkCorrected():
            return correct(case, entry)
    raise TypeError(f"expected a mark, an answer or a price that is corrected, not {type(entry).__name__}")


__all__ = [
    "ARTICLE",
    "BidChange",
    "Change",
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
    "still_owed",
]
