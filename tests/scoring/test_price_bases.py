"""Base prices and the limits of low prices, worked by hand."""

from fractions import Fraction
from hashlib import sha256

import pytest

from scoring.prices import (
    PriceError,
    Trim,
    below_mean,
    excluding,
    low_limits,
    mean,
    median,
    sample,
    trimmed,
    under,
    weighted,
)

HALF = Fraction(1, 2)


def fractions(*numbers):
    return [Fraction(n) for n in numbers]


def test_no_price_has_no_mean_and_no_middle():
    for figure in (mean, median):
        with pytest.raises(PriceError, match=r"^expected at least one valid bid: the base price needs one$"):
            figure([])


RULES = [Trim(5, high=1, low=1), Trim(7, high=2, low=1)]


@pytest.mark.parametrize(
    ("prices", "left"),
    [
        ((4, 1, 3, 2), (1, 2, 3, 4)),
        ((5, 4, 1, 3, 2), (2, 3, 4)),
        ((6, 5, 4, 1, 3, 2), (2, 3, 4, 5)),
        ((7, 6, 5, 4, 1, 3, 2), (2, 3, 4, 5)),
    ],
)
def test_the_rule_for_the_most_prices_that_are_there_leaves_out_the_ends(prices, left):
    assert trimmed(fractions(*prices), RULES) == list(left)


def test_a_rule_must_leave_a_price():
    assert trimmed(fractions(1, 2, 3), [Trim(3, high=1, low=1)]) == [2]
    with pytest.raises(PriceError, match=r"^expected prices to be left of 2 after Trim"):
        trimmed(fractions(1, 2), [Trim(2, high=1, low=1)])


def test_a_price_at_the_limit_stays_and_beyond_it_leaves():
    # the mean is 100: half of it and half as much again are the limits
    assert excluding(fractions(150, 50), HALF, HALF) == [[50, 150]]
    assert excluding(fractions(151, 100, 49), HALF, HALF) == [[49, 100, 151], [100]]
    assert excluding(fractions(160, 90, 50), HALF, Fraction(1)) == [[50, 90, 160], [50, 90]]
    assert excluding(fractions(150, 110, 40), Fraction(1), HALF) == [[40, 110, 150], [110, 150]]


def test_prices_leave_round_by_round_or_once():
    prices = fractions(10, 10, 10, 16, 40)  # means 17.2, then 11.5
    assert excluding(prices, Fraction(3, 10), HALF) == [[10, 10, 10, 16, 40], [10, 10, 10, 16], [10, 10, 10]]
    assert excluding(prices, Fraction(3, 10), HALF, repeat=False) == [[10, 10, 10, 16, 40], [10, 10, 10, 16]]


def test_where_all_would_leave_all_stay():
    assert excluding(fractions(1, 3), Fraction(0), Fraction(0)) == [[1, 3]]


def test_the_second_mean_takes_prices_at_the_mean_too():
    assert below_mean(fractions(3, 2, 1)) == [1, 2]
    assert below_mean(fractions(5, 5)) == [5, 5]


@pytest.mark.parametrize(("prices", "middle"), [((9,), 9), ((9, 1, 4), 4), ((9, 1), 5), ((9, 1, 2, 4), 3)])
def test_the_middle_price_or_the_mean_of_the_two_in_the_middle(prices, middle):
    assert median(fractions(*prices)) == middle


def test_anyone_can_repeat_the_draw_from_its_published_seed():
    bidders = [f"T{n}" for n in range(9)]
    smallest = sorted(bidders, key=lambda b: sha256(f"七号球|{b}".encode()).hexdigest())[:4]
    assert sample(bidders, 4, "七号球") == sample(reversed(bidders), 4, "七号球") == tuple(sorted(smallest))
    assert sample(bidders, 20, "七号球") == tuple(bidders)


def test_parts_weigh_as_declared():
    assert weighted([(Fraction(1, 4), Fraction(100)), (Fraction(3, 4), Fraction(80))]) == 85
    assert weighted([]) == 0


SHARES = {"mean": HALF, "second": Fraction(3, 5), "ceiling": Fraction(9, 20)}


def limits(prices, ceiling):
    return [(low.rule, low.share, low.of_fen, low.fen) for low in low_limits(prices, ceiling, **SHARES)]


def test_a_lot_has_the_limits_that_its_prices_and_ceiling_allow():
    of_mean, of_second = ("mean", HALF, 40, 20), ("second", Fraction(3, 5), 30, 18)
    of_ceiling = ("ceiling", Fraction(9, 20), 100, 45)
    assert limits({"甲": 70, "乙": 30, "丙": 20}, 100) == [of_mean, of_second, of_ceiling]
    assert limits({"甲": 70, "乙": 30, "丙": 20}, 0) == [of_mean, of_second]
    assert limits({"甲": 20, "乙": 30}, 1)[1:] == [
        of_second,
        ("ceiling", Fraction(9, 20), 1, Fraction(9, 20)),
    ]
    assert limits({"甲": 40}, 100) == [of_mean, of_ceiling]
    assert limits({}, 100) == []


def test_a_price_exactly_at_a_limit_is_not_reviewed():
    found = low_limits({"甲": 70, "乙": 30, "丙": 20}, 100, **SHARES)
    assert [[low.rule for low in under(p, found)] for p in (45, 44, 20, 19, 18, 17)] == [
        [],
        ["ceiling"],
        ["ceiling"],
        ["mean", "ceiling"],
        ["mean", "ceiling"],
        ["mean", "second", "ceiling"],
    ]
