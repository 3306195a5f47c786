"""What strangers do to a form: every slip is found, named by its cell, and nothing is guessed."""

import datetime as dt
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from tender.documents.workbook.read import read
from tender.documents.workbook.sheet import IDENTITY_SHEET, Workbook
from tender.documents.workbook.write import write
from tender.findings import Level, has_error

LABEL = "bids/甲.xlsx"


@pytest.fixture
def after(bid_form, bid_values):
    """Read the honest form after somebody has changed the open workbook."""

    def run(change, model=bid_form):
        book = load_workbook(BytesIO(write(bid_form, bid_values)))
        change(book)
        out = BytesIO()
        book.save(out)
        return read(out.getvalue(), model, LABEL)

    return run


@pytest.fixture
def typed(after):
    """Read the form after ``entry`` was typed into one cell."""

    def run(sheet, cell, entry, kind=None):
        def change(book):
            book[sheet][cell] = entry
            if kind:
                book[sheet][cell].data_type = kind

        return after(change)

    return run


def test_an_untouched_form_reads_back_without_a_word(bid_form, bid_values):
    filled, findings = read(write(bid_form, bid_values), bid_form, LABEL)
    assert findings == []
    for sheet, rows in bid_values.items():
        for key, entries in rows.items():
            for column, value in entries.items():
                assert filled.value(sheet, key, column) == value
    assert filled.value("报价", "BD-01", "ceiling") == 82_000_000
    assert filled.where("报价", "BD-01", "price") == "bids/甲.xlsx › 报价 › E5"
    assert filled.where("报价", "BD-77", "price") == "bids/甲.xlsx › 报价"


def test_an_empty_form_names_every_required_cell_at_once(bid_form):
    filled, findings = read(write(bid_form), bid_form, LABEL)
    assert {f.code for f in findings} == {"cell-empty"}
    places = [f.where.removeprefix("bids/甲.xlsx › ") for f in findings]
    assert places == [
        *(f"基本情况 › B{n}" for n in range(4, 12)),  # not the optional fax in B12
        *("资格声明 › D4", "资格声明 › E4", "资格声明 › D5"),
        *("报价 › D5", "报价 › D6"),  # the price is asked for only once 是 is chosen
        *(f"响应事项 › E{n}" for n in range(4, 8)),
    ]
    assert filled.value("基本情况", "fax", "value") is None
    assert filled.rows("服务项目") == ()


@pytest.mark.parametrize(
    ("entry", "fen"),
    [
        ("105000", 10_500_000),
        ("105,000.00", 10_500_000),
        ("１０５０００", 10_500_000),
        (" 105 000.5 ", 10_500_050),
        ("105000元", 10_500_000),
        ("￥105,000.01 元/年", 10_500_001),
        ("人民币105000元", 10_500_000),
    ],
)
def test_a_number_typed_as_text_is_understood_and_said(typed, entry, fen):
    filled, findings = typed("报价", "E5", entry)
    assert filled.value("报价", "BD-01", "price") == fen
    (finding,) = findings
    assert (finding.level, finding.code) == (Level.NOTE, "cell-understood")
    assert finding.where == "bids/甲.xlsx › 报价 › E5"
    assert "按“105000" in finding.what


@pytest.mark.parametrize(
    "entry",
    [
        "十万元",
        "10.5万元",
        "1e5",
        "105,00",
        "1,05000",
        "NaN",
        "inf",
        "-",
        "约100000",
        "100000-120000",
        "0x10",
    ],
)
def test_an_amount_that_could_mean_anything_is_not_guessed(typed, entry):
    filled, findings = typed("报价", "E5", entry)
    assert filled.value("报价", "BD-01", "price") is None
    assert [(f.code, f.level) for f in findings] == [("cell-not-number", Level.ERROR)]
    assert entry in findings[0].what


