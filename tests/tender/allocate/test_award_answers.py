"""Rules of several systems over an award: a broken binding rule keeps it from being made."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tender import paths
from tender.allocate import allocate, award_findings, award_verdicts, decide, notice_findings
from tender.book import parse_book
from tender.case import Case
from tender.decisions import DepartureConfirmed
from tender.findings import Answer, Level
from tender.rules.award_nouns import Won, award_nouns
from tender.run import run

SAMPLE = paths.samples() / "teda-haiqing"
REGISTER = (SAMPLE / "register.toml").read_text(encoding="utf-8")
DAY = date(2026, 3, 20)


@pytest.fixture(scope="module")
def ranked():
    """The sample ranked, not yet awarded."""
    done = run(SAMPLE)
    return Case(done.case.book, replace(done.case.state, award=None, notices=()), done.case.packs)


@pytest.fixture(scope="module")
def given(ranked):
    return allocate(ranked)


def posed(case: Case, *changes: tuple[str, str], register: str = REGISTER) -> Case:
    """The case as if its book and register had said something else."""
    text = case.state.book
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    book = parse_book(text).book
    assert book, parse_book(text).findings
    return Case(book, replace(case.state, register=register), case.packs)


def levels(found) -> dict[str, Level]:
    return {f.article: f.level for f in found}


def confirmed(allocation) -> DepartureConfirmed:
    lots = tuple(lot.lot for lot in allocation.departures)
    return DepartureConfirmed(lots=lots, by="采购人（虚构）", at=datetime(2026, 3, 20, 9), why="照规则")


REGIME = 'regime = "teda"'
SCENES = "".join(
    f'[[lot]]\nid = "{lot}"\nscene_class = "{{0}}"\n'
    for lot in ("L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S")
)


def test_the_samples_award_breaks_no_rule(ranked, given):
    drafts, found = decide(ranked, given, confirmed(given))
    assert [d.what.value for d in drafts] == ["award_decided"]
    assert levels(found) == {}


def test_an_award_beyond_the_fiscal_baseline_is_not_made(ranked, given):
    richer = replace(given, lots=tuple(replace(lot, price_fen=lot.price_fen + 10**7) for lot in given.lots))
    drafts, found = decide(ranked, richer, confirmed(given))
    assert drafts == ()
    [barred] = [f for f in found if f.level is Level.ERROR]
    assert (barred.code, barred.article) == ("rule.broken", "TEDA-04a")
    assert "不得按此结果定标" in barred.mend


def test_two_operators_in_one_whole_center_are_not_awarded(ranked, given):
    whole = ('mode = "partial_zone"', 'mode = "whole_center"')
    rooms = ('spaces = ["C2-02"]', 'spaces = ["C2-01"]')
    shared = posed(ranked, whole, rooms)
    drafts, found = decide(shared, given, confirmed(given))
    assert drafts == ()
    told = levels(found)
    assert told["TEDA-09a"] is Level.ERROR
    assert told["TEDA-10e"] is Level.WARNING  # the room given twice: a rule derived from the text


def test_a_soft_rule_that_is_broken_warns_and_a_recorded_reason_makes_it_a_note(ranked, given):
    capped = REGISTER.replace("max_operator_share = 0.5", "max_operator_share = 0.1")
    assert levels(award_findings(posed(ranked, register=capped), given, DAY))["TEDA-05c"] is Level.WARNING
    reason = '{ by = "海晴街道（虚构）", on = 2026-02-10, why = "只有四家参加（虚构）" }'
    excused = capped.replace("waivers = { ", f'waivers = {{ "TEDA-05c" = {reason}, ')
    assert levels(award_findings(posed(ranked, register=excused), given, DAY))["TEDA-05c"] is Level.NOTE


def test_a_binding_rule_that_cannot_be_decided_is_a_warning_and_stops_nothing(ranked, given):
    untold = posed(ranked, (REGIME, 'regime = "wuhan"'), register="")
    drafts, found = decide(untold, given, confirmed(given))
    assert drafts
    assert levels(found)["WH-02k"] is Level.WARNING
    assert all("register.toml" not in f.mend for f in found)  # the register is frozen by now


def test_wuhan_one_facility_goes_to_one_operator_where_the_place_says_so(ranked, given):
    unified = "[pack.params]\nunified_operator_per_facility = true\n" + SCENES.format("public")
    drafts, found = decide(
        posed(ranked, (REGIME, 'regime = "wuhan"'), register=unified), given, confirmed(given)
    )
    assert drafts == ()
    [barred] = [f for f in found if f.article == "WH-02k"]
    assert barred.level is Level.ERROR
    assert barred.where.startswith("定标 › 标段L2H、标段L2X、标段L2G、标段L3E")


def test_wuhan_commercial_parts_count_only_where_the_place_does_not_leave_them_out(ranked, given):
    params = '[pack.params]\nunified_operator_per_facility = true\nunify_excludes = ["{}"]\n'
    lots = SCENES.format("commercial")
    wuhan = (REGIME, 'regime = "wuhan"')
    counted = posed(ranked, wuhan, register=params.format("public") + lots)
    assert "WH-02k" in levels(award_findings(counted, given, DAY))
    left_out = posed(ranked, wuhan, register=params.format("commercial") + lots)
    assert "WH-02k" not in levels(award_findings(left_out, given, DAY))


def test_huizhou_an_award_after_the_fifteenth_of_september_is_told(ranked, given):
    year = "[pack.params]\nyear = 2026\n"
    case = posed(ranked, (REGIME, 'regime = "huizhou"'), register=year)
    assert "HZ-4.2a" not in levels(award_findings(case, given, date(2026, 9, 15)))
    assert levels(award_findings(case, given, date(2026, 9, 16)))["HZ-4.2a"] is Level.WARNING


def test_huizhou_a_contract_that_is_planned_too_early_is_foreseen(ranked, given):
    contract = '[[contract]]\nid = "K1"\nentry_on = 2026-09-21\nsigned_on = 2026-09-18\n'
    register = f"[pack.params]\naward_notice_days = 5\n{contract}"
    case = posed(ranked, (REGIME, 'regime = "huizhou"'), register=register)
    assert "HZ-4.2k" in levels(award_findings(case, given, date(2026, 9, 17)))
    assert "HZ-4.2k" not in levels(award_findings(case, given, date(2026, 9, 11)))
    assert "HZ-4.2i" in levels(notice_findings(case, given, date(2026, 9, 14)))
    assert "HZ-4.2i" not in levels(notice_findings(case, given, date(2026, 9, 10)))


def test_zibo_what_is_let_leaves_the_basic_services_their_room(ranked, given):
    case = posed(ranked, (REGIME, 'regime = "zibo"'), register="")
    answers = {v.subject: v.answer for v in award_verdicts(case, given, DAY) if v.provision.id == "ZB-1.1b"}
    assert answers["中心C1"] is Answer.FAIL  # everything is let, nothing reserved
    assert answers["中心C2"] is Answer.PASS


def test_futian_a_platform_is_run_by_one_body(ranked, given):
    duties = 'duty_ids = ["site_management", "project_introduction", "service_guarantee"]'
    register = f'[[lot]]\nid = "L2H"\nmode_local = "platform"\n{duties}\n'
    futian = (REGIME, 'regime = "futian"')
    one = posed(ranked, futian, register=register)
    two = posed(ranked, futian, ('spaces = ["C2-02"]', 'spaces = ["C2-01"]'), register=register)
    told = [
        {v.subject: v.answer for v in award_verdicts(case, given, DAY) if v.provision.id == "FT-1.1c"}
        for case in (one, two)
    ]
    assert [t["标段L2H"] for t in told] == [Answer.PASS, Answer.FAIL]


def test_demand_coverage_is_the_weighted_share_of_what_operated_lots_answer():
    center = {"id": "C1", "community_id": "q", "zones": []}
    lots = [
        {"id": "L1", "center": center, "demand_refs": ["a", "b"]},
        {"id": "L2", "center": center, "demand_refs": ["c"]},
    ]
    demands = [{"id": "a", "weight": 2}, {"id": "b"}, {"id": "c", "weight": 3}]
    project = {
        "pack": {},
        "lot": lots,
        "center": [center],
        "community": {"id": "q", "demands": demands},
    }
    nouns = award_nouns(project, [Won("L1", "T1", 100)], DAY)
    assert nouns["allocation"]["demand_coverage"] == {"q": 0.5}
    assert nouns["allocation"]["let_area_m2"] == {"C1": 0}
