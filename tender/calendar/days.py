"""Counting days (期间计算): working days, and days whose last one may move.

The day on which a period begins is not counted. A period in days whose last day is a day
off ends later; whether a plain weekend counts as a day off is disputed, so both readings are
kept. A year without a published calendar has no answer: Monday to Friday is never assumed.

Sources:
    财政部令第87号第八十五条：最后一日是国家法定节假日的，顺延到节假日后的次日 (Roll.HOLIDAYS)
    财政部令第94号第四十二条、《民法典》第二百零一条、第二百零三条 (Roll.REST_DAYS)
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Generic, TypeVar

from tender.calendar.year import WEEKEND, days_off, published, weekend_days_worked
from tender.findings import Finding, warning

T = TypeVar("T")
DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """An answer that rests on published calendars only."""

    value: T


@dataclass(frozen=True, slots=True)
class Unpublished:
    """No answer: it would need the calendar of ``year``, which is not published."""

    year: int


class Roll(Enum):
    """Over which days the last day of a period moves."""

    HOLIDAYS = "holidays"
    REST_DAYS = "rest_days"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period: as counted, and as it stands under either reading.

    ``counted <= after_holidays <= after_rest_days``.
    """

    counted: date
    after_holidays: date
    after_rest_days: date
    roll: Roll

    @property
    def day(self) -> date:
        """The last day under the reading asked for."""
        return self.after_rest_days if self.roll is Roll.REST_DAYS else self.after_holidays

    @property
    def dates(self) -> tuple[date, ...]:
        """Both dates, earlier first, where the readings differ; otherwise the one."""
        return tuple(sorted({self.after_holidays, self.after_rest_days}))


def unpublished(year: int, where: str, concerns: str = "") -> Finding:
    """The warning that ``year`` has no calendar; ``concerns``: what could not be dated."""
    return warning(
        "calendar.unpublished",
        where,
        f"{year}年放假安排{'尚未公布' if year > max(published()) else '未收录'}",
        f"以国务院办公厅公布的{year}年放假安排为准" + (f"；涉及：{concerns}" if concerns else ""),
        f"补入{year}年放假安排后重新计算涉及的日期",
        "CC-203",
    )


def is_working_day(day: date) -> Known[bool] | Unpublished:
    """Whether people work on ``day``: no day off, and no weekend unless worked in exchange.

    >>> is_working_day(date(2026, 2, 28)), is_working_day(date(2026, 10, 1))
    (Known(value=True), Known(value=False))
    """
    if day.year not in published():
        return Unpublished(day.year)
    if day in weekend_days_worked():
        return Known(True)
    return Known(day.weekday() < WEEKEND and day not in days_off())


def add_working_days(start: date, count: int) -> Known[date] | Unpublished:
    """The ``count``-th working day after ``start``, which is not counted; ``start`` for 0.

    >>> add_working_days(date(2026, 9, 30), 2)
    Known(value=datetime.date(2026, 10, 9))
    """
    if count < 0:
        raise ValueError(f"expected a count of at least 0, got {count}")
    day = start
    while count:
        day += DAY
        works = is_working_day(day)
        if isinstance(works, Unpublished):
            return works
        count -= works.value
    return Known(day)


def add_days(start: date, count: int, roll: Roll = Roll.REST_DAYS) -> Known[Due] | Unpublished:
    """The last day of ``count`` days after ``start``, which is not counted.

    >>> add_days(date(2026, 3, 19), 30).value.dates
    (datetime.date(2026, 4, 18), datetime.date(2026, 4, 20))
    """
    if count < 0:
        raise ValueError(f"expected a count of at least 0, got {count}")
    counted = start + count * DAY
    holiday_over = counted
    while holiday_over in days_off():
        holiday_over += DAY
    if holiday_over.year not in published():
        return Unpublished(holiday_over.year)
    working = holiday_over
    while True:
        works = is_working_day(working)
        if isinstance(works, Unpublished):
            return works
        if works.value:
            return Known(Due(counted, holiday_over, working, roll))
        working += DAY


def working_days_between(start: date, end: date) -> Known[int] | Unpublished:
    """How many working days lie after ``start`` up to and including ``end``."""
    if end < start:
        raise ValueError(f"expected an end not before {start}, got {end}")
    total, day = 0, start
    while day < end:
        day += DAY
        works = is_working_day(day)
        if isinstance(works, Unpublished):
            return works
        total += works.value
    return Known(total)