@pytest.mark.parametrize(
    ("sheet", "cell", "entry", "code"),
    [
        ("报价", "E5", 105000.005, "cell-places"),
        ("报价", "E5", 105000.00000001, "cell-places"),
        ("报价", "E5", -1, "cell-too-small"),
        ("报价", "E5", 0, "cell-too-small"),
        ("报价", "E5", "-105000", "cell-too-small"),
        ("报价", "E5", "−105000", "cell-too-small"),
        ("报价", "E5", 1e300, "cell-not-number"),
        ("报价", "E5", 5e-324, "cell-not-number"),
        ("报价", "E5", "9" * 5000, "cell-not-number"),
        ("报价", "E5", True, "cell-not-number"),
        ("报价", "E5", dt.date(2026, 1, 1), "cell-not-number"),
        ("报价", "E5", dt.timedelta(days=3), "cell-not-number"),
        ("报价", "E5", None, "cell-empty"),
        ("报价", "E5", "   ", "cell-empty"),
        ("报价", "E5", "\u3000\u200b", "cell-empty"),
        ("报价", "E5", "=80000*12", "cell-formula"),
        ("报价", "D5", "参加", "cell-choice"),
        ("报价", "D5", True, "cell-choice"),
        ("基本情况", "B7", "公司", "cell-choice"),
        ("基本情况", "B4", "甲" * 201, "cell-too-long"),
        ("基本情况", "B4", "示例\u202e司公", "cell-control"),
        ("基本情况", "B5", 12345678901234567890, "cell-not-text"),
        ("资格声明", "E4", dt.date(2026, 3, 5), "cell-not-text"),  # 3-5页 became a date
        ("响应事项", "E4", 1, "cell-too-small"),
        ("响应事项", "E4", 2.5, "cell-places"),
        ("响应事项", "E5", 40.25, "cell-places"),
    ],
)
def test_a_wrong_entry_is_named_by_its_cell_and_yields_no_value(typed, sheet, cell, entry, code):
    filled, findings = typed(sheet, cell, entry)
    (finding,) = findings
    assert (finding.code, finding.level) == (code, Level.ERROR)
    assert finding.where == f"{LABEL} › {sheet} › {cell}"
    assert finding.expected
    assert finding.mend
    assert all(c.value is None for r in filled.rows(sheet) for c in r.cells.values() if c.reference == cell)


def test_choices_are_listed_when_none_was_chosen(typed):
    finding = typed("基本情况", "B7", "有限公司")[1][0]
    assert finding.expected == "从下列选项中选一项：企业、社会组织、事业单位、个体工商户"


def test_a_choice_with_other_brackets_is_the_same_choice_and_said(typed):
    filled, findings = typed("基本情况", "B8", "不适用(非企业) ")
    assert filled.value("基本情况", "size", "value") == "不适用（非企业）"
    assert [f.code for f in findings] == ["cell-understood"]


def test_a_telephone_number_typed_as_a_number_is_text_and_said(typed):
    filled, findings = typed("基本情况", "B11", 13800000000)
    assert filled.value("基本情况", "phone", "value") == "13800000000"
    assert [f.level for f in findings] == [Level.NOTE]


def test_a_unit_typed_behind_a_promise_is_understood(typed):
    filled, findings = typed("响应事项", "E4", "４ 人")
    assert filled.value("响应事项", ("BD-01", "staff"), "value") == Fraction(4)
    assert [f.level for f in findings] == [Level.NOTE]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_value_is_found_even_where_nothing_need_stand(typed, error):
    filled, findings = typed("基本情况", "B12", error, "e")
    assert filled.value("基本情况", "fax", "value") is None
    assert [f.code for f in findings] == ["cell-error"]
    assert error in findings[0].what


def test_every_cell_of_an_array_formula_is_named(after):
    def change(book):
        book["响应事项"]["E4"] = ArrayFormula("E4:E7", "=D4:D7*2")

    findings = after(change)[1]
    assert [f.where[-2:] for f in findings] == ["E4", "E5", "E6", "E7"]
    assert {f.code for f in findings} == {"cell-formula"}


def test_text_that_looks_like_a_formula_is_refused(typed):
    def_text = typed("基本情况", "B6", "=cmd|'/c calc'!A1", "s")
    assert [f.code for f in def_text[1]] == ["cell-formula"]


def test_a_changed_ceiling_is_an_error_naming_both_and_ours_counts(typed):
    filled, (finding,) = typed("报价", "C5", 900000)
    assert (finding.code, finding.level) == ("cell-locked", Level.ERROR)
    assert "900000" in finding.what
    assert "820,000.00" in finding.expected
    assert filled.value("报价", "BD-01", "ceiling") == 82_000_000


