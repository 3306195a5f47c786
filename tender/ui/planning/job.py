"""Work that takes longer than a page may (后台求解): in a thread, with what it has so far, and a stop.

Pages look at it; it never touches a page.
"""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")
Work = Callable[[Callable[[], bool], Callable[[T], None]], T]
"""What is to be done: it gets the question whether to stop, and whom to tell what it has."""

_AFTER_STOP = 0.5  # seconds that a stopped solver has to hand over its plan


class Job(Generic[T]):
    """One piece of work: ``latest`` is what it has so far, None before anything."""

    def __init__(self, work: Work[T], limit: float, patience: float) -> None:
        """Begin, and wait ``patience`` seconds for the end; ``limit`` is how long it may take."""
        self.limit = limit
        self.latest: T | None = None
        self._stop, self._done = Event(), Event()
        self._failed: Exception | None = None
        self._began, self._ended = monotonic(), 0.0
        Thread(target=self._run, args=(work,), daemon=True).start()
        self._done.wait(patience)

    def _run(self, work: Work[T]) -> None:
        try:
            self.latest = work(self._stop.is_set, self._tell)
        except Exception as failed:  # noqa: BLE001 - raised again where the page looks
            self._failed = failed
        self._ended = monotonic()
        self._done.set()

    def _tell(self, found: T) -> None:
        self.latest = found

    def look(self) -> T | None:
        """What there is so far; raises what the work raised."""
        if self._failed is not None:
            raise self._failed
        return self.latest

    @property
    def running(self) -> bool:
        """Whether more may still come."""
        return not self._done.is_set() and not self._stop.is_set()

    @property
    def stopped(self) -> bool:
        """Whether a person ended it before it was done."""
        return self._stop.is_set()

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return (self._ended or monotonic()) - self._began

    def stop(self) -> None:
        """End it; what it has found so far stays."""
        self._stop.set()
        self._done.wait(_AFTER_STOP)


def progress(job: Job[Any], says: str, key: str) -> None:
    """How far a running job is, and the button that ends it; nothing for one that is done."""
    if not job.running:
        return
    with st.container(border=True):
        share = min(job.seconds / job.limit, 1.0)
        st.progress(share, text=f"{says}：已用{job.seconds:.0f}秒，至多{job.limit:.0f}秒")
        st.button("停止，保留目前的结果", key=f"stop/{key}", on_click=job.stop)
