"""Counting days and working days, by example and by law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.calendar import (
    Known,
    Roll,
    Unpublished,
    add_days,
    add_working_days,
    is_working_day,
    published,
    unpublished,
    working_days_between,
)
from tender.findings import Level

NEXT = max(published()) + 1
DAYS = st.dates(date(2015, 1, 1), date(2026, 8, 31))
COUNTS = st.integers(0, 60)


def works(text):
    return is_working_day(date.fromisoformat(text)).value


def between(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_national_day_2025_with_mid_autumn_is_eight_days_off():
    assert [works(d.isoformat()) for d in between("2025-09-30", "2025-10-09")] == [True, *[False] * 8, True]
    assert works("2025-09-28")
    assert works("2025-10-11")
    assert not works("2025-10-12")


def test_spring_festival_2026_is_nine_days_off_and_two_saturdays_are_worked():
    assert [works(d.isoformat()) for d in between("2026-02-14", "2026-02-24")] == [True, *[False] * 9, True]
    assert works("2026-02-28")
    assert not works("2026-02-21")


def test_the_spring_festival_of_2020_was_extended_over_a_saturday_first_meant_to_be_worked():
    assert not works("2020-01-31")
    assert not works("2020-02-01")
    assert works("2020-02-03")


def test_the_labor_day_of_2019_follows_the_later_notice():
    assert [works(d.isoformat()) for d in between("2019-04-28", "2019-05-05")] == [
        True, True, True, False, False, False, False, True,
    ]  # fmt: skip


def test_the_new_year_holiday_reaches_into_the_december_before():
    assert works("2018-12-29")
    assert not works("2018-12-31")


def test_a_year_without_calendar_has_no_answer():
    assert is_working_day(date(NEXT, 1, 4)) == Unpublished(NEXT)
    assert is_working_day(date(2014, 6, 3)) == Unpublished(2014)


def test_counting_into_a_year_without_calendar_has_no_answer():
    eve = date(NEXT - 1, 12, 31)
    assert add_working_days(eve, 1) == Unpublished(NEXT)
    assert add_days(eve, 1) == Unpublished(NEXT)
    assert working_days_between(eve, eve + timedelta(1)) == Unpublished(NEXT)
    assert add_working_days(eve, 0) == Known(eve)


def test_the_warning_names_the_year_and_never_stops_the_next_step():
    found = unpublished(NEXT, "project.toml › dates", "签订合同")
    assert found.level is Level.WARNING
    assert found.what == f"{NEXT}年放假安排尚未公布"
    assert "签订合同" in found.expected
    assert unpublished(2014, "").what == "2014年放假安排未收录"


def test_two_working_days_over_national_day_and_its_make_up_saturday():
    assert add_working_days(date(2026, 9, 30), 2) == Known(date(2026, 10, 9))
    assert add_working_days(date(2026, 9, 30), 3) == Known(date(2026, 10, 10))
    assert add_working_days(date(2026, 9, 30), 4) == Known(date(2026, 10, 12))


def test_twenty_days_from_the_first_of_march_end_on_the_twenty_first():
    assert add_days(date(2026, 3, 2), 20).value.counted == date(2026, 3, 22)
    assert add_days(date(2024, 3, 1), 20).value.dates == (date(2024, 3, 21),)


def test_a_last_day_on_a_holiday_moves_behind_it_and_then_past_a_weekend_if_weekends_count():
    labor = add_days(date(2026, 4, 21), 10).value  # 1 May to 5 May off, 6 May a Wednesday
    assert labor.counted == date(2026, 5, 1)
    assert labor.dates == (date(2026, 5, 6),)
    tombs = add_days(date(2024, 3, 25), 10).value  # 4 to 6 April off, Sunday 7 April worked
    assert tombs.dates == (date(2024, 4, 7),)
    dragon = add_days(date(2018, 6, 8), 10).value  # Monday 18 June off alone
    assert dragon.dates == (date(2018, 6, 19),)
    day_2020 = add_days(date(2020, 6, 15), 10).value  # 25 to 27 June off, Sunday 28 June worked
    assert day_2020.dates == (date(2020, 6, 28),)


def test_both_dates_are_given_where_a_plain_weekend_is_in_question():
    due = add_days(date(2026, 3, 19), 30).value
    assert due.counted == date(2026, 4, 18)
    assert due.dates == (date(2026, 4, 18), date(2026, 4, 20))
    assert due.day == date(2026, 4, 20)
    assert add_days(date(2026, 3, 19), 30, Roll.HOLIDAYS).value.day == date(2026, 4, 18)


def test_a_worked_saturday_moves_nothing():
    assert add_days(date(2026, 2, 8), 20).value.dates == (date(2026, 2, 28),)


def test_a_holiday_that_ends_on_a_friday_leaves_two_readings():
    due = add_days(date(2023, 1, 17), 10).value  # 21 to 27 January off; 28 and 29 worked
    assert due.dates == (date(2023, 1, 28),)
    due = add_days(date(2021, 9, 27), 10).value  # 1 to 7 October off, 8 October a Friday
    assert due.dates == (date(2021, 10, 8),)
    due = add_days(date(2016, 9, 5), 10).value  # 15 to 17 September off; Sunday 18 worked
    assert due.dates == (date(2016, 9, 18),)
    due = add_days(date(2015, 8, 25), 10).value  # 3 to 5 September off; Sunday 6 worked
    assert due.dates == (date(2015, 9, 6),)
    due = add_days(date(2019, 4, 25), 8).value  # 1 to 4 May off; Sunday 5 worked
    assert due.dates == (date(2019, 5, 5),)
    due = add_days(date(2019, 8, 24), 20).value  # Friday 13 September off, then a plain weekend
    assert due.dates == (date(2019, 9, 14), date(2019, 9, 16))


@pytest.mark.parametrize("count", [add_working_days, add_days])
def test_nobody_counts_backwards(count):
    with pytest.raises(ValueError, match="at least 0"):
        count(date(2026, 3, 2), -1)
    with pytest.raises(ValueError, match="not before"):
        working_days_between(date(2026, 3, 2), date(2026, 3, 1))


@given(DAYS, COUNTS, COUNTS)
def test_working_days_add_up(start, a, b):
    middle = add_working_days(start, a).value
    assert add_working_days(middle, b) == add_working_days(start, a + b)


@given(DAYS, st.integers(1, 60))
def test_a_period_of_working_days_ends_on_one_and_holds_as_many(start, count):
    end = add_working_days(start, count).value
    assert is_working_day(end) == Known(True)
    assert working_days_between(start, end) == Known(count)
    assert working_days_between(start, end - timedelta(1)) == Known(count - 1)


@given(DAYS, COUNTS)
def test_working_days_last_at_least_as_long_as_days(start, count):
    assert add_working_days(start, count).value >= start + timedelta(count)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_between_add_up(a, first, second):
    b, c = a + timedelta(first), a + timedelta(first + second)
    whole = working_days_between(a, b).value + working_days_between(b, c).value
    assert working_days_between(a, c) == Known(whole)


@given(DAYS, COUNTS)
def test_the_last_day_only_moves_forward_and_the_wider_reading_moves_it_furthest(start, count):
    due = add_days(start, count).value
    assert due.counted == start + timedelta(count) <= due.after_holidays <= due.after_rest_days
    assert is_working_day(due.after_rest_days) == Known(True)
    off = due.counted
    while off < due.after_rest_days:
        assert is_working_day(off) == Known(False)
        off += timedelta(1)


@given(DAYS, COUNTS)
def test_a_longer_period_never_ends_earlier(start, count):
    shorter, longer = add_days(start, count).value, add_days(start, count + 1).value
    assert shorter.after_holidays <= longer.after_holidays
    assert shorter.after_rest_days <= longer.after_rest_days


def test_the_last_day_moves_off_every_holiday_of_every_year():
    """Sweep of every announced day off: it never stays the last day, under either reading."""
    for year in published().values():
        for holiday in year.holidays:
            for day in holiday.days:
                due = add_days(day - timedelta(5), 5).value
                assert due.counted == day < due.after_holidays
                assert holiday.last < due.after_holidays
