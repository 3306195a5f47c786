"""What checks of the law ask of a book (法规名词): term, bonds, prices of lots, and figures of provisions."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from tender.book import Book, Lot
from tender.book.gates import DeclaredGate, RuleGate
from tender.book.rules import LowestPrice
from tender.policy import Policies, PolicyError
from tender.rules.low_rates import rates

PERFORMANCE = ("业绩", "同类项目合同", "类似项目合同")
"""Words of a gate that asks for contracts performed before."""


def law_nouns(book: Book, packs: Policies) -> dict[str, Any]:
    """The noun ``law``: the figure of a provision on the day of publication, None where it has none."""

    def figure(rule: str) -> Fraction | None:
        try:
            return packs.on(rule, book.dates.publish).number
        except PolicyError:
            return None

    return {"figure": figure}


def law_project(book: Book) -> dict[str, Any]:
    """What the book itself says of the project; the papers ask for no bond and publish no scores."""
    asks = any(
        word in gate.sentence()
        for gate in book.gates
        if isinstance(gate, DeclaredGate | RuleGate)
        for word in PERFORMANCE
    )
    return {
        "service_purchase": book.service_purchase,
        "service_from": book.dates.service_from,
        "term_months": _months(book),
        "excludes_class_one": book.service_purchase and book.method.procurement,
        "bid_bond_fen": 0,
        "performance_bond_percent": 0,
        "bond_forms": [],
        "publishes_scores": False,
        "required_contracts": None if asks else 0,
    }


def declared_low_price(book: Book, packs: Policies) -> dict[str, Any]:
    """The limits of low prices as the book prints them, in percent; declared there and nowhere else."""
    limits = rates(book, packs)
    return {"low_price_percents": limits.percents if limits else None}


def law_lot(book: Book, lot: Lot) -> dict[str, Any]:
    """The weight of the price in a lot, and the deduction that small enterprises have from theirs."""
    prices = [c for c in book.criteria if isinstance(c.rule, LowestPrice) and c.weights.get(lot.column)]
    deductions = [c.rule.small_deduction for c in prices if isinstance(c.rule, LowestPrice)]
    return {
        "price_points": sum((c.weights[lot.column] for c in prices), Fraction(0)),
        "small_deduction": max(deductions, default=Fraction(0)),
    }


def _months(book: Book) -> int:
    """The months of service, each begun one counted whole."""
    first, after = book.dates.service_from, book.dates.service_until + timedelta(1)
    whole = (after.year - first.year) * 12 + after.month - first.month
    return whole + (after.day > first.day)
