"""Package offers from the book to the notice: declared once, asked in the form, opened, paid, told."""

import json
from math import ceil, floor

import pytest
from typer.testing import CliRunner

from tender.cli.commands import app
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Level
from tender.forms import bid_form
from tender.forms.bid_form import PRICES
from tender.forms.packages import PACKAGES
from tender.planning import levers, moved, ranked
from tender.planning.levers import POINTS
from tender.policy import policies
from tender.record import Record
from tender.run import run

QUOTA = 'quota_reason = "保证各中心有足够的专职团队，运营多元、风险分散"\n'
GROUNDS = 'articles = { lot = "TEDA-09a", space = "TEDA-10e", quota = "TEDA-05c" }\n'
DECLARED = (
    GROUNDS,
    GROUNDS + '\n[award.packages]\nlots = ["L2G", "L3S", "L3E", "L3I"]\nmax_lots = 2\nmax_offers = 4\n',
)


def stating(project, **stated):
    """The book with packages, and every form written anew; operator → what stands in its rows."""
    project.edit(DECLARED)
    for operator in project.bidding.operators:
        rows = {
            str(n): {"lots": lots, "price": fen} for n, (lots, fen) in enumerate(stated.get(operator, ()), 1)
        }
        project.fill(operator, lambda values, rows=rows: values.update({PACKAGES: rows} if rows else {}))


def voided(project):
    """What opening tells of packages: place → reason."""
    return {f.where: f.what for f in project.opened()[1] if f.code == "bid.package_void"}


def test_the_form_asks_for_packages_in_the_words_of_the_book(project):
    project.edit(DECLARED)
    [sheet] = [s for s in bid_form(project.book, project.read.sha256).sheets if s.name == PACKAGES]
    assert [c.header for c in sheet.columns] == ["所含标段", "合并报价（元/年）"]
    assert sheet.blank_rows == 4
    [rule] = [note for note in sheet.notes if "合并优惠只在" in note]
    assert rule in project.book.award_sentence
    book = plain_text(book_document(project.book, policies()))
    assert rule in book
    assert "除定标规则规定的合并优惠外，不接受附加条件的报价" in book
    assert "合并优惠表" in book


def test_without_packages_nothing_is_asked_and_nothing_is_said(project):
    assert PACKAGES not in {s.name for s in bid_form(project.book, project.read.sha256).sheets}
    assert "合并" not in plain_text(book_document(project.book, policies()))


def test_an_empty_sheet_is_no_package(project):
    stating(project)
    drafts, _ = project.opened()
    assert voided(project) == {}
    assert all("packages" not in d.data.get("bid", {}) for d in drafts)


@pytest.mark.parametrize("written", ["L2G、L3S", "L3S，L2G", "标段L2G、标段L3S", "Ｌ２Ｇ 和 L3S", "L2G+L3S"])
def test_lots_are_read_however_they_are_set_apart(project, written):
    stating(project, T6=[(written, 230_000_01)])
    assert voided(project) == {}
    opened = {d.data["operator"]: d.data["bid"] for d in project.opened()[0] if "bid" in d.data}
    [said] = opened["T6"]["packages"]
    assert (sorted(said["lots"]), said["price_fen"]) == (["L2G", "L3S"], 230_000_01)


@pytest.mark.parametrize(
    ("written", "fen", "told"),
    [
        ("L2G、L9", 10_00, "没有标段L9"),
        ("L3S", 10_00, "只写了标段L3S"),
        ("L3S、L2G、L3S", 10_00, "标段L3S写了不止一次"),
        ("L2G、L1", 10_00, "标段L1不在可以合并的标段之内"),
        ("L2G、L3S、L3E", 10_00, "包含3个标段，至多可以合并2个"),
        ("L3S、L3I", 10_00, "标段L3I没有单独报价"),
        ("L2G、L3S", 240_000_00, "不低于所含标段单独报价之和240,000.00元"),
        ("L2G、L3S", 300_000_00, "高于所含标段最高限价之和280,000.00元"),
    ],
)
def test_a_package_that_cannot_count_is_told_with_its_cell_and_stops_nobody(project, written, fen, told):
    stating(project, T6=[(written, fen)])
    [(where, what)] = voided(project).items()
    assert where.startswith("bids/T6.xlsx › 合并优惠 › A")
    assert told in what
    drafts, found = project.opened()
    assert len(drafts) >= len(project.bidding.operators)
    assert [f for f in found if f.level is Level.ERROR] == []


