"""Every check of the law: it rests on provisions, acts somewhere, and its figures are pinned by records."""

import ast
import importlib
import re
import tomllib
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import ValidationError

from tender.book import Method, read_book
from tender.paths import samples
from tender.policy import policies
from tender.policy.checks import Check, Checks, checks
from tender.policy.expression import Expression
from tender.policy.schema import schema
from tender.policy.stages import Stage
from tender.schedule.steps import steps

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 2)
GROUPS = {
    "REG": 6, "PLN": 6, "DOC": 16, "TIM": 7, "OPN": 4, "EVL": 16, "AWD": 5, "RPT": 1, "EXP": 8, "ARC": 1, "VER": 1,
}  # fmt: skip
ROWS = [pytest.param(row, id=row.id) for row in checks().checks]
ASKED = [pytest.param(row, id=row.id) for row in checks().checks if row.expression]


def records():
    path = Path(__file__).parent / "records" / "checks.toml"
    found = defaultdict(list)
    for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]:
        found[case["rule"]].append(case)
    return found


CASES = records()


def figures(row, moved="", by=0):
    """The figures that ``row`` reads on the day, one of them moved."""
    packs = policies()
    return {rule: packs.on(rule, DAY).number + (by if rule == moved else 0) for rule in row.figures}


def answers(row, expression=None, **move):
    """What ``row`` answers to each of its records."""
    rule = Expression(expression or row.expression)
    law = {"figure": figures(row, **move)}
    return [rule.answer({**case["nouns"], "law": law}).answer.value for case in CASES[row.id]]


def test_all_seventy_one_checks_stand_once_in_their_groups():
    ids = [row.id for row in checks().checks]
    assert ids == [f"{group}-{n:02}" for group, count in GROUPS.items() for n in range(1, count + 1)]
    assert len(ids) == 71


@pytest.mark.parametrize("row", ROWS)
def test_a_check_rests_on_provisions_and_says_in_chinese_what_it_checks(row):
    packs = policies()
    assert all(packs.knows(rule) for rule in row.rests)
    assert row.basis(packs, DAY) in row.rests
    said = row.said(packs, DAY)
    assert re.search("[\u4e00-\u9fff]", said)
    assert "{" not in said
    assert "当日没有规定" not in said


@pytest.mark.parametrize("row", ROWS)
def test_a_check_acts_somewhere_and_what_holds_it_exists(row):
    assert row.stages
    assert Stage.CONTEXT not in row.stages
    for held in row.held:
        module, _, path = held.partition(":")
        found = importlib.import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
    for test in row.tests:
        file, _, name = test.partition("::")
        assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), test


@pytest.mark.parametrize("row", [p for p in ROWS if p.values[0].steps])
def test_a_step_of_the_calendar_that_a_check_names_rests_on_its_provisions(row):
    """For both methods, with and without an agency, on nothing that the check does not rest on."""
    book = read_book(samples() / "teda-haiqing").book
    for method in (Method.OPEN_TENDER, Method.COMPETITIVE_CONSULTATION):
        for agency in (None, book.purchaser):
            known = {s.id: s for s in steps(book.model_copy(update={"method": method, "agency": agency}))}
            assert agency is None or set(row.steps) <= set(known)
            for step in (known[name] for name in row.steps if name in known):
                assert set(step.rules) & set(row.rests), (step.id, step.rules)
                assert set(step.rules) <= set(row.rests), (step.id, step.rules)


@pytest.mark.parametrize("row", ASKED)
def test_a_check_speaks_only_of_known_nouns(row):
    for path in Expression(row.expression).names():
        noun, _, attribute = path.partition(".")
        assert attribute.partition(".")[0] in schema()[noun].attributes, path


@pytest.mark.parametrize("row", ASKED)
def test_a_check_answers_its_records_and_never_passes_on_nothing(row):
    assert Expression(row.expression).answer({}).answer.value == "cannot_decide"
    expected = [case["answer"] for case in CASES[row.id]]
    given = answers(row)
    assert given == expected, [case["says"] for case in CASES[row.id]]
    assert set(expected) == {"pass", "fail", "cannot_decide"}


def test_no_record_is_of_a_check_that_asks_nothing():
    assert set(CASES) == {p.values[0].id for p in ASKED}


