"""The TEDA sample: what sample S1 of the seeds computed by full enumeration must come out."""

import json
import shutil
from pathlib import Path

import pytest

from scoring.exact import text
from tender import paths
from tender.findings import Level
from tender.run import check_project, run

SAMPLE = paths.samples() / "teda-haiqing"
GOLDEN = ("award.json", "totals.json", "result-notice.txt")

# Written out from sample S1: lot, operator, total.
TOTALS = {
    "L1": {"T1": "91.10", "T2": "78.78", "T7": "77.69"},
    "L2H": {"T3": "92.87", "T7": "73.50"},
    "L2X": {"T1": "93.50", "T2": "75.19"},
    "L2G": {"T6": "89.70", "T2": "86.86"},
    "L3E": {"T4": "93.23", "T7": "82.81"},
    "L3I": {"T5": "92.65", "T7": "82.60"},
    "L3S": {"T6": "92.95", "T2": "80.07"},
}
AWARD = {"L1": "T7", "L2H": "T3", "L2X": "T1", "L2G": "T6", "L3E": "T4", "L3I": "T5", "L3S": "T6"}


@pytest.fixture(scope="module")
def done():
    return run(SAMPLE)


@pytest.fixture
def project(tmp_path):
    """A copy of the sample whose book a test may edit: ``project(old, new)`` replaces one snippet."""
    copy = tmp_path / "project"
    shutil.copytree(SAMPLE, copy)

    def edit(*changes: tuple[str, str], confirmed: bool = True) -> Path:
        book = copy / "project.toml"
        for old, new in changes:
            before = book.read_text(encoding="utf-8")
            assert before.count(old) == 1, old
            book.write_text(before.replace(old, new), encoding="utf-8")
        if not confirmed:
            decisions = copy / "decisions.toml"
            said = decisions.read_text(encoding="utf-8")
            decisions.write_text(said[: said.index("[departure_confirmed]")], encoding="utf-8")
        return copy

    return edit


def winners(done):
    return {lot.lot: lot.operator for lot in done.allocation.lots}


def sums(done):
    return text(done.allocation.total_points, 2), done.allocation.total_fen


def test_every_total_is_the_one_of_the_seeds(done):
    totals = json.loads(done.files["totals.json"])
    assert {lot: {r["operator"]: r["total"] for r in ranking} for lot, ranking in totals.items()} == TOTALS


def test_the_award_is_the_one_found_by_full_enumeration(done):
    assert winners(done) == AWARD
    assert sums(done) == ("632.59", 198_500_000)
    assert done.allocation.plan.to_json()["status"] == "proved_best"


@pytest.mark.parametrize("name", GOLDEN)
def test_the_run_equals_the_golden_files(done, name):
    assert done.files[name].decode("utf-8") == (SAMPLE / "expected" / name).read_text(encoding="utf-8")


def test_the_golden_folder_holds_nothing_that_no_test_compares():
    assert sorted(p.name for p in (SAMPLE / "expected").iterdir()) == sorted(GOLDEN)


def test_a_second_run_is_byte_identical(done):
    assert run(SAMPLE).files == done.files


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
        ('"enterprise", "social_org", "public_institution"]', '"enterprise", "sole_trader", "social_org"]')
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
    changed = run(project(("baseline_yuan = 2000000", "baseline_yuan = 2105000"), confirmed=False))
    assert winners(changed) == {**AWARD, "L1": "T1"}
    assert sums(changed) == ("646.00", 210_500_000)
    assert changed.allocation.departures == ()


def test_with_one_lot_for_each_operator_the_second_known_answer_comes_out(project):
    copy = project(("max_lots_per_operator = 2", "max_lots_per_operator = 1"), confirmed=False)
    changed = run(copy)
    assert winners(changed) == {**AWARD, "L2G": "T2"}
    assert sums(changed) == ("629.75", 199_500_000)


def test_a_cap_below_the_cheapest_full_award_leaves_a_lot_empty_with_its_reason(project):
    changed = run(project(("baseline_yuan = 2000000", "baseline_yuan = 1884000"), confirmed=False))
    empty = [lot for lot in changed.allocation.lots if lot.operator is None]
    assert len(empty) == 1
    assert empty[0].why_empty
    assert changed.allocation.total_fen <= 188_400_000


def test_an_award_that_passes_over_a_first_ranked_bidder_needs_a_person(project):
    stopped = run(project(confirmed=False))
    assert [f.code for f in stopped.findings if f.level is Level.ERROR] == ["award.departure_unconfirmed"]
    assert "result-notice.docx" not in stopped.files
    assert stopped.allocation.departures  # the reasons are there, the notice is not


def test_the_record_of_the_run_tells_the_whole_story(done):
    told = [event.what.value for event in done.record.events]
    assert told[0] == "book_published"
    assert told.count("bid_opened") == 8
    assert told.count("marks_locked") == 5
    assert told[-2:] == ["award_decided", "notice_issued"]
    assert done.record.verify() == ()


def test_the_forms_in_the_folder_are_what_their_maker_writes(tmp_path):
    """The sample's files stay in step with the book: make.py writes the same bytes again."""
    copy = tmp_path / "teda-haiqing"
    shutil.copytree(SAMPLE, copy)
    scope = {"__file__": str(copy / "make.py"), "__name__": "make"}
    exec(compile((copy / "make.py").read_text(encoding="utf-8"), "make.py", "exec"), scope)
    scope["main"]()
    for file in [*(SAMPLE / "bids").iterdir(), *(SAMPLE / "marks").iterdir()]:
        assert (copy / file.relative_to(SAMPLE)).read_bytes() == file.read_bytes(), file.name
