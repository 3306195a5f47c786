"""Grades and bands on the marking page: words are picked; no mark in a gap, no grade without its reason."""

from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tender.workspace import Phase, Workspace, open_sample, store_at

SAMPLE = "teda-haiqing"
NOW = datetime(2026, 11, 21, 10, 0)
GRADES = """[criteria.rule]
kind = "grades"
scale = 100
grades = [{ word = "优", points = 100 }, { word = "良", points = 80 }, { word = "差", points = 0, reason = true }]

"""
BANDS = """[criteria.rule]
kind = "bands"
scale = 10
step = 0.5
bands = [{ word = "优", at_least = 7, at_most = 10 }, { word = "良", at_least = 3, at_most = 6 }, { word = "差", at_least = 0, at_most = 2 }]

"""  # noqa: E501


@pytest.fixture
def marking(empty: Path) -> Workspace:
    """The sample with grades for one factor and bands for the other, its bids opened and reviewed."""
    open_sample(empty)
    path = empty / "projects" / SAMPLE / "project.toml"
    text = path.read_text("utf-8")
    for key, rule, end in (
        ("capability", GRADES, "# ── 计算与定标"),
        ("plan", BANDS, '[[criteria]]\nid = "capability"'),
    ):
        at = text.index('[criteria.rule]\nkind = "panel_mean"', text.index(f'id = "{key}"'))
        text = text[:at] + rule + text[text.index(end, at) :]
    path.write_text(text, "utf-8")
    workspace = Workspace(store_at(empty), empty / "projects" / SAMPLE)
    for act in (workspace.publish, workspace.open_bids, workspace.review):
        found = act(NOW, workspace.look().record.head)
        assert [f for f in found if f.level.value == "error"] == []
    assert workspace.look().phase is Phase.MARKING
    return workspace


def test_a_judge_picks_grades_and_marks_inside_bands(marking, visit, words):
    app = visit("mark", role="J1")
    key = "mark/teda-haiqing/J1/L1/T1"
    app.selectbox(f"{key}/capability").select("良（80分）")
    app.number_input(f"{key}/plan").set_value(5.5)
    app.number_input("mark/teda-haiqing/J1/L1/T2/plan").set_value(6.5)  # between two bands
    app.selectbox("mark/teda-haiqing/J1/L1/T2/capability").select("差（0分）")  # wants a reason
    app.button("save-marks").click().run()
    told = words(app)
    assert "有2项未保存" in told
    assert "✗ 现为6.5，不在任何一档之内" in told
    assert "✗ 评为“差（0分）”没有写明理由，应为写明评分理由，没有保存" in told
    kept = marking.kept("J1", "L1", marking.look())
    assert kept.marks["T1"] == {"capability": 80, "plan": Fraction("5.5")}
    assert kept.marks["T2"] == {}
