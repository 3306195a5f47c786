"""Firmness and panel on the command line: sentences for people, one object for machines."""

import json

import pytest
from typer.testing import CliRunner

from tender.cli.commands import app
from tender.paths import samples

SAMPLE = samples() / "teda-haiqing"


def call(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def test_firmness_says_for_each_lot_what_would_change_the_first_place():
    code, said = call("firmness", SAMPLE)
    assert code == 0
    assert "在各项权重上下浮动20%的范围内，第一名" in said
    data = json.loads(call("firmness", SAMPLE, "--json")[1])
    assert [lot["lot"] for lot in data["lots"]][:2] == ["L1", "L2H"]
    assert all(len(lot["first"]) == 1 for lot in data["lots"])


def test_panel_shows_judges_and_base_rates():
    code, said = call("panel", SAMPLE)
    assert code == 0
    assert "宽严" in said
    assert "评分不因提示而剔除或改动" in said
    (first, *_) = json.loads(call("panel", SAMPLE, "--json")[1])["lots"]
    assert {row["judge"] for row in first["judges"]} == {"J1", "J2", "J3", "J4", "J5"}


@pytest.mark.parametrize("words", [("firmness",), ("panel",)])
def test_a_project_whose_marks_are_missing_is_refused_with_findings(project, words):
    (project.folder / "marks" / "J2.xlsx").unlink()
    code, said = call(*words, project.folder, "--json")
    assert code == 1
    assert "marks.absent" in {f["code"] for f in json.loads(said)["findings"]}


def test_a_calibration_round_is_read_from_beside_the_project(project):
    code, said = call("panel", project.folder, "--calibration", "--json")
    assert (code, json.loads(said)["findings"][-1]["code"]) == (3, "calibration.unreadable")
    text = (
        'format = "hengbiao/calibration/1"\n[[anchor]]\nid = "A1"\nname = "样卷一"\nscale = 100\nagreed = 80\n'
        '[[given]]\njudge = "J1"\nmarks = { A1 = 84 }\n'
    )
    (project.folder / "calibration.toml").write_text(text, "utf-8")
    code, said = call("panel", project.folder, "--calibration")
    assert code == 0
    assert "＋4" in said
    assert "样卷一" in said
