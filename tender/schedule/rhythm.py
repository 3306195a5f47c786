"""Rhythms of a service (运行节奏): exit clocks, assessments and recurring duties as dates.

``rhythms.toml`` says what is counted from what; choices that the text leaves open (natural or
working days, which day is mid-month) are read from the parameters of its policy pack.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tender.book import Book
from tender.calendar import Unpublished, add_working_days, unpublished, working_days_between
from tender.findings import Finding
from tender.policy import Policies, policies
from tender.schedule.entry import Bound

Period = Literal["week", "month", "quarter", "year"]
SUNDAY = 6


class RhythmStep(BaseModel):
    """One date, or one series of dates; exactly one of ``days``, ``month`` and ``every``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    rule: str
    name: str
    bound: Bound
    days: int | None = None
    counted_from: Literal["start", "end"] = Field("start", alias="from")
    day_kind: str = ""
    month: int | None = None
    day: int | str = 0
    every: Period | None = None


class Rhythm(BaseModel):
    """The steps of one policy system; ``start`` says in words what day to give.

    ``begins`` and ``ends`` name the dates of a book that the days are, where it has them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    pack: str
    name: str
    start: str
    begins: Literal["", "publish", "service_from"] = ""
    ends: Literal["", "service_until"] = ""
    steps: tuple[RhythmStep, ...] = Field(alias="step", min_length=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated duty of a rhythm."""

    rhythm: str
    step: str
    name: str
    bound: Bound
    day: date
    rule: str
    article: str


@dataclass(frozen=True, slots=True)
class Series:
    """Occurrences by day, and what could not be dated."""

    occurrences: tuple[Occurrence, ...]
    findings: tuple[Finding, ...]


@cache
def rhythms() -> dict[str, Rhythm]:
    """The rhythms that come with the product, by id."""
    text = (files("tender.schedule") / "rhythms.toml").read_text(encoding="utf-8")
    return {row["id"]: Rhythm.model_validate(row) for row in tomllib.loads(text)["rhythm"]}


def series(rhythm: str, start: date, end: date | None = None, packs: Policies | None = None) -> Series:
    """The dates of ``rhythm`` for what begins on ``start`` and ends on ``end``, both included.

    Raises KeyError for an unknown rhythm, and ValueError when a step needs an ``end`` that is
    missing or before ``start``.
    """
    packs = packs or policies()
    row = rhythms()[rhythm]
    parameters = {p.key: p.value for p in packs.packs[row.pack].parameters}
    found: list[Occurrence] = []
    findings: list[Finding] = []
    for step in row.steps:
        for day in _days(step, start, end, parameters):
            if isinstance(day, Unpublished):
                findings.append(unpublished(day.year, row.name, step.name))
            else:
                article = packs.cite(step.rule)
                found.append(Occurrence(row.id, step.id, step.name, step.bound, day, step.rule, article))
    return Series(tuple(sorted(found, key=lambda one: one.day)), tuple(findings))


def book_series(book: Book, packs: Policies | None = None) -> Series:
    """The dated duties of ``book``'s policy system that its own dates are enough for."""
    found = [
        series(row.id, getattr(book.dates, row.begins), getattr(book.dates, row.ends, None), packs)
        for row in rhythms().values()
        if row.pack == book.regime and row.begins
    ]
    occurrences = sorted((one for told in found for one in told.occurrences), key=lambda one: one.day)
    return Series(tuple(occurrences), tuple(finding for told in found for finding in told.findings))


def _days(
    step: RhythmStep, start: date, end: date | None, parameters: Mapping[str, object]
) -> Iterator[date | Unpublished]:
    if step.month is not None:
        day = parameters[step.day] if isinstance(step.day, str) else step.day
        if not isinstance(day, int):
            raise TypeError(f"parameter {step.day} must hold a day of the month, got {day!r}")
        yield date(start.year, step.month, day)
        return
    needs_end = step.every is not None or step.counted_from == "end"
    if needs_end and (end is None or end < start):
        raise ValueError(f"{step.id} needs an end not before {start}, got {end}")
    if step.every is not None and end is not None:
        yield from _period_ends(step.every, start, end)
        return
    anchor = end if step.counted_from == "end" and end is not None else start
    working = bool(step.day_kind) and parameters[step.day_kind] == "working"
    yield _counted(anchor, step.days or 0, working)


def _counted(anchor: date, days: int, working: bool) -> date | Unpublished:
    """``days`` after ``anchor``, or before it where negative; nothing rolls."""
    if not working:
        return anchor + timedelta(days)
    if days >= 0:
        later = add_working_days(anchor, days)
        return later if isinstance(later, Unpublished) else later.value
    earlier = anchor
    while True:
        earlier -= timedelta(1)
        between = working_days_between(earlier, anchor)
        if isinstance(between, Unpublished):
            return between
        if between.value == -days:
            return earlier


def _period_ends(every: Period, start: date, end: date) -> Iterator[date]:
    """The last day of each calendar week (Sunday), month, quarter or year from start to end."""
    for n in range((end - start).days + 1):
        day = start + timedelta(n)
        month_ends = (day + timedelta(1)).day == 1
        if (
            (every == "week" and day.weekday() == SUNDAY)
            or (every == "month" and month_ends)
            or (every == "quarter" and month_ends and day.month % 3 == 0)
            or (every == "year" and month_ends and day.month == 12)
        ):
            yield day
