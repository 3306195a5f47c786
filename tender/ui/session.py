"""The session (会话): who is here, on which project; everything else comes from the store.

Project and role stand in the page's address, so that F5 keeps them. They are checked on
the server at every run: an unknown project or judge is nobody.
"""

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import streamlit as st

from tender import paths
from tender.allocate import Allocation
from tender.book import Book, Judge
from tender.documents.workbook.write import write
from tender.draft import draft_files
from tender.draft.clauses import binding
from tender.forms import mark_sheet
from tender.mark import bidders
from tender.policy import Policies
from tender.store import Store
from tender.ui import rooms
from tender.ui.words import in_terms
from tender.workspace import Look, Papers, Phase, Workspace, project_folders, store_at

PROJECT, ROLE = "project", "role"
PURCHASER = "purchaser"


@st.cache_resource(show_spinner=False)
def freeze() -> None:
    """Keep the loaded libraries out of every later collection: a page then costs a tenth."""
    for heavy in ("altair", "pandas"):
        import_module(heavy)
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def _store(home: str) -> Store:
    return store_at(Path(home))


def store() -> Store:
    """The store of this user's home."""
    return _store(str(paths.home()))


def clock() -> datetime:
    """The local time of this machine, to the second."""
    return datetime.now(tz=UTC).astimezone().replace(tzinfo=None, microsecond=0)


@dataclass(frozen=True)
class Here:
    """Where the person is: a project with its record, and as whom; ``judge`` None is the purchaser."""

    workspace: Workspace
    look: Look
    book: Book | None
    judge: Judge | None
    packs: Policies

    @property
    def phase(self) -> Phase:
        """How far the project has come."""
        return self.look.phase

    def bound(self, *rules: str) -> tuple[str, ...]:
        """The rules that bind the project's method; all of them before there is a book."""
        return binding(self.book, self.packs, *rules) if self.book else rules

    def said(self, text: str) -> str:
        """``text`` in the words of the project's method."""
        return in_terms(text, self.book.method if self.book else None)

    @property
    def rooms(self) -> tuple[rooms.Room, ...]:
        """The pages this role may open now."""
        if self.judge and self.phase < Phase.MARKING:
            return (rooms.BY_KEY["projects"],)
        return rooms.rooms(self.phase, self.judge is not None)

    @property
    def day(self) -> date:
        """The day whose law applies: that of publication."""
        return self.book.dates.publish if self.book else clock().date()

    @property
    def role(self) -> str:
        """The role as the address writes it."""
        return self.judge.id if self.judge else PURCHASER

    @property
    def address(self) -> dict[str, str]:
        """What the page's address must hold."""
        return {PROJECT: self.workspace.id, ROLE: self.role}


def here() -> Here | None:
    """Where the person is now, or None while no project is open."""
    folders = {folder.name: folder for folder in project_folders(paths.home())}
    wanted = st.query_params.get(PROJECT) or st.session_state.get(PROJECT)
    if wanted not in folders:
        return None
    workspace = Workspace(store(), folders[wanted])
    look = workspace.look()
    under = look.published or workspace.book()
    role = st.query_params.get(ROLE) or st.session_state.get(ROLE)
    judges = look.published.book.judges if look.published else ()
    judge = next((j for j in judges if j.id == role), None)
    now = Here(workspace, look, under.book, judge, under.packs)
    remember(now.workspace.id, now.role)
    return now


def rooms_of(now: Here | None) -> tuple[rooms.Room, ...]:
    """The pages that may be opened now; without a project only the list of projects."""
    return now.rooms if now else (rooms.BY_KEY["projects"],)


def remember(project: str, role: str = PURCHASER) -> None:
    """Keep project and role over a change of page (session) and over F5 (address)."""
    for name, value in ((PROJECT, project), (ROLE, role)):
        st.session_state[name] = value
        if st.query_params.get(name) != value:
            st.query_params[name] = value


@st.cache_resource(show_spinner="正在执行定标规则，并由第二个求解程序复核……", max_entries=20)
def _allocation(ground: str, drawn: str, _here: Here) -> Allocation:
    return _here.workspace.allocate(_here.look)


def allocation(now: Here) -> Allocation:
    """The executed award rule; computed once for each state of the record and its draws."""
    told = now.workspace.decisions()
    return _allocation(now.look.ground, repr((told.drawn, told.chosen)), now)


@st.cache_resource(show_spinner="正在生成公告和报告……", max_entries=20)
def papers(head: str, _here: Here, _allocation: Allocation) -> Papers:
    """The notice and the report; made once for each state of the record."""
    return _here.workspace.papers(_here.look, _allocation)


@st.cache_resource(show_spinner=False, max_entries=20)
def book_files(key: str, _book: Book, _sha256: str, _packs: Policies) -> Mapping[str, bytes]:
    """The files of a book, made once for each text of it, its register and its packs (``key``)."""
    return draft_files(_book, _sha256, _packs)


@st.cache_resource(show_spinner=False, max_entries=20)
def blank_sheets(head: str, _look: Look) -> Mapping[str, bytes]:
    """A mark sheet for each judge by number, made once for each state of the record."""
    case = _look.case
    to_mark = bidders(case)
    return {
        judge.id: write(mark_sheet(case.book, _look.state.book_sha256, judge, to_mark, case.packs))
        for judge in case.book.judges
    }
