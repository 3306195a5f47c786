"""A sheet model that could not be read back cannot be made."""

from fractions import Fraction

import pytest

from tender.documents.workbook.kinds import Choice, Date, Money, Number, Text, Whole, YesNo
from tender.documents.workbook.sheet import Column, Row, Sheet, Workbook

LOT = Column("lot", "标段编号", 10, locked=True)
PRICE = Column("price", "报价", 10, Money())
ROWS = (Row("1", {"lot": "1"}),)


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "报价/年"},
        {"name": "长" * 32},
        {"name": ""},
        {"match": ()},
        {"match": ("lots",)},
        {"match": ("price",)},
        {"columns": (LOT, PRICE, Column("lot", "又一列", 5))},
        {"columns": (LOT, PRICE, Column("lots", "报价", 5))},
        {"columns": (LOT, Column("price", "报价", 10, Money(), only_if="join"))},
        {"rows": ()},
        {"blank_rows": 5},
        {"rows": (), "blank_rows": 5},
        {"rows": (Row("1", {}),)},
        {"rows": (Row("1", {"lot": "1"}, kinds={"prize": Money()}),)},
        {"rows": (Row("1", {"lot": "1"}), Row("2", {"lot": "1"}))},
        {"rows": (Row("1", {"lot": "1"}), Row("1", {"lot": "2"}))},
    ],
)
def test_a_sheet_that_cannot_be_read_back_is_refused(arguments):
    good = {"name": "报价", "title": "报价", "columns": (LOT, PRICE), "match": ("lot",), "rows": ROWS}
    Sheet(**good)
    with pytest.raises(ValueError, match="sheet"):
        Sheet(**{**good, **arguments})


def test_two_sheets_of_one_name_are_refused():
    sheet = Sheet("报价", "报价", (LOT, PRICE), ("lot",), ROWS)
    with pytest.raises(ValueError, match="differ"):
        Workbook("t", "表", "P", "", (sheet, sheet))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Text(50), "文字，不超过50字"),
        (Choice(("甲", "乙")), "从下列选项中选一项：甲、乙"),
        (YesNo(), "“是”或“否”"),
        (Whole(unit="人"), "不小于0的整数（人）"),
        (Whole(None, 9), "不大于9的整数"),
        (Number(Fraction(0), Fraction("12.5"), 1, "分"), "0至12.5之间的数（分），最多1位小数"),
        (Money(1, 82_000_000), "0.01至820,000.00之间的金额（元），最多2位小数"),
        (Date(), "日期，如2026-11-21"),
    ],
)
def test_each_kind_says_what_it_wants(kind, words):
    assert kind.wanted == words
