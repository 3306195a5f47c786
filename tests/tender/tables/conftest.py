"""The small sound book with a scoring table of one's own, and what linter and wind tunnel tell of the table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tender.book import Book
from tender.book.toml_text import load_toml
from tender.check import check_book
from tender.findings import Finding, Level, has_error
from tender.policy import policies
from tender.simulate import defects, simulate

BASE = load_toml((Path(__file__).parent / "base.toml").read_text("utf-8"))
Beyond = Callable[[dict[str, Any]], list[Finding]]


def book(table: dict[str, Any]) -> Book:
    """The small book with the table's factors, facts and gates, and with its own terms."""
    own = {**BASE, **table.get("project", {})}
    gates = [*BASE["gates"], *table.get("gates", [])]
    if own["method"] != BASE["method"]:  # the articles of consultation bind no other method
        gates = [{k: v for k, v in gate.items() if k != "articles"} for gate in gates]
    criteria = table.get("criteria", BASE["criteria"])
    return Book.model_validate({**own, "gates": gates, "criteria": criteria, "facts": table.get("facts", [])})


def told(table: dict[str, Any]) -> list[Finding]:
    return [f for f in check_book(book(table)) if f.level is not Level.NOTE]


@pytest.fixture(scope="session")
def base() -> dict[str, Any]:
    return BASE


@pytest.fixture(scope="session")
def beyond() -> Beyond:
    """What is told of a table and not of the same book without it."""

    def of(table: dict[str, Any]) -> list[Finding]:
        own = {key: table[key] for key in ("project", "gates") if key in table}
        plain = {(f.code, f.where) for f in told(own)}
        return [f for f in told(table) if (f.code, f.where) not in plain]

    return of


@pytest.fixture(scope="session")
def played() -> Beyond:
    """What the wind tunnel tells of a table; it plays only books without errors."""

    def of(table: dict[str, Any]) -> list[Finding]:
        if has_error(told(table)):
            return []
        return list(defects(simulate(book(table), policies(), draws=120, seed=1)))

    return of
