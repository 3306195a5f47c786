"""An open selection: the whole way without procurement law, in its own words."""

import html
import io
import re

import docx
import pytest
from openpyxl import load_workbook

from tender.book import Method, parse_book
from tender.case import least_bidders
from tender.check import check_book
from tender.findings import Level
from tender.policy import policies
from tender.schedule import schedule

PAPERS = ("book.html", "result-notice.html", "evaluation-report.html")
LAWS = [p.short for p in policies().packs.values() if p.procurement]
FOREIGN = ("磋商", "招标", "投标", "中标", "成交", "采购人", "采购方式", "采购需求", "质疑", "投诉", "供应商")


def words(run, paper):
    return html.unescape(re.sub(r"<[^>]+>", "", run.files[paper].decode("utf-8").partition("</style>")[2]))


def codes(book, level=Level.ERROR):
    return {f.code for f in check_book(book) if f.level is level}


def test_the_selection_runs_to_the_notice(selected):
    assert selected.stopped is None
    assert [f for f in selected.findings if f.level is Level.ERROR] == []
    assert all(lot.operator for lot in selected.allocation.lots)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_cites_the_law_of_procurement(selected, paper):
    assert [law for law in LAWS if law in words(selected, paper)] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_speaks_the_words_of_another_method(selected, paper):
    assert [word for word in FOREIGN if word in words(selected, paper)] == []


def test_the_sheets_of_the_forms_speak_the_words_of_the_selection(selected):
    for form in ("bid-form.xlsx", "mark-sheet.xlsx"):
        book = load_workbook(io.BytesIO(selected.files[form]))
        said = "\n".join(
            str(cell.value)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        )
        assert [word for word in ("磋商", "投标人", "中标", "成交", "采购", "供应商") if word in said] == []


def test_the_book_is_complete_and_says_what_it_rests_on(selected):
    said = words(selected, "book.html")
    for told in (
        "公开遴选邀请",
        "申请人须知",
        "遴选需求",
        "申请文件的组成与格式",
        "本项目以服务合作方式引入运营主体，不适用政府采购程序",
        "符合要求的申请人数量",
        "每个标段不少于1家",
        "2026年3月19日公告选定结果",
        "可以书面向遴选人提出异议",
    ):
        assert told in said, told


def test_the_word_file_opens_and_bears_the_title(selected):
    read = docx.Document(io.BytesIO(selected.files["result-notice.docx"]))
    assert "选定结果公告" in "".join(p.text for p in read.paragraphs)


def test_the_notice_has_every_useful_field(selected):
    said = words(selected, "result-notice.html")
    for label in (
        "项目编号",
        "运营主体名称",
        "选定金额",
        "服务内容信息",
        "评审小组成员名单",
        "公告日期",
        "异议",
    ):
        assert label in said, label
    assert "单一来源" not in said


def test_the_rules_of_procurement_do_not_bind_a_selection(selection_text):
    text = selection_text.replace('ties = ["price", "technical"]', 'ties = ["technical"]')
    text = text.replace('id = "J5"\nname = "苏听澜（虚构）"\nrole = "purchaser"', "").replace(
        "[[judges]]\n\n", ""
    )
    book = parse_book(text).book
    assert len(book.judges) == 4
    assert codes(book) == set()
    assert "law.selection" in codes(book, Level.NOTE)


def test_a_selection_must_declare_its_tie_chain(selection_text):
    book = parse_book(selection_text.replace('ties = ["price", "technical"]', "ties = []")).book
    assert codes(book) == {"law.tie_chain"}


@pytest.mark.parametrize(
    ("method", "route", "accepted"),
    [
        ("open_selection", "entrustment", True),
        ("open_selection", "service_cooperation", True),
        ("open_selection", "gov_procurement", False),
        ("open_tender", "entrustment", False),
        ("competitive_consultation", "service_cooperation", False),
        ("competitive_consultation", "gov_procurement", True),
    ],
)
def test_government_procurement_and_its_methods_belong_together(selection_text, method, route, accepted):
    text = selection_text.replace('"open_selection"', f'"{method}"').replace(
        '"service_cooperation"', f'"{route}"'
    )
    assert ("law.route_method" not in codes(parse_book(text).book)) is accepted


def test_a_selection_cites_no_rule_of_procurement_law(selection_text):
    text = selection_text.replace(
        'kind = "price_ceiling"\n', 'kind = "price_ceiling"\narticles = ["O87-63"]\n'
    )
    assert codes(parse_book(text).book) == {"law.procurement_cited"}


def test_a_selection_that_lists_a_text_of_procurement_as_its_ground_is_told(selection_text):
    text = selection_text.replace("basis = [", 'basis = ["《政府采购竞争性磋商采购方式管理暂行办法》",')
    assert "law.procurement_basis" in codes(parse_book(text).book, Level.WARNING)
    assert "law.procurement_basis" not in codes(parse_book(selection_text).book, Level.WARNING)


def test_a_procurement_names_the_ground_of_every_gate(selection_text):
    text = selection_text.replace('"open_selection"', '"competitive_consultation"')
    text = text.replace('"service_cooperation"', '"gov_procurement"')
    assert "book.no_article" in codes(parse_book(text).book)


def test_how_many_bidders_a_lot_needs_is_the_books_own_figure(selection_text):
    text = selection_text.replace('method = "open', 'least_bidders = 3\nmethod = "open')
    assert least_bidders(parse_book(text).book, policies()) == (3, ())
    assert least_bidders(parse_book(selection_text).book, policies()) == (1, ())
    assert parse_book(text.replace("least_bidders = 3", "least_bidders = 0")).book is None


def test_a_selection_has_no_statutory_deadlines(selection_text):
    plan = schedule(parse_book(selection_text).book)
    assert plan.entries == ()
    assert [f.code for f in plan.findings] == ["schedule.not_procurement"]


def test_only_the_open_selection_is_outside_procurement_law():
    assert [m for m in Method if not m.procurement] == [Method.OPEN_SELECTION]