def test_a_changed_clause_is_a_warning_naming_both(typed):
    _, (finding,) = typed("资格声明", "B5", "参加采购活动前一年内没有重大违法记录。")
    assert (finding.code, finding.level) == ("cell-locked", Level.WARNING)
    assert "前一年内" in finding.what
    assert "前三年内" in finding.expected


def test_spaces_in_our_own_text_are_no_change(typed):
    assert typed("资格声明", "B5", "参加采购活动前三年内, 在经营活动中没有重大违法记录。\n")[1] == []


def test_a_price_for_a_lot_not_bid_for_is_a_contradiction(typed):
    filled, (finding,) = typed("报价", "E6", 600000)
    assert finding.code == "cell-contradicts"
    assert finding.where.endswith("报价 › E6")
    assert filled.value("报价", "BD-02", "price") == 60_000_000


def test_blank_rows_and_columns_may_come_in_between(after):
    def change(book):
        book["报价"].insert_rows(5, 3)
        book["报价"].insert_rows(2)
        book["报价"].insert_cols(1)

    filled, findings = after(change)
    assert findings == []
    assert filled.where("报价", "BD-01", "price").endswith("› F9")


def test_moved_rows_are_found_by_what_is_printed_on_them(after):
    def change(book):
        page = book["报价"]
        first, second = ([page.cell(r, c).value for c in range(1, 7)] for r in (5, 6))
        for column, (upper, lower) in enumerate(zip(second, first, strict=True), 1):
            page.cell(5, column).value, page.cell(6, column).value = upper, lower

    filled, findings = after(change)
    assert findings == []
    assert [r.key for r in filled.rows("报价")] == ["BD-01", "BD-02"]
    assert filled.where("报价", "BD-01", "price").endswith("› E6")


def test_a_removed_row_is_missed(after):
    filled, findings = after(lambda book: book["响应事项"].delete_rows(5))
    assert [f.code for f in findings] == ["row-missing"]
    assert "BD-01 每周开放时长" in findings[0].what
    assert filled.row("响应事项", ("BD-01", "hours")) is None


def test_an_added_row_is_an_error_even_below_the_table(after):
    _, findings = after(lambda book: book["报价"].append(["BD-03", "自拟标段", 1, "是", 1, "壹元整"]))
    assert [f.code for f in findings] == ["row-unknown"]
    assert findings[0].where.endswith("第7行")


def test_a_copied_row_is_an_error_naming_the_first(after):
    _, findings = after(lambda book: book["报价"].append(["BD-01", "x", 820000, "是", 1, "壹元整"]))
    assert [(f.code, f.what) for f in findings] == [("row-doubled", "与第5行重复")]


def test_a_service_listed_twice_is_an_error(after):
    def change(book):
        for column, entry in enumerate(["BD-01", "老年 助餐", "助餐", "市场"], 1):
            book["服务项目"].cell(9, column).value = entry

    filled, findings = after(change)
    assert [(f.code, f.where[-3:]) for f in findings] == [("row-doubled", "第9行")]
    assert len(filled.rows("服务项目")) == 3


def test_words_beside_the_table_are_not_silently_dropped(typed):
    _, findings = typed("报价", "H5", "另赠送设备一批")
    assert [(f.code, f.level) for f in findings] == [("cell-outside", Level.WARNING)]
    assert "另赠送设备一批" in findings[0].what
    assert findings[0].where.endswith("› H5")


def test_a_renamed_header_is_named_together_with_what_stands_there(typed):
    filled, findings = typed("报价", "E4", "总价")
    assert [f.code for f in findings] == ["column-missing"]
    assert "“报价（元/年）”" in findings[0].what
    assert "总价" in findings[0].what
    assert filled.value("报价", "BD-01", "price") is None


def test_an_own_column_is_announced_once(after):
    def change(book):
        for row, entry in ((4, "备注"), (5, "可优惠"), (6, "可优惠")):
            book["报价"].cell(row, 7).value = entry

    _, findings = after(change)
    assert [(f.code, f.level, f.where) for f in findings] == [
        ("column-extra", Level.WARNING, "bids/甲.xlsx › 报价 › G4")
    ]


