"""The command line: the same findings as the verbs, four exit codes, one JSON object for machines."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from tender.checked import check_project
from tender.cli.commands import app
from tender.findings import Level
from tender.forms.bid_form import PRICES
from tender.paths import samples
from tender.run import run

FINE, ERRORS, NO_AWARD, UNREADABLE = 0, 1, 2, 3
WEIGHTS = "weights = { whole_center = 15, partial_zone = 10, professional_service = 15 }"
LIGHT = (WEIGHTS, WEIGHTS.replace("whole_center = 15", "whole_center = 14.9"))


@pytest.fixture(scope="session")
def tender():
    def call(*words) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout

    return call


@pytest.fixture(scope="session")
def tender_json(tender):
    def call(*words) -> tuple[int, dict]:
        code, said = tender(*words, "--json")
        return code, json.loads(said)

    return call


def as_json(findings) -> list:
    return [f.to_json() for f in findings]


def test_a_sound_project_is_fine(tender, project):
    code, said = tender("check", project.folder)
    assert code == FINE
    assert "警告 7 项" in said
    assert "错误" not in said.replace("检查意见：错误", "")


def test_machines_are_told_what_the_verb_found(tender_json, project):
    project.edit(LIGHT)
    code, said = tender_json("check", project.folder)
    assert code == ERRORS
    assert said["findings"] == as_json(check_project(project.folder)[1])
    assert said["counts"]["error"] == sum(f["level"] == "error" for f in said["findings"]) == 1


def test_people_are_told_where_what_how_and_by_which_article(tender, project):
    project.edit(LIGHT)
    code, said = tender("check", project.folder)
    assert code == ERRORS
    told = (
        "project.toml › criteria › weights › whole_center",
        "99.9分",
        "改法：还差0.1分",
        "依据：财政部令第87号",
    )
    assert all(words in said for words in told)


def test_a_bad_bid_is_an_error_of_check(tender_json, project):
    place = project.typed("T1", PRICES, "L1", "price", "=1+1")
    code, said = tender_json("check", project.folder)
    assert code == ERRORS
    assert [f["where"] for f in said["findings"] if f["level"] == "error"] == [place]


def test_a_book_that_makes_no_sense_is_told_before_its_forms_are_made(tender, project):
    project.edit(('fact = "feedback"', 'fact = "feedbacks"'), ('id = "L2X"', 'id = "L2H"'))
    assert tender("check", project.folder)[0] == ERRORS


@pytest.mark.parametrize("command", [("check",), ("draft", "--out", "out"), ("run", "--out", "out")])
def test_a_book_that_cannot_be_read_is_unreadable(tender, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "project.toml").write_text("name = 甲", "utf-8")
    verb, *options = command
    for folder in ("absent", "empty", "broken"):
        assert tender(verb, folder, *options)[0] == UNREADABLE


def test_a_draft_is_four_files_that_speak_of_the_book(tender_json, project, tmp_path):
    code, said = tender_json("draft", project.folder, "--out", tmp_path / "out")
    assert code == FINE
    assert said["files"] == ["bid-form.xlsx", "book.docx", "book.html", "mark-sheet.xlsx"]
    assert said["files"] == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert said["sha256"] == project.read.sha256
    assert "海晴街道" in (tmp_path / "out" / "book.html").read_text("utf-8")
    assert ZipFile(BytesIO((tmp_path / "out" / "book.docx").read_bytes())).testzip() is None
    form = load_workbook(tmp_path / "out" / "bid-form.xlsx")
    assert PRICES in form.sheetnames


def test_a_book_with_errors_is_not_drafted(tender_json, project, tmp_path):
    project.edit(LIGHT)
    code, said = tender_json("draft", project.folder, "--out", tmp_path / "out")
    assert (code, said["files"]) == (ERRORS, [])
    assert not (tmp_path / "out").exists()


def test_where_only_figures_count_there_is_no_mark_sheet(tender_json, project, tmp_path):
    project.edit(
        ("whole_center = 25, partial_zone = 30, professional_service = 35", "whole_center = 0"),
        ("whole_center = 15, partial_zone = 15, professional_service = 20", "whole_center = 0"),
        (
            "whole_center = 20, partial_zone = 20, professional_service = 15",
            "whole_center = 60, partial_zone = 65, professional_service = 70",
        ),
        ('covers = ["service_reach"]', 'covers = ["service_reach", "need_fit", "space_operation"]'),
    )
    text = (project.folder / "project.toml").read_text("utf-8")
    head, _, tail = text.partition('[[criteria]]\nid = "plan"')
    (project.folder / "project.toml").write_text(head + tail[tail.index("# ── 计算与定标") :], "utf-8")
    code, said = tender_json("draft", project.folder, "--out", tmp_path / "out")
    assert code == FINE
    assert said["files"] == ["bid-form.xlsx", "book.docx", "book.html"]


def test_the_whole_run_gives_the_award_of_s1_and_the_same_findings(tender_json, project, tmp_path):
    code, said = tender_json("run", project.folder, "--out", tmp_path / "out")
    assert code == FINE
    winners = {lot["lot"]: lot["operator"] for lot in said["award"]["lots"]}
    assert winners == {
        "L1": "T7",
        "L2H": "T3",
        "L2X": "T1",
        "L2G": "T6",
        "L3E": "T4",
        "L3I": "T5",
        "L3S": "T6",
    }
    assert said["findings"] == json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert said["stopped"] is None
    assert said["files"] == sorted(path.name for path in (tmp_path / "out").iterdir())
    code, checked = tender_json("verify", tmp_path / "out" / "record.jsonl", "--head", said["head"])
    assert (code, checked["findings"]) == (FINE, [])


def test_a_run_that_stops_says_where_and_awards_nothing(tender_json, tender, project, tmp_path):
    (project.folder / "marks" / "J3.xlsx").unlink()
    code, said = tender_json("run", project.folder, "--out", tmp_path / "out")
    assert (code, said["stopped"], said["award"]) == (ERRORS, "汇集评委评分", None)
    assert "result-notice.docx" not in said["files"]
    assert "停在“汇集评委评分”" in tender("run", project.folder, "--out", tmp_path / "out")[1]


def test_where_every_lot_has_ended_the_run_ends_without_an_award(tender_json, project, tmp_path):
    for operator in ("T1", "T2", "T3", "T4", "T5", "T6", "T7"):
        (project.folder / "bids" / f"{operator}.xlsx").unlink()
    project.decide("", keep=False)
    code, said = tender_json("run", project.folder, "--out", tmp_path / "out")
    assert code == NO_AWARD
    assert "result-notice.docx" not in said["files"]
    assert {lot["operator"] for lot in said["award"]["lots"]} == {None}
    assert sum(f["code"] == "review.too_few" for f in said["findings"]) == 7


def test_a_place_that_cannot_be_written_is_told_without_a_traceback(tender, project, tmp_path):
    (tmp_path / "taken").write_text("a file", "utf-8")
    code, said = tender("draft", project.folder, "--out", tmp_path / "taken")
    assert code == UNREADABLE
    assert "不能写入" in said


def problem(**changes) -> dict:
    """Two offers for one lot, the dearer one better."""
    offers = [("a", "90.5", 300), ("b", "80", 100)]
    return {
        "format": "hengbiao/allocation-problem/1",
        "offers": [
            {
                "id": offer,
                "operator": offer.upper(),
                "lots": ["L1"],
                "points": points,
                "price_fen": price,
                "uses": {"lot": 1, "money": price},
                "serves": {"served": 1},
            }
            for offer, points, price in offers
        ],
        "resources": {"lot": {"supply": 1}, "money": {"supply": 400}},
        "needs": [{"id": "served", "at_least": 1, "firm": True}],
        "groups": [],
        "objective": ["needs", "points", "price"],
    } | changes


@pytest.fixture
def posed_file(tmp_path):
    def write(content) -> str:
        path = tmp_path / "problem.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


def test_a_problem_is_solved_and_the_plan_written(tender_json, posed_file, tmp_path):
    code, said = tender_json("allocate", posed_file(problem()), "--out", tmp_path / "plans" / "plan.json")
    assert code == FINE
    assert (said["status"], said["offers"]) == ("proved_best", ["a"])
    assert said["ties"]["count"] == 1
    assert json.loads((tmp_path / "plans" / "plan.json").read_text("utf-8")) == said


def test_money_that_is_short_changes_the_plan(tender_json, posed_file):
    scarce = {"lot": {"supply": 1}, "money": {"supply": 299}}
    assert tender_json("allocate", posed_file(problem(resources=scarce)))[1]["offers"] == ["b"]


def test_a_problem_without_a_plan_is_no_award(tender_json, tender, posed_file):
    path = posed_file(problem(resources={"lot": {"supply": 1}, "money": {"supply": 99}}))
    code, said = tender_json("allocate", path)
    assert (code, said["status"], said["offers"]) == (NO_AWARD, "infeasible", [])
    assert "无可行方案" in tender("allocate", path)[1]


def test_equally_good_plans_are_all_named(tender_json, posed_file):
    same = problem()["offers"]
    for offer in same:
        offer |= {"points": "80", "price_fen": 100, "uses": {"lot": 1, "money": 100}}
    code, said = tender_json("allocate", posed_file(problem(offers=same)))
    assert code == FINE
    assert said["ties"]["count"] == 2
    assert sorted(said["ties"]["plans"]) == [["a"], ["b"]]


@pytest.mark.parametrize("content", ["{", "", "nonsense", "[" * 100_000, '{"offers": 1e}'])
def test_what_is_no_json_is_unreadable(tender, posed_file, content):
    code, said = tender("allocate", posed_file(content))
    assert code == UNREADABLE
    assert "JSON 格式" in said
    assert "Error" not in said


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b'{"a": "\xd6\xd0"}'])
def test_json_in_another_encoding_is_unreadable(tender, tmp_path, content):
    (tmp_path / "problem.json").write_bytes(content)
    assert tender("allocate", tmp_path / "problem.json")[0] == UNREADABLE


@pytest.mark.parametrize(
    "form",
    [
        [],
        {},
        problem(format="hengbiao/allocation-problem/2"),
        problem(offers=[]) | {"extra": 1},
        problem(objective=["needs", "beauty"]),
        problem(resources={"lot": {"supply": -1}, "money": {"supply": 400}}),
        problem(offers=[problem()["offers"][0] | {"points": 90.5}]),
        problem(offers=[problem()["offers"][0] | {"price_fen": "300"}]),
        problem(offers=[problem()["offers"][0] | {"uses": {"nothing": 1}}]),
        problem(offers=[problem()["offers"][0], problem()["offers"][0]]),
    ],
)
def test_json_of_another_shape_is_an_error_that_names_the_place(tender_json, posed_file, form):
    code, said = tender_json("allocate", posed_file(form))
    assert code == ERRORS
    assert said["findings"]
    assert all(f["where"].startswith("problem.json › ") and f["what"] for f in said["findings"])


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The record of the sample, and its head."""
    folder = tmp_path_factory.mktemp("record")
    done = run(samples() / "teda-haiqing", seconds=30)
    (folder / "record.jsonl").write_bytes(done.files["record.jsonl"])
    return folder / "record.jsonl", done.record.head


