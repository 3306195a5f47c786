"""Phases (环节): the steps of a project as work to be done, finer than the five on the papers."""

from enum import IntEnum

from tender.case import Case
from tender.mark import unmarked
from tender.record import State


class Phase(IntEnum):
    """What has been done; the next phase is what waits. In the order of a project's life."""

    DRAFTING = 0
    PUBLISHED = 1
    OPENED = 2
    MARKING = 3
    MARKED = 4
    RANKED = 5
    AWARDED = 6
    ANNOUNCED = 7


def phase_of(state: State, case: Case | None) -> Phase:
    """The phase that the record has reached; a correction may lead back to an earlier one."""
    if case is None:
        return Phase.DRAFTING
    if state.award is not None:
        told = any(notice.seq > state.award.seq for notice in state.notices)
        return Phase.ANNOUNCED if told else Phase.AWARDED
    if not state.bids:
        return Phase.PUBLISHED
    if not all(case.reviewed(op, lot) for op, bid in case.bids.items() for lot in bid.lots):
        return Phase.OPENED
    if unmarked(case):
        return Phase.MARKING
    ranked = all(lot.id in state.results for lot in case.live_lots)
    return Phase.RANKED if ranked and state.ranked <= state.results.keys() else Phase.MARKED
