"""What a session has worked out (推演结果的保存): jobs, answers and wishes on one state of a record.

When the record moves on, everything here is out of date: it is stopped and forgotten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from scoring.allocation import Plan
from scoring.allocation.margins import Threshold
from scoring.allocation.scenarios import Played, Scenario
from tender.planning import Table
from tender.ui.planning.job import Job, Work

_STORE = "planning"
PATIENCE = 1.0  # seconds that a page waits for a new job, so that what is fast needs no progress bar


@dataclass
class Kept:
    """``answers`` are plans for moved figures, ``own`` the planner's scenarios, ``change`` the last one shown."""

    ground: str
    jobs: dict[str, Job[Any]] = field(default_factory=dict)
    answers: dict[str, Plan] = field(default_factory=dict)
    own: list[Scenario] = field(default_factory=list)
    played: tuple[Played, ...] = ()
    asked: dict[str, Threshold] = field(default_factory=dict)
    change: Table | None = None

    def begin(self, name: str, work: Work[Any], *, limit: float) -> Job[Any]:
        """The job of that name, begun where there is none yet; a new one is waited for a moment."""
        if name not in self.jobs:
            self.jobs[name] = Job(work, limit, PATIENCE)
        return self.jobs[name]

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return any(job.running for job in self._all())

    def forget(self) -> None:
        """Stop whatever is under way."""
        for job in self._all():
            job.stop()

    def _all(self) -> Iterable[Job[Any]]:
        # A page and a download may look at the same time.
        return list(self.jobs.values())


def kept(ground: str) -> Kept:
    """What this session has worked out on that state of the record."""
    before: Kept | None = st.session_state.get(_STORE)
    if before is not None and before.ground == ground:
        return before
    if before is not None:
        before.forget()
    now = st.session_state[_STORE] = Kept(ground)
    return now
