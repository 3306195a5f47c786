"""Scored factors that compute something else than they say: each is told, at its field."""

import pytest

from tender.book import parse_book
from tender.check.scored import scored
from tender.paths import samples

TEXT = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")
RULE = 'rule = { kind = "ratio_to_best", fact = "feedback" }'
LIST = '''[[facts]]
id = "staff"
name = "拟派人员"
unit = "人"
kind = "list"
evidence = "证书"
columns = [
  { id = "name", name = "姓名", kind = "text" },
  { id = "title", name = "职称", kind = "choice", options = ["高级", "中级"] },
  { id = "years", name = "年限", kind = "whole" },
]

[[facts]]
id = "free_sessions"'''
STEPS = "steps = [{ at_least = 1, points = 3 }, { above = 1, points = 5 }]"
GRADES = 'grades = [{ word = "优", points = 5 }, { word = "良", points = 5 }]'
BANDS = 'bands = [{ word = "优", at_least = 3, at_most = 5 }, { word = "良", at_least = 0, at_most = 3 }]'
GAP = 'bands = [{ word = "优", at_least = 4, at_most = 15 }, { word = "良", at_least = 0, at_most = 3 }]'
EACH = 'kind = "count_step", fact = "staff", each = "每人", step = 1, '
TOP = 'levels = [{ among = ["特级"], points = 5 }]'


def found(rule: str) -> set[tuple[str, str, str]]:
    text = TEXT.replace('[[facts]]\nid = "free_sessions"', LIST, 1).replace(RULE, rule, 1)
    read = parse_book(text)
    assert read.book, read.findings
    return {(f.code, f.level.value, f.where.split("rule › ")[-1]) for f in scored(read.book)}


@pytest.mark.parametrize(
    ("rule", "field", "level"),
    [
        (f'kind = "intervals", fact = "free_sessions", {STEPS}', "steps", "error"),
        (f'kind = "ladder", fact = "free_sessions", {STEPS}', "steps", "warning"),
        ('kind = "ladder", fact = "free_sessions", steps = [{ above = 1, points = 16 }]', "steps", "error"),
        (EACH + 'where = [{ column = "post", among = ["经理"] }]', "where", "error"),
        (EACH + 'where = [{ column = "years", among = ["五"] }]', "where", "error"),
        (EACH + 'where = [{ column = "title", among = ["特级"] }]', "where", "error"),
        ('kind = "ratio_to_best", fact = "staff", take = "sum", column = "title"', "column", "error"),
        (f'kind = "levels", fact = "staff", column = "title", {TOP}', "levels", "error"),
        (f'kind = "levels", fact = "free_sessions", {TOP}', "fact", "error"),
        ('kind = "has_not", fact = "staff"', "fact", "error"),
        ('kind = "lookup", fact = "investment", rows = [{ count = 1, points = 5 }]', "fact", "error"),
        ('kind = "linear", fact = "free_sessions", zero_at = 5, full_at = 5', "full_at", "error"),
        (f'kind = "grades", {GRADES}', "grades", "error"),
        (f'kind = "bands", {BANDS}', "bands", "error"),
        (f'kind = "bands", {GAP}', "bands", "warning"),
        ('kind = "votes", votes = 1, says = "比较。", scale = 100', "panel", "error"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_told(rule, field, level):
    assert ("book.rule", level, field) in found(f"rule = {{ {rule} }}")


def test_a_sound_book_says_nothing():
    assert found(RULE) == set()


def test_a_figure_gate_says_the_figure_that_it_asks():
    gate = """[[gates]]
id = "least_staff"
name = "人员数量"
kind = "figure"
stage = "conformity"
articles = ["TEDA-12d"]
fact = "staff"
at_least = 20
says = "拟派社工不少于%s名。"

[[gates]]
id = "legal_person"
"""
    for said, codes in (("20", set()), ("二十几", {"book.gate_says"})):
        text = TEXT.replace('[[facts]]\nid = "free_sessions"', LIST, 1)
        text = text.replace('[[gates]]\nid = "legal_person"\n', gate % said, 1)
        read = parse_book(text)
        assert read.book, read.findings
        assert {f.code for f in scored(read.book)} == codes
