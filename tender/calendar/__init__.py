"""Working days of China (工作日): published calendars, and counting by days and working days."""

from tender.calendar.days import (
    Due,
    Known,
    Roll,
    Unpublished,
    add_days,
    add_working_days,
    is_working_day,
    unpublished,
    working_days_between,
)
from tender.calendar.year import Holiday, Notice, Year, published

__all__ = [
    "Due",
    "Holiday",
    "Known",
    "Notice",
    "Roll",
    "Unpublished",
    "Year",
    "add_days",
    "add_working_days",
    "is_working_day",
    "published",
    "unpublished",
    "working_days_between",
]
