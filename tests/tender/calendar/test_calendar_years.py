"""The published calendars: whole, and what the notices say."""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from tender.calendar import Holiday, Known, Year, is_working_day, published
from tender.calendar import year as year_module

FOLDER = Path(year_module.__file__).parent / "years"
FIRST, LAST = 2015, max(published())

# Days off and weekend days worked, counted from the text of each notice with its later changes.
COUNTS = {
    2015: (26, 5), 2016: (24, 6), 2017: (24, 5), 2018: (23, 6), 2019: (24, 7), 2020: (30, 6),
    2021: (31, 7), 2022: (31, 7), 2023: (27, 7), 2024: (28, 8), 2025: (28, 5), 2026: (33, 6),
}  # fmt: skip


def test_every_year_from_2015_to_2026_is_published_without_a_gap():
    assert list(published()) == list(range(FIRST, LAST + 1))
    assert set(range(2015, 2027)) <= set(published())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda p: p.stem)
def test_a_file_holds_the_year_of_its_name_and_cites_its_notice(path):
    year = Year.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    assert str(year.year) == path.stem
    assert year.notice.title == f"国务院办公厅关于{year.year}年部分节假日安排的通知"
    assert re.fullmatch(rf"国办发明电〔{year.year - 1}〕[1-9]\d*号", year.notice.number)
    assert year.notice.issued.year == year.year - 1
    for change in year.changes:
        assert re.fullmatch(rf"国(办)?发明电〔{year.year}〕[1-9]\d*号", change.number)


@pytest.mark.parametrize("number", COUNTS)
def test_days_off_and_weekend_days_worked_are_as_many_as_the_notice_says(number):
    holidays = published()[number].holidays
    assert (sum(len(h.days) for h in holidays), sum(len(h.working) for h in holidays)) == COUNTS[number]


@pytest.mark.parametrize("year", published().values(), ids=lambda y: str(y.year))
def test_no_day_is_both_off_and_worked_nor_written_twice(year):
    off = [day for h in year.holidays for day in h.days]
    worked = [day for h in year.holidays for day in h.working]
    assert len(off) == len(set(off))
    assert len(worked) == len(set(worked))
    assert not set(off) & set(worked)


@pytest.mark.parametrize("year", published().values(), ids=lambda y: str(y.year))
def test_a_year_stays_in_itself_but_for_the_last_days_of_the_one_before(year):
    for day in [d for h in year.holidays for d in (*h.days, *h.working)]:
        assert date(year.year - 1, 12, 28) <= day <= date(year.year, 12, 31)


@pytest.mark.parametrize("number", range(FIRST, LAST + 1))
def test_nobody_works_on_the_fixed_statutory_days(number):
    fixed = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]
    assert all(is_working_day(date(number, m, d)) == Known(False) for m, d in fixed)


# Working days of each month, from an independent data set that was compared day by day.
WORKING_DAYS = {
    2015: [21, 17, 22, 21, 20, 21, 23, 21, 21, 18, 21, 23],
    2016: [20, 18, 23, 20, 21, 21, 21, 23, 21, 18, 22, 22],
    2017: [19, 19, 23, 19, 21, 22, 21, 23, 22, 17, 22, 21],
    2018: [22, 17, 22, 20, 22, 20, 22, 23, 21, 18, 22, 21],
    2019: [22, 17, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
    2020: [17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23],
    2021: [20, 17, 23, 22, 19, 21, 22, 22, 22, 17, 22, 23],
    2022: [21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22],
    2023: [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21],
    2024: [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
    2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
    2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
}


@pytest.mark.parametrize("number", WORKING_DAYS)
def test_every_month_has_as_many_working_days_as_an_independent_calendar_counts(number):
    found = [0] * 12
    day = date(number, 1, 1)
    while day.year == number:
        found[day.month - 1] += is_working_day(day).value
        day += timedelta(1)
    assert found == WORKING_DAYS[number]


def test_a_make_up_day_on_a_weekday_is_refused():
    with pytest.raises(ValidationError, match="Saturday or Sunday"):
        Holiday(name="国庆节", first=date(2026, 10, 1), last=date(2026, 10, 7), working=(date(2026, 10, 9),))


def test_a_holiday_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="before first day"):
        Holiday(name="国庆节", first=date(2026, 10, 7), last=date(2026, 10, 1))
