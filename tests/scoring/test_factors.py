from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.factors import (
    FactorError,
    by_place,
    count_step,
    counted_steps,
    deducted,
    linear,
    loss,
    lowest_to_own,
    piecewise,
    ratio_to_best,
)

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
    with pytest.raises(FactorError, match=r"^乙: expected a value of at least 0, not -1$"):
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
    with pytest.raises(FactorError, match=r"^甲: expected a value above 0, not 0$"):
        lowest_to_own({"甲": Fraction(0)}, FULL)


@pytest.mark.parametrize(
    ("value", "points"), [("1.2", 0), ("1", 0), ("0.9", 5), ("0.8", 10), ("0.6", 20), ("0.5", 20)]
)
def test_a_price_ratio_earns_points_on_the_line_and_stays_level_beyond(value, points):
    assert linear(Fraction(value), zero_at=Fraction(1), full_at=Fraction("0.6"), full=FULL) == points


def test_a_line_needs_two_ends():
    with pytest.raises(FactorError, match=r"^expected two different ends, not 1 twice$"):
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


def test_a_figure_of_one_is_an_ordinary_figure():
    assert lowest_to_own({"甲": Fraction(1), "乙": Fraction(1, 2)}, FULL) == {"甲": 10, "乙": 20}
    assert lowest_to_own({"甲": Fraction(2)}, FULL, [Fraction(1)]) == {"甲": 10}
    assert ratio_to_best({"甲": Fraction(1), "乙": Fraction(1, 2)}, FULL) == {"甲": 20, "乙": 10}
    assert lowest_to_own({}, FULL) == {}


PLACES = [Fraction(10), Fraction(8), Fraction(6)]


def test_places_follow_the_figures_and_equals_leave_the_next_place_empty():
    figures = {"甲": Fraction(7), "乙": Fraction(9), "丙": Fraction(9), "丁": Fraction(5)}
    assert by_place(figures, PLACES, high_is_good=True) == {"甲": 6, "乙": 10, "丙": 10, "丁": 0}
    assert by_place(figures, PLACES, high_is_good=False) == {"甲": 8, "乙": 6, "丙": 6, "丁": 10}
    assert by_place(figures, PLACES, Fraction(4), high_is_good=True)["丁"] == 4


ANCHORS = [(Fraction(60), Fraction(2)), (Fraction(80), Fraction(6)), (Fraction(90), Fraction(7))]


@pytest.mark.parametrize(
    ("figure", "points"),
    [(50, 2), (60, 2), (70, 4), (80, 6), (85, "6.5"), (90, 7), (95, 7)],
)
def test_points_lie_on_the_lines_between_anchors_and_stay_level_beyond(figure, points):
    assert piecewise(Fraction(figure), ANCHORS) == Fraction(points)


@pytest.mark.parametrize("anchors", [[], ANCHORS[:1], [ANCHORS[1], ANCHORS[0]], [ANCHORS[0], ANCHORS[0]]])
def test_lines_need_two_anchors_by_rising_figures(anchors):
    with pytest.raises(FactorError, match="expected two anchors or more by rising figures"):
        piecewise(Fraction(70), anchors)


def test_two_anchors_are_one_line():
    assert piecewise(Fraction(75), ANCHORS[:2]) == 5


@pytest.mark.parametrize(("figure", "steps"), [(9, 0), (10, 0), ("14.9", 0), (15, 1), (37, 5)])
def test_only_full_steps_beyond_the_start_count(figure, steps):
    assert counted_steps(Fraction(figure) - 10, Fraction(5), "whole") == steps


@pytest.mark.parametrize(
    ("steps", "exact", "whole", "started"), [(0, 0, 0, 0), (2, 2, 2, 2), ("2.01", "2.01", 2, 3)]
)
def test_part_of_a_step_counts_by_its_share_or_not_at_all_or_as_one(steps, exact, whole, started):
    counted = [counted_steps(Fraction(steps) * 5, Fraction(5), how) for how in ("exact", "whole", "started")]
    assert counted == [Fraction(exact), whole, started]


def test_steps_may_be_parts_of_one():
    assert counted_steps(Fraction(1), Fraction(1, 2), "whole") == 2


@pytest.mark.parametrize("counted", ["exact", "whole", "started"])
def test_less_than_nothing_is_no_step(counted):
    assert counted_steps(Fraction(-7), Fraction(5), counted) == 0


@pytest.mark.parametrize("per", [0, -1])
def test_a_step_beyond_the_start_is_above_nothing(per):
    with pytest.raises(FactorError, match=rf"^expected a step above 0, not {per}$"):
        counted_steps(Fraction(1), Fraction(per), "whole")


@pytest.mark.parametrize(("losses", "left"), [([], 20), ([0], 20), ([3, 4], 13), ([9, 9], 5)])
def test_losses_add_up_and_end_at_the_floor(losses, left):
    assert deducted(FULL, [Fraction(n) for n in losses], floor=Fraction(5)) == left


def test_a_negative_loss_would_be_a_gift_and_is_refused():
    with pytest.raises(FactorError, match=r"^expected losses of at least 0, not \['1', '-1/2'\]$"):
        deducted(FULL, [Fraction(1), Fraction(-1, 2)], floor=Fraction(0))


@pytest.mark.parametrize(("count", "most", "cost"), [(0, None, 0), (3, None, 6), (3, 5, 5), (2, 5, 4)])
def test_each_miss_costs_its_points_up_to_the_most(count, most, cost):
    assert loss(count, Fraction(2), None if most is None else Fraction(most)) == cost


def test_a_negative_number_of_misses_is_refused():
    with pytest.raises(FactorError, match=r"^expected a count of at least 0, not -1$"):
        loss(-1, Fraction(2), None)


def test_places_are_counted_from_the_lowest_price_and_equals_share_the_better():
    prices = {"甲": Fraction(9), "乙": Fraction(8), "丙": Fraction(8), "丁": Fraction(10)}
    points = by_place(prices, [Fraction(30), Fraction(25), Fraction(20)], Fraction(3), high_is_good=False)
    assert points == {"乙": 30, "丙": 30, "甲": 20, "丁": 3}