def test_a_price_that_is_no_amount_is_an_error_of_the_form(project):
    stating(project, T6=[("L2G、L9", 230_000_00)])
    [where] = voided(project)
    price = where.rpartition(" › ")[2].replace("A", "B")
    project.type("bids/T6.xlsx", PACKAGES, price, "面议")
    drafts, found = project.opened()
    assert drafts == ()
    assert [f.where for f in found if f.level is Level.ERROR] == [f"bids/T6.xlsx › 合并优惠 › {price}"]


def test_a_package_is_held_against_the_price_that_binds(project):
    """The words prevail: with 18,000 in figures and 180,000 in words, 230,000 for both lots is a discount."""

    def slip(values):
        values[PRICES]["L3S"]["price"] = 18_000_00
        values[PACKAGES] = {"1": {"lots": "L2G、L3S", "price": 230_000_00}}

    project.edit(DECLARED)
    project.fill_all()
    project.fill("T6", slip)
    assert voided(project) == {}


def test_the_run_pays_the_package_and_its_record_holds_it(project, tmp_path):
    stating(project, T6=[("L2G、L3S", 230_000_01)], T2=[("L2G、L3S", 300_000_00)])
    project.judge()
    out = tmp_path / "out"
    said = CliRunner().invoke(app, ["run", str(project.folder), "--out", str(out)])
    assert said.exit_code == 0, said.output
    shown = "".join(said.output.split())
    assert "合并报价230,000.01元/年，比单独报价之和240,000.00元/年少9,999.99元/年" in shown
    assert "不计：合并报价300,000.00元高于所含标段最高限价之和280,000.00元" in shown
    award = json.loads((out / "award.json").read_text("utf-8"))
    paid = {lot["lot"]: lot["price_fen"] for lot in award["lots"] if "package" in lot}
    assert paid == {"L2G": 57_500_00, "L3S": 172_500_01}
    assert award["total_price_fen"] == sum(lot["price_fen"] for lot in award["lots"])
    raw = (out / "record.jsonl").read_bytes()
    chain, broken = Record.from_jsonl(raw)
    assert broken == ()
    [decided] = [e for e in chain.events if e.what.value == "award_decided"]
    assert {a["lot"]: a["price_fen"] for a in decided.data["awards"]}["L3S"] == 172_500_01
    notice = (out / "result-notice.txt").read_text("utf-8")
    assert "172,500.01元/年" in notice
    report = (out / "evaluation-report.html").read_text("utf-8")
    assert "230,000.01" in report
    assert CliRunner().invoke(app, ["verify", str(out / "record.jsonl")]).exit_code == 0


def test_points_and_places_are_the_same_with_and_without_the_package(project):
    """What T6 gives away lets dear T1 into L1; who stands where in each lot does not move."""
    stating(project, T6=[("L2G、L3S", 130_000_00)])
    project.judge()
    given = run(project.folder)
    for operator in project.bidding.operators:
        project.fill(operator)
    alone = run(project.folder)
    assert given.files["totals.json"] == alone.files["totals.json"]
    assert given.allocation.by_lot()["L1"].operator == "T1"
    assert alone.allocation.by_lot()["L1"].operator == "T7"


def test_a_planner_asks_of_a_package_what_its_weakest_bid_has(project):
    stating(project, T6=[("L2G、L3S", 230_000_00)])
    project.judge()
    posed = ranked(project.ranked())
    total = {o.id: o.points for o in posed.problem.offers}
    weak, strong = sorted((total["T6@L2G"], total["T6@L3S"]))
    figures = levers(posed)
    [least] = [one for one in figures if one.id == POINTS]
    assert least.values[-1] == ceil(max(points for offer, points in total.items() if "+" not in offer))
    for asked, stays in ((floor(weak), True), (floor(strong), False)):
        assert weak < floor(strong)
        left = moved(posed, figures, {POINTS: asked}).problem.offers
        assert ("T6@L2G+L3S" in {o.id for o in left}) is stays
