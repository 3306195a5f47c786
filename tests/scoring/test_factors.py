from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.factors import FactorError, count_step, linear, lowest_to_own, ratio_to_best

values = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.fractions(0, 10**9), min_size=1)
FULL = Fraction(20)


def test_the_worked_example_of_the_haiqing_tender():
    points = ratio_to_best({"T1": Fraction(11000), "T2": Fraction(12500), "T7": Fraction(9600)}, FULL)
    assert points == {"T1": Fraction("17.6"), "T2": FULL, "T7": Fraction("15.36")}


@given(values)
def test_the_best_earns_full_points_and_nobody_more(offered):
    points = ratio_to_best(offered, FULL)
    assert points.keys() == offered.keys()
    if max(offered.values()) > 0:
        assert max(points.values()) == FULL
    assert all(0 <= p <= FULL for p in points.values())


@given(values)
def test_a_higher_figure_never_earns_less(offered):
    points = ratio_to_best(offered, FULL)
    ranked = sorted(offered, key=offered.__getitem__)
    assert [points[b] for b in ranked] == sorted(points.values())


def test_where_nobody_offers_anything_nobody_earns_points():
    assert ratio_to_best({"甲": Fraction(0), "乙": Fraction(0)}, FULL) == {"甲": 0, "乙": 0}


def test_no_bidders_no_points():
    assert ratio_to_best({}, FULL) == {}


def test_a_negative_figure_is_refused_and_named():
    with pytest.raises(FactorError, match="乙"):
        ratio_to_best({"甲": Fraction(1), "乙": Fraction(-1)}, FULL)


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 2), (3, 6), (4, 8), (5, 8), (1000, 8)])
def test_each_certified_worker_earns_two_points_and_eight_at_most(count, points):
    assert count_step(count, step=Fraction(2), cap=Fraction(8)) == points


def test_a_cap_that_the_step_overshoots_still_caps():
    assert count_step(3, step=Fraction("3.5"), cap=Fraction(8)) == 8


def test_a_negative_count_is_refused():
    with pytest.raises(FactorError, match="-1"):
        count_step(-1, step=Fraction(2), cap=Fraction(8))


low = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.fractions(Fraction(1, 100), 10**6), min_size=1)


@given(low)
def test_where_low_is_good_the_lowest_earns_full_points_and_a_higher_never_more(offered):
    points = lowest_to_own(offered, FULL)
    ranked = sorted(offered, key=offered.__getitem__)
    assert points[ranked[0]] == FULL
    assert [points[b] for b in ranked] == sorted(points.values(), reverse=True)


def test_nothing_is_divided_by_zero():
    with pytest.raises(FactorError, match="甲"):
        lowest_to_own({"甲": Fraction(0)}, FULL)


@pytest.mark.parametrize(
    ("value", "points"), [("1.2", 0), ("1", 0), ("0.9", 5), ("0.8", 10), ("0.6", 20), ("0.5", 20)]
)
def test_a_price_ratio_earns_points_on_the_line_and_stays_level_beyond(value, points):
    assert linear(Fraction(value), zero_at=Fraction(1), full_at=Fraction("0.6"), full=FULL) == points


def test_a_line_needs_two_ends():
    with pytest.raises(FactorError):
        linear(Fraction(1), zero_at=Fraction(1), full_at=Fraction(1), full=FULL)


@given(values, st.lists(st.fractions(0, 10**9)))
def test_compared_with_others_nobody_earns_more_than_alone(offered, others):
    alone, together = ratio_to_best(offered, FULL), ratio_to_best(offered, FULL, others)
    assert all(together[b] <= alone[b] for b in offered)
    if max(others, default=0) <= max(offered.values()):
        assert together == alone


def test_the_best_of_other_lots_is_the_measure_and_earns_nothing_here():
    assert ratio_to_best({"甲": Fraction(6)}, FULL, [Fraction(30)]) == {"甲": Fraction(4)}
    assert lowest_to_own({"甲": Fraction(30)}, FULL, [Fraction(6)]) == {"甲": Fraction(4)}


def test_nothing_can_be_divided_by_a_lowest_of_nothing():
    with pytest.raises(FactorError, match="others"):
        lowest_to_own({"甲": Fraction(1)}, FULL, [Fraction(0)])
