from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.panel import PanelError, majority, mean, mean_points, outermost, trimmed_mean, unanimous

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
    with pytest.raises(PanelError, match=r"^乙: expected a mark from 0 to 100, not "):
        mean_points({"甲": Fraction(90), "乙": mark}, SCALE, FULL)


def test_no_mark_is_no_zero():
    with pytest.raises(PanelError, match=r"^expected the mark of at least one judge$"):
        mean_points({}, SCALE, FULL)


def test_the_ends_of_the_scale_are_marks():
    assert mean_points({"甲": Fraction(0), "乙": SCALE}, SCALE, FULL) == Fraction("12.5")


def fractions(*marks):
    return [Fraction(m) for m in marks]


@pytest.mark.parametrize(
    ("marks", "least", "found"),
    [((100, 60, 80), 3, 80), ((100, 60, 80), 4, 80), ((100, 60, 50), 4, 70), ((100, 60, 50), 3, 60)],
)
def test_one_highest_and_one_lowest_are_left_out_from_so_many_judges_on(marks, least, found):
    assert trimmed_mean(fractions(*marks), least) == found


@pytest.mark.parametrize("least", [2, 0])
def test_two_judges_leave_nothing_to_trim(least):
    for ask in (lambda: trimmed_mean(fractions(1, 2), least), lambda: outermost({}, least)):
        with pytest.raises(PanelError, match=rf"^expected trimming from 3 judges on or later, not {least}$"):
            ask()


@pytest.mark.parametrize(("tie", "found"), [("lower", 20), ("higher", 40), ("mean", 30)])
def test_between_equally_frequent_marks_the_book_says_which(tie, found):
    assert majority(fractions(40, 20, 40, 20, 100), tie) == found
    assert majority(fractions(10, 70, 10, 100), tie) == 10


def test_without_a_mark_there_is_neither_majority_nor_mean_nor_unanimity():
    for ask in (lambda: majority([], "lower"), lambda: mean([])):
        with pytest.raises(PanelError, match=r"^expected the mark of at least one judge$"):
            ask()
    with pytest.raises(PanelError, match=r"^expected one mark of all judges, not \[\]$"):
        unanimous([])


def test_unanimous_is_one_mark_of_all():
    assert unanimous(fractions(7, 7, 7)) == 7
    with pytest.raises(PanelError, match="expected one mark of all judges"):
        unanimous(fractions(7, 7, 8))


def test_the_outermost_judges_are_named_from_so_many_on():
    totals = dict(zip("一二三四", fractions(80, 70, 90, 85), strict=True))
    assert outermost(totals, 4) == ("三", "二")
    assert outermost(totals, 5) == ()
    assert outermost(dict.fromkeys("一二三", Fraction(80)), 3) == ("一", "二")
