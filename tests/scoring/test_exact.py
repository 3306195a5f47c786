from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.exact import ExactError, fen, half_up, number, plain, split, text, yuan

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)


@given(decimals, st.integers(0, 4))
def test_half_up_agrees_with_the_decimal_module_on_every_value(value, places):
    wanted = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert half_up(Fraction(value), places) == Fraction(wanted)


@pytest.mark.parametrize(("value", "rounded"), [("82.345", "82.35"), ("2.675", "2.68"), ("-0.125", "-0.13")])
def test_a_half_is_rounded_up_as_on_paper_and_not_as_banks_do(value, rounded):
    assert text(half_up(Fraction(value), 2), 2) == rounded


@given(st.integers(-(10**15), 10**15))
def test_yuan_shows_every_fen(amount):
    assert fen(yuan(amount).replace(",", "")) == amount


@given(decimals)
def test_plain_text_reads_back_as_the_same_number(value):
    assert number(plain(Fraction(value))) == Fraction(value)


@pytest.mark.parametrize("bad", ["", "1e3", "1,000", "NaN", " 1", "１", "0x1", "1.", ".5", "--1", "1_000"])
def test_only_plain_decimal_text_is_a_number(bad):
    with pytest.raises(ExactError, match=r"^expected plain decimal digits such as 88\.95, not "):
        number(bad)


def test_text_refuses_to_lose_a_digit():
    with pytest.raises(ExactError, match="round it first"):
        text(Fraction("1.005"), 2)


def test_a_third_has_no_plain_form():
    with pytest.raises(ExactError, match=r"^1/3 has no short decimal form$"):
        plain(Fraction(1, 3))


def test_thirty_places_are_still_a_figure_and_one_more_is_none():
    assert plain(Fraction(1, 10**30)) == "0." + "1".rjust(30, "0")
    with pytest.raises(ExactError):
        plain(Fraction(1, 10**31))


def test_less_than_a_fen_is_no_money():
    with pytest.raises(ExactError, match=r"^expected at most two decimal places of yuan, not '0.001'$"):
        fen("0.001")


@pytest.mark.parametrize(("value", "places", "shown"), [(0, 0, "0"), (7, 2, "7.00"), (-5, 1, "-5.0")])
def test_text_always_shows_its_places(value, places, shown):
    assert text(Fraction(value), places) == shown


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, "0.00"), (1, "0.01"), (-1, "-0.01"), (82000050, "820,000.50"), (-100, "-1.00")]
)
def test_yuan_has_two_places_separators_and_a_sign_only_under_nothing(amount, shown):
    assert yuan(amount) == shown


@pytest.mark.parametrize("shown", ["0", "15", "-15", "0.5", "12.25", "0.125"])
def test_plain_text_has_no_more_places_than_the_figure(shown):
    assert plain(Fraction(shown)) == shown


parts = st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any)


@given(parts, st.integers(0, 10**10))
def test_what_is_shared_out_adds_up_and_no_share_is_a_whole_fen_off(own, amount):
    shares = split(amount, own)
    assert sum(shares) == amount
    for share, part in zip(shares, own, strict=True):
        assert abs(share - Fraction(amount * part, sum(own))) < 1


@given(parts, st.data())
def test_a_discount_makes_no_part_dearer(own, data):
    amount = data.draw(st.integers(0, sum(own)))
    assert all(share <= part for share, part in zip(split(amount, own), own, strict=True))


@given(parts, st.integers(0, 10**10))
def test_the_fen_left_over_go_to_those_that_lost_most(own, amount):
    lost = [Fraction(amount * part, sum(own)) % 1 for part in own]
    given_more = [
        share - amount * part // sum(own) for share, part in zip(split(amount, own), own, strict=True)
    ]
    order = sorted(range(len(own)), key=lambda n: (-lost[n], n))
    assert [given_more[n] for n in order] == sorted(given_more, reverse=True)


@pytest.mark.parametrize("own", [[], [0, 0], [5, -1]])
def test_nothing_can_be_shared_out_among_nothing(own):
    with pytest.raises(ValueError, match="parts of at least 0"):
        split(100, own)


def test_what_one_part_alone_stands_for_is_all_its_own():
    assert split(5, [1]) == (5,)
    assert split(5, [0, 1]) == (0, 5)


def test_less_than_one_is_rounded_like_more():
    assert half_up(Fraction("0.125"), 2) == Fraction("0.13")
    assert half_up(Fraction("-0.125"), 2) == Fraction("-0.13")
    assert half_up(Fraction("0.124"), 2) == Fraction("0.12")
