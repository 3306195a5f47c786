"""Marking: every judge's sheet is whole and the judge's own, or no sheet counts."""

import shutil
from collections import Counter
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from tender.decisions import read_decisions
from tender.findings import Level, has_error
from tender.mark import bidders, judged, mark_findings
from tender.record import Kind
from tender.review import review
from tender.run import run

REJECTED = """[[gate_decided]]
operator = "T1"
lot = "L1"
gate = "liability"
answer = "fail"
by = "海晴街道办事处采购领导小组（虚构）"
at = 2026-03-16T15:00:00
why = "授权委托书系伪造"
"""


def errors(findings) -> Counter:
    return Counter((f.code, f.where) for f in findings if f.level is Level.ERROR)


def stops(project, *expected) -> None:
    before = project.contents()
    drafts, findings = project.marked()
    assert errors(findings) == Counter(expected)
    assert drafts == ()
    assert project.contents() == before


@pytest.fixture
def typed(project):
    """Type into the first mark of a judge's sheet; returns the place that a finding should name."""
    row = next(
        n
        for n, line in enumerate(_lines(project.folder / "marks" / "J1.xlsx"), 1)
        if line[:3] == ("L1", "T1 甲空间运营示例有限公司", "运营方案")
    )

    def put(judge, entry):
        project.type(f"marks/{judge}.xlsx", "评分", f"G{row}", entry)
        return f"marks/{judge}.xlsx › 评分 › G{row}"

    return put


def _lines(path):
    return [tuple(cell.value for cell in row) for row in load_workbook(path)["评分"].iter_rows()]


def test_the_samples_sheets_are_whole(project):
    drafts, findings = project.marked()
    assert findings == ()
    assert Counter(d.what for d in drafts) == {Kind.MARKS_SUBMITTED: 35, Kind.MARKS_LOCKED: 5}


def test_only_valid_bids_are_marked(project):
    now, _ = project.reviewed()
    asked = bidders(now)
    assert [op for op, _ in asked["L2X"]] == ["T1", "T2"]
    assert sum(len(ops) for ops in asked.values()) == 15
    assert [c.id for c in judged(now.book, now.book.lot_by_id["L1"])] == ["plan", "capability"]


def test_a_lot_that_has_ended_is_not_marked(project):
    (project.folder / "bids" / "T3.xlsx").unlink()
    now, _ = project.reviewed()
    assert "L2H" not in bidders(now)


MARKS = {
    "below nothing": (-1, "cell-too-small"),
    "above the maximum": (100.01, "cell-too-large"),
    "with three places": (88.125, "cell-places"),
    "missing": (None, "cell-empty"),
    "in words": ("优秀", "cell-not-number"),
    "by formula": ("=AVERAGE(80,90)", "cell-formula"),
}


@pytest.mark.parametrize(("entry", "code"), MARKS.values(), ids=MARKS)
def test_a_mark_that_is_none_is_told_by_its_cell(project, typed, entry, code):
    stops(project, (code, typed("J2", entry)))


@pytest.mark.parametrize("entry", [0, 100, 88.25, "88.5", "９０"])
def test_a_mark_on_the_edge_or_typed_as_text_counts(project, typed, entry):
    typed("J2", entry)
    drafts, findings = project.marked()
    assert not has_error(findings)
    (sheet,) = [d.data for d in drafts if d.what is Kind.MARKS_SUBMITTED and d.data["judge"] == "J2"][:1]
    assert Fraction(sheet["marks"]["T1"]["plan"]) == Fraction(str(entry).replace("９０", "90"))


def test_a_judge_without_a_sheet_and_a_sheet_without_a_judge_are_told(project):
    marks = project.folder / "marks"
    (marks / "J3.xlsx").rename(marks / "王评委.xlsx")
    stops(project, ("marks.absent", "marks/J3.xlsx"), ("marks.stranger", "marks/王评委.xlsx"))


def test_no_folder_of_marks_is_five_absent_judges(project):
    shutil.rmtree(project.folder / "marks")
    stops(project, *(("marks.absent", f"marks/J{n}.xlsx") for n in range(1, 6)))


def test_sheets_that_two_judges_swapped_are_refused(project):
    marks = project.folder / "marks"
    (marks / "J1.xlsx").rename(marks / "swap")
    (marks / "J2.xlsx").rename(marks / "J1.xlsx")
    (marks / "swap").rename(marks / "J2.xlsx")
    stops(project, ("form-other", "marks/J1.xlsx › 标识"), ("form-other", "marks/J2.xlsx › 标识"))


