"""A million prices at once: every value is the exact one, or nothing is computed."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bulk import BLOCK, DOUBLE, BulkError, _by_doubles, _by_integers, lowest_first_scaled
from scoring.exact import half_up
from scoring.prices import lowest_first

FULLS = st.sampled_from(
    [Fraction(10), Fraction(30), Fraction(25, 2), Fraction("0.1"), Fraction(0), Fraction(1, 3)]
)


def exact(prices, full, places):
    """Each price through the fractions of ``prices``, as an integer of 10**-places."""
    points = lowest_first({str(n): Fraction(p) for n, p in enumerate(prices)}, full)
    return [int(half_up(p, places) * 10**places) for p in points.values()]


@given(st.lists(st.integers(1, 10**10), min_size=1, max_size=40), FULLS, st.integers(0, 4))
def test_every_value_is_the_exact_one(prices, full, places):
    found = lowest_first_scaled(np.array(prices, np.int64), full, places)
    assert found.tolist() == exact(prices, full, places)


def test_halves_go_up_as_on_paper():
    # 1 / 8 of 1 point is 0.125
    assert lowest_first_scaled(np.array([1, 8]), Fraction(1), 2).tolist() == [100, 13]


@given(st.integers(1, 10**8), st.integers(0, 400), st.integers(-2, 2), st.sampled_from([1, 10, 30, 100]))
def test_quotients_beside_a_half_are_rounded_to_the_right_side(base, half, off, full):
    """The dearer price is chosen so that its points lie at, just under or just over a half cent."""
    dearer = 2 * base * full * 100 // (2 * half + 1) + off
    if dearer >= base:
        prices = [base, dearer]
        found = lowest_first_scaled(np.array(prices), Fraction(full), 2)
        assert found.tolist() == exact(prices, Fraction(full), 2)


@given(st.integers(2**40, 2**51), st.integers(-3, 3), st.integers(0, 2000))
def test_both_ways_of_dividing_agree_where_doubles_end(top, off, half):
    price = max(2 * top // (2 * half + 1) + off, 1)
    if 4 * top + price < DOUBLE:
        points = [np.empty(1, np.int64) for _ in range(2)]
        _by_doubles(top, np.array([price]), points[0], np.empty(1))
        _by_integers(top, np.array([price]), points[1], np.empty(1))
        assert points[0].tolist() == points[1].tolist() == [(2 * top + price) // (2 * price)]


def test_more_prices_than_one_block_are_all_scored():
    prices = np.random.default_rng(7).integers(1_00, 10**9, BLOCK * 2 + 17)
    assert lowest_first_scaled(prices, Fraction(30), 2).tolist() == exact(prices.tolist(), Fraction(30), 2)


@given(st.integers(1, 2**63 - 1), st.integers(1, 2**63 - 1), FULLS, st.integers(0, 6))
def test_near_the_end_of_64_bits_the_answer_is_exact_or_refused(one, other, full, places):
    prices = np.array([one, other], np.int64)
    try:
        found = lowest_first_scaled(prices, full, places).tolist()
    except BulkError:
        top = 2 * min(one, other) * full.numerator * 10**places + max(one, other) * full.denominator
        assert max(top, 2 * max(one, other) * full.denominator) >= 2**63
    else:
        assert found == exact([one, other], full, places)


@pytest.mark.parametrize(
    "prices",
    [np.array([], np.int64), np.array([0]), np.array([5, -1]), np.array([1.5]), np.array([[1, 2]])],
    ids=["none", "zero", "negative", "float", "table"],
)
def test_what_is_no_price_is_refused(prices):
    with pytest.raises(BulkError):
        lowest_first_scaled(prices, Fraction(10), 2)


def test_figures_that_no_double_holds_are_whole_and_exact():
    assert lowest_first_scaled(np.array([1]), Fraction(2**60 + 1), 0).tolist() == [2**60 + 1]
