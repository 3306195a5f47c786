from fractions import Fraction

import pytest

from scoring.panel import PanelError, majority, mean, outermost, trimmed_mean, unanimous


def fractions(*marks):
    return [Fraction(m) for m in marks]


def test_every_mark_counts_in_the_mean_the_extremes_too():
    assert mean(fractions(0, 60, 100)) == Fraction(160, 3)


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
