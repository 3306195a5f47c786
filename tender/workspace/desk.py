"""The desk (经办台): a project's folder, its record in the store, and the one way to append to it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tender.decisions import Decisions, read_decisions
from tender.findings import Finding, error, has_error
from tender.record import Draft
from tender.store import Damaged, ProjectExists, Refused, Stale, Store
from tender.workspace.folder import stale
from tender.workspace.look import Look
from tender.workspace.phase import Phase


class Desk:
    """What every act on a project stands on."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.id = store, folder, folder.name
        with suppress(ProjectExists):
            store.add_project(self.id, self.id)

    def look(self) -> Look:
        """The record as it is now."""
        return Look(*self.store.record(self.id))

    def decisions(self) -> Decisions:
        """Everything that people wrote down so far."""
        return read_decisions(self.folder)[0]

    def append(
        self, drafts: Sequence[Draft], found: Sequence[Finding], now: datetime, head: str | None
    ) -> tuple[Finding, ...]:
        """Append all drafts at ``now``, or at the record's last time where the clock runs behind it."""
        if has_error(found):
            return tuple(found)
        if not drafts:
            return (*found, not_now())
        at = max(now.isoformat(timespec="seconds"), self.look().state.last_at)
        try:
            self.store.append(self.id, *(replace(d, at=at) for d in drafts), expected_head=head)
        except Stale:
            return (stale("记录"),)
        except (Refused, Damaged) as refused:
            return (*found, *refused.findings)
        return tuple(found)

    def not_in(self, phase: Phase, look: Look | None = None) -> tuple[Finding, ...]:
        """A finding unless the project stands at ``phase``."""
        return () if (look or self.look()).phase is phase else (not_now(),)


def not_now() -> Finding:
    """An act whose time has passed or not come."""
    return error(
        "workspace.not_now",
        "记录",
        "项目现在的状态不能进行这项操作",
        "按编制、发布、评审、定标、公告的次序进行",
        "可能已由他人完成，请刷新页面",
    )
