"""The Wuhan sample: what sample S2 of the seeds computed by full enumeration must come out."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from scoring.allocation import Status, solve
from scoring.exact import text
from tender import paths
from tender.book import read_book
from tender.checked import check_project
from tender.findings import Answer, Level
from tender.forms import bid_form
from tender.policy import policies
from tender.policy.judge import verdicts
from tender.rules.nouns import project_nouns
from tender.run import Step, run
from tender.schedule import series
from tests.samples.reading import failed, sums, winners, without_marks
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "wuhan-jiangting"
CAUTION = "（决策草案）为征求意见稿，尚未施行，不作为现行依据，仅供试行。"

TOTALS = SEEDS["wuhan-jiangting"]
AWARD = {"F1": "W1", "F2": "W2", "F3": "W4"}


REFUSED = ('gate = "scene_care"\nanswer = "pass"', 'gate = "scene_care"\nanswer = "fail"')


def subsidy(done):
    return sum(lot.price_fen for lot in done.allocation.lots if lot.lot in ("F2", "F3"))


def errors(findings):
    return [(f.code, f.article) for f in findings if f.level is Level.ERROR]


# ── the sample as it is ─────────────────────────────────────────


def test_the_award_is_the_one_found_by_full_enumeration_and_uses_all_of_the_subsidy(done):
    assert winners(done) == AWARD
    assert sums(done)[0] == "258.26"
    assert subsidy(done) == 34_000_000
    assert done.allocation.plan.to_json()["status"] == "proved_best"


def test_nothing_in_the_sample_needs_a_second_look_but_where_the_measures_collide_with_law(done):
    assert done.stopped is None
    left = [f for f in done.findings if f.level is not Level.NOTE]
    assert {f.code for f in left} == {"law.conflict"}
    assert [f.article for f in left] == ["WH-02a", "WH-06-2f", "WH-06-3a", "WH-07e", "WH-07f"]


def test_the_best_bid_of_f1_is_passed_over_for_its_capacity_and_the_next_best_sum_is_told(done):
    [f1] = done.allocation.departures
    [over] = f1.passed_over
    assert (f1.lot, over.operator, over.rank) == ("F1", "W2", 1)
    assert "最高为256.81分，低于现方案的258.26分" in over.why  # F1 to W2, F2 to W1, F3 to W4
    assert "可同时承接的设施数" in over.why
    assert "不低于2处" in over.why


def test_the_notice_declares_the_capacity_and_the_subsidy_as_limits(done):
    said = done.files["result-notice.txt"].decode("utf-8")
    assert "同一申请人选定的设施数不超过其填报并经核实的可同时承接的设施数" in said
    assert "由“区级运营补贴”支付的选定金额之和不超过340,000.00元/年" in said
    assert "街道购买公共服务资金" not in said  # its ceilings cannot exceed it


# ── who is rejected, and by which rule ──────────────────────────


def test_a_vote_of_44_percent_and_a_rent_above_30_percent_keep_w3_out_of_f1(done):
    assert failed(done.case, "F1", "W3") == ["low_rent", "vote"]
    assert [article for _, article in done.case.reasons("W3", "F1")] == [
        "武汉运营管理办法（草案）第六条第（二）项",
        "武汉运营管理办法（草案）第八条",
    ]


def test_a_rent_of_exactly_30_percent_passes(done):
    assert done.case.bids["W2"].lots["F1"].facts["rent"] * 10 == 624_000 * 3
    assert "W2" in done.case.valid("F1")


def test_two_scenes_fail_both_minima_and_nobody_gave_w5_a_waiver(done):
    assert failed(done.case, "F2", "W5") == ["scene_count", "scene_core", "scene_care"]


def test_a_body_on_the_credit_blacklist_is_refused_at_entry_alone_for_that(done):
    assert failed(done.case, "F2", "W6") == ["credit"]


def test_the_cheapest_rejected_bids_are_no_base_of_any_formula(done):
    totals = json.loads(done.files["totals.json"])
    [w2] = [r for r in totals["F2"] if r["operator"] == "W2"]
    assert w2["items"]["public_cost"]["how"].startswith("280,000.00÷300,000.00")
    assert w2["items"]["affordability"]["how"].startswith("0.8÷0.84")


def test_w4_is_valid_only_because_a_person_recorded_the_waiver(done, project):
    [care] = [d for d in done.case.decisions("W4", "F3") if d.gate == "scene_care"]
    assert care.answer is Answer.PASS
    assert "书面记录" in care.why
    silent = project(decisions=[('gate = "scene_care"\nanswer = "pass"', 'gate = "plans"\nanswer = "pass"')])
    stopped = run(silent)
    assert stopped.stopped is Step.REVIEW
    [found] = [f for f in stopped.findings if f.level is Level.ERROR]
    assert found.where == "W4 汀若社区社会企业（示例） › F3 › 养老或者托育场景"
    assert "场景例外理由" in found.what


def test_a_listing_of_another_day_than_the_deadline_decides_nothing(project):
    page = 'value = { "2026-03-16T09:30:00" = ["city_rating_directory"] }'
    stopped = run(project(decisions=[(page, page.replace("03-16", "03-15"))]))
    assert {f.where for f in stopped.findings if f.level is Level.ERROR} == {
        "W3 折纸更新示例公司 › F1 › 目录或者名录在列"  # F3 is open to everyone
    }


def test_who_is_not_on_the_list_of_the_route_of_a_lot_is_out_of_that_lot(project):
    page = 'operator = "W5"\nnoun = "operator.listings_on"\nvalue = { "2026-03-16T09:30:00" = ['
    changed = run(
        project(decisions=[(page + '"district_recommended_list"', page + '"city_rating_directory"')])
    )
    assert failed(changed.case, "F2", "W5") == ["listed", "scene_count", "scene_core", "scene_care"]


# ── other circumstances, other awards ───────────────────────────


def test_the_waiver_refused_at_f3_changes_the_operators_of_f1_and_f2_as_well(project):
    confirmed = ('lots = ["F1"]', 'lots = ["F2"]')
    copy = project(decisions=[REFUSED, confirmed], bidding=without_marks(("F3", "W4")))
    changed = run(copy)
    assert changed.stopped is None
    assert winners(changed) == {"F1": "W2", "F2": "W1", "F3": "W3"}
    assert sums(changed)[0] == "259.16"  # a bid that is out is no base: W3 at F3 rises from 74.53 to 78.20
    assert subsidy(changed) == 34_000_000
    [f2] = changed.allocation.departures
    [over] = f2.passed_over
    assert over.operator == "W2"
    assert over.articles == ("WH-15a",)
    assert "340,000.00元/年" in over.why  # 300,000 and 60,000 are above it
    assert "不低于360,000.00元时结果才会改变" in over.why


def test_with_360_thousand_of_subsidy_and_no_waiver_w1_and_w2_keep_their_facilities(project):
    more = ("budget_yuan = 340000", "budget_yuan = 360000")
    copy = project(book=[more], decisions=[REFUSED], bidding=without_marks(("F3", "W4")))
    changed = run(copy)
    assert changed.stopped is None
    assert winners(changed) == {"F1": "W1", "F2": "W2", "F3": "W3"}
    assert sums(changed)[0] == "260.61"
    assert subsidy(changed) == 36_000_000


@pytest.mark.parametrize(
    ("subsidy_fen", "won", "total"),
    [
        (34_000_000, ("W2@F1", "W1@F2", "W3@F3"), "255.49"),
        (36_000_000, ("W1@F1", "W2@F2", "W3@F3"), "256.94"),
    ],
)
def test_with_w4_struck_out_after_the_scoring_the_sums_are_those_of_the_seeds(done, subsidy_fen, won, total):
    """Scores as they stand, W4's offer alone taken away: what the seeds enumerated."""
    problem = done.allocation.problem
    money = replace(problem.resources["funding:district"], supply=subsidy_fen)
    left = replace(
        problem,
        offers=tuple(o for o in problem.offers if o.id != "W4@F3"),
        resources={**problem.resources, "funding:district": money},
    )
    plan = solve(left, seconds=30)
    assert plan.status is Status.PROVED_BEST
    assert sorted(plan.offers) == sorted(won)
    assert text(plan.totals.points, 2) == total


