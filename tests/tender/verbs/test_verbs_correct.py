"""Corrections: a locked mark changes only on a lawful ground, and everything tells it."""

import pytest

from tender.correct import changes
from tender.run import run

MENDED = """
[[mark_corrected]]
judge = "J1"
lot = "L1"
operator = "T1"
item = "plan"
mark = {mark}
ground = "{ground}"
by = "评审小组（虚构）"
at = 2026-03-16T16:00:00
why = "复核时发现与运营方案明显不符，全体一致认定畸高"
{more}
"""


def mended(project, mark="61", ground="outlier", more=""):
    project.decide(MENDED.format(mark=mark, ground=ground, more=more))
    return run(project.folder)


@pytest.fixture
def plain(project):
    return run(project.folder)


def total(done, lot, operator):
    ranking = done.case.state.results[lot].ranking
    return next(entry["total"] for entry in ranking if entry["operator"] == operator)


def test_a_corrected_mark_is_counted_and_its_lot_alone_added_up_anew(project, plain):
    done = mended(project)
    assert done.stopped is None, [f.to_json() for f in done.findings if f.level.value == "error"]
    marks = done.case.state.marks["J1", "L1"].marks["T1"]
    assert marks["plan"] == "61"
    assert marks["capability"] == plain.case.state.marks["J1", "L1"].marks["T1"]["capability"]
    assert total(done, "L1", "T1") < total(plain, "L1", "T1")
    kinds = [event.what.value for event in done.record.events]
    assert kinds.count("result_computed") == len(done.case.live_lots) + 1
    assert kinds.count("correction") == 1


def test_the_report_tells_the_old_and_the_new_mark_the_ground_and_who(project):
    done = mended(project)
    report = done.files["evaluation-report.html"].decode("utf-8")
    (change,) = changes(done.case)
    assert (change.after, change.ground) == ("61", "评分畸高、畸低")
    for said in (
        f"{change.before}改为61",
        "评分畸高、畸低：复核时发现",
        "评审小组（虚构）",
        "评审报告签署前当场更正",
    ):
        assert said in report
    assert "更正" not in done.files["result-notice.html"].decode("utf-8")


@pytest.mark.parametrize(
    ("mark", "ground", "more", "code"),
    [
        ("61", "range", "", "correct.ground"),  # the mark was within its range
        ("61", "objective", "", "correct.ground"),  # not an item on which all must agree
        ("101", "outlier", "", "marks.range"),  # the new mark is none
        ("61", "outlier", "after_signature = true", "correct.reported"),
        ("61", "displeased", "", "decisions.shape"),
    ],
)
def test_what_is_no_lawful_correction_stops_the_run_and_changes_nothing(project, mark, ground, more, code):
    done = mended(project, mark, ground, more)
    assert done.stopped
    errors = [f for f in done.findings if f.level.value == "error"]
    assert code in {f.code for f in errors} or (code == "decisions.shape" and errors)
    assert all("\u4e00" <= f.what[0] <= "\u9fff" or "现为" in f.what for f in errors)
    assert done.case is None or not done.case.state.corrections


def test_a_correction_of_a_mark_that_is_not_there_names_what_could_be(project):
    project.decide(MENDED.format(mark=61, ground="sum", more="").replace('item = "plan"', 'item = "price"'))
    done = run(project.folder)
    (found,) = [f for f in done.findings if f.code == "correct.unknown"]
    assert "plan" in found.expected


def test_the_same_mark_again_is_no_correction(project, plain):
    before = plain.case.state.marks["J1", "L1"].marks["T1"]["plan"]
    done = mended(project, before)
    assert "correct.same" in {f.code for f in done.findings}


def test_after_signature_the_report_says_how_the_finance_department_was_told(project):
    done = mended(
        project, more='after_signature = true\nreported = "2026年5月20日书面报告海晴区财政局（虚构）"'
    )
    assert done.stopped is None
    report = done.files["evaluation-report.html"].decode("utf-8")
    assert "评审报告签署后更正；2026年5月20日书面报告海晴区财政局（虚构）" in report


AGREED = (
    'covers = ["need_fit", "public_participation", "space_operation"]\n\n[criteria.rule]\n',
    'panel = { aggregate = "equal" }\n',
)


def test_an_objective_item_on_which_judges_differ_is_returned_and_corrected_before_adding_up(project):
    project.edit((AGREED[0], "".join(AGREED)))
    project.fill_all()

    def alike(judge, marks):
        """All give 80, but J1 gives T1 in L1 85."""
        for (lot, operator, item, *_), entry in marks.items():
            if item == "plan":
                entry["mark"] = 85 if (judge, lot, operator) == ("J1", "L1", "T1") else 80

    project.judge(alike)
    stopped = run(project.folder)
    (found,) = [f for f in stopped.findings if f.level.value == "error"]
    assert (found.code, stopped.case.state.results) == ("marks.disagree", {})
    project.decide(MENDED.format(mark=80, ground="objective", more=""))
    done = run(project.folder)
    assert done.stopped is None
    assert done.case.state.corrections[0].ground == "objective"
    assert [e.what.value for e in done.record.events].count("result_computed") == len(done.case.live_lots)
