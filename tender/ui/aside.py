"""Not opening a form (不予开启): which file, why, by which rule, by whom; asked once more before it is written."""

from collections.abc import Sequence

import streamlit as st

from tender.case import Case
from tender.decisions import SetAside
from tender.record import SetAside as Recorded
from tender.ui import frame
from tender.ui.frame import Page
from tender.ui.markup import show, table
from tender.ui.rooms import applies

GROUNDS = ("O87-33", "N214-13", "O87-37", "O87-34")
"""Rules on which a bid that can be read may be left unopened: late, unsealed, colluding, withdrawn."""


def left(entries: Sequence[SetAside | Recorded], case: Case) -> None:
    """The files that are not opened, with reason, article and who decided; before and after it is recorded."""
    st.subheader("不予开启的文件", anchor=False)
    rows = []
    for entry in entries:
        who = entry.by if isinstance(entry, SetAside) else entry.who
        article = case.packs.cite(entry.article) if entry.article else "文件无法读取"
        read = "【文件可以读取】" if isinstance(entry, Recorded) and entry.legible else ""
        rows.append([entry.file, read + entry.why, article, who, (entry.sha256 or "")[:16]])
    show(table(["文件", "理由", "依据", "决定人", "校验值（前16位）"], rows))


def form(page: Page, files: Sequence[str]) -> None:
    """Write down that one file is not opened."""
    case = page.here.look.case
    with st.expander("有文件无法读取，或者依法不能开启", key="aside"):
        st.text(
            "一份文件无法读取时，其余文件可以照常开启。可以读取的文件，有法定理由才能不予开启。理由、依据、"
            "决定人和文件校验值记入项目记录和评审报告。"
        )
        file = st.selectbox("文件", files, index=None, placeholder="请选择文件", key="aside-file")
        article = _article(page)
        why = st.text_input("理由", key="aside-why")
        by = st.text_input("决定人", key="aside-by")
        ready = file is not None and bool(why.strip()) and bool(by.strip())
        says = f"{file}将不予开启，该{case.book.terms.bidder}不参加审查和评分。"
        if frame.final(
            "set-aside", "记录不予开启", says, (article,) if article else (), page.here, disabled=not ready
        ):
            found = page.here.workspace.set_aside(
                file or "", article, by=by.strip(), why=why.strip(), now=page.now
            )
            page.done(found, f"{file}已记为不予开启。")


def _article(page: Page) -> str | None:
    """The rule, chosen among those that apply; outside procurement law, the book's own words."""
    case = page.here.look.case
    if not case.book.method.procurement:
        return st.text_input("依据（可以读取的文件必须填写）", key="aside-article").strip() or None
    grounds = [rule for rule in page.here.bound(*GROUNDS) if applies(rule, case.book)]
    return st.selectbox(
        "依据（可以读取的文件必须选择）",
        grounds,
        index=None,
        placeholder="请选择依据",
        format_func=lambda rule: f"{case.packs.cite(rule)}　{case.packs.on(rule, page.here.day).says}",
        key="aside-article",
    )
