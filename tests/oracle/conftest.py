"""Rules and bids for the second computations: made from TOML-like data, never from the scoring package."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tender.book import Fact, Method
from tender.book.method import terms
from tender.book.rules import Context, Criterion, Entry

Points = Callable[..., dict[str, Fraction]]


def fact(key: str, kind: str = "decimal", **more: Any) -> Fact:
    named = {"id": key, "name": f"事项{key}", "unit": "个", "evidence": "材料", "kind": kind}
    return Fact.model_validate({**named, **more})


@pytest.fixture(scope="session")
def points() -> Points:
    """Points of bids by the declared rule: ``bids`` maps a bidder to what its entry holds."""

    def compute(
        rule: dict[str, Any], full: Decimal, facts: list[Fact], bids: dict[str, dict[str, Any]]
    ) -> dict[str, Fraction]:
        criterion = Criterion.model_validate(
            {"id": "x", "name": "本项", "group": "business", "weights": {"c": full}, "rule": rule}
        )
        context = Context(Fraction(full), terms(Method.OPEN_TENDER), {f.id: f for f in facts})
        entries = {
            bidder: Entry(
                0,
                False,
                bid.get("facts", {}),
                bid.get("marks", {}),
                bid.get("chosen", {}),
                bid.get("lists", {}),
            )
            for bidder, bid in bids.items()
        }
        assert criterion.rule.sentence(context)
        return {b: w.points for b, w in criterion.rule.points(entries, context).items()}

    return compute


@pytest.fixture(scope="session")
def make_fact() -> Callable[..., Fact]:
    return fact
