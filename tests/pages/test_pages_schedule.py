"""The page of dates: both readings of a weekend, the chosen one, the calendar file, an unpublished year."""

import shutil
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender import paths
from tender.workspace import Phase

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]


def test_every_deadline_stands_with_both_dates_and_its_article(at: At, visit: Visit, words: Words) -> None:
    at(Phase.DRAFTING)
    told = words(visit("schedule"))
    assert "不得晚于2026年4月18日或2026年4月20日" in told
    assert "政府采购法第四十六条" in told
    assert "2027年放假安排尚未公布" in told
    assert "下载日历文件" in told


def test_a_chosen_reading_leaves_one_date(at: At, visit: Visit, words: Words) -> None:
    at(Phase.DRAFTING)
    app = visit("schedule")
    app.segmented_control("roll").set_value("遇双休日顺延").run()
    told = words(app)
    assert "不得晚于2026年4月20日" in told
    assert "4月18日" not in told


def test_a_selection_shows_its_own_dates_and_the_duties_of_its_system(
    empty: Path, visit: Visit, words: Words
) -> None:
    (empty / "projects").mkdir()
    shutil.copytree(paths.samples() / "huizhou-seven", empty / "projects" / "huizhou")
    told = words(visit("schedule", project="huizhou"))
    assert "本项目不按政府采购程序实施" in told
    assert "运营机构进驻" in told
    assert "不得早于2026年9月21日" in told
    assert "采购文件" not in told