@pytest.mark.parametrize("row", [p for p in ASKED if p.values[0].figures])
def test_moving_any_figure_of_law_is_noticed(row):
    kept = answers(row)
    for rule in row.figures:
        for by in (Fraction(1), Fraction(-1)):
            assert answers(row, moved=rule, by=by) != kept, (rule, by)


def mutants(text):
    """The expression with one number moved by one, for every number in it."""
    tree = ast.parse(text, mode="eval")
    for node in [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is int]:
        kept = node.value
        for moved in (kept + 1, kept - 1):
            if moved >= 0:
                node.value = moved
                yield ast.unparse(tree)
        node.value = kept


@pytest.mark.parametrize("row", [p for p in ASKED if list(mutants(p.values[0].expression))])
def test_moving_any_number_of_a_check_is_noticed(row):
    kept = answers(row)
    for text in mutants(row.expression):
        assert answers(row, text) != kept, text


@pytest.mark.parametrize("row", ASKED)
def test_every_fact_a_check_asks_has_a_record_in_which_it_decides_or_is_missing(row):
    """A record for each attribute without which the answer of some record changes."""
    needed = set()
    for path in Expression(row.expression).names() - {"law.figure"}:
        noun, attribute = path.split(".")[:2]
        for case in CASES[row.id]:
            nouns = {**case["nouns"], "law": {"figure": figures(row)}}
            kept = Expression(row.expression).answer(nouns).answer
            without = {k: v for k, v in nouns.get(noun, {}).items() if k != attribute}
            if Expression(row.expression).answer({**nouns, noun: without}).answer is not kept:
                needed.add(path)
    assert needed == Expression(row.expression).names() - {"law.figure"}


def test_every_word_is_a_pattern_of_law_in_force():
    packs = policies()
    known = {row.id for row in checks().checks}
    for row in checks().words:
        re.compile(row.pattern)
        assert row.check in known
        assert packs.holds(row.law, DAY)


def test_a_conflict_names_a_rule_of_a_system_and_a_provision_its_check_rests_on():
    packs = policies()
    systems = {r.id for pack in packs.packs.values() if pack.level != "national" for r in pack.provisions}
    rests = {row.id: row.rests for row in checks().checks}
    told = Counter(row.rule for row in checks().conflicts)
    assert set(told) <= systems
    assert set(told.values()) == {1}
    for row in checks().conflicts:
        assert row.law in rests[row.check], row.rule


SEED_CONFLICTS = {
    "registration in one place": "SZ-1.3a",
    "social organizations only": "HZ-3b",
    "legal persons only": "TEDA-07a",
    "former operator shut out": "SZ-7.4f",
    "a contract that goes on by itself": "SZ-7.4c",
    "entry by a directory": "WH-07f",
    "entry by a grade or a recommended list": "WH-07e",
    "refit inside a service lot": "ZB-1.4c",
    "building by the operator": "WH-06-3a",
    "a number of staff as a gate": "HZ-3.3a",
    "a share of staff as a gate": "SZ-3.1b",
    "a subsidy to be applied for": "TEDA-11a",
    "growth in scale as a factor": "TEDA-13c",
}


@pytest.mark.parametrize("rule", SEED_CONFLICTS.values(), ids=SEED_CONFLICTS)
def test_what_the_systems_ask_against_the_law_is_listed(rule):
    assert rule in {row.rule for row in checks().conflicts}


ROW = {
    "id": "XY-01", "says": "甲。", "rests": ("LAW-2",), "force": "must", "confidence": "high", "acts": "book",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "acts nowhere"),
        ({"held": ("tender.case:case",)}, "tests show"),
        ({"tests": ("tests/test_docs.py::test_a",), "findings": ("law.broken",)}, "tests show"),
        ({"acts": None, "findings": ("law.broken",)}, "at which step"),
        ({"says": "不少于{N22-10}。", "findings": ("law.broken",)}, "N22-10"),
        ({"expression": "survey.parties >= law.figure('N22-10')"}, "N22-10"),
        ({"findings": ("law.broken",), "rests": ()}, "rests"),
    ],
)
def test_a_row_that_acts_nowhere_or_shows_nothing_is_refused(change, said):
    with pytest.raises(ValidationError, match=said):
        Check.model_validate(ROW | change)


def test_two_kinds_of_rows_are_kept_apart():
    with pytest.raises(ValidationError):
        Checks.model_validate({"check": [], "words": [], "conflict": [], "note": []})
