"""The panel lab: published examples, laws, and honest and biased panels planted on purpose."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.panel import PanelError
from scoring.panel_lab import (
    Marks,
    agreement,
    alarms,
    calibrate,
    halo,
    honest_thresholds,
    severity,
    spread,
)

# P. E. Shrout, J. L. Fleiss (1979), table 2: six targets, four judges
SHROUT_FLEISS = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]


def marks_of(cube, grid=100):
    return Marks(
        {
            f"j{j}": {
                f"b{b}": {f"c{c}": Fraction(int(m), grid) for c, m in enumerate(row)}
                for b, row in enumerate(panel)
            }
            for j, panel in enumerate(cube)
        }
    )


def test_the_published_intraclass_correlations_come_out():
    found = agreement([[Fraction(m) for m in row] for row in SHROUT_FLEISS])
    assert round(float(found.icc_single), 2) == 0.29
    assert round(float(found.icc_mean), 2) == 0.62


ORDERS = st.integers(2, 6).flatmap(
    lambda n: st.lists(st.permutations(list(range(n))), min_size=2, max_size=5)
)


@given(ORDERS)
def test_without_ties_w_is_what_the_mean_rank_correlation_says(orders):
    n, m = len(orders[0]), len(orders)
    rho = [
        1 - Fraction(6 * sum((a - b) ** 2 for a, b in zip(x, y, strict=True)), n * (n * n - 1))
        for x, y in combinations(orders, 2)
    ]
    mean = sum(rho, Fraction(0)) / len(rho)
    found = agreement([[Fraction(v) for v in order] for order in orders]).kendall_w
    assert found == (1 + (m - 1) * mean) / m


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6), st.integers(2, 4))
def test_judges_of_one_mind_agree_wholly_ties_included(row, judges):
    found = agreement([[Fraction(v) for v in row]] * judges)
    expected = 1 if len(set(row)) > 1 else None
    assert (found.kendall_w, found.icc_single, found.icc_mean) == (expected, expected, expected)


def test_one_bidder_cannot_be_ordered():
    found = agreement([[Fraction(80)], [Fraction(90)]])
    assert (found.kendall_w, found.icc_single, found.icc_mean) == (None, None, None)


def test_spread_and_severity_are_the_plain_differences():
    marks = marks_of([[[80, 70]], [[80, 90]], [[83, 80]]])
    assert spread(marks) == {("b0", "c0"): Fraction(3, 100), ("b0", "c1"): Fraction(20, 100)}
    # judge 0: 1.5 below the others' mean on the first item, 15 on the second
    assert severity(marks)["j0"] == Fraction(-825, 10000)


CUBE = st.tuples(st.integers(2, 4), st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.lists(st.integers(0, 100), min_size=shape[2], max_size=shape[2]),
            min_size=shape[1],
            max_size=shape[1],
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(CUBE)
def test_all_severities_cancel_out_and_halo_is_a_share(cube):
    marks = marks_of(cube)
    assert sum(severity(marks).values()) == 0
    for judge, found in halo(marks).items():
        row = cube[int(judge[1:])]
        if found is None:
            assert all(bid == row[0] for bid in row)
        else:
            assert 0 <= found <= 1


def test_halo_is_whole_when_all_items_move_together_and_none_when_they_cancel():
    marks = marks_of([[[90, 80], [80, 70]], [[90, 70], [80, 80]]])
    assert halo(marks) == {"j0": 1, "j1": 0}


def test_calibration_names_offset_distance_and_the_worst_answer():
    anchors = {"甲": Fraction(60, 100), "乙": Fraction(90, 100)}
    found = calibrate(anchors, {"一": {"甲": Fraction(70, 100), "乙": Fraction(86, 100)}})["一"]
    assert (found.offset, found.apart, found.worst) == (Fraction(3, 100), Fraction(7, 100), "甲")
    with pytest.raises(PanelError, match=r"^一: expected a mark for every anchor answer and no other$"):
        calibrate(anchors, {"一": {"甲": Fraction(1)}})
    with pytest.raises(PanelError, match=r"^expected at least one anchor answer$"):
        calibrate({}, {})


def panel(rng, judges, bidders, items, noise, favored=0.0):
    middle = rng.uniform(0.6, 0.85, (bidders, items))
    cube = middle + rng.normal(0, noise / 2, (judges, 1, 1)) + rng.normal(0, noise, (judges, bidders, items))
    cube[0, 0] += favored * noise
    return marks_of(np.clip(np.round(cube * 100), 0, 100))


@pytest.mark.parametrize(
    ("judges", "bidders", "items", "bias", "projects"),
    [(5, 5, 6, 2.2, 120), (7, 8, 10, 1.6, 40), (5, 3, 4, 3.0, 120)],
)
def test_a_judge_who_favors_one_bidder_is_found_at_less_than_one_false_alarm(
    judges, bidders, items, bias, projects
):
    rng = np.random.default_rng(11)
    found = false = 0
    for _ in range(projects):
        marks = panel(rng, judges, bidders, items, 0.04, bias)
        given = alarms(marks, honest_thresholds(marks, panels=400, seed=5))
        found += any((a.kind, a.judge, a.bidder) == ("favor", "j0", "b0") and a.size > 0 for a in given)
        false += sum(a.judge != "j0" for a in given)
    assert found / projects >= 0.8
    assert false / projects <= 1


def test_honest_panels_give_less_than_one_alarm_each():
    rng = np.random.default_rng(12)
    given = []
    for _ in range(150):
        marks = panel(rng, 5, 4, 6, 0.05)
        given.append(len(alarms(marks, honest_thresholds(marks, panels=400, seed=6))))
    assert 0.2 < np.mean(given) <= 1  # none at all would mean alarms that never ring


def test_a_panel_of_one_mind_rings_nothing():
    marks = marks_of([[[80, 70], [60, 90]]] * 3)
    assert alarms(marks, honest_thresholds(marks, panels=50, seed=1)) == ()


def test_the_stated_false_alarm_rate_is_that_of_the_simulated_panels():
    marks = panel(np.random.default_rng(1), 5, 5, 6, 0.04)
    found = honest_thresholds(marks, panels=2_000, seed=2, rate=0.9)
    assert all(0.2 < often <= 0.3 for often in found.false_alarms.values())
    assert found == honest_thresholds(marks, panels=2_000, seed=2, rate=0.9)


@pytest.mark.parametrize(
    "cube",
    [[[[80]]], [[[80]], [[80, 70]]], [[[80]], [[180]]], [[], []], [[[80]], [[80], [70]]], [[[]], [[]]]],
)
def test_marks_that_are_no_whole_panel_are_refused(cube):
    with pytest.raises(PanelError):
        marks_of(cube)


@pytest.mark.parametrize(("panels", "rate"), [(0, 1.0), (10, 0.0)])
def test_thresholds_need_panels_and_a_rate(panels, rate):
    with pytest.raises(ValueError, match="at least one panel"):
        honest_thresholds(marks_of([[[80]], [[70]]]), panels=panels, seed=1, rate=rate)
