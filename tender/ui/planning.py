"""Planning on a page (规划推演): what limits cost, scenarios side by side, why somebody did not win."""

import streamlit as st

from tender.planning import LABEL, Results, Table, ranked, results, tables, workbook
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.session import Here

SECONDS = 30  # for each question: a district's size is answered in a fraction of it
_SHOWN = 30  # rows of one table; the workbook has all


@st.cache_resource(show_spinner="正在推演……", max_entries=10)
def _results(ground: str, why: str, _here: Here) -> Results:
    """Everything asked of the ranked bids; computed once for each state of the record."""
    return results(ranked(_here.look.case), why=(why,) if why else (), seconds=SECONDS)


def show_planning(here: Here) -> None:
    """Asked for by a switch, because it solves many problems; always labelled as planning only."""
    case = here.look.case
    st.subheader(f"规划推演（{LABEL}）", anchor=False)
    st.caption("各项限制的代价、不同取向下的方案、未入选的原因和入选者的余量；不改变定标结果，也不写入记录。")
    if not st.toggle("进行推演", key="planning-on"):
        return
    bids = [f"{row['operator']}@{lot}" for lot, found in case.state.results.items() for row in found.ranking]
    why = st.selectbox(
        "为何未入选：选择一份响应",
        bids,
        index=None,
        format_func=lambda bid: f"标段{bid.partition('@')[2]}　{case.name(bid.partition('@')[0])}",
        placeholder="请选择",
        key="planning-why",
    )
    found = _results(here.look.ground, why or "", here)
    st.text(found.posed.note)
    if found.conflict.conflict is None and found.conflict.complete:
        st.text("各项条件可以同时满足，全部标段都能确定结果。")
    for one in tables(found):
        _table(one)
    st.download_button(
        "下载推演表（.xlsx）",
        workbook(found),
        f"规划推演（{LABEL}）.xlsx",
        key="planning-xlsx",
        on_click="ignore",
    )


def _table(one: Table) -> None:
    show(
        Markup('<p class="hb-clause"><b>{}</b>（{}）　{}。{}</p>').format(one.name, LABEL, one.says, one.note)
    )
    rows = [
        [Cell(text, "first" if (r, c) in one.marked else "") for c, text in enumerate(row)]
        for r, row in enumerate(one.rows[:_SHOWN])
    ]
    show(table(list(one.headers), rows, kind="hb-matrix" if one.marked else ""))
    if len(one.rows) > _SHOWN:
        st.caption(f"共{len(one.rows)}行，其余见推演表。")
