"""A million prices at once: every value is the exact one, or nothing is computed."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.bulk import MOST_TOP, BulkError, lowest_first_scaled
from scoring.exact import half_up
from scoring.prices import lowest_first

FULLS = st.sampled_from(
    [Fraction(10), Fraction(30), Fraction(25, 2), Fraction("0.1"), Fraction(0), Fraction(1, 3)]
)


def exact(prices, full, places):
    """Each price through the fractions of ``prices``, as an integer of 10**-places."""
    points = lowest_first({str(n): Fraction(p) for n, p in enumerate(prices)}, full)
    return [int(half_up(p, places) * 10**places) for p in points.values()]


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=40), FULLS, st.integers(0, 4))
def test_every_value_is_the_exact_one(prices, full, places):
    found = lowest_first_scaled(np.array(prices, np.int64), full, places)
    assert found.dtype == np.int64
    assert found.tolist() == exact(prices, full, places)


def test_halves_go_up_as_on_paper():
    # 1 / 8 of 1 point is 0.125, 3 / 8 of it 0.375
    assert lowest_first_scaled(np.array([1, 8]), Fraction(1), 2).tolist() == [100, 13]
    assert lowest_first_scaled(np.array([3, 8]), Fraction(1), 2).tolist() == [100, 38]


@given(st.integers(1, 10**8), st.integers(0, 400), st.integers(-2, 2), st.sampled_from([1, 10, 30, 100]))
def test_quotients_beside_a_half_are_rounded_to_the_right_side(base, half, off, full):
    """The dearer price is chosen so that its points lie at, just under or just over a half cent."""
    dearer = 2 * base * full * 100 // (2 * half + 1) + off
    assume(dearer >= base)
    found = lowest_first_scaled(np.array([base, dearer]), Fraction(full), 2)
    assert found.tolist() == exact([base, dearer], Fraction(full), 2)


@given(
    st.integers(1, 2000),
    st.sampled_from([1, 2, 3, 7, 1000]),
    st.integers(0, 2000),
    st.integers(-3, 3),
    st.integers(0, 2**40),
)
def test_where_doubles_end_a_half_still_goes_to_the_right_side(base, parts, half, off, short):
    """Points near the largest that are scored: the quotient and the nearest half are closest together."""
    full = Fraction((MOST_TOP - 1 - short) // base, parts)
    dearer = max(2 * base * full.numerator // ((2 * half + 1) * full.denominator) + off, base)
    found = lowest_first_scaled(np.array([base, dearer]), full, 0)
    assert found.tolist() == exact([base, dearer], full, 0)


def test_very_many_prices_are_all_scored():
    prices = np.random.default_rng(7).integers(1_00, 10**9, 50_017)
    assert lowest_first_scaled(prices, Fraction(30), 2).tolist() == exact(prices.tolist(), Fraction(30), 2)


def test_prices_that_lie_apart_in_memory_are_a_row_too():
    every_second = np.array([295, 1, 279, 1, 300, 1])[-2::-2]
    assert lowest_first_scaled(every_second, Fraction(10), 2).tolist() == exact(
        [300, 279, 295], Fraction(10), 2
    )


def test_the_prices_stay_as_they_were():
    prices = np.array([300, 279, 295])
    lowest_first_scaled(prices, Fraction(10), 2)
    assert prices.tolist() == [300, 279, 295]


@pytest.mark.parametrize(
    ("prices", "full", "places"),
    [([1], 2**50 - 1, 0), ([2**50 - 1], 1, 0), ([7, 2**53], 1, 0), ([7, 2**53], Fraction(1, 3), 14)],
)
def test_the_largest_figures_that_are_scored(prices, full, places):
    found = lowest_first_scaled(np.array(prices), Fraction(full), places)
    assert found.tolist() == exact(prices, Fraction(full), places)


@pytest.mark.parametrize(
    ("prices", "full", "places"),
    [
        ([1], 2**50, 0),
        ([2**50], 1, 0),
        ([7, 2**53 + 1], 1, 0),
        ([7, 2**53 + 1], Fraction(1, 3), 14),
        ([7], 30, 13),
        ([2**63 - 1], 30, 2),
    ],
)
def test_figures_past_them_are_refused_with_all_their_numbers(prices, full, places):
    said = (
        f"expected figures that doubles hold, not {full} points to {places} places"
        f" for prices from {prices[0]} to {prices[-1]}"
    )
    with pytest.raises(BulkError, match=rf"^{re.escape(said)}$"):
        lowest_first_scaled(np.array(prices), Fraction(full), places)


@pytest.mark.parametrize(
    "prices",
    [np.array([], np.int64), np.array([1.5]), np.array([[1, 2]]), np.array([5], np.int32)],
    ids=["none", "float", "table", "32 bits"],
)
def test_what_is_no_row_of_prices_is_refused(prices):
    with pytest.raises(BulkError, match=r"^expected one row of at least one price, as 64-bit integers$"):
        lowest_first_scaled(prices, Fraction(10), 2)


@pytest.mark.parametrize(("prices", "worst"), [([0, 5], 0), ([5, -1], -1)])
def test_a_price_not_above_0_is_refused_and_named(prices, worst):
    with pytest.raises(BulkError, match=rf"^expected prices above 0, not {worst}$"):
        lowest_first_scaled(np.array(prices), Fraction(10), 2)


@pytest.mark.parametrize(("full", "places"), [(Fraction(-1, 2), 2), (Fraction(10), -1)])
def test_points_and_places_below_0_are_refused(full, places):
    with pytest.raises(
        BulkError, match=rf"^expected points and places of at least 0, not {full} and {places}$"
    ):
        lowest_first_scaled(np.array([1]), full, places)


def test_no_points_and_no_places_are_figures_like_others():
    assert lowest_first_scaled(np.array([4, 3]), Fraction(0), 0).tolist() == [0, 0]
    assert lowest_first_scaled(np.array([4, 3]), Fraction(10), 0).tolist() == [8, 10]
