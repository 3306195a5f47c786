"""The panel's conduct on the pages: nothing before all have locked, advice after, corrections on lawful grounds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender.decisions import MarkCorrected, read_decisions
from tender.findings import has_error
from tender.mark import asked_marks, marked_lots, read_marks
from tender.rank import rank_lot
from tender.record import Kind
from tender.ui.rooms import ROOMS
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]

NOW = datetime(2026, 11, 21, 11, 0)


def entry(**changes: object) -> dict[str, object]:
    data: dict[str, object] = {
        "judge": "J1",
        "lot": "L1",
        "operator": "T1",
        "item": "plan",
        "mark": 61,
        "ground": "outlier",
        "by": "评审小组",
        "why": "复核认定畸高",
    }
    return {**data, **changes}


def keep_all(ws: Workspace, judge: str) -> None:
    """Save every mark of one judge as in the sample's file, then lock."""
    look = ws.look()
    drafts, _ = read_marks(ws.folder, look.case, look.state.book_sha256)
    for made in drafts:
        if made.what is Kind.MARKS_SUBMITTED and made.data["judge"] == judge:
            marks = {
                op: {i: Fraction(m) for i, m in items.items()} for op, items in made.data["marks"].items()
            }
            assert ws.keep(judge, made.data["lot"], marks, {}, version=0) == ()
    versions = {lot.id: ws.kept(judge, lot.id, look).version for lot in marked_lots(look.case)}
    assert not has_error(ws.lock(judge, versions, NOW))


def everything(app: AppTest, words: Words) -> str:
    """All that a page says or holds in its inputs."""
    return words(app) + "".join(str(box.value) for box in (*app.number_input, *app.text_input))


def test_points_totals_and_ranks_are_on_no_page_while_one_judge_has_not_locked(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    """Four of five have locked; the totals of the full panel are looked for on every page and role."""
    ws = workspace(at(Phase.MARKING))
    case = ws.look().case
    for judge in case.book.judges[:-1]:
        keep_all(ws, judge.id)
    look = ws.look()
    assert look.phase is Phase.MARKING
    others = look.case.book.model_copy(update={"judges": look.case.book.judges[:-1]})
    partial = replace(look.case, book=others)
    secrets = set()
    for lot in partial.live_lots:
        for r in rank_lot(partial, lot):
            secrets |= {f"{float(r.place.total):.2f}"} | {r.items["price"].how}
    open_to = {
        "purchaser": [room.key for room in ROOMS if room.since <= Phase.MARKING],
        look.case.book.judges[-1].id: ["mark"],
        look.case.book.judges[0].id: ["mark"],
    }
    for role, rooms in open_to.items():
        for room in rooms:
            told = everything(visit(room, role=role), words)
            assert not {s for s in secrets if s in told}, (room, role)


def test_the_record_with_the_marks_of_those_who_locked_is_not_handed_out_before_the_last(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.MARKING))
    assert "download-record" in str(visit("record").main)
    keep_all(ws, "J1")
    app = visit("record")
    assert "全体成员锁定评分后才能下载项目记录" in words(app)
    assert "download-record" not in str(app.main)


def test_after_locking_the_purchaser_sees_how_the_panel_marked_and_how_firm_the_result_is(
    at: At, visit: Visit, words: Words
) -> None:
    at(Phase.RANKED)
    told = words(visit("rank"))
    for said in (
        "第一名有多稳",
        "评委评分分析",
        "模拟2000个没有偏向的评审组",
        "评分不因提示而剔除或改动",
        "更正评分",
    ):
        assert said in told


def test_a_correction_before_signature_sets_the_lot_back_and_is_written_down(
    at: At, workspace: Open, visit: Visit, words: Words
) -> None:
    ws = workspace(at(Phase.RANKED))
    look = ws.look()
    assert not has_error(ws.correct(MarkCorrected, entry(), NOW, look.record.head))
    now = ws.look()
    assert now.phase is Phase.MARKED
    assert "L1" not in now.state.results
    assert read_decisions(ws.folder)[0].mark_corrected[0].mark == 61
    assert "更正过的评分" in words(visit("rank"))
    assert not has_error(ws.rank(NOW, now.record.head))
    assert ws.look().phase is Phase.RANKED


def test_after_the_award_only_a_reported_correction_goes_through(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.AWARDED))
    head = ws.look().record.head
    assert [f.code for f in ws.correct(MarkCorrected, entry(), NOW, head)] == ["signed-already"]
    silent = ws.correct(MarkCorrected, entry(after_signature=True), NOW, head)
    assert "correct.reported" in [f.code for f in silent]
    assert read_decisions(ws.folder)[0].mark_corrected == ()
    told = entry(after_signature=True, reported="2026年11月22日书面报告区财政局（虚构）")
    assert not has_error(ws.correct(MarkCorrected, told, NOW, head))
    assert ws.look().state.award is None


def test_no_mark_is_corrected_while_judges_still_mark(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.MARKING))
    assert [f.code for f in ws.correct(MarkCorrected, entry(), NOW, ws.look().record.head)] == [
        "workspace.not_now"
    ]


def test_the_page_corrects_a_mark_once_ground_reason_and_person_are_named(
    at: At, visit: Visit, workspace: Open, words: Words
) -> None:
    home = at(Phase.RANKED)
    app = visit("rank")
    assert app.button(key="correct-mark-now").disabled
    item = app.selectbox(key="correct-item").value
    app.number_input[0].set_value(61.5)
    app.selectbox(key="correct-ground").select("sum")
    app.text_input(key="correct-why").set_value("成员各方面得分相加有误")
    app.text_input(key="correct-by").set_value("评审小组（虚构）")
    app.run()
    assert not app.button(key="correct-mark-now").disabled
    app.button(key="correct-mark-now").click().run()
    app.button(key="correct-mark-now-yes").click().run()
    assert not app.exception
    (told,) = workspace(home).look().state.corrections
    assert (told.ground, told.who, told.why) == ("sum", "评审小组（虚构）", "成员各方面得分相加有误")
    lot, judge = told.data["lot"], told.data["judge"]
    case = workspace(home).look().case
    assert item in {a.id for a in asked_marks(case.book, case.book.lot_by_id[lot])}
    assert "61.5" in {items[item] for items in case.state.marks[judge, lot].marks.values()}


def test_a_mark_outside_its_range_is_refused_on_the_judges_page_and_named(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.MARKING))
    found = ws.keep("J1", "L1", {"T1": {"plan": Fraction(101)}}, {}, version=0)
    assert [f.code for f in found] == ["marks.range"]
    assert ws.kept("J1", "L1", ws.look()).marks.get("T1", {}) == {}
