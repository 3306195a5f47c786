"""Intervals, draws and wavering marks worked by hand, and draws that a published seed must repeat."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from scoring.robustness import (
    Frequencies,
    Interval,
    Panel,
    Shares,
    SharesError,
    first_places,
    frequencies,
    near_weights,
    nearest_to_ideal,
    one_judge_fewer,
    totals_of,
    weight_intervals,
    weights_of,
    with_noise,
)
from scoring.robustness.draws import PARTS
from scoring.robustness.noise import SLICES, _moves
from tests.scoring.robustness.fields import field

LEVEL = field([20, 30, 50], 甲=["1", "1", "0"], 乙=["0", "0", "1"])
"""Two bidders with 50 points each."""


def test_totals_are_exact_and_equals_lead_together():
    assert (LEVEL.total("甲"), LEVEL.total("乙"), LEVEL.leaders()) == (50, 50, ("乙", "甲"))


def test_the_rival_at_each_end_is_named_and_no_other():
    # weight t of c0: 甲 1, 乙 0.5 + t / 200, 丙 0.9 of c0 and 1 of the rest: each a line in t
    shares = field([40, 60], 甲=["0.5", "1"], 乙=["1", "0.5"], 丙=["0.4", "0.9"], 丁=["0.9", "0.5"])
    assert weight_intervals(shares, "甲") == {
        "c0": Interval(Fraction(40), Fraction(0), Fraction(50), (), ("乙",)),
        "c1": Interval(Fraction(60), Fraction(50), Fraction(100), ("乙",), ()),
    }


def test_rivals_who_draw_level_together_are_named_together():
    shares = field([40, 60], 甲=["0.5", "1"], 乙=["1", "0.5"], 丁=["1", "0.5"])
    found = weight_intervals(shares, "甲")
    assert (found["c0"].above, found["c1"].below) == (("丁", "乙"), ("丁", "乙"))


def test_a_rival_who_draws_level_only_at_no_weight_or_all_weight_never_takes_the_lead():
    shares = field([40, 60], 甲=["1", "1"], 乙=["1", "0"])
    assert weight_intervals(shares, "甲") == {
        "c0": Interval(Fraction(40), Fraction(0), Fraction(100)),
        "c1": Interval(Fraction(60), Fraction(0), Fraction(100)),
    }


def test_a_single_criterion_keeps_its_weight():
    assert weight_intervals(field([100], 甲=["0.9"]), "甲") == {
        "c0": Interval(Fraction(100), Fraction(100), Fraction(100))
    }


def test_a_published_seed_gives_the_same_weights_in_every_release():
    drawn = weights_of(LEVEL, 2, seed=1)
    assert drawn.tolist() == [[158804, 45649, 795545], [160601, 50562, 788835]]
    near = near_weights(LEVEL, 2, seed=1, spread=Fraction(1, 5))
    assert near.tolist() == [[188378, 286981, 524640], [259652, 268611, 471735]]
    assert near_weights(LEVEL, 1, seed=1, spread=Fraction(1)).tolist() == [[151234, 245372, 603392]]
    assert drawn.dtype == near.dtype == LEVEL.matrix().dtype == np.float64


def test_a_weight_of_one_part_stays_one_part_when_it_may_move_by_half():
    near = near_weights(field([1, PARTS - 1], 甲=["1", "1"]), 2000, seed=1, spread=Fraction(1, 2))
    # it counts as nothing where the other weight was drawn above its own: half of the time
    assert np.mean(near[:, 0] > 0) == pytest.approx(0.5, abs=0.05)


def test_a_published_seed_gives_the_same_wavering_in_every_release():
    panel = Panel(3, {"c0": (2, Fraction(1, 10)), "c2": (3, Fraction(1, 100))})
    assert with_noise(LEVEL, panel, 1000, seed=1) == Frequencies(
        1000, {"乙": 603, "甲": 278}, {"乙": 119, "甲": 119}, {"乙": (722, 278), "甲": (397, 603)}
    )


@pytest.mark.parametrize("share", ["1", "0.987654321"])
@pytest.mark.parametrize("weights", [(20, 30, 50), (15, 35, 50)])
def test_where_no_mark_wavers_equal_totals_stay_level(weights, share):
    shares = field(weights, 甲=[share, share, "0"], 乙=["0", "0", share])
    found = with_noise(shares, Panel(1, {"c0": (2, Fraction(0)), "c1": (0, Fraction(1))}), 10, seed=1)
    assert (found.alone, found.level) == ({"乙": 0, "甲": 0}, {"乙": 10, "甲": 10})


def test_the_mean_of_two_judges_moves_as_counted_on_paper():
    # two marks of -1, 0 or 1 step: nine pairs, and five means
    moves = Counter(_moves(2, 1, Fraction(1, 10)).tolist())
    assert {move: round(n / SLICES * 9, 3) for move, n in moves.items()} == {
        -(10**8): 1,
        -(10**8) / 2: 2,
        0: 3,
        10**8 / 2: 2,
        10**8: 1,
    }
    assert moves.total() == SLICES


def test_the_mean_of_two_judges_moves_no_farther_than_one_of_them():
    shares = field([100], 甲=["0.6"], 乙=["0.5"])
    steady = with_noise(shares, Panel(2, {"c0": (1, Fraction(4, 100))}), 500, seed=1)
    assert steady.alone == {"甲": 500, "乙": 0}


def test_a_mean_never_falls_under_the_scale():
    shares = field([100], 甲=["0.001"], 乙=["0"])
    assert with_noise(shares, Panel(1, {"c0": (1, Fraction(1, 2))}), 500, seed=5).level["甲"] > 0


@pytest.mark.parametrize("steps", [(-1, Fraction(1)), (1, Fraction(-1))])
def test_neither_a_number_of_steps_nor_a_step_is_negative(steps):
    with pytest.raises(SharesError, match=r"^expected steps of at least 0$"):
        with_noise(LEVEL, Panel(1, {"c0": steps}), 1, 1)


def test_what_says_nothing_is_refused_in_words():
    with pytest.raises(SharesError, match=r"^expected at least one judge and one draw$"):
        with_noise(LEVEL, Panel(0, {}), 1, 1)
    with pytest.raises(SharesError, match=r"^expected at least one draw, not 0$"):
        weights_of(LEVEL, 0, 1)
    with pytest.raises(SharesError, match=r"^expected at least one bidder and one criterion$"):
        field([1])
    with pytest.raises(SharesError, match=r"^expected at least one bidder and one criterion$"):
        Shares({}, {"甲": {}})
    with pytest.raises(SharesError, match=r"^c0: expected a weight above 0, not 0$"):
        field([0], 甲=["1"])
    with pytest.raises(SharesError, match=r"^甲, c0: expected a share from 0 to 1, not 2$"):
        field([1], 甲=["2"])


def test_ranks_and_first_places_are_counted_in_whole_numbers():
    found = first_places(LEVEL, np.array([[50.0, 0.0, 50.0], [10.0, 0.0, 90.0]]))
    assert repr(found) == repr(
        Frequencies(2, {"乙": 1, "甲": 0}, {"乙": 1, "甲": 1}, {"乙": (2, 0), "甲": (1, 1)})
    )
    assert (found.share("甲"), found.share("乙")) == (Fraction(1, 2), 1)


def test_totals_belong_to_the_bidders_that_are_named():
    totals = totals_of(LEVEL, weights_of(LEVEL, 2, 1))
    with pytest.raises(ValueError, match="zip"):
        frequencies(("甲",), totals)


def test_of_two_judges_each_is_left_out():
    marks = {"一": {"甲": Fraction(9), "乙": Fraction(8)}, "二": {"甲": Fraction(7), "乙": Fraction(7)}}
    assert one_judge_fewer(["一", "二"], lambda kept: marks[kept[0]]) == {"一": ("乙", "甲"), "二": ("甲",)}


def test_closeness_to_the_ideal_does_not_depend_on_the_unit_of_weights():
    shares = field([50, 50], 甲=["1", "0.3"], 乙=["0.4", "0.9"], 丙=["0.6", "0.6"])
    one = nearest_to_ideal(shares, np.array([[1.0, 3.0]]))
    for weights in ([250.0, 750.0], [0.01, 0.03]):
        other = nearest_to_ideal(shares, np.array([weights]))
        assert one[0].tolist() == pytest.approx(other[0].tolist())
