"""Tables of figures and a judge's grade, at and beside every border."""

from fractions import Fraction

import pytest

from scoring.factors import FactorError
from scoring.grades import band_of, checklist_and_grade, in_steps
from scoring.tables import Span, TableError, best_level, interval, ladder, lookup, summed_levels


def span(low, high, low_open=False, high_open=False):
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    return Span(*ends, low_open=low_open, high_open=high_open)


@pytest.mark.parametrize(
    ("held", "figures"),
    [
        (span(2, 4), [2, 3, 4]),
        (span(2, 4, low_open=True), [3, 4]),
        (span(2, 4, high_open=True), [2, 3]),
        (span(None, 4), [1, 2, 3, 4]),
        (span(2, None), [2, 3, 4, 5]),
        (span(None, None), [1, 2, 3, 4, 5]),
    ],
)
def test_an_interval_holds_its_closed_ends_and_nothing_beyond(held, figures):
    assert [n for n in range(1, 6) if held.holds(Fraction(n))] == figures


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (span(1, 2), span(2, 3), True),
        (span(1, 2, high_open=True), span(2, 3), False),
        (span(1, 2), span(2, 3, low_open=True), False),
        (span(1, 2), span(3, 4), False),
        (span(1, 3), span(2, 4), True),
        (span(None, 2), span(3, None), False),
        (span(None, None), span(3, 4), True),
        (span(3, None), span(None, 3), True),
        (span(1, 4, low_open=True, high_open=True), span(2, 3), True),
        (span(1, 3, high_open=True), span(2, 4, low_open=True), True),
    ],
)
def test_two_intervals_meet_where_some_figure_lies_in_both(one, other, meets):
    assert one.meets(other) is other.meets(one) is meets


@pytest.mark.parametrize(
    ("count", "more_as_last", "points"),
    [(0, True, 0), (1, True, 40), (2, True, 0), (3, True, 80), (4, True, 80), (3, False, 80), (4, False, 0)],
)
def test_a_count_is_looked_up_and_a_row_that_is_absent_is_worth_nothing(count, more_as_last, points):
    assert lookup(count, {1: Fraction(40), 3: Fraction(80)}, more_as_last=more_as_last) == points


@pytest.mark.parametrize(("count", "table"), [(1, {}), (-1, {1: Fraction(40)})])
def test_neither_an_empty_table_nor_a_negative_count_has_an_answer(count, table):
    with pytest.raises(TableError, match=rf"not {count} of {len(table)} rows"):
        lookup(count, table, more_as_last=True)


def test_a_ladder_gives_the_highest_step_reached_and_nothing_under_the_first():
    steps = [(span(3, None), Fraction(5)), (span(8, None), Fraction(2))]
    assert [ladder(Fraction(n), steps) for n in (2, 3, 8)] == [0, 5, 5]
    assert ladder(Fraction(1), []) == 0


def test_a_table_of_intervals_says_one_thing_or_nothing():
    rows = [(span(0, 5), Fraction(2)), (span(5, 9), Fraction(4))]
    assert [interval(Fraction(n), rows) for n in (4, 6, 10)] == [2, 4, 0]
    with pytest.raises(TableError, match=r"^expected one row that holds 5, not 2$"):
        interval(Fraction(5), rows)


def test_levels_count_once_or_together_up_to_the_cap():
    shown = [Fraction(3), Fraction(5)]
    assert (best_level(shown), best_level([])) == (5, 0)
    assert [summed_levels(shown, Fraction(cap)) for cap in (7, 8, 9)] == [7, 8, 8]
    assert summed_levels([], Fraction(7)) == 0


def test_a_mark_is_in_the_first_band_that_holds_it_or_in_a_gap():
    bands = [span(8, 10), span(5, 8), span(0, 4)]
    assert [band_of(Fraction(m), bands) for m in (9, 8, 5, 4, "4.5")] == [0, 0, 1, 2, None]


@pytest.mark.parametrize(("mark", "fits"), [("3", True), ("3.5", True), ("3.25", False), ("2.5", True)])
def test_marks_go_up_in_steps_from_the_lowest(mark, fits):
    assert in_steps(Fraction(mark), low=Fraction(3), step=Fraction(1, 2)) is fits
    assert in_steps(Fraction(mark) + Fraction(1, 4), Fraction("3.25"), Fraction(1, 2)) is fits


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_is_above_nothing(step):
    with pytest.raises(FactorError, match=rf"^expected a step above 0, not {step}$"):
        in_steps(Fraction(1), Fraction(0), Fraction(step))


def test_a_checklist_and_a_grade_add_up_to_the_cap():
    table = {1: Fraction(20), 2: Fraction(40)}
    earned = [checklist_and_grade(n, table, Fraction(40), Fraction(70)) for n in (0, 1, 2, 3)]
    assert earned == [40, 60, 70, 70]
    assert checklist_and_grade(3, table, Fraction(10), Fraction(70)) == 50


def test_steps_are_counted_from_a_lowest_mark_that_is_no_step_itself():
    assert in_steps(Fraction("3.625"), low=Fraction("3.125"), step=Fraction(1, 2))


def test_where_nothing_of_a_checklist_is_found_the_grade_counts_alone():
    assert checklist_and_grade(0, {}, Fraction(40), Fraction(70)) == 40
