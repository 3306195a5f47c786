"""Rules of real tender books over facts and judgement: declared in TOML, printed, computed to the given value."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.exact import half_up
from scoring.panel import PanelError
from tender.book import Fact, Method, parse_book
from tender.book.method import terms
from tender.book.rules import Context, Criterion, Entry
from tender.book.toml_text import load_toml
from tender.check.scored import scored
from tender.documents.workbook.write import write
from tender.forms import bid_form, mark_sheet
from tender.paths import samples

HERE = Path(__file__).parent
TEXTS = {
    name: text
    for file in ("facts.toml", "more.toml", "further.toml")
    for name, text in load_toml((HERE / file).read_text("utf-8")).items()
}
CASES = [(name, n) for name, text in TEXTS.items() for n in range(len(text["cases"]))]


def declared(name: str) -> tuple[Criterion, Context]:
    text = TEXTS[name]
    criterion = Criterion.model_validate(
        {
            "id": "item",
            "name": "本项",
            "group": "business",
            "weights": {"column": text["full"]},
            "rule": text["rule"],
        }
    )
    facts = {f["id"]: Fact.model_validate(f) for f in text.get("facts", ())}
    return criterion, Context(Fraction(text["full"]), terms(Method.OPEN_TENDER), facts)


def figure(value: Any) -> Any:
    return Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def entry(case: dict[str, Any]) -> Entry:
    """What a case states, as the forms would bring it; rows have their proof unless the case says otherwise."""
    if "parts" in case:
        marks = {"J1": {part: Fraction(mark) for part, mark in case["parts"].items()}}
    else:
        marks = {judge: {"": Fraction(mark)} for judge, mark in case.get("marks", {}).items()}
    lists = {
        fact: tuple({"evidence": "第1页", **{k: figure(v) for k, v in row.items()}} for row in rows)
        for fact, rows in case.get("lists", {}).items()
    }
    return Entry(
        0,
        False,
        {fact: figure(value) for fact, value in case.get("facts", {}).items()},
        marks,
        {fact: tuple(options) for fact, options in case.get("chosen", {}).items()},
        lists,
        frozenset(case.get("unproven", ())),
    )


def faults(criterion: Criterion, context: Context, case: dict[str, Any]) -> list[str]:
    items = {item.part: item for item in criterion.mark_items(context)}
    given = entry(case).marks
    found = [
        items[part].fault(mark, case.get("reason", ""))[0]
        for marks in given.values()
        for part, mark in marks.items()
    ]
    return [what for what in found if what]


@pytest.mark.parametrize("name", TEXTS)
def test_the_rule_prints_what_people_read_and_is_sound(name: str) -> None:
    criterion, context = declared(name)
    sentence = criterion.rule.sentence(context)
    for words in TEXTS[name]["prints"]:
        assert words in sentence
    assert [f for f in criterion.flaws(context) if f.serious] == []


@pytest.mark.parametrize(("name", "n"), CASES, ids=lambda v: str(v))
def test_the_rule_gives_the_value(name: str, n: int) -> None:
    criterion, context = declared(name)
    case = TEXTS[name]["cases"][n]
    if case.get("refused"):
        assert faults(criterion, context, case)
        return
    assert faults(criterion, context, case) == []
    if case.get("disagree"):
        assert all(item.agreed for item in criterion.mark_items(context))
        with pytest.raises(PanelError):
            criterion.rule.points({"A": entry(case)}, context)
        return
    if "bids" in case:
        entries = {str(n): entry({"facts": facts}) for n, facts in enumerate(case["bids"])}
        points = [half_up(w.points, 4) for w in criterion.rule.points(entries, context).values()]
        assert points == [Fraction(p) for p in case["all"]]
        return
    worked = criterion.rule.points({"A": entry(case)}, context)["A"]
    assert worked.points == Fraction(case["points"])
    assert worked.how


@pytest.mark.parametrize("name", TEXTS)
def test_the_rule_stands_in_a_whole_book_with_its_forms(name: str) -> None:
    """In the sample's book instead of its judged plan: it reads, checks clean, and makes both forms."""
    book = read_with(TEXTS[name])
    assert [f for f in scored(book) if f.level.name == "ERROR"] == []
    assert write(bid_form(book, "0" * 64))
    assert write(mark_sheet(book, "0" * 64, None, None))


def read_with(text: dict[str, Any]) -> Any:
    """The sample's book with one criterion's rule replaced; weights of other columns play no part."""
    data = load_toml((samples() / "teda-haiqing" / "project.toml").read_text("utf-8"))
    data["facts"] += text.get("facts", [])
    plan = next(c for c in data["criteria"] if c["id"] == "plan")
    plan["rule"], plan["weights"] = text["rule"], {"whole_center": text["full"]}
    sound = parse_book((samples() / "teda-haiqing" / "project.toml").read_text("utf-8")).book
    assert sound
    return type(sound).model_validate(data)


def test_two_factors_on_the_scale_of_a_hundred_add_up_by_their_weights() -> None:
    total = Fraction(0)
    for name in ("R30-first", "R30-second"):
        criterion, context = declared(name)
        total += criterion.rule.points({"A": entry(TEXTS[name]["cases"][0])}, context)["A"].points
    assert total == Fraction("65.664")
