"""Points in time (时点): a day under both readings of a weekend, or only what is certain of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from tender.calendar import Roll, Unpublished, add_days, add_working_days

DAYS = "日"
WORKING_DAYS = "工作日"


@dataclass(frozen=True, slots=True)
class Point:
    """A day: ``narrow`` where weekends move nothing, ``wide`` where they do.

    Both are None when ``unpublished`` names a year without calendar; then all that is
    certain is that the day is not before ``floor``.
    """

    floor: date
    narrow: date | None
    wide: date | None
    unpublished: int | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Both dates, earlier first, where they differ; the one; or none."""
        return tuple(sorted({day for day in (self.narrow, self.wide) if day is not None}))


def on(day: date) -> Point:
    """A day that is certain."""
    return Point(day, day, day)


def after(start: Point, count: int, unit: str, roll: Roll | None = None) -> Point:
    """The last day of ``count`` days or working days after ``start``, which is not counted.

    ``roll`` chooses one reading of a last day on a weekend; without it both are kept.
    """
    if unit not in (DAYS, WORKING_DAYS):
        raise ValueError(f"expected {DAYS} or {WORKING_DAYS}, got {unit!r}")
    floor = start.floor + timedelta(count)
    if start.narrow is None or start.wide is None:
        return Point(floor, None, None, start.unpublished)
    if unit == WORKING_DAYS:
        first, second = add_working_days(start.narrow, count), add_working_days(start.wide, count)
        if isinstance(first, Unpublished):
            return Point(floor, None, None, first.year)
        if isinstance(second, Unpublished):
            return Point(floor, None, None, second.year)
        return Point(floor, first.value, second.value)
    short, long = add_days(start.narrow, count), add_days(start.wide, count)
    if isinstance(short, Unpublished):
        return Point(floor, None, None, short.year)
    if isinstance(long, Unpublished):
        return Point(floor, None, None, long.year)
    if roll is Roll.HOLIDAYS:
        return Point(floor, short.value.after_holidays, long.value.after_holidays)
    if roll is Roll.REST_DAYS:
        return Point(floor, short.value.after_rest_days, long.value.after_rest_days)
    return Point(floor, short.value.after_holidays, long.value.after_rest_days)


def before(end: Point, count: int) -> Point:
    """The day ``count`` days before ``end``, which is not counted; it does not move.

    Only the last day of a period moves, and always forward; moving this one forward would
    shorten the notice that the law wants to protect.
    """
    return on(end.floor - timedelta(count))
