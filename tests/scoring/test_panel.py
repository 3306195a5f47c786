from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.panel import PanelError, mean_points

SCALE, FULL = Fraction(100), Fraction(25)
sheets = st.dictionaries(st.sampled_from("一二三四五六七"), st.decimals(0, 100, places=2), min_size=1)


def test_five_judges_around_ninety_earn_nine_tenths():
    marks = dict(zip("一二三四五", map(Fraction, (92, 89, 90, 91, 88)), strict=True))
    assert mean_points(marks, SCALE, FULL) == Fraction("22.5")


@given(sheets)
def test_points_lie_between_the_lowest_and_the_highest_mark(marks):
    marks = {judge: Fraction(mark) for judge, mark in marks.items()}
    points = mean_points(marks, SCALE, FULL)
    assert min(marks.values()) * FULL / SCALE <= points <= max(marks.values()) * FULL / SCALE


@given(sheets)
def test_who_gave_which_mark_does_not_matter(marks):
    marks = {judge: Fraction(mark) for judge, mark in marks.items()}
    turned = dict(zip(marks, reversed(marks.values()), strict=True))
    assert mean_points(marks, SCALE, FULL) == mean_points(turned, SCALE, FULL)


@pytest.mark.parametrize("mark", [Fraction(-1, 100), Fraction("100.01")])
def test_a_mark_outside_the_scale_is_refused_and_its_judge_named(mark):
    with pytest.raises(PanelError, match="乙"):
        mean_points({"甲": Fraction(90), "乙": mark}, SCALE, FULL)


def test_no_mark_is_no_zero():
    with pytest.raises(PanelError):
        mean_points({}, SCALE, FULL)