def test_a_second_facility_for_w2_gives_every_facility_its_best_bid(project):
    """Best bid per facility alone: the capacity of one facility is all that kept it from both."""
    changed = run(project(book=[("uses = { amount = 1 }", 'uses = { amount = 1 }\nlots = ["F3"]')]))
    assert winners(changed) == {"F1": "W2", "F2": "W2", "F3": "W4"}


# ── the draft, and what the rules of the pack ask ───────────────


def test_a_draft_that_nobody_acknowledged_stops_the_check(project):
    copy = project(register=[("draft_policy_ack = true", "draft_policy_ack = false")])
    _, findings = check_project(copy, book_only=True)
    assert ("system.draft", "") in errors(findings)
    assert run(copy).stopped is Step.CHECK


@pytest.mark.parametrize(
    "paper", ["book.html", "result-notice.html", "result-notice.txt", "evaluation-report.html"]
)
def test_every_paper_says_that_the_measures_are_a_draft(done, paper):
    assert CAUTION in done.files[paper].decode("utf-8")


@pytest.mark.parametrize("form", ["bid-form.xlsx", "mark-sheet.xlsx"])
def test_every_form_says_that_the_measures_are_a_draft(done, form):
    sheets = load_workbook(BytesIO(done.files[form])).worksheets
    said = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(CAUTION in cell for cell in said)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('operator_id = "W3"\ninvestor_id = "W3"', 'operator_id = "W3"\ninvestor_id = "W1"', "WH-07h"),
        ("ceiling_fen = 0\n", "ceiling_fen = 1\n", "WH-06-4b"),
        ('route = "gov_procurement"', 'route = "open_tender"', "WH-07c"),
        ('lot_ids = ["F2"]', 'lot_ids = ["F1-C"]', "WH-15a"),
        ('"tingruo"\ncount_for_community = 1', '"tingruo"\ncount_for_community = 2', "WH-08a"),
        ('id = "C1-C2"\nscene_class = "commercial"', 'id = "C1-C2"\nscene_class = "inclusive"', "WH-02i"),
        ('responsible_body_level = "district"', 'responsible_body_level = "street"', "WH-05f"),
    ],
)  # fmt: skip
def test_a_slip_in_the_register_is_found_by_the_rule_that_forbids_it(project, old, new, rule):
    _, findings = check_project(project(register=[(old, new)]), book_only=True)
    assert [f.article for f in findings if f.code == "rule.broken"] == [rule]


