from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import exact
from tender.documents.wording import capital_yuan, date_zh, datetime_zh, fen_of_capital, wan_yuan


@given(st.integers(0, 10**12))
def test_capital_amounts_read_back_as_the_same_fen(fen):
    assert fen_of_capital(capital_yuan(fen)) == fen


def test_every_amount_below_a_thousand_yuan_reads_back():
    assert all(fen_of_capital(capital_yuan(fen)) == fen for fen in range(100_000))


@given(st.integers(0, 10**8 - 1), st.integers(1, 9999), st.integers(0, 99))
def test_amounts_with_a_gap_under_the_hundred_millions_read_back(high, low, cents):
    fen = (high * 10**8 + low) * 100 + cents
    assert fen_of_capital(capital_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("yuan", "capital"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("820000", "捌拾贰万元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("1000005000.01", "壹拾亿零伍仟元零壹分"),
    ],
)
def test_amounts_are_said_as_the_bank_rules_say_them(yuan, capital):
    assert capital_yuan(exact.fen(yuan)) == capital


def test_half_a_fen_is_rounded_by_its_rule_before_it_is_said_never_cut_off():
    with pytest.raises(exact.ExactError):
        exact.fen("1.005")
    rounded = exact.half_up(Fraction("1.005"), 2)
    assert capital_yuan(int(rounded * 100)) == "壹元零壹分"


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_amounts_without_a_capital_form_are_refused(fen):
    with pytest.raises(ValueError, match="no capital form"):
        capital_yuan(fen)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("人民币捌拾贰万元整", "820000"),
        ("捌拾贰万元", "820000"),
        ("捌拾贰万圆正", "820000"),
        ("八十二万元", "820000"),
        ("人民币： 捌 拾 贰 万 元 整", "820000"),
        ("拾万元整", "100000"),
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("壹拾万柒仟元零伍角叁分", "107000.53"),
        ("壹拾亿零壹仟万元整", "1010000000"),
        ("贰仟萬圓整", "20000000"),
        ("壹元零角伍分", "1.05"),
        ("零伍分", "0.05"),
        ("伍角整", "0.5"),
        ("零元整", "0"),
    ],
)
def test_the_usual_ways_of_writing_an_amount_are_read(text, yuan):
    assert fen_of_capital(text) == exact.fen(yuan)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "人民币",
        "整",
        "元整",
        "捌拾贰万",  # no unit
        "82万元",  # not in capitals
        "820000.00",
        "负壹元",
        "壹亿伍仟元",  # 150,000,000 or 100,005,000
        "壹佰伍元",  # 150 or 105
        "壹元伍",
        "伍分壹角",
        "壹元零零角",
        "捌拾贰万元整左右",
        "壹元贰元",
        "万元",
    ],
)
def test_what_cannot_be_read_with_certainty_is_not_read(text):
    assert fen_of_capital(text) is None


@given(st.text("零壹贰拾佰仟万亿元角分整", max_size=12))
def test_whatever_is_read_says_the_same_value_again(text):
    fen = fen_of_capital(text)
    assert fen is None or fen_of_capital(capital_yuan(fen)) == fen


@given(st.integers(-(10**15), 10**15))
def test_ten_thousands_of_yuan_lose_nothing(fen):
    assert Fraction(wan_yuan(fen).replace(",", "")) * 1_000_000 == fen


def test_ten_thousands_of_yuan_have_at_least_two_places():
    assert [wan_yuan(fen) for fen in (82000000, 1234567890, 50, -150000000)] == [
        "82.00",
        "1,234.56789",
        "0.00005",
        "-150.00",
    ]


def test_dates_are_said_without_leading_zeros():
    assert date_zh(date(2026, 3, 1)) == "2026年3月1日"


def test_moments_are_said_to_the_minute_and_to_the_second_only_where_there_is_one():
    assert datetime_zh(datetime(2026, 11, 21, 9, 30)) == "2026年11月21日09点30分"
    assert datetime_zh(datetime(2026, 11, 21, 23, 59, 59)) == "2026年11月21日23点59分59秒"
