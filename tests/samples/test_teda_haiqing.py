"""The TEDA sample: what sample S1 of the seeds computed by full enumeration must come out."""

from tender import paths
from tender.checked import check_project
from tender.findings import Level
from tender.run import run
from tests.samples.reading import block, sums, winners
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "teda-haiqing"

TOTALS = SEEDS["teda-haiqing"]
AWARD = {"L1": "T7", "L2H": "T3", "L2X": "T1", "L2G": "T6", "L3E": "T4", "L3I": "T5", "L3S": "T6"}
UNCONFIRMED = (block(SAMPLE / "decisions.toml", "[departure_confirmed]"), "")
"""The edit by which nobody has confirmed that a first-ranked bidder was passed over."""


def test_the_award_is_the_one_found_by_full_enumeration(done):
    assert winners(done) == AWARD
    assert sums(done) == ("632.59", 198_500_000)
    assert done.allocation.plan.to_json()["status"] == "proved_best"


def test_nothing_stops_the_sample_and_its_blemishes_are_told(done):
    assert done.stopped is None
    assert [f for f in done.findings if f.level is Level.ERROR] == []
    codes = {(f.code, f.where) for f in done.findings}
    assert ("cell-understood", "bids/T3.xlsx › 报价 › E9") in codes  # a number typed as text
    assert any(c == "bid.words_differ" and w.startswith("bids/T4.xlsx") for c, w in codes)
    assert any(c == "bid.no_words" and w.startswith("bids/T5.xlsx") for c, w in codes)  # left empty


def test_check_warns_that_a_combination_needs_a_legal_adviser():
    _, findings = check_project(SAMPLE)
    [found] = [f for f in findings if f.code == "law.combination_award"]
    assert found.level is Level.WARNING
    assert "法律顾问" in found.mend


def test_the_sole_trader_is_rejected_by_both_rules_and_its_price_is_no_base(done):
    reasons = done.case.reasons("T8", "L2X")
    assert [article for _, article in reasons] == ["泰达街办法（试行）第七条", "泰达街办法（试行）第十五条"]
    assert "T8" not in TOTALS["L2X"]
    assert done.case.price_fen("T8", "L2X") < done.case.price_fen("T2", "L2X")


def test_a_legal_person_with_a_card_room_is_still_rejected_by_the_negative_list(project, done):
    copy = project(
        book=[
            (
                '"enterprise", "social_org", "public_institution"]',
                '"enterprise", "sole_trader", "social_org"]',
            )
        ]
    )
    reasons = run(copy).case.reasons("T8", "L2X")
    assert [article for _, article in reasons] == ["泰达街办法（试行）第十五条"]


def test_ranking_notice_and_report_say_why_the_best_ranked_bid_of_l1_lost(done):
    [l1] = done.allocation.departures
    assert [(p.operator, p.rank) for p in l1.passed_over] == [("T1", 1), ("T2", 2)]
    assert l1.passed_over[0].articles == ("TEDA-04a",)
    for paper in ("result-notice.txt", "result-notice.html", "evaluation-report.html"):
        said = done.files[paper].decode("utf-8")
        assert "标段L1综合得分第1名的甲空间运营示例有限公司" in said
        assert "财政支出基数2,000,000.00元/年" in said


def test_with_the_cap_raised_to_2105_thousand_every_best_bid_wins(project):
    changed = run(
        project(book=[("baseline_yuan = 2000000", "baseline_yuan = 2105000")], decisions=[UNCONFIRMED])
    )
    assert winners(changed) == {**AWARD, "L1": "T1"}
    assert sums(changed) == ("646.00", 210_500_000)
    assert changed.allocation.departures == ()


def test_with_one_lot_for_each_operator_the_second_known_answer_comes_out(project):
    copy = project(book=[("max_lots_per_operator = 2", "max_lots_per_operator = 1")], decisions=[UNCONFIRMED])
    changed = run(copy)
    assert winners(changed) == {**AWARD, "L2G": "T2"}
    assert sums(changed) == ("629.75", 199_500_000)


def test_a_cap_below_the_cheapest_full_award_leaves_a_lot_empty_with_its_reason(project):
    changed = run(
        project(book=[("baseline_yuan = 2000000", "baseline_yuan = 1884000")], decisions=[UNCONFIRMED])
    )
    empty = [lot for lot in changed.allocation.lots if lot.operator is None]
    assert len(empty) == 1
    assert empty[0].why_empty
    assert changed.allocation.total_fen <= 188_400_000


def test_an_award_that_passes_over_a_first_ranked_bidder_needs_a_person(project):
    stopped = run(project(decisions=[UNCONFIRMED]))
    assert [f.code for f in stopped.findings if f.level is Level.ERROR] == ["award.departure_unconfirmed"]
    assert "result-notice.docx" not in stopped.files
    assert stopped.allocation.departures  # the reasons are there, the notice is not