def test_one_judges_sheet_saved_for_another_is_refused(project):
    marks = project.folder / "marks"
    shutil.copy(marks / "J1.xlsx", marks / "J2.xlsx")
    stops(project, ("form-other", "marks/J2.xlsx › 标识"))


def test_a_bid_form_among_the_marks_is_refused(project):
    shutil.copy(project.folder / "bids" / "T1.xlsx", project.folder / "marks" / "J4.xlsx")
    assert {f.code for f in project.marked()[1]} == {"form-other"}


def test_everything_wrong_on_several_sheets_is_found_at_once(project, typed):
    places = [("cell-empty", typed("J1", None)), ("cell-too-large", typed("J5", 101))]
    (project.folder / "marks" / "J3.xlsx").unlink()
    (project.folder / "marks" / "J4.xlsx").write_bytes(b"")
    stops(project, *places, ("marks.absent", "marks/J3.xlsx"), ("file-not-xlsx", "marks/J4.xlsx"))


def test_marks_for_a_bid_that_was_rejected_since_are_passed_over_with_a_note(project):
    project.decide(REJECTED)
    drafts, findings = project.marked()
    assert Counter((f.code, f.level) for f in findings) == {("row-former", Level.NOTE): 5}
    assert all(f.what.count("T1 甲空间运营示例有限公司") == 2 for f in findings)  # two items on each sheet
    sheets = [d.data for d in drafts if d.what is Kind.MARKS_SUBMITTED and d.data["lot"] == "L1"]
    assert [sorted(sheet["marks"]) for sheet in sheets] == [["T2", "T7"]] * 5


def test_marks_for_a_lot_that_has_ended_since_are_passed_over_with_a_note(project):
    project.decide(REJECTED + REJECTED.replace('"T1"', '"T2"') + REJECTED.replace('"T1"', '"T7"'))
    drafts, findings = project.marked()
    assert {f.code for f in findings} == {"row-former"}
    assert "L1" not in {d.data["lot"] for d in drafts if d.what is Kind.MARKS_SUBMITTED}


def test_a_row_about_nobody_who_bid_is_still_an_error(project, typed):
    place = typed("J1", 80)
    row = place.rpartition("G")[2]
    project.type("marks/J1.xlsx", "评分", f"B{row}", "T9 从未参加的公司")
    assert {f.code for f in project.marked()[1]} == {"row-unknown", "row-missing"}


def test_a_decision_after_the_evaluation_makes_no_clock_run_back(project):
    late = REJECTED.replace("2026-03-16T15:00:00", "2026-03-17T16:30:00")
    project.decide(late, keep=False)
    done = run(project.folder)
    assert done.case.state.decisions["T1", "L1", "liability"].who.startswith("海晴街道")
    assert done.case.state.ranked
    times = [event.at for event in done.record.events]
    assert times == sorted(times)
    assert "2026-03-17T16:30:00" in times
    assert not [f for f in done.findings if f.code == "time-runs-back"]


def test_a_decision_before_what_is_recorded_keeps_its_own_time_beside(project):
    early = "2026-03-16T09:45:00"  # a price was confirmed at 9:50, when the bids were opened
    project.decide(REJECTED.replace("2026-03-16T15:00:00", early))
    now, _ = project.reviewed()
    assert not [f for f in now.state.findings if f.code == "time-runs-back"]
    drafts, _ = review(now, read_decisions(project.folder)[0])
    assert [d.data["decided_at"] for d in drafts if "decided_at" in d.data] == [early]


def test_where_every_lot_has_ended_no_sheet_is_asked_for(project):
    for operator in ("T1", "T3", "T4", "T5", "T6", "T7"):
        (project.folder / "bids" / f"{operator}.xlsx").unlink()
    project.decide("", keep=False)
    now, _ = project.reviewed()
    assert now.live_lots == ()
    assert project.marked() == ((), ())


def test_marks_typed_on_a_page_meet_the_same_bounds(project):
    now, _ = project.reviewed()
    judge, lot = now.book.judges[0], now.book.lot_by_id["L2H"]
    whole = {op: {"plan": Fraction(0), "capability": Fraction(100)} for op in ("T3", "T7")}
    assert mark_findings(now, judge, lot, whole) == ()
    wrong = {"T3": {"plan": Fraction(-1), "capability": Fraction("100.01")}, "T7": {"plan": Fraction(5)}}
    found = mark_findings(now, judge, lot, wrong)
    assert [f.code for f in found] == ["marks.range", "marks.range", "marks.missing"]
    assert [f.where.split(" › ")[-1] for f in found] == ["运营方案", "履约能力", "履约能力"]
