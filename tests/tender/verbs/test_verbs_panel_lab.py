"""The panel lab over a real record, and the calibration round: questions asked, nothing removed."""

from fractions import Fraction

import pytest

from scoring.panel_lab import severity
from tender import paths
from tender.calibration import calibrated, read_calibration
from tender.case import case as case_of
from tender.mark import asked_marks, marked_lots
from tender.panel_lab import RATE, base_rates, judge_rows, marks_of, panel_json, panel_lab, questions, widest
from tender.record import Record
from tender.run import run, run_until_ranked


@pytest.fixture(scope="module")
def ranked():
    return run_until_ranked(paths.samples() / "teda-haiqing")


@pytest.fixture(scope="module")
def case(ranked):
    return ranked.case


@pytest.fixture(scope="module")
def lot(case):
    return case.book.lots[0]


@pytest.fixture(scope="module")
def told(case, lot):
    return panel_lab(case, lot)


def test_the_marks_are_those_of_the_record_as_shares_of_their_scales(case, lot):
    marks = marks_of(case, lot)
    for judge in marks.judges:
        sheet = case.state.marks[judge, lot.id].marks
        for op in marks.bidders:
            for asked in asked_marks(case.book, lot):
                assert marks.of[judge][op][asked.id] * asked.item.scale == Fraction(sheet[op][asked.id])


def test_severity_stands_beside_each_judges_name_in_points_of_a_hundred(case, lot, told):
    rows = {row[0]: row for row in judge_rows(case, told)}
    found = severity(marks_of(case, lot))
    lenient = max(found, key=found.get)
    name = next(j.name for j in case.book.judges if j.id == lenient)
    assert rows[name][1].startswith("＋")
    assert len(rows) == len(case.book.judges)


def test_the_false_alarms_of_all_lots_together_stay_below_one(case):
    lots = marked_lots(case)
    found = [panel_lab(case, lot) for lot in lots]
    together = sum(sum(one.thresholds.false_alarms.values()) for one in found)
    assert together <= RATE < 1
    assert all("模拟2000个没有偏向的评审组" in base_rates(one) for one in found)


def test_a_judge_who_favors_one_bidder_is_asked_and_nothing_changes(project):
    def favor(judge, marks):
        for (lot, operator, *_), entry in marks.items():
            if (judge, lot, operator) == ("J3", "L1", "T7"):
                entry["mark"] = 100

    before = project.ranked().state.results["L1"]
    project.judge(favor)
    now = project.ranked()
    told = panel_lab(now, now.book.lot_by_id["L1"])
    name = next(j.name for j in now.book.judges if j.id == "J3")
    asked = [q for q in questions(now, told) if q.startswith(name) and now.name("T7") in q]
    assert asked
    assert asked[0].endswith("请说明理由。")
    assert now.state.marks["J3", "L1"].marks["T7"]["plan"] == "100"
    assert {e["operator"] for e in now.state.results["L1"].ranking} == {e["operator"] for e in before.ranking}


def test_before_all_have_locked_there_is_nothing_to_see(ranked, lot):
    events = [e for e in ranked.record.events if e.what.value not in ("marks_locked", "result_computed")]
    early = case_of(Record().extend(events))
    told = panel_lab(early, early.book.lot_by_id[lot.id])
    assert (told.why, told.alarms, dict(told.severity)) == ("全体成员锁定评分后才能分析", (), {})
    assert panel_json(early, told) == {"lot": lot.id, "why": told.why}


def test_the_widest_differences_come_first(case, lot, told):
    apart = [Fraction(row[2]) for row in widest(case, lot, told)]
    assert apart == sorted(apart, reverse=True)
    assert apart[0] == max(told.spread.values()) * 100


def test_no_question_to_a_judge_stands_in_the_notice_or_the_report():
    done = run(paths.samples() / "teda-haiqing")
    for name in ("result-notice.html", "evaluation-report.html"):
        assert "请说明" not in done.files[name].decode("utf-8")


ROUND = """
format = "hengbiao/calibration/1"
anchor = [
  {{ id = "A1", name = "样卷一", scale = 100, agreed = 80 }},
  {{ id = "A2", name = "样卷二", scale = 50, agreed = 30 }},
]
given = [
  {{ judge = "J1", marks = {{ A1 = 90, A2 = 30 }} }},
  {{ judge = "J2", marks = {{ A1 = {mark}, A2 = {other} }} }},
]
"""


def held(tmp_path, **marks):
    (tmp_path / "calibration.toml").write_text(ROUND.format(**marks), "utf-8")
    return read_calibration(tmp_path)


def test_a_calibration_round_tells_each_judge_from_the_anchors(case, tmp_path):
    given, found = held(tmp_path, mark=80, other=30)
    assert found == ()
    judges, wrong = calibrated(case.book, given)
    assert wrong == ()
    assert (judges["J1"].offset, judges["J1"].worst) == (Fraction(5, 100), "A1")
    assert judges["J2"].apart == 0


def test_an_anchor_marked_beyond_its_scale_or_by_a_stranger_is_named(case, tmp_path):
    given, _ = held(tmp_path, mark=80, other=51)
    judges, wrong = calibrated(case.book, given)
    assert (judges, [f.code for f in wrong]) == ({}, ["calibration.range"])
    text = ROUND.format(mark=80, other=30).replace('"J2"', '"J77"').replace("A2 = 30 } }", "A3 = 30 } }", 1)
    (tmp_path / "calibration.toml").write_text(text, "utf-8")
    codes = [f.code for f in calibrated(case.book, read_calibration(tmp_path)[0])[1]]
    assert codes == ["calibration.missing", "calibration.unknown", "calibration.unknown"]


def test_no_file_and_a_misspelled_field_are_findings(tmp_path):
    assert read_calibration(tmp_path)[1][0].code == "calibration.unreadable"
    (tmp_path / "calibration.toml").write_text('format = "hengbiao/calibration/1"\nanker = []\n', "utf-8")
    assert read_calibration(tmp_path)[0] is None
