"""Planning on the allocation page: only when asked for, labelled, honest, and stoppable."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tender.planning import LABEL
from tender.ui.planning import job, kept, moving, scenarios
from tender.ui.planning import page as planning
from tender.workspace import Phase

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
LONG = 300


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is waited for, as nobody looks again in a test; enough time for a proof on a busy machine."""
    monkeypatch.setattr(kept, "PATIENCE", float(LONG))
    monkeypatch.setattr(moving, "AT_ONCE", 60.0)


@pytest.fixture
def desk(at: At, visit: Visit) -> AppTest:
    """The page of the ranked sample with planning switched on."""
    at(Phase.RANKED)
    page = visit("allocate")
    return page.toggle(key="planning-on").set_value(True).run(timeout=LONG)


def view(page: AppTest, name: str) -> AppTest:
    page.segmented_control("planning-view").set_value(name).run(timeout=LONG)
    assert not page.exception, page.exception
    return page


def lever(page: AppTest, name: str) -> Any:
    return next(slider for slider in page.select_slider if slider.label.startswith(name))


def test_planning_is_asked_for_and_labelled_wherever_it_is_shown(at: At, visit: Visit, words: Words) -> None:
    at(Phase.RANKED)
    page = visit("allocate")
    assert "调整方式" not in words(page)
    page.toggle(key="planning-on").set_value(True).run(timeout=LONG)
    for name, shown in zip(
        planning.VIEWS, ["文件规定", "起作用的最小放宽", "情景", "序号", "安全余量"], strict=True
    ):
        told = words(view(page, name))
        assert shown in told
        assert told.count(LABEL) >= (1 if name == planning.VIEWS[0] else 2)


def test_the_picture_says_who_runs_which_room_without_planning(at: At, visit: Visit, words: Words) -> None:
    at(Phase.RANKED)
    told = words(visit("allocate"))
    assert told.count("<figure") == 3
    assert 'title="健康驿站　' in told
    assert LABEL in told  # only the heading of what may be asked for


def test_a_smaller_baseline_gives_another_plan_and_says_who_moved(desk: AppTest, words: Words) -> None:
    assert "各项条件与文件规定一致" in words(desk)
    slider = lever(desk, "财政支出基数")
    assert "法定" in slider.label
    slider.set_value(180_000_000).run(timeout=LONG)
    assert not desk.exception, desk.exception
    told = words(desk)
    assert "财政支出基数：200万元→180万元" in told
    assert "✓ 已证最优" in told
    assert "比原方案少" in told
    assert "条件调整后的变动" in told
    desk.button(key="planning-reset").click().run(timeout=LONG)
    assert "各项条件与文件规定一致" in words(desk)


def test_an_exact_figure_is_typed_where_a_slider_is_too_coarse(desk: AppTest, words: Words) -> None:
    desk.segmented_control("planning-how").set_value("填写数值").run(timeout=LONG)
    box = next(box for box in desk.number_input if box.label.startswith("财政支出基数"))
    assert box.value == 2_000_000
    box.set_value(2_045_000)
    desk.button(key="planning-solve").click().run(timeout=LONG)
    told = words(desk)
    assert "200万元→204.5万元" in told
    assert "比原方案多1.09" in told


def test_an_answer_at_once_is_not_called_best_and_its_proof_can_be_asked_for(
    desk: AppTest, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 0.0)
    lever(desk, "财政支出基数").set_value(180_000_000).run(timeout=LONG)
    told = words(desk)
    assert "？ 可行未证" in told
    assert "差距" in told
    desk.button(key="planning-prove").click().run(timeout=LONG)
    proof = next(one for name, one in desk.session_state["planning"].jobs.items() if "proof" in name)
    assert proof._done.wait(LONG)
    desk.run(timeout=LONG)
    assert "✓ 已证最优" in words(desk)


def test_a_solve_shows_its_progress_and_a_stop_keeps_the_best_so_far(
    at: At, visit: Visit, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, replan = Event(), planning.replan

    def slow(problem: Any, starts: Any, *, seconds: float, stop: Any, told: Any) -> Any:
        told(replan(problem, starts, seconds=0))
        heard.set()
        while not stop():
            heard.wait(0.01)
        return replan(problem, starts, seconds=0)

    monkeypatch.setattr(planning, "replan", slow)
    monkeypatch.setattr(kept, "PATIENCE", 0.5)
    at(Phase.RANKED)
    page = visit("allocate")
    page.toggle(key="planning-on").set_value(True).run(timeout=LONG)
    assert heard.wait(LONG)
    page.run(timeout=LONG)
    assert "停止，保留目前的结果" in words(page)
    page.button(key="stop/base").click().run(timeout=LONG)
    told = words(page)
    assert "停止，保留目前的结果" not in told
    assert "可行未证" in told
    assert "确定的标段" in told


def test_why_not_asks_for_lot_and_operator_and_answers_in_a_sentence(desk: AppTest, words: Words) -> None:
    view(desk, "为何未入选")
    desk.selectbox(key="planning-lot").set_value("L1").run(timeout=LONG)
    desk.selectbox(key="planning-why/L1").set_value("T1@L1").run(timeout=LONG)
    assert not desk.exception, desk.exception
    told = words(desk)
    assert "降到765,000.00元（少55,000.00元）即必然入选" in told
    assert "只提高得分，多高都不能必然入选" in told
    assert "安全余量" in told


def test_an_own_scenario_stands_beside_the_named_ones(desk: AppTest, words: Words) -> None:
    view(desk, "情景对照")
    desk.selectbox(key="own-first").set_value(scenarios.Aim.POINTS)
    desk.number_input(key="own-operators").set_value(2)
    desk.button(key="own-add").click().run(timeout=LONG)
    desk.run(timeout=LONG)
    told = words(desk)
    assert "得分最高，机构至多2家" in told
    assert "≠ " in told


def test_a_sentence_without_a_wish_is_refused_in_chinese(desk: AppTest, words: Words) -> None:
    view(desk, "情景对照")
    desk.button(key="own-add").click().run(timeout=LONG)
    assert "请选择先求什么" in words(desk)


def test_a_job_that_fails_fails_where_the_page_looks() -> None:
    def broken(stop: Any, tell: Any) -> int:
        raise ValueError("broken")

    done = job.Job(broken, 1.0, float(LONG))
    assert not done.running
    with pytest.raises(ValueError, match="broken"):
        done.look()
