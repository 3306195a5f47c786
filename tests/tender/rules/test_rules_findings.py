"""How grave a broken rule is follows from its force, its text's status, and whether it was waived."""

from datetime import date
from itertools import product
from typing import get_args

import pytest

from tender.findings import Level
from tender.policy import Provision
from tender.policy.judge import verdicts
from tender.policy.pack import Force, Status
from tender.policy.reason import Reason
from tender.rules.findings import rule_findings

E, W, N = Level.ERROR, Level.WARNING, Level.NOTE
BROKEN = {"must": E, "forbidden": E, "in_principle": W, "derived": W, "encouraged": N, "context": N}
OPEN = {"must": W, "forbidden": W, "in_principle": N, "derived": N, "encouraged": N, "context": N}
BINDING = ("in_force", "trial", "draft")
HARD = ("must", "forbidden")


def found(expression, force, status="in_force", waived=None, **nouns):
    rule = Provision(
        id="X-1",
        article="第一条",
        says="标段应有主题。",
        force=force,
        kind=("clause",),
        status=status,
        expression=expression,
        checked=date(2026, 1, 1),
    )
    return list(rule_findings(verdicts(rule, nouns), waived))


@pytest.mark.parametrize(("force", "status"), list(product(get_args(Force), get_args(Status))))
def test_a_rule_that_passes_is_silent_whatever_its_force(force, status):
    assert found("1 == 1", force, status) == []


@pytest.mark.parametrize(("force", "status"), list(product(get_args(Force), get_args(Status))))
def test_a_broken_rule_weighs_by_its_force_and_no_reference_text_stops_a_project(force, status):
    (told,) = found("1 == 2", force, status)
    expected = BROKEN[force] if status in BINDING else max(BROKEN[force], W, key=[E, W, N].index)
    assert (told.level, told.code, told.what) == (expected, "rule.broken", "不符合")
    assert told.article == "X-1"
    assert told.expected == "标段应有主题。"


@pytest.mark.parametrize(("force", "status"), list(product(get_args(Force), get_args(Status))))
def test_what_cannot_be_decided_is_never_silent_and_never_stops(force, status):
    (told,) = found("lot.theme != ''", force, status)
    assert (told.level, told.code) == (OPEN[force], "rule.cannot_decide")
    assert told.what == "无法判定：缺少标段的“主题”"
    assert told.mend


@pytest.mark.parametrize(("force", "status"), list(product(get_args(Force), get_args(Status))))
def test_a_waiver_softens_soft_rules_and_no_hard_one(force, status):
    (plain,) = found("1 == 2", force, status)
    (told,) = found("1 == 2", force, status, waived={"X-1": Reason(by="甲", on=date(2026, 3, 1), why="乙")})
    if force in HARD:
        assert told == plain
    else:
        assert (told.level, told.what) == (N, "不符合，已豁免：2026年3月1日甲决定：乙")


def test_a_waiver_of_another_rule_changes_nothing():
    assert found("1 == 2", "encouraged", waived=["X-2"]) == found("1 == 2", "encouraged")


@pytest.mark.parametrize("force", get_args(Force))
def test_a_waiver_answers_nothing_that_is_open(force):
    assert found("lot.theme != ''", force, waived=["X-1"]) == found("lot.theme != ''", force)


def test_the_finding_names_the_record_it_is_about():
    lots = [{"id": "L1", "theme": "健康"}, {"id": "L2", "theme": ""}]
    assert [f.where for f in found("lot.theme != ''", "must", lot=lots)] == ["标段L2 › X-1"]
    assert [f.where for f in found("1 == 2", "must")] == ["项目 › X-1"]
