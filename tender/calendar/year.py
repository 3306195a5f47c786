"""Published calendars (放假安排): what the State Council announced for each year.

One TOML file in ``years/`` is one year. A holiday is written as the notice words it; a
notice may reach into the last days of the year before.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

WEEKEND = 5  # Saturday, by date.weekday()


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Notice(_Row):
    """The notice of the year; ``checked``: when a person last compared the file with its text."""

    title: str
    number: str
    issued: date
    checked: date | None = None


class Change(_Row):
    """A later notice that changed the arrangement; the holidays already hold what it says."""

    number: str
    says: str
    title: str = ""
    checked: date | None = None


class Holiday(_Row):
    """Days off from ``first`` to ``last``, and the weekend days worked in exchange (调休上班)."""

    name: str
    first: date
    last: date
    working: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Holiday":
        if self.last < self.first:
            raise ValueError(f"{self.name}: last day {self.last} before first day {self.first}")
        if any(day.weekday() < WEEKEND for day in self.working):
            raise ValueError(f"{self.name}: a make-up working day must be a Saturday or Sunday")
        return self

    @property
    def days(self) -> tuple[date, ...]:
        """Every day off."""
        return tuple(self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


class Year(_Row):
    """The calendar of one year and the notice it rests on."""

    format: Literal["hengbiao/calendar/1"]
    year: int
    notice: Notice
    changes: Annotated[tuple[Change, ...], Field(alias="change")] = ()
    holidays: Annotated[tuple[Holiday, ...], Field(alias="holiday", min_length=1)]


@cache
def published() -> Mapping[int, Year]:
    """The published calendars by year, in order."""
    folder = files("tender.calendar") / "years"
    texts = [e.read_text(encoding="utf-8") for e in folder.iterdir() if e.name.endswith(".toml")]
    rows = [Year.model_validate(tomllib.loads(text)) for text in texts]
    return MappingProxyType({row.year: row for row in sorted(rows, key=lambda row: row.year)})


@cache
def days_off() -> Mapping[date, str]:
    """Every announced day off with the name of its holiday."""
    holidays = [h for year in published().values() for h in year.holidays]
    return MappingProxyType({day: h.name for h in holidays for day in h.days})


@cache
def weekend_days_worked() -> frozenset[date]:
    """Every Saturday and Sunday on which people work."""
    return frozenset(day for year in published().values() for h in year.holidays for day in h.working)
