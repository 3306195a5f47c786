"""Entries of a schedule (日程事项): one statutory date each, compared with the book's own."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from tender.findings import Finding
from tender.schedule.point import Point


class Bound(Enum):
    """What the date of an entry means."""

    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    ON = "on"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {"not_before": "不得早于", "not_after": "不得晚于", "on": "当日"}[self.value]


class Status(Enum):
    """How the book's own date stands to the law's."""

    ACCORDS = "accords"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CANNOT_DECIDE = "cannot_decide"
    NOT_STATED = "not_stated"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {
            "accords": "符合",
            "too_early": "早于最早日期",
            "too_late": "晚于最晚日期",
            "cannot_decide": "无法判定",
            "not_stated": "文件未载明",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Entry:
    """One statutory date.

    ``earliest`` and ``latest`` hold no date (not bounded, or not known because a calendar is
    unpublished), one, or two where it is disputed whether a weekend moves the last day.
    ``counted``: "10日", "5个工作日" or "当日"; ``event``: from what it is counted.
    """

    id: str
    name: str
    bound: Bound
    point: Point
    counted: str
    event: str
    rules: tuple[str, ...]
    article: str
    book_date: date | None
    status: Status

    @property
    def earliest(self) -> tuple[date, ...]:
        """The earliest date, under each reading."""
        return () if self.bound is Bound.NOT_AFTER else self.point.dates

    @property
    def latest(self) -> tuple[date, ...]:
        """The latest date, under each reading."""
        return () if self.bound is Bound.NOT_BEFORE else self.point.dates

    @property
    def safe(self) -> date | None:
        """The date that holds under both readings, or None when it is not known."""
        return self.point.wide if self.bound is Bound.NOT_BEFORE else self.point.narrow


@dataclass(frozen=True, slots=True)
class Schedule:
    """The entries in the order of the procedure, and what a person must know about them."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]

    def entry(self, name: str) -> Entry:
        """The entry with id ``name``; raises KeyError."""
        for entry in self.entries:
            if entry.id == name:
                return entry
        raise KeyError(name)


def compare(bound: Bound, point: Point, given: date) -> Status:
    """How ``given`` stands to ``point``; decided only where every reading agrees."""
    if bound is not Bound.NOT_AFTER and given < point.floor:
        return Status.TOO_EARLY
    if bound is Bound.NOT_AFTER and given <= point.floor:
        return Status.ACCORDS
    if point.narrow is None or point.wide is None:
        return Status.CANNOT_DECIDE
    if bound is not Bound.NOT_AFTER and given < point.narrow:
        return Status.TOO_EARLY
    if bound is not Bound.NOT_BEFORE and given > point.wide:
        return Status.TOO_LATE
    sure = given <= point.narrow if bound is Bound.NOT_AFTER else given >= point.wide
    return Status.ACCORDS if sure else Status.CANNOT_DECIDE
