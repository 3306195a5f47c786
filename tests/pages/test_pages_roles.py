"""Who may see and do what: judges mark alone, the purchaser sees progress, nobody sees more."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender.ui.rooms import ROOMS
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]


OTHERS = [room.key for room in ROOMS if room.key != "mark"]


@pytest.mark.parametrize("room", OTHERS)
def test_a_judge_is_given_no_page_but_the_marking(room: str, at: At, visit: Visit) -> None:
    at(Phase.RANKED)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit(room, role="J1")


@pytest.mark.parametrize("room", [key for key in OTHERS if key != "projects"])
def test_a_page_itself_sends_a_judge_away(room: str, at: At, alone: Visit, words: Words) -> None:
    at(Phase.ANNOUNCED)
    told = words(alone(room, role="J1"))
    assert "当前身份或项目状态下不能打开这一页" in told
    assert "海晴" not in told


@pytest.mark.parametrize("room", ["mark", "rank", "allocate", "notice"])
def test_a_page_itself_sends_everybody_away_before_its_time(
    room: str, at: At, alone: Visit, words: Words
) -> None:
    at(Phase.OPENED)
    assert "当前身份或项目状态下不能打开这一页" in words(alone(room))


def test_an_unknown_role_in_the_address_is_the_purchaser_who_sees_no_marks(
    at: At, visit: Visit, words: Words
) -> None:
    at(Phase.MARKING)
    app = visit("mark", role="J9")
    assert "查看评分进度" in words(app)
    assert not app.number_input


def test_an_unknown_project_in_the_address_opens_nothing(at: At, visit: Visit, words: Words) -> None:
    at(Phase.RANKED)
    told = words(visit(project="../../elsewhere"))
    assert "选择项目" in told
    assert "下一步：执行定标规则，采购人确认各标段结果" in told  # on the card only
    assert "核对排名" not in told


def test_another_judges_marks_are_on_no_page_before_all_have_locked(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    secret = Fraction("83.17")
    ws = workspace(at(Phase.MARKING))
    ws.keep("J1", "L1", {"T1": {"plan": secret}}, {"T1": {"plan": "只给自己看的理由"}}, version=0)
    for room, role in [
        ("mark", "J2"),
        ("mark", "purchaser"),
        ("opening", "purchaser"),
        ("record", "purchaser"),
    ]:
        app = visit(room, role=role)
        told = words(app) + "".join(str(box.value) for box in app.number_input)
        assert "83.17" not in told
        assert "只给自己看的理由" not in told + "".join(box.value for box in app.text_input)
    own = visit("mark", role="J1")
    assert [box.value for box in own.number_input if box.value is not None] == [83.17]


def test_the_purchaser_sees_how_far_each_judge_is(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.MARKING))
    ws.keep("J2", "L2H", {"T3": {"plan": Fraction(80), "capability": Fraction(70)}}, {}, version=0)
    told = words(visit("mark"))
    assert '<td class="num">2/30</td>' in told
    assert told.count('<td class="num">0/30</td>') == 4


def test_marks_are_saved_read_back_and_locked(at: At, visit: Visit, words: Words, workspace: Open) -> None:
    ws = workspace(at(Phase.MARKING))
    app = visit("mark", role="J1")
    case = ws.look().case
    for lot in case.live_lots:
        app.segmented_control("mark-lot").set_value(lot.id).run()
        for n, box in enumerate(app.number_input):
            box.set_value(60.5 + n)
        app.button("save-marks").click().run()
        assert f"标段{lot.id}的评分已保存" in words(app)
    assert "已填30项，共30项" in words(app)
    app.button("to-check").click().run()
    told = words(app)
    assert "以下是服务器保存的全部评分" in told
    assert ">60.5<" in told
    app.button("lock").click().run()
    app.button("lock-yes").click().run()
    assert "您的评分已经锁定" in words(app)
    assert ws.look().state.locked == {"J1"}
    marks = ws.look().state.marks["J1", "L1"].marks
    assert marks == {
        "T1": {"plan": "60.5", "capability": "61.5"},
        "T2": {"plan": "62.5", "capability": "63.5"},
        "T7": {"plan": "64.5", "capability": "65.5"},
    }


def test_a_mark_above_the_maximum_is_refused_beside_its_field_and_the_old_one_stays(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.MARKING))
    ws.keep("J1", "L1", {"T1": {"plan": Fraction(70)}}, {}, version=0)
    app = visit("mark", role="J1")
    app.number_input("mark/teda-haiqing/J1/L1/T1/plan").set_value(101.0)
    app.number_input("mark/teda-haiqing/J1/L1/T1/capability").set_value(12.345)
    app.number_input("mark/teda-haiqing/J1/L1/T2/plan").set_value(88.0)
    app.button("save-marks").click().run()
    told = words(app)
    assert "有2项未保存" in told
    assert "✗ 现为101，应为0至100之间的评分，没有保存" in told
    assert "✗ 现为12.345，应为最多2位小数，没有保存" in told
    assert ws.kept("J1", "L1", ws.look()).marks == {"T1": {"plan": 70}, "T2": {"plan": 88}, "T7": {}}


def test_a_second_tab_cannot_overwrite_what_the_first_saved(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.MARKING))
    old_tab = visit("mark", role="J1")
    assert ws.keep("J1", "L1", {"T1": {"plan": Fraction(90)}}, {}, version=0) == ()
    old_tab.number_input("mark/teda-haiqing/J1/L1/T1/plan").set_value(10.0)
    old_tab.button("save-marks").click().run()
    assert "已被更新，本次操作没有生效" in words(old_tab)
    assert ws.kept("J1", "L1", ws.look()).marks == {"T1": {"plan": 90}}


def test_two_tabs_publish_once(at: At, visit: Visit, words: Words, workspace: Open) -> None:
    ws = workspace(at(Phase.DRAFTING))
    first, second = visit("draft"), visit("draft")
    for tab in (first, second):
        tab.button("publish").click().run()
    first.button("publish-yes").click().run()
    second.button("publish-yes").click().run()
    assert len(ws.look().record.events) == 1


def test_an_award_that_passes_over_the_first_needs_a_name_and_a_reason(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    home = at(Phase.RANKED)
    (home / "projects/teda-haiqing/decisions.toml").unlink()
    app = visit("allocate")
    assert "标段L1的成交供应商不是排序第一者" in words(app)
    assert app.button("award").disabled
    app.text_input("award-by").input("张三（虚构）").run()
    assert app.button("award").disabled
    app.text_area("award-why").input("已知悉财政支出基数的影响").run()
    app.button("award").click().run()
    app.button("award-yes").click().run()
    event = workspace(home).look().record.events[-1]
    assert (event.what.word, event.who, event.why) == ("定标", "张三（虚构）", "已知悉财政支出基数的影响")


def test_the_allocation_says_why_the_first_did_not_win_and_what_else_could_be_done(
    at: At, visit: Visit, words: Words
) -> None:
    at(Phase.RANKED)
    told = words(visit("allocate"))
    assert "✓ 已证最优" in told
    assert "由其成交时，其余标段无论如何组合，至少有1个标段不能确定成交供应商" in told
    assert "下调最高限价后重新组织" in told
    assert "见注1" in told
    assert "服务项目含负面清单类别：棋牌室" in told