def test_a_doubled_header_is_an_error(typed):
    assert "column-doubled" in {f.code for f in typed("报价", "H4", "报价（元/年）")[1]}


def test_a_table_without_its_header_is_an_error(after):
    filled, findings = after(lambda book: book["报价"].delete_rows(4))
    assert [f.code for f in findings] == ["header-missing"]
    assert filled.rows("报价") == ()


def test_a_renamed_sheet_is_missed_and_recognized(after):
    def change(book):
        book["报价"].title = "我的报价"

    _, findings = after(change)
    assert [f.code for f in findings] == ["sheet-missing", "sheet-extra"]
    assert "疑似被改名为“我的报价”" in findings[0].what


def test_a_sheet_name_with_a_space_is_the_same_sheet_and_said(after):
    def change(book):
        book["报价"].title = "报价 "

    filled, findings = after(change)
    assert [f.level for f in findings] == [Level.NOTE]
    assert len(filled.rows("报价")) == 2


def test_an_own_sheet_is_announced_unless_it_is_empty(after):
    def change(book):
        book.create_sheet("Sheet2")
        book.create_sheet("补充说明")["C3"] = "优惠条件"

    _, findings = after(change)
    assert [(f.code, f.where) for f in findings] == [("sheet-extra", "bids/甲.xlsx › 补充说明")]


@pytest.mark.parametrize(
    ("field", "words"),
    [("kind", "表单种类"), ("project", "项目编号"), ("holder", "填表人")],
)
def test_a_form_of_another_project_or_person_is_recognized_and_not_read(after, bid_form, field, words):
    parts = {n: getattr(bid_form, n) for n in ("kind", "title", "project", "book", "sheets", "holder")}
    filled, findings = after(lambda book: None, Workbook(**{**parts, field: "另一个"}))
    assert [f.code for f in findings] == ["form-other"]
    assert words in findings[0].what
    assert filled.sheets == {}


def test_a_form_of_another_version_of_the_book_is_read_with_a_warning(after, bid_form):
    parts = {n: getattr(bid_form, n) for n in ("kind", "title", "project", "book", "sheets", "holder")}

    def change(book):
        book["报价"]["A1"] = "旧版标题"

    filled, findings = after(change, Workbook(**{**parts, "book": "另一版"}))
    assert [(f.code, f.level.value) for f in findings] == [("form-version", "warning")]
    assert filled.sheets.keys() == {s.name for s in bid_form.sheets}


def test_a_form_copied_into_a_new_file_is_unidentified_yet_checked(after):
    def change(book):
        del book[IDENTITY_SHEET]
        book["报价"]["E5"] = "十万"

    _, findings = after(change)
    assert [f.code for f in findings] == ["form-unidentified", "cell-not-number"]


def test_a_long_list_of_like_findings_is_counted_not_lost(after):
    def change(book):
        for _ in range(150):
            book["报价"].append(["多余"])

    _, findings = after(change)
    assert len(findings) == 101
    assert findings[-1].what == "另有50处同类问题未逐一列出"
    assert has_error(findings)


def test_a_mark_above_its_maximum_is_refused_never_clamped(mark_sheet):
    key = ("BD-01", "〔示例〕甲养老服务有限公司", "服务方案")
    marks = {r.key: {"mark": Fraction(3)} for r in mark_sheet.sheets[0].rows}
    marks[key] = {"mark": Fraction("30.01"), "reason": "很好"}
    filled, findings = read(write(mark_sheet, {"评分": marks}), mark_sheet, "marks/PW-03.xlsx")
    assert [(f.code, f.where) for f in findings] == [("cell-too-large", "marks/PW-03.xlsx › 评分 › F5")]
    assert filled.value("评分", key, "mark") is None
    assert filled.value("评分", key, "reason") == "很好"


def test_a_signature_below_the_marks_is_no_row(mark_sheet):
    marks = {r.key: {"mark": Fraction(3)} for r in mark_sheet.sheets[0].rows}
    book = load_workbook(BytesIO(write(mark_sheet, {"评分": marks})))
    book["评分"]["A13"] = "评委签字：　　　　　　　　　　日期：　　　　年　　月　　日 李示例"
    out = BytesIO()
    book.save(out)
    assert read(out.getvalue(), mark_sheet, "x")[1] == []