def test_the_commercial_part_is_recorded_and_never_tendered():
    read = read_book(SAMPLE)
    nouns = project_nouns(read.book, read.register, policies())
    assert [lot["id"] for lot in nouns["lot"]] == ["F1", "F2", "F3", "F1-P", "F1-C"]
    assert [lot["id"] for lot in nouns["project"]["lots"]] == ["F1", "F2", "F3"]
    assert "F1-C" not in {row.key for sheet in bid_form(read.book, "0").sheets for row in sheet.rows}


# ── the exit clock of the operator of F2 ────────────────────────


def test_who_wants_to_stop_on_30_september_reports_by_1_august_and_is_reviewed_by_31_august():
    [report] = series("wuhan_exit_by", date(2026, 9, 30)).occurrences
    assert report.day == date(2026, 8, 1)
    clock = {o.step: o.day for o in series("wuhan_exit", report.day).occurrences}
    assert clock == {"review": date(2026, 8, 31), "stop": date(2026, 9, 30)}
    assert (clock["stop"] - clock["review"]).days == 30  # left for the handover


def test_a_report_four_days_late_moves_the_stop_to_4_october():
    clock = {o.step: o.day for o in series("wuhan_exit", date(2026, 8, 5)).occurrences}
    assert clock["stop"] == date(2026, 10, 4)


def exit_answers(rule, **exitcase):
    provision = policies().on(rule, date(2026, 8, 1))
    told = {
        "reported_on": date(2026, 8, 1),
        "plan_received_on": date(2026, 8, 1),
        "effective_date": date(2026, 9, 30),
        "disposal_plan_ref": "处置方案",
        "report_recipients": ["subdistrict_office", "community"],
        "reviewers": ["district_departments", "community"],
        **exitcase,
    }
    contract = {"received_public_money": True}  # the construction subsidy of F2
    pack = {"params": {p.key: p.value for p in policies().packs["wuhan"].parameters}}
    return [v.answer for v in verdicts(provision, {"exitcase": told, "contract": contract, "pack": pack})]


def test_the_rules_of_exit_agree_with_the_clock():
    assert exit_answers("WH-14a") == [Answer.PASS]
    assert exit_answers("WH-14a", reported_on=date(2026, 8, 5)) == [Answer.FAIL]
    assert exit_answers("WH-14a", reported_on=date(2026, 8, 5), effective_date=date(2026, 10, 4)) == [
        Answer.PASS
    ]
    assert exit_answers("WH-14c", review_done_on=date(2026, 8, 31)) == [Answer.PASS]
    assert exit_answers("WH-14c", review_done_on=date(2026, 9, 1)) == [Answer.FAIL]


def test_who_took_the_construction_subsidy_does_not_stop_without_consent():
    assert exit_answers("WH-14b") == [Answer.CANNOT_DECIDE]
    consent = {"consent_ref": "江汀街〔2026〕示例1号", "consent_on": date(2026, 9, 30)}
    assert exit_answers("WH-14b", **consent) == [Answer.PASS]
    assert exit_answers("WH-14b", **consent | {"consent_on": date(2026, 10, 1)}) == [Answer.FAIL]


# ── the files ───────────────────────────────────────────────────
