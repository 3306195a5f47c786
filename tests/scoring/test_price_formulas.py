"""Price formulas worked by hand, at and beside every end."""

from fractions import Fraction

import pytest

from scoring.prices import (
    PriceError,
    Slope,
    Stepped,
    adjusted,
    after_discount,
    after_reduction,
    banded,
    base_ratio,
    by_deviation,
    change,
    deviation,
    highest_first,
    in_range,
    lowest_first,
    stepped,
    whole_life,
)

FULL = Fraction(30)
ONE_EACH = Slope(((Fraction(0), Fraction(1)),))
"""One point for each percent."""


def test_any_price_above_nothing_counts_however_small():
    assert lowest_first({"甲": Fraction(1, 2), "乙": Fraction(1)}, FULL) == {"甲": 30, "乙": 15}
    assert highest_first({"甲": Fraction(1, 2), "乙": Fraction(0)}, FULL) == {"甲": 30, "乙": 0}


def test_where_nobody_pays_anything_nobody_earns_points():
    assert highest_first({"甲": Fraction(0), "乙": Fraction(0)}, FULL) == {"甲": 0, "乙": 0}
    assert highest_first({}, FULL) == {}


def test_a_negative_payment_is_refused_and_named():
    with pytest.raises(PriceError, match=r"^乙: expected an amount of at least 0, not -1$"):
        highest_first({"甲": Fraction(1), "乙": Fraction(-1)}, FULL)


@pytest.mark.parametrize(
    ("price", "below", "points"),
    [
        (100, "full", 30),
        (100, "ratio", 30),
        (120, "full", 25),
        (120, "ratio", 25),
        (80, "full", 30),
        (80, "ratio", 24),
    ],
)
def test_the_ratio_to_a_base_on_both_sides(price, below, points):
    assert base_ratio(Fraction(price), Fraction(100), FULL, below=below) == points


@pytest.mark.parametrize(("price", "base"), [(0, 100), (100, 0), (-1, 100), (100, -1)])
def test_neither_price_nor_base_may_be_nothing(price, base):
    with pytest.raises(PriceError, match="expected a price and a base above 0"):
        base_ratio(Fraction(price), Fraction(base), FULL, below="full")
    with pytest.raises(PriceError, match="expected a price and a base above 0"):
        deviation(Fraction(price), Fraction(base))


def test_deviation_is_in_percent_of_the_base_with_its_sign():
    assert deviation(Fraction(45), Fraction(50)) == -10
    assert deviation(Fraction(1, 2), Fraction(1, 4)) == 100


TIERED = Slope(
    ((Fraction(2), Fraction(1)), (Fraction(5), Fraction(3))),
    each=Fraction(2),
    free=Fraction(2),
    most=Fraction(7),
)


@pytest.mark.parametrize(
    ("percent", "cost"), [("0", 0), ("2", 0), ("3", "0.5"), ("5", "1.5"), ("7", "4.5"), ("9", 7), ("50", 7)]
)
def test_a_deviation_is_free_at_first_then_costs_by_tier_up_to_a_limit(percent, cost):
    assert change(Fraction(percent), TIERED) == Fraction(cost)


def test_the_parts_of_a_deviation_are_told_by_tier():
    assert stepped(Fraction(7), TIERED) == (
        Stepped(Fraction(3), Fraction(3, 2), Fraction(1)),
        Stepped(Fraction(2), Fraction(1), Fraction(3)),
    )
    assert stepped(Fraction(2), TIERED) == ()
    assert stepped(Fraction(5, 2), TIERED) == (Stepped(Fraction(1, 2), Fraction(1, 4), Fraction(1)),)


@pytest.mark.parametrize(("counted", "cost"), [("exact", Fraction(7, 3)), ("whole", 2), ("started", 3)])
def test_steps_count_in_part_or_when_full_or_when_begun(counted, cost):
    assert (
        change(Fraction(7), Slope(((Fraction(0), Fraction(1)),), each=Fraction(3), counted=counted)) == cost
    )


@pytest.mark.parametrize(
    ("percent", "points"),
    [(0, 20), ("0.5", "19.5"), (3, 17), (-3, 14), (15, 5), (16, 5), (-8, 5), (-9, 2), ("-4.5", 11)],
)
def test_each_side_of_the_base_has_its_own_slope_and_far_off_earns_the_floor(percent, points):
    below = Slope(((Fraction(0), Fraction(2)),), void=Fraction(8))
    least = Fraction(5) if Fraction(percent) > -9 else Fraction(2)
    assert by_deviation(Fraction(percent), Fraction(20), ONE_EACH, below, least, FULL) == Fraction(points)


def test_beyond_the_void_the_floor_is_earned_even_if_the_slope_would_leave_more():
    void = Slope(((Fraction(0), Fraction(1)),), void=Fraction(4))
    earned = [by_deviation(Fraction(p), Fraction(20), void, void, Fraction(1), FULL) for p in (4, 5, -4, -5)]
    assert earned == [16, 1, 16, 1]


def test_a_side_may_add_points_up_to_the_full_ones():
    adds = Slope(((Fraction(0), Fraction(2)),), adds=True)
    earned = [
        by_deviation(Fraction(p), Fraction(20), ONE_EACH, adds, Fraction(0), FULL) for p in (-3, -5, -6)
    ]
    assert earned == [26, 30, 30]


@pytest.mark.parametrize(("price", "points"), [(100, 30), (110, 24), (150, 0), (200, 0), (90, 30), (25, 30)])
def test_the_line_from_the_lowest_price_is_level_beyond_its_ends(price, points):
    assert in_range(Fraction(price), Fraction(100), Fraction(150), Fraction(0), FULL) == points


def test_the_line_ends_at_the_least_points_and_one_price_alone_earns_full_ones():
    assert in_range(Fraction(125), Fraction(100), Fraction(150), Fraction(10), FULL) == 20
    assert in_range(Fraction(100), Fraction(100), Fraction(100), Fraction(10), FULL) == 30


def test_a_band_holds_its_end_and_the_last_is_followed_by_the_rest():
    bands = [(Fraction(0), Fraction(30)), (Fraction(5), Fraction(20))]
    assert [banded(Fraction(d), bands, Fraction(1)) for d in (-9, 0, 1, 5, 6)] == [30, 30, 20, 20, 1]


def test_what_is_paid_after_a_reduction_and_at_a_share():
    assert (after_reduction(200, Fraction(1, 10)), after_discount(200, Fraction(9, 10))) == (180, 180)
    assert after_reduction(200, Fraction(-1, 10)) == 220  # above the reference is for the ceiling to refuse
    assert after_discount(200, Fraction(3, 2)) == 300
    assert adjusted(200, Fraction(0)) == 200


@pytest.mark.parametrize("rate", [Fraction(1), Fraction(5, 4)])
def test_a_reduction_leaves_something_to_pay(rate):
    with pytest.raises(PriceError, match=r"^expected a reduction below 1, not "):
        after_reduction(200, rate)


@pytest.mark.parametrize("rate", [Fraction(0), Fraction(-1)])
def test_a_share_to_be_paid_is_above_nothing(rate):
    with pytest.raises(PriceError, match=r"^expected a share above 0, not "):
        after_discount(200, rate)


def test_the_whole_life_costs_its_years():
    assert whole_life(Fraction(100), [(Fraction(10), 3), (Fraction(5), 2)]) == 140
    assert whole_life(Fraction(100), []) == 100