def test_an_untouched_record_holds(tender_json, record):
    path, head = record
    code, said = tender_json("verify", path, "--head", head)
    assert (code, said["findings"], said["head"]) == (FINE, [], head)


def test_a_record_cut_short_is_known_by_its_head(tender_json, record, tmp_path):
    path, head = record
    lines = path.read_bytes().splitlines(keepends=True)
    (tmp_path / "cut.jsonl").write_bytes(b"".join(lines[:-1]))
    assert tender_json("verify", tmp_path / "cut.jsonl")[0] == FINE
    assert tender_json("verify", tmp_path / "cut.jsonl", "--head", head)[0] == ERRORS


def test_one_byte_changed_is_found_at_its_line(tender_json, record, tmp_path):
    path, _ = record
    lines = path.read_bytes().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b'"marks_submitted"' in line)
    assert lines[at].count(b'"judge":"J1"') == 1
    lines[at] = lines[at].replace(b'"judge":"J1"', b'"judge":"J2"')
    (tmp_path / "edited.jsonl").write_bytes(b"".join(lines))
    code, said = tender_json("verify", tmp_path / "edited.jsonl")
    assert code == ERRORS
    assert any(f"{at + 1}" in f["where"] for f in said["findings"] if f["level"] == Level.ERROR.value)


def test_a_record_that_is_not_there_is_unreadable(tender, tmp_path):
    assert tender("verify", tmp_path / "record.jsonl")[0] == UNREADABLE


def test_no_command_shows_help_in_chinese(tender):
    assert "衡标" in tender("--help")[1]
