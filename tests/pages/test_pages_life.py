"""The pages from an empty home to the notice, driven by their widgets; every page in every state."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender.ui.rooms import ROOMS
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]

ENGLISH = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"[0-9a-f]{16,64}|HQ-CS-2026-001|\b[A-Z]\d[A-Z]?\b|xlsx|</?[a-z]+[^>]*>|&[a-z]+;|\w+/[\w./]+|result-notice|evaluation-report"
)
"""Hashes, the project's number, lots, files, our own tags, what no reader sees."""


def test_an_empty_office_is_offered_the_sample(empty: Path, visit: Visit, words: Words) -> None:
    app = visit(project="")
    assert "还没有项目" in words(app)
    app.button("open-sample").click().run()
    assert "检查并发布采购文件" in words(app)
    assert "检查意见：警告6项，提示3项" in words(app)


def test_the_whole_life_is_walked_by_buttons_alone(empty: Path, visit: Visit, words: Words) -> None:
    app = visit(project="")
    app.button("open-sample").click().run()
    press(app, "publish")
    assert "采购文件已发布" in words(app)
    go(app, "opening")
    press(app, "open-bids")
    press(app, "review")
    assert "审查结论已记录" in words(app)
    go(app, "mark")
    press(app, "import-marks")
    go(app, "rank")
    press(app, "rank")
    assert "91.10" in words(app)
    go(app, "allocate")
    assert "632.59分" in words(app)
    assert "1,985,000.00元/年" in words(app)
    press(app, "award")
    go(app, "notice")
    press(app, "announce")
    assert "公告已发布；下面的公告与发布时的校验值一致" in words(app)
    go(app, "record")
    assert "✓ 记录完整：220条事件" in words(app)


def press(app: AppTest, key: str) -> None:
    """A final step is asked once, then confirmed."""
    app.button(key).click().run()
    app.button(f"{key}-yes").click().run()
    assert not app.exception


def go(app: AppTest, page: str) -> None:
    app.switch_page(f"tender/pages/{page}.py").run()
    assert not app.exception


@pytest.mark.parametrize("phase", list(Phase))
def test_no_page_speaks_english_or_shows_a_hole(phase: Phase, at: At, visit: Visit, words: Words) -> None:
    at(phase)
    app = visit("projects")
    for room in ROOMS:
        if room.since <= phase:
            app.switch_page(room.file).run()
            assert not app.exception, room.key
            told = words(app)
            assert room.heading in told or (room.watched and room.watched[0] in told)
            seen = NAMES.sub(" ", re.sub(r"<!doctype html>.*", "", told, flags=re.DOTALL))
            assert ENGLISH.findall(seen) == [], room.key


@pytest.mark.parametrize("phase", list(Phase))
def test_a_page_is_offered_from_its_phase_on(phase: Phase, at: At, visit: Visit) -> None:
    at(phase)
    app = visit("projects")
    for room in ROOMS:
        if room.since > phase:
            with pytest.raises(ValueError, match="Could not find a navigation page"):
                app.switch_page(room.file)


@pytest.mark.parametrize(
    ("phase", "next_step"),
    [
        (Phase.DRAFTING, "下一步：检查采购文件，改正错误后发布"),
        (Phase.PUBLISHED, "下一步：收取响应文件，2026年3月16日09:30"),
        (Phase.OPENED, "下一步：对已开启的文件作资格审查和符合性审查"),
        (Phase.MARKING, "尚未锁定评分（共5人）"),
        (Phase.MARKED, "下一步：全体成员已锁定评分，汇总得分并核对排名"),
        (Phase.RANKED, "下一步：执行定标规则，采购人确认各标段结果"),
        (Phase.AWARDED, "下一步：发布成交结果公告"),
        (Phase.ANNOUNCED, "各步骤均已完成"),
    ],
)
def test_the_frame_says_who_is_waited_for(
    phase: Phase, next_step: str, at: At, visit: Visit, words: Words
) -> None:
    at(phase)
    assert next_step in words(visit("projects"))


def test_a_book_with_errors_cannot_be_published_and_says_where_in_words(
    at: At, visit: Visit, words: Words
) -> None:
    home = at(Phase.DRAFTING)
    change_book(home, "whole_center = 15, partial_zone = 10", "whole_center = 16, partial_zone = 10")
    app = visit("draft")
    told = words(app)
    assert "采购文件 › 评审因素 › 满分 › 中心全域整体运营" in told
    assert "标段L1各评审因素满分合计101分" in told
    assert app.button("publish").disabled
    app.radio("part").set_value("评审因素").run()
    assert "✗ 各因素满分合计101分，应为100分" in words(app)


def test_the_published_book_is_checked_with_the_register_it_was_published_with(
    at: At, visit: Visit, words: Words
) -> None:
    at(Phase.PUBLISHED)
    assert "检查意见：警告6项，提示3项" in words(visit("draft"))


def test_a_click_on_a_finding_leads_to_its_part(at: At, visit: Visit, words: Words) -> None:
    at(Phase.DRAFTING)
    app = visit("draft")
    app.button("go-0").click().run()
    assert app.radio("part").value == "标段"
    assert "900,000.00" in words(app)


def test_the_text_is_checked_again_when_it_is_saved(at: At, visit: Visit, words: Words) -> None:
    home = at(Phase.DRAFTING)
    app = visit("draft")
    app.checkbox("edit").check().run()
    text = app.text_area[0]
    text.set_value(text.value.replace('method = "competitive_consultation"', 'method = "by_hand"'))
    app.button("save-text").click().run()
    assert "已保存，检查结果如下" in words(app)
    app.checkbox("edit").uncheck().run()
    told = words(app)
    assert "采购文件 › 采购方式" in told
    assert "应为以下之一：公开招标、竞争性磋商" in told
    assert 'method = "by_hand"' in (home / "projects/teda-haiqing/project.toml").read_text("utf-8")
    assert app.button("publish").disabled


def test_a_file_that_is_not_toml_is_shown_as_one_error(at: At, visit: Visit, words: Words) -> None:
    home = at(Phase.DRAFTING)
    (home / "projects/teda-haiqing/project.toml").write_text("[[[", "utf-8")
    app = visit("draft")
    assert "采购文件尚不能读取" in words(app)
    assert "错误1项" in words(app)
    assert app.button("publish").disabled


def test_a_damaged_record_is_told_with_its_place(
    at: At, visit: Visit, words: Words, workspace: Callable[[Path], Workspace]
) -> None:
    home = at(Phase.RANKED)
    import sqlite3

    with sqlite3.connect(home / "hengbiao.sqlite") as raw:
        for (trigger,) in raw.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            raw.execute(f"drop trigger {trigger}")
        raw.execute("update events set who = '他人' where seq = 3")
    told = words(visit("record"))
    assert "记录不完整：在第2条之后发现问题" in told
    assert "第3行" in told


def test_the_office_picks_the_project_by_name_and_copies_are_told_apart(
    at: At, visit: Visit, words: Words
) -> None:
    home = at(Phase.PUBLISHED)
    app = visit("projects")
    app.button("open-sample").click().run()
    assert sorted(p.name for p in (home / "projects").iterdir()) == ["teda-haiqing", "teda-haiqing-2"]
    assert app.query_params["project"] in ("teda-haiqing-2", ["teda-haiqing-2"])
    app.switch_page("tender/pages/projects.py").run()
    assert "第2份　海晴街道社区党群服务中心社会化运营服务项目" in words(app)


def change_book(home: Path, old: str, new: str) -> None:
    path = home / "projects/teda-haiqing/project.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
