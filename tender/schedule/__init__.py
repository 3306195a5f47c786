"""Schedule (日程): every statutory deadline of a project, the rhythms of a service, and .ics."""

from tender.schedule.entry import Bound, Entry, Schedule, Status
from tender.schedule.ics import Event, ics
from tender.schedule.plan import schedule
from tender.schedule.publicity import Publicity, publicity
from tender.schedule.rhythm import Occurrence, Rhythm, Series, book_series, rhythms, series
from tender.schedule.show import occurrence_events, schedule_events

__all__ = [
    "Bound",
    "Entry",
    "Event",
    "Occurrence",
    "Publicity",
    "Rhythm",
    "Schedule",
    "Series",
    "Status",
    "book_series",
    "ics",
    "occurrence_events",
    "publicity",
    "rhythms",
    "schedule",
    "schedule_events",
    "series",
]
