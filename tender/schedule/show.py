"""Entries and occurrences as calendar events (日历事项)."""

from collections.abc import Iterable

from tender.book import Book
from tender.documents.wording import date_zh
from tender.schedule.entry import Bound, Entry, Schedule, Status
from tender.schedule.ics import Event
from tender.schedule.rhythm import Occurrence

_TAG = {Bound.NOT_BEFORE: "最早", Bound.NOT_AFTER: "最晚", Bound.ON: "当日"}


def schedule_events(book: Book, plan: Schedule) -> tuple[Event, ...]:
    """One event for each entry whose date is known, on the date safe under both readings."""
    return tuple(
        Event(f"{book.number}/{entry.id}", entry.safe, f"〔{_TAG[entry.bound]}〕{entry.name}", _says(entry))
        for entry in plan.entries
        if entry.safe is not None
    )


def occurrence_events(key: str, occurrences: Iterable[Occurrence]) -> tuple[Event, ...]:
    """One event for each occurrence; ``key`` names the contract or case they belong to."""
    return tuple(
        Event(
            f"{key}/{one.rhythm}/{one.step}/{one.day.isoformat()}",
            one.day,
            f"〔{_TAG[one.bound]}〕{one.name}",
            f"依据：{one.article}",
        )
        for one in occurrences
    )


def _says(entry: Entry) -> str:
    lines = [f"自{entry.event}计算：{entry.counted}", f"依据：{entry.article}"]
    if len(entry.point.dates) > 1:
        lines.append("两种理解：" + "、".join(date_zh(day) for day in entry.point.dates))
    if entry.status is not Status.NOT_STATED and entry.book_date is not None:
        lines.append(f"采购文件载明{date_zh(entry.book_date)}：{entry.status.word}")
    return "\n".join(lines)
