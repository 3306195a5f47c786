"""What we hand out: the same bytes every time, nothing that runs, nothing that is cut."""

from datetime import date
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tender.documents.workbook.kinds import Choice, Date, Money, Number, Text, YesNo
from tender.documents.workbook.sheet import IDENTITY_SHEET, Column, Field, Row, Sheet, Workbook, form
from tender.documents.workbook.write import WriteError, write


def loaded(data: bytes):
    return load_workbook(BytesIO(data))


def one_field(kind) -> Workbook:
    return Workbook("t", "表", "P", "", (form("表", "表", (Field("x", "某项", kind),)),))


def test_the_same_form_gives_the_same_bytes(bid_form, bid_values):
    first, second = write(bid_form, bid_values), write(bid_form, bid_values)
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "=1+1", "#REF!", "2026-11-21", "1e5"]
)
def test_text_never_becomes_a_formula_a_number_or_an_error(text):
    sheet = Sheet(
        "表",
        "=标题",
        (Column("a", "甲", 9, locked=True), Column("b", "乙", 9)),
        ("a",),
        (Row("1", {"a": text}),),
    )
    data = write(Workbook("t", "表", "=P", "=B", (sheet,)), {"表": {"1": {"b": text}}})
    cells = [c for page in loaded(data) for line in page.iter_rows() for c in line if c.value is not None]
    assert {c.data_type for c in cells} == {"s"}
    assert [c.value for c in cells].count(text) == 2
    with ZipFile(BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist())


def test_only_input_cells_are_unlocked_and_every_sheet_is_protected(bid_form):
    book = loaded(write(bid_form))
    page = book["报价"]
    unlocked = {c.coordinate for line in page.iter_rows() for c in line if not c.protection.locked}
    assert unlocked == {f"{letter}{row}" for letter in "DEF" for row in (5, 6)}
    assert all(p.protection.sheet and not p.protection.password for p in book)
    assert book.security.lockStructure


def test_the_identity_is_very_hidden_and_last(bid_form):
    book = loaded(write(bid_form))
    assert book.sheetnames == [*(s.name for s in bid_form.sheets), IDENTITY_SHEET]
    assert book[IDENTITY_SHEET].sheet_state == "veryHidden"
    assert dict(book[IDENTITY_SHEET].iter_rows(max_row=3, max_col=2, values_only=True)) == {
        "表单种类": "bid-form",
        "项目编号": "HB-2026-017",
        "招标文件校验值": bid_form.book,
    }


def test_a_page_prints_on_a4_across_with_its_header_on_every_page(mark_sheet):
    page = loaded(write(mark_sheet))["评分"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "A5"
    assert "&P" in page.oddFooter.center.text
    assert "9f86d081884c" in page.oddFooter.right.text


def test_rows_are_tall_enough_for_long_chinese_text(mark_sheet):
    page = loaded(write(mark_sheet))["评分"]
    rubric = page["D5"]
    assert len(rubric.value) * 2 > 3 * page.column_dimensions["D"].width  # more than three lines' worth
    assert rubric.alignment.wrap_text
    assert page.row_dimensions[5].height >= 4 * 15


def test_numbers_stand_right_and_carry_their_format(bid_form, bid_values):
    page = loaded(write(bid_form, bid_values))["报价"]
    assert page["E5"].number_format == "#,##0.00"
    assert page["E5"].alignment.horizontal == "right"
    assert page["E5"].value == 788000


def test_each_mark_may_not_exceed_its_own_maximum_when_typed(mark_sheet):
    page = loaded(write(mark_sheet))["评分"]
    rules = {str(r.sqref): r for r in page.data_validations.dataValidation}
    assert rules["F5"].formula1 == "AND(ISNUMBER(F5),ROUND(F5,2)=F5,F5>=0,F5<=30)"
    assert rules["F6"].formula1 == "AND(ISNUMBER(F6),ROUND(F6,2)=F6,F6>=0,F6<=5)"
    assert rules["F6"].error == "应填0至5之间的数（分），最多2位小数。"
    assert rules["F6"].prompt == "0至5之间的数（分），最多2位小数。"


def test_equal_cells_of_a_column_share_one_rule(bid_form):
    page = loaded(write(bid_form))["服务项目"]
    ranges = {str(r.sqref): r.formula1 for r in page.data_validations.dataValidation}
    assert ranges["C5:C24"] == '"助餐,助浴,康复护理,文化娱乐"'
    assert len(ranges) == 5


def test_long_options_and_options_with_commas_are_listed_on_the_hidden_sheet():
    options = tuple(f"选项{'长' * 20}{n}" for n in range(20)), ("甲,乙", "丙")
    fields = tuple(Field(str(n), f"项{n}", Choice(o)) for n, o in enumerate(options))
    book = loaded(write(Workbook("t", "表", "P", "", (form("表", "表", fields),))))
    sources = [r.formula1 for r in book["表"].data_validations.dataValidation]
    assert sources == ["'标识'!$D$1:$D$20", "'标识'!$E$1:$E$2"]
    assert book[IDENTITY_SHEET]["E1"].value == "甲,乙"
    assert all(len(r.prompt) <= 255 for r in book["表"].data_validations.dataValidation)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "\ud800", "\ufffe"])
def test_characters_that_no_cell_can_hold_are_refused(text):
    with pytest.raises(WriteError, match="表!B4"):
        write(one_field(Text()), {"表": {"x": {"value": text}}})


def test_text_that_would_be_cut_is_refused():
    with pytest.raises(WriteError, match="does not fit"):
        write(one_field(Text()), {"表": {"x": {"value": "😀" * 17_000}}})


@pytest.mark.parametrize("value", [10**18, Fraction(10**15), Fraction(1234567890123456, 100)])
def test_numbers_that_a_cell_would_blur_are_refused(value):
    with pytest.raises(WriteError, match="15 digits"):
        write(one_field(Number()), {"表": {"x": {"value": value}}})


@pytest.mark.parametrize(
    "values",
    [
        {"无": {}},
        {"报价": {"BD-99": {"price": 1}}},
        {"报价": {"BD-01": {"ceiling": 1}}},
        {"报价": {"BD-01": {"p": 1}}},
    ],
)
def test_values_that_belong_nowhere_are_refused(bid_form, values):
    with pytest.raises(WriteError):
        write(bid_form, values)


def test_dates_yes_no_and_money_are_stored_as_such():
    fields = (Field("d", "日期", Date()), Field("y", "是否", YesNo()), Field("m", "金额", Money()))
    model = Workbook("t", "表", "P", "", (form("表", "表", fields),))
    given = {"d": {"value": date(2026, 11, 21)}, "y": {"value": False}, "m": {"value": 105_000_01}}
    page = loaded(write(model, {"表": given}))["表"]
    assert [page.cell(r, 2).value for r in (4, 5, 6)] == [page["B4"].value, "否", 105000.01]
    assert page["B4"].value.date() == date(2026, 11, 21)
