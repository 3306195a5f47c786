"""The side bar (侧栏): project and role on top, then the pages that may be opened."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from tender import paths
from tender.book import read_book
from tender.ui.markup import Markup, show
from tender.ui.rooms import Room
from tender.ui.session import PURCHASER, Here, remember
from tender.workspace import Phase, project_folders

_PROJECT, _ROLE = "pick_project", "pick_role"


def sidebar(now: Here | None, rooms: Sequence[Room]) -> None:
    """Pickers and page links; without projects only the name of the program."""
    with st.sidebar:
        show(Markup('<div class="hb-brand">衡标<small>采购评审与标段分配</small></div>'))
        titles = project_titles()
        if titles:
            _pick_project(now, titles)
        if now:
            _pick_role(now)
        for room in rooms:
            st.page_link(room.file, label=room.name, query_params=now.address if now else None)


def project_titles() -> Mapping[str, str]:
    """Folder → the project's name; copies of one project are numbered so that they can be told apart."""
    titles: dict[str, str] = {}
    for folder in project_folders(paths.home()):
        titles[folder.name] = _numbered(_name(folder), list(titles.values()))
    return titles


def _name(folder: Path) -> str:
    book = read_book(folder).book
    return book.name if book else f"未能读取的项目（{folder.name}）"


def _numbered(name: str, taken: Sequence[str]) -> str:
    count = 1 + sum(title == name or title.endswith(f"份　{name}") for title in taken)
    return name if count == 1 else f"第{count}份　{name}"


def _pick_project(now: Here | None, titles: Mapping[str, str]) -> None:
    st.session_state[_PROJECT] = now.workspace.id if now else None
    st.selectbox(
        "项目",
        list(titles),
        format_func=lambda folder: titles[folder],
        key=_PROJECT,
        placeholder="请选择项目",
        on_change=lambda: remember(st.session_state[_PROJECT] or ""),
    )


def _pick_role(now: Here) -> None:
    names = {PURCHASER: now.said("采购人")}
    if now.look.published and now.phase >= Phase.MARKING:
        names |= {j.id: j.name for j in now.look.case.book.judges}
    st.session_state[_ROLE] = now.role
    st.selectbox(
        "我是",
        list(names),
        format_func=lambda role: names[role],
        key=_ROLE,
        on_change=lambda: remember(now.workspace.id, st.session_state[_ROLE]),
    )
