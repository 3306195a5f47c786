"""The record (项目记录) of a tender from publication on: events, their chain, and the fold.

Nothing is updated in place. ``draft`` writes an event that has no place yet, ``refusals``
says whether it may happen now, ``Record.append`` chains it to the event before, and
``state`` folds the whole record into what is true today.
"""

from tender.record.chain import GENESIS, Record
from tender.record.event import Draft, Event, Json, canonical, draft
from tender.record.fold import after, state
from tender.record.kinds import GROUNDS, Kind
from tender.record.order import refusals
from tender.record.state import (
    Award,
    Awarded,
    Correction,
    Decision,
    Marks,
    Notice,
    OpenedBid,
    PriceCorrection,
    Result,
    SetAside,
    State,
    Step,
)

__all__ = [
    "GENESIS",
    "GROUNDS",
    "Award",
    "Awarded",
    "Correction",
    "Decision",
    "Draft",
    "Event",
    "Json",
    "Kind",
    "Marks",
    "Notice",
    "OpenedBid",
    "PriceCorrection",
    "Record",
    "Result",
    "SetAside",
    "State",
    "Step",
    "after",
    "canonical",
    "draft",
    "refusals",
    "state",
]
