"""Lots for which no public money is paid: no price anywhere, and everything else as ever."""

import html
import json
import re

import pytest

from tender.book import parse_book
from tender.check import check_book
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Level
from tender.forms import bid_form
from tender.forms.bid_form import LOTS, PRICES
from tender.policy import policies

PAPERS = ("book.html", "result-notice.html", "evaluation-report.html")


def words(run, paper):
    return html.unescape(re.sub(r"<[^>]+>", "", run.files[paper].decode("utf-8").partition("</style>")[2]))


def errors(text):
    book = parse_book(text).book
    assert book, parse_book(text).findings
    return {f.code for f in check_book(book) if f.level is Level.ERROR}


def sheets(text):
    return {sheet.name: sheet for sheet in bid_form(parse_book(text).book, "").sheets}


@pytest.mark.parametrize("name", ["mixed", "unpaid"])
def test_a_project_with_unpaid_lots_runs_to_the_notice(request, name):
    done = request.getfixturevalue(name)
    assert [f for f in done.findings if f.level is Level.ERROR] == []
    assert done.stopped is None
    assert all(lot.operator for lot in done.allocation.lots)


def test_an_unpaid_lot_costs_nothing_and_is_ranked_by_its_other_criteria(mixed):
    award = json.loads(mixed.files["award.json"])
    prices = {lot["lot"]: lot["price_fen"] for lot in award["lots"]}
    assert [prices[lot] for lot in ("L2H", "L2X", "L2G")] == [0, 0, 0]
    assert award["total_price_fen"] == sum(prices.values()) > 0
    assert all("price" not in entry["items"] for entry in mixed.case.state.results["L2H"].ranking)


def test_the_form_asks_for_a_price_only_where_one_is_paid(mixed_text):
    found = sheets(mixed_text)
    assert [row.cells["lot"] for row in found[PRICES].rows] == ["L1", "L3E", "L3I", "L3S"]
    assert [row.cells["lot"] for row in found[LOTS].rows] == ["L2H", "L2X", "L2G"]
    assert [c.key for c in found[LOTS].columns if not c.locked] == ["bids"]
    assert "partial" not in "".join(found[PRICES].notes)
    assert not any("L2H" in note for note in found[PRICES].notes)


def test_a_book_of_paid_lots_has_no_second_sheet_and_one_of_unpaid_lots_no_prices(
    selection_text, unpaid_text
):
    assert LOTS not in sheets(selection_text)
    assert PRICES not in sheets(unpaid_text)


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_say_that_nothing_is_paid(mixed, paper):
    assert "不支付费用" in words(mixed, paper)
    assert re.search(r"(?<![0-9,])0\.00", words(mixed, paper)) is None


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_of_a_project_without_money_name_no_amount_of_a_lot(unpaid, paper):
    said = words(unpaid, paper)
    assert "不支付费用" in said
    for word in ("最高限价合计", "最高限价（元/年）：", "大写金额"):
        assert word not in said, word
    assert re.search(r"(?<![0-9,])0\.00", said) is None


def test_the_notice_names_the_winner_of_an_unpaid_lot_without_an_amount_in_words(unpaid):
    said = unpaid.files["result-notice.txt"].decode("utf-8")
    assert said.count("\n费用：不支付费用\n承诺：公益服务场次") == 7
    assert "选定金额：" not in said
    assert "人民币" not in said


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_of_a_project_without_money_have_no_column_for_it(unpaid, paper):
    said = words(unpaid, paper)
    for word in ("报价（元/年）", "选定金额（元/年）", "报价情况", "预算金额"):
        assert word not in said, word


def test_the_report_adds_up_what_winners_promise_where_nothing_is_paid(unpaid, mixed):
    assert "选定运营主体的承诺（不支付费用）" in words(unpaid, "evaluation-report.html")
    assert "选定运营主体的承诺" not in words(mixed, "evaluation-report.html")
    promised = [a for a in unpaid.allocation.lots if a.operator]
    times = sum(unpaid.case.bids[a.operator].lots[a.lot].facts["free_person_times"] for a in promised)
    assert f"{int(times):,}" in words(unpaid, "evaluation-report.html")


def test_the_parts_of_every_chapter_stay_numbered_without_a_gap(unpaid_text, mixed_text):
    for text in (unpaid_text, mixed_text):
        numbers = []
        for line in plain_text(book_document(parse_book(text).book, policies())).splitlines():
            if line.startswith("# "):
                numbers = []
            if line.startswith("## "):
                numbers.append(line[3])
                assert "".join(numbers) == "一二三四五六七八九十"[: len(numbers)]


def test_the_ceiling_is_no_condition_of_an_unpaid_lot(mixed):
    decided = mixed.case.decisions("T3", "L2H")
    assert next(d for d in decided if d.gate == "ceiling").answer.value == "pass"


MISTAKES = {
    "a price that weighs where none is asked": (
        ("whole_center = 15, professional", "whole_center = 15, partial_zone = 0.5, professional"),
        {"book.unpaid_price", "book.weights"},
    ),
    "a source of money without a ceiling": (
        ('theme = "健康"', 'theme = "健康"\nfunding = "street"'),
        {"book.unpaid_funding"},
    ),
    "a ceiling without a source of money": (
        ('theme = "健康"', 'theme = "健康"\nceiling_yuan = 1000'),
        {"book.unfunded"},
    ),
    "a lot of government procurement without a ceiling": (
        ('route = "service_cooperation"', 'route = "gov_procurement"'),
        {"law.route_method"},
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_money_and_lots_must_agree(mixed_text, name):
    (old, new), expected = MISTAKES[name]
    assert old in mixed_text
    assert errors(mixed_text) == set()
    assert errors(mixed_text.replace(old, new, 1)) == expected


def test_government_procurement_pays_for_every_lot(mixed_text):
    text = mixed_text.replace('"open_selection"', '"competitive_consultation"')
    text = text.replace('"service_cooperation"', '"gov_procurement"')
    assert "book.unpaid_procurement" in errors(text)


def test_without_any_price_ties_are_not_broken_by_price(unpaid_text):
    assert errors(unpaid_text) == set()
    text = unpaid_text.replace('ties = ["technical"]', 'ties = ["price", "technical"]')
    assert errors(text) == {"book.unpaid_ties"}


def test_a_ceiling_that_limits_nothing_is_told(unpaid_text, mixed_text):
    for text, told in ((unpaid_text, True), (mixed_text, False)):
        codes = {f.code for f in check_book(parse_book(text).book)}
        assert ("book.unpaid_ceiling" in codes) is told


def test_rules_see_a_ceiling_and_a_price_of_nothing(mixed):
    lots = {lot["id"]: lot for lot in mixed.case.nouns["lot"]}
    assert lots["L2H"]["ceiling_fen"] == 0
    assert mixed.case.price_fen("T3", "L2H") == 0
