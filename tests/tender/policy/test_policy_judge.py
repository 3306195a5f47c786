"""Each rule is asked once for every record it speaks of, and a trigger that fires is a fail."""

from datetime import date

import pytest

from tender.findings import Answer
from tender.policy import Provision
from tender.policy.judge import verdicts

PASS, FAIL, OPEN = Answer.PASS, Answer.FAIL, Answer.CANNOT_DECIDE


def rule(expression, **more):
    given = {"id": "X-1", "article": "第一条", "says": "甲。", "force": "must", "kind": ("clause",)}
    return Provision(**given | {"expression": expression, "checked": date(2026, 1, 1)} | more)


def told(expression, nouns, **more):
    return [(v.subject, v.answer) for v in verdicts(rule(expression, **more), nouns)]


def lot(key, center=None, **more):
    return {"id": key, "center": center, **more}


def test_a_rule_on_nouns_that_stand_alone_is_asked_once():
    assert told("project.year == 2026", {"project": {"year": 2026}}) == [("", PASS)]


def test_a_rule_on_lots_is_asked_once_for_every_lot():
    lots = [lot("L1", mode="whole_center"), lot("L2", mode="no"), lot("L3")]
    assert told("lot.mode == 'whole_center'", {"lot": lots}) == [
        ("标段L1", PASS),
        ("标段L2", FAIL),
        ("标段L3", OPEN),
    ]


def test_a_lot_brings_its_center_and_is_paired_with_no_other():
    centers = [{"id": "C1", "indoor_area_m2": 900}, {"id": "C2", "indoor_area_m2": 90}]
    nouns = {"lot": [lot("L1", centers[0]), lot("L2", centers[1])], "center": centers}
    assert told("lot.id != '' and center.indoor_area_m2 > 100", nouns) == [("标段L1", PASS), ("标段L2", FAIL)]


def test_a_rule_on_centers_alone_is_asked_once_for_every_center():
    nouns = {"center": [{"id": "C1", "internet": True}, {"id": "C2", "internet": False}]}
    assert told("center.internet", nouns) == [("中心C1", PASS), ("中心C2", FAIL)]


def test_a_lot_sees_the_plan_of_its_own_community():
    nouns = {
        "lot": [lot("L1", {"community_id": "K1"}), lot("L2", {"community_id": "K2"}), lot("L3", {})],
        "plan": [{"community_id": "K1", "consulted": True}, {"community_id": "K2", "consulted": False}],
    }
    assert told("lot.id != '' and plan.consulted", nouns) == [
        ("标段L1", PASS),
        ("标段L2", FAIL),
        ("标段L3", OPEN),
    ]


def test_a_lot_with_a_route_of_its_own_is_judged_by_it():
    nouns = {"lot": [lot("L1", route="entrustment"), lot("L2")], "project": {"route": "gov_procurement"}}
    assert told("project.route == 'entrustment' and lot.id != ''", nouns) == [
        ("标段L1", PASS),
        ("标段L2", FAIL),
    ]


def test_a_budget_line_that_names_its_lots_is_asked_with_no_other():
    nouns = {"lot": [lot("L1"), lot("L2")], "budget": [{"id": "B1", "lot_ids": ["L2"]}, {"id": "B2"}]}
    subjects = [subject for subject, _ in told("lot.id != '' and budget.id != ''", nouns)]
    assert sorted(subjects) == ["预算B1 标段L2", "预算B2 标段L1", "预算B2 标段L2"]


def test_two_repeating_nouns_are_asked_in_every_pair():
    nouns = {"item": [{"id": "S1"}, {"id": "S2"}], "event": [{"kind": "a"}, {"kind": "b"}]}
    assert len(told("item.id != event.kind", nouns)) == 4


@pytest.mark.parametrize("lots", [[], None])
def test_a_repeating_noun_without_a_record_leaves_the_answer_open_and_is_named(lots):
    nouns = {"project": {"year": 2026}} | ({} if lots is None else {"lot": lots})
    (verdict,) = verdicts(rule("lot.mode == 'x' and project.year == 2026"), nouns)
    assert verdict.answer is OPEN
    assert verdict.answered.missing == ("lot.mode",)


def test_what_the_project_settles_alone_needs_no_lot():
    assert told("project.year == 2026 or lot.mode == 'x'", {"project": {"year": 2026}, "lot": []}) == [
        ("", PASS)
    ]


@pytest.mark.parametrize(("state", "answer"), [(True, FAIL), (False, PASS), (None, OPEN)])
def test_a_trigger_that_fires_is_a_fail_and_one_that_does_not_is_a_pass(state, answer):
    assert told("contract.state", {"contract": {"state": state}}, fires=True) == [("", answer)]


def test_what_a_person_typed_wrongly_leaves_the_answer_open_and_names_the_place():
    (verdict,) = verdicts(rule("vote.yes * 2 > vote.valid"), {"vote": {"yes": "三", "valid": 5}})
    assert verdict.answer is OPEN
    assert verdict.answered.missing == ("vote.valid（取值不合）", "vote.yes（取值不合）")


def test_a_community_is_asked_with_its_own_plan_and_one_without_stays_open():
    nouns = {
        "community": [{"id": "K1"}, {"id": "K2"}, {"id": "K3"}],
        "plan": [{"community_id": "K2", "consulted": False}, {"community_id": "K1", "consulted": True}],
    }
    assert told("community.id != '' and plan.consulted", nouns) == [
        ("社区K1", PASS),
        ("社区K2", FAIL),
        ("社区K3", OPEN),
    ]


def test_an_entry_is_held_against_its_own_fund_and_no_other():
    nouns = {
        "fund": [{"id": "F1", "community_id": "K1"}, {"id": "F2", "community_id": "K2"}],
        "txn": [
            {"fund_id": "F1", "beneficiary_community_id": "K1"},
            {"fund_id": "F2", "beneficiary_community_id": "K1"},
            {"beneficiary_community_id": "K1"},
        ],
    }
    asked = "txn.beneficiary_community_id == fund.community_id"
    assert [answer for _, answer in told(asked, nouns)] == [PASS, FAIL, OPEN]
    alone = {**nouns, "fund": nouns["fund"][0]}
    assert [answer for _, answer in told(asked, alone)] == [PASS, PASS, PASS]
