"""docs/scoring: every example is read as a project file reads it, and prints and computes what the page says."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.exact import half_up, text
from tender.book import Fact, Method
from tender.book.method import terms
from tender.book.rules import Context, Criterion, Entry
from tender.book.toml_text import load_toml

FOLDER = Path(__file__).parents[1] / "docs" / "scoring"
PAGES = sorted(page for page in FOLDER.glob("*.md") if not page.name.startswith("price"))
"""All pages but those on prices, which tests/rule_texts reads."""
EXAMPLE = re.compile(r"```toml\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)
EXAMPLES = [(page, *found) for page in PAGES for found in EXAMPLE.findall(page.read_text("utf-8"))]


def exact(value: Any) -> Any:
    return value if isinstance(value, bool | str) or hasattr(value, "year") else Fraction(value)


def entry(bid: dict[str, Any]) -> Entry:
    """A bid as the example states it: facts, options chosen, rows of lists, marks by judge."""
    marks = {
        judge: {part: Fraction(m) for part, m in given.items()}
        if isinstance(given, dict)
        else {"": Fraction(given)}
        for judge, given in bid.get("marks", {}).items()
    }
    rows = {
        fact: tuple({key: exact(value) for key, value in row.items()} for row in listed)
        for fact, listed in bid.get("lists", {}).items()
    }
    facts = {fact: Fraction(value) for fact, value in bid.get("facts", {}).items()}
    chosen = {fact: tuple(options) for fact, options in bid.get("chosen", {}).items()}
    return Entry(0, False, facts, marks, chosen, rows, frozenset(bid.get("without_proof", ())))


def told(example: str) -> str:
    """The sentence of the example's rule, then points and arithmetic of each of its bids."""
    data = load_toml(example)
    facts = {f["id"]: Fact.model_validate(f) for f in data.get("facts", ())}
    criterion = Criterion.model_validate({"id": "item", "group": "business", **data["criteria"][0]})
    full = criterion.weights["whole_center"]
    context = Context(full, terms(Method.OPEN_TENDER), facts)
    assert list(criterion.flaws(context)) == []
    entries = {name: entry(bid) for name, bid in data.get("bids", {}).items()}
    worked = criterion.rule.points(entries, context) if entries else {}
    points = {name: text(half_up(w.points, 4), 4).rstrip("0").rstrip(".") for name, w in worked.items()}
    lines = [f"{name}：{points[name]}分　{w.how}" for name, w in worked.items()]
    return "\n".join([criterion.rule.sentence(context), *([""] if lines else []), *lines]) + "\n"


@pytest.mark.parametrize(
    ("page", "example", "says"), EXAMPLES, ids=[f"{p.stem}-{n}" for n, (p, _, _) in enumerate(EXAMPLES)]
)
def test_the_page_says_what_the_example_gives(page: Path, example: str, says: str) -> None:
    assert told(example) == says


def test_every_page_is_in_the_index_and_has_an_example() -> None:
    index = next(page for page in PAGES if page.name == "README.md").read_text("utf-8")
    for page in PAGES:
        if page.name != "README.md":
            assert f"]({page.name})" in index, page.name
    assert {page.name for page, _, _ in EXAMPLES} >= {page.name for page in PAGES if page.name != "README.md"}
