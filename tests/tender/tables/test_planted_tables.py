"""Ten scoring tables with one known defect each, from real tender books, and ten sound ones.

What the linter tells of a table beyond what it tells of the small sound book is counted: at the
planted place it is a find, anywhere else a false alarm.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tender.book import Book
from tender.book.toml_text import load_toml
from tender.check import check_book
from tender.findings import Finding, Level

HERE = Path(__file__).parent
BASE = load_toml((HERE / "base.toml").read_text("utf-8"))
PLANTED = sorted(HERE.glob("planted-*.toml"))
SOUND = sorted(HERE.glob("sound-*.toml"))


def book(table: dict[str, Any]) -> Book:
    """The small book with the table's factors, facts and gates, and with its own terms."""
    own = {**BASE, **table.get("project", {})}
    gates = [*BASE["gates"], *table.get("gates", [])]
    if own["method"] != BASE["method"]:  # the articles of consultation bind no other method
        gates = [{k: v for k, v in gate.items() if k != "articles"} for gate in gates]
    criteria = table.get("criteria", BASE["criteria"])
    return Book.model_validate({**own, "gates": gates, "criteria": criteria, "facts": table.get("facts", [])})


def told(one: Book) -> list[Finding]:
    return [f for f in check_book(one) if f.level is not Level.NOTE]


@cache
def beyond(path: Path) -> tuple[Finding, ...]:
    """What is told of the table and not of the same book without it."""
    table = load_toml(path.read_text("utf-8"))
    own = {key: table[key] for key in ("project", "gates") if key in table}
    plain = {(f.code, f.where) for f in told(book(own))}
    return tuple(f for f in told(book(table)) if (f.code, f.where) not in plain)


def at_defect(path: Path) -> list[Finding]:
    place = load_toml(path.read_text("utf-8"))["at"]
    return [f for f in beyond(path) if f.where.removeprefix("project.toml › ").startswith(place)]


def test_ten_tables_have_a_defect_and_ten_have_none() -> None:
    assert (len(PLANTED), len(SOUND)) == (10, 10)


def test_nine_of_ten_defects_are_found_with_at_most_one_false_alarm() -> None:
    found = [path.stem for path in PLANTED if at_defect(path)]
    alarms = [f for path in PLANTED for f in beyond(path) if f not in at_defect(path)]
    alarms += [f for path in SOUND for f in beyond(path)]
    assert len(found) >= 9, found
    assert len(alarms) <= 1, alarms


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_what_is_told_of_a_defect_says_what_should_be_and_how_to_mend_it(path: Path) -> None:
    for finding in at_defect(path):
        assert finding.expected
        assert finding.mend
        assert finding.article
