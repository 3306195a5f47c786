"""Marks for a bid that was brought back: each judge gives them on his own page, alone; the ranking page waits."""

import re
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender.correct import owed
from tender.decisions import GateCorrected, GateDecided
from tender.findings import has_error
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]

NOW = datetime(2026, 11, 21, 11, 0)
BACK = {"operator": "T2", "lot": "L1", "gate": "liability", "by": "磋商小组（虚构）"}
SUBJECT = "teda-haiqing/{}/L1/T2"


def head(ws: Workspace) -> str:
    return ws.look().record.head


@pytest.fixture
def brought_back(at: At, workspace: Open) -> Workspace:
    """The sample ranked without T2 in lot L1, whose exclusion was then corrected."""
    ws = workspace(at(Phase.OPENED))
    assert ws.decide(GateDecided, BACK | {"answer": "fail", "why": "执照已注销"}, NOW) == ()
    for act in (ws.review, ws.import_marks, ws.rank):
        assert not has_error(act(NOW, head(ws)))
    back = BACK | {"answer": "pass", "why": "执照在有效期内，原认定有误"}
    assert ws.correct(GateCorrected, back, NOW, head(ws)) == ()
    return ws


def filled(app: AppTest, judge: str, mark: float, why: str = "按方案独立评分") -> AppTest:
    for box in app.number_input:
        assert box.key.startswith(f"owed/{SUBJECT.format(judge)}/")
        box.set_value(mark)
    app.text_input(f"owed-why/{SUBJECT.format(judge)}").set_value(why)
    return app.run()


def submitted(app: AppTest, judge: str) -> AppTest:
    app.button(f"owed-now/{SUBJECT.format(judge)}").click().run()
    app.button(f"owed-now/{SUBJECT.format(judge)}-yes").click().run()
    assert not app.exception
    return app


def given(ws: Workspace, judge: str) -> dict[str, str]:
    return dict(ws.look().state.marks[judge, "L1"].marks.get("T2", {}))


def test_every_judge_marks_the_bid_on_his_own_page_and_the_lot_is_ranked_anew(
    brought_back: Workspace, visit: Visit, words: Words
) -> None:
    ws = brought_back
    assert {f.code for f in ws.rank(NOW, head(ws))} == {"rank.missing_mark"}
    judges = [j.id for j in ws.look().case.book.judges]
    for n, judge in enumerate(judges):
        app = filled(visit("mark", role=judge), judge, 80 + n)
        assert "提交后即锁定" in words(app.button(f"owed-now/{SUBJECT.format(judge)}").click().run())
        app.button(f"owed-now/{SUBJECT.format(judge)}-yes").click().run()
        told = words(app)
        assert "的评分已提交并锁定" in told
        assert "您的评分已经锁定" in told  # nothing more is owed
        assert given(ws, judge) == {"plan": str(80 + n), "capability": str(80 + n)}
    assert owed(ws.look().case, ws.look().case.book.lot_by_id["L1"]) == ()
    assert not has_error(ws.rank(NOW, head(ws)))
    assert "T2" in {e["operator"] for e in ws.look().state.results["L1"].ranking}
    told = words(visit("rank"))
    assert "未评 → 80" in told
    assert "待补评" not in told


def test_a_judge_who_owes_marks_sees_no_other_mark_total_or_rank(
    brought_back: Workspace, visit: Visit, words: Words
) -> None:
    ws, case = brought_back, brought_back.look().case
    submitted(filled(visit("mark", role="J1"), "J1", 83.17, "只给自己看的理由"), "J1")
    app = visit("mark", role="J2")
    told = words(app) + "".join(str(box.value) for box in (*app.number_input, *app.text_input))
    assert case.name("T2") in told
    for other in set(case.bids) - {"T2"}:
        assert case.name(other) not in told
    for secret in ("83.17", "只给自己看的理由", "小计", "第1名", "汇总得分"):
        assert secret not in told
    assert [box.value for box in app.number_input] == [None, None]
    assert given(ws, "J2") == {}


def test_what_was_typed_by_one_judge_is_not_there_for_the_next_on_the_same_machine(
    brought_back: Workspace, visit: Visit
) -> None:
    app = filled(visit("mark", role="J1"), "J1", 77)
    app.button(f"owed-now/{SUBJECT.format('J1')}").click().run()  # asked, and left without an answer
    app.query_params["role"] = "J2"
    app.run()
    assert [box.value for box in app.number_input] == [None, None]
    assert app.button(f"owed-now/{SUBJECT.format('J2')}").disabled
    assert given(brought_back, "J1") == given(brought_back, "J2") == {}


def test_marks_are_given_all_together_each_allowed_and_with_a_reason(
    brought_back: Workspace, visit: Visit, words: Words
) -> None:
    app = visit("mark", role="J2")
    button = f"owed-now/{SUBJECT.format('J2')}"
    assert app.button(button).disabled
    assert filled(app, "J2", 80, "").button(button).disabled
    assert filled(app, "J2", 80.125).button(button).disabled
    assert "最多2位小数" in words(app)
    assert filled(app, "J2", 101).button(button).disabled
    assert "0至100之间的评分" in words(app)
    assert not filled(app, "J2", 80).button(button).disabled
    app.button(button).click().run()
    app.number_input(f"owed/{SUBJECT.format('J2')}/plan").set_value(None).run()
    assert app.button(button).disabled  # asked again once it is whole
    assert given(brought_back, "J2") == {}


def test_the_ranking_page_says_who_still_owes_what_and_takes_no_marks(
    brought_back: Workspace, visit: Visit, words: Words
) -> None:
    case = brought_back.look().case
    app = visit("rank")
    told = words(app)
    assert "恢复资格的响应待补评" in told
    assert "恢复资格的响应补评后再作分析" in told
    assert f"共{len(case.book.judges)}人）" in told
    assert not [box for box in app.number_input if box.key.startswith("owed")]
    assert app.button("rank").disabled
    submitted(filled(visit("mark", role="J1"), "J1", 80), "J1")
    first, *others = case.book.judges
    rows = re.sub(r"(<[^>]*>)+", "|", words(visit("rank")).partition("待评分项")[2])
    owing = [judge.name for judge in case.book.judges if f"|{judge.name}|L1|{case.name('T2')}|" in rows]
    assert owing == [judge.name for judge in others]
    assert first.name not in owing
    told = words(visit("mark"))
    assert "待补评2项" in told
    assert '<td class="num">28/30</td>' in told
    lot = case.book.lot_by_id["L1"]
    assert {j.id for j, _, _ in owed(brought_back.look().case, lot)} == {j.id for j in others}


def test_marks_that_came_meanwhile_from_another_judge_are_no_reason_to_begin_again(
    brought_back: Workspace, visit: Visit
) -> None:
    app = filled(visit("mark", role="J2"), "J2", 80)
    said = {
        "lot": "L1",
        "operator": "T2",
        "ground": "qualification",
        "why": "补评",
        "judge": "J1",
        "by": "甲",
    }
    marks = {"plan": Fraction(70), "capability": Fraction(70)}
    assert brought_back.correct_marks(said, marks, NOW, head(brought_back)) == ()
    submitted(app, "J2")
    assert given(brought_back, "J2") == {"plan": "80", "capability": "80"}
