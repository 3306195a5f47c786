"""Planning over the sample: before the tender from the book alone, afterwards from its ranked bids."""

import json
import shutil
from io import BytesIO

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from scoring.allocation import Status, solve
from scoring.allocation.conflict import Force
from scoring.allocation.rules import Kind, with_limit
from scoring.allocation.scenarios import STANDARD
from tender import paths
from tender.book import parse_book
from tender.cli.commands import app
from tender.planning import LABEL, foreseen, ranked, results, tables, workbook
from tender.policy import policies
from tender.run import run

SAMPLE = paths.samples() / "teda-haiqing"


@pytest.fixture(scope="module")
def posed():
    return ranked(run(SAMPLE, seconds=0).case)


@pytest.fixture(scope="module")
def found(posed):
    return results(posed, scenarios=STANDARD[:4], why=["T1@L1"], seconds=600)


@pytest.fixture(scope="module")
def book():
    return parse_book((SAMPLE / "project.toml").read_text(encoding="utf-8")).book


def table(found, name):
    return next(table for table in tables(found) if table.name == name)


def test_the_plan_is_the_samples_own_combination(found):
    assert found.plan.status is Status.PROVED_BEST
    assert found.plan.totals.points == found.played[0].measures.points
    assert found.conflict.conflict is None


def test_the_baseline_is_the_laws_and_the_quota_the_books_and_rooms_are_facts(posed):
    assert posed.forces[Kind.RESOURCE, "fiscal"] is Force.STATUTORY
    assert (Kind.SHARED, "quota") not in posed.forces
    assert posed.forces[Kind.RESOURCE, "lot:L1"] is Force.GIVEN
    assert posed.money == {"fiscal", *(f"funding:{f.id}" for f in posed.book.funding)}


def test_the_baseline_buys_nothing_by_ten_thousand_yuan_and_one_point_by_forty_five(found):
    [row] = [row for row in table(found, "条件的代价").rows if "财政支出基数" in row[0]]
    assert row[1:6] == (
        "2,000,000.00元",
        "2,010,000.00元",
        "没有变化",
        "2,045,000.00元",
        "得分+1.09，金额+60,000.00元",
    )
    assert row[6].startswith("泰达街")


def test_every_price_that_is_shown_is_what_solving_again_gives(found, posed):
    for price in found.prices.binding:
        again = solve(with_limit(posed.problem, price.rule.key, price.first.to), tie_limit=1)
        assert again.totals.points - found.plan.totals.points == price.first.gain.points
        assert again.totals.price_fen - found.plan.totals.price_fen == price.first.gain.price_fen


def test_the_first_lots_best_bid_would_have_won_for_less_and_with_no_points(found):
    [row] = table(found, "为何未入选").rows
    assert row[0].endswith("（标段L1）")
    assert row[2] == "无法做到"
    assert row[5:] == ("765,000.00", "55,000.00")


def test_scenarios_stand_side_by_side_and_what_differs_is_marked(found):
    side = table(found, "情景对照")
    assert len(side.headers) == 5
    lots = [r for r, row in enumerate(side.rows) if row[0].startswith("标段")]
    assert len(lots) == 7
    for r, row in enumerate(side.rows[1:], 1):
        for c in range(2, 5):
            assert ((r, c) in side.marked) == (row[c] != row[1])


def test_the_workbook_has_every_table_and_says_on_every_sheet_what_it_is(found):
    written = workbook(found)
    assert written == workbook(found)
    pages = load_workbook(BytesIO(written))
    assert pages.sheetnames == [table.name for table in tables(found)]
    for page in pages.worksheets:
        assert LABEL in page["A1"].value
        assert LABEL in page.oddFooter.left.text
    rows = [[cell.value for cell in row] for row in pages["条件的代价"].iter_rows(min_row=4)]
    assert tuple(rows[0]) == table(found, "条件的代价").headers


def test_without_bids_the_books_own_limits_are_tried(book):
    """Three operators with two lots each cannot take seven lots, and the ceilings pass the baseline."""
    found = results(foreseen(book, policies(), 3), seconds=600)
    assert found.played == ()
    assert found.frontier is None
    repairs = [{(c.rule.id, c.to) for c in r.changes} for r in found.conflict.repairs]
    baseline = sum(lot.limit_fen for lot in book.lots)
    assert {("quota", 3), ("fiscal", baseline)} in repairs
    statutory = [r for r in found.conflict.repairs if r.statutory]
    assert found.conflict.repairs[-len(statutory) :] == tuple(statutory)
    said = table(found, "修改办法")
    assert any("提高到" in row[1] and "法定" in row[2] for row in said.rows)
    assert any(row[1].startswith("允许标段") and row[2] == "可定" for row in said.rows)


def test_enough_operators_leave_only_the_money_short(book):
    found = results(foreseen(book, policies(), 4), seconds=600)
    assert (Kind.RESOURCE, "fiscal") in {rule.key for rule in found.conflict.conflict.rules}
    assert (Kind.SHARED, "quota") not in {rule.key for rule in found.conflict.conflict.rules}


def command(*words):
    return CliRunner().invoke(app, ["plan", *words])


@pytest.fixture
def unopened(tmp_path):
    """The project before any bid came in."""
    shutil.copy(SAMPLE / "project.toml", tmp_path)
    shutil.copy(SAMPLE / "register.toml", tmp_path)
    return tmp_path


def test_the_command_prints_chinese_tables_labelled_as_planning(unopened):
    done = command(str(unopened), "--xlsx", str(unopened / "out" / "plan.xlsx"))
    assert done.exit_code == 0, done.output
    assert done.output.count(LABEL) >= 3
    assert "冲突条件" in done.output
    assert (unopened / "out" / "plan.xlsx").read_bytes()[:2] == b"PK"


def test_the_command_gives_one_json_object(unopened):
    done = command(str(unopened), "--json")
    told = json.loads(done.output)
    assert told["label"] == LABEL
    assert told["every_lot"]["repairs"]
    assert {change["force"] for r in told["every_lot"]["repairs"] for change in r["changes"]} <= {
        "chosen",
        "statutory",
    }


def test_everything_wrong_with_the_questions_is_told_at_once(unopened):
    scenario = unopened / "own.json"
    scenario.write_text('{"id": "x", "says": "甲", "aims": ["speed"]}', encoding="utf-8")
    done = command(
        str(unopened), "--why", "T9@L9", "--incumbent", "L1=T9", "--scenario", str(scenario), "--json"
    )
    assert done.exit_code == 1
    assert {f["code"] for f in json.loads(done.output)["findings"]} == {
        "plan.unknown_offer", "plan.unknown_incumbent", "plan.scenario",
    }  # fmt: skip
    scenario.write_text("{", encoding="utf-8")
    broken = command(str(unopened), "--scenario", str(scenario), "--json")
    assert [f["code"] for f in json.loads(broken.output)["findings"]] == ["plan.scenario_unreadable"]


def test_bids_without_marks_cannot_be_planned_over(unopened):
    shutil.copytree(SAMPLE / "bids", unopened / "bids")
    shutil.copy(SAMPLE / "decisions.toml", unopened)
    assert command(str(unopened), "--json").exit_code == 1
    assert command(str(unopened / "nowhere")).exit_code == 3
