from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.exact import half_up
from scoring.prices import PriceError, adjusted, lowest_first

prices = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.fractions(Fraction(1, 10), 10**12), min_size=1)
FULL = Fraction(15)


def test_the_worked_example_of_the_law_sheet():
    """A medium 300,000; B small 310,000 with 10 %; C social organization 295,000; weight 10."""
    evaluated = {
        "A": Fraction(300_000_00),
        "B": adjusted(310_000_00, Fraction(1, 10)),
        "C": Fraction(295_000_00),
    }
    points = lowest_first(evaluated, Fraction(10))
    assert {b: half_up(p, 2) for b, p in points.items()} == {
        "A": Fraction("9.30"),
        "B": Fraction("10.00"),
        "C": Fraction("9.46"),
    }


@given(prices)
def test_the_lowest_price_earns_full_points_and_a_dearer_bid_never_more(offered):
    points = lowest_first(offered, FULL)
    ranked = sorted(offered, key=offered.__getitem__)
    assert points[ranked[0]] == FULL
    assert [points[b] for b in ranked] == sorted(points.values(), reverse=True)


@given(prices, st.integers(2, 1000))
def test_the_unit_of_money_does_not_matter(offered, unit):
    assert lowest_first({b: p * unit for b, p in offered.items()}, FULL) == lowest_first(offered, FULL)


@given(st.integers(1, 10**12), st.fractions(0, Fraction(99, 100)))
def test_a_deduction_lowers_the_evaluated_price_by_exactly_its_share(price, rate):
    assert adjusted(price, rate) + price * rate == price


@pytest.mark.parametrize("rate", [Fraction(-1, 100), Fraction(1), Fraction(2)])
def test_a_rate_outside_its_range_is_refused(rate):
    with pytest.raises(PriceError, match="rate"):
        adjusted(100, rate)


@pytest.mark.parametrize("price", [0, -1])
def test_a_price_not_above_zero_is_refused_and_named(price):
    with pytest.raises(PriceError, match="乙"):
        lowest_first({"甲": Fraction(1), "乙": Fraction(price)}, FULL)


def test_no_valid_bid_has_no_base_price():
    with pytest.raises(PriceError, match=r"^expected at least one valid bid: the base price needs one$"):
        lowest_first({}, FULL)
