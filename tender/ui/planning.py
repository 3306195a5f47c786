"""Planning on the allocation page (规划推演): move limits, what they cost, scenarios, frontier, why not.

Nothing here changes the award. Whatever may take longer than a page runs as a job, with
progress and a stop; what was found until then stays.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

import streamlit as st

from scoring.allocation import Plan
from scoring.allocation.replan import replan
from tender.planning import LABEL, Posed, Results, Table, by_and_by, ranked, tables, workbook
from tender.ui import job
from tender.ui.asking import why_not
from tender.ui.desk import Desk, show_table
from tender.ui.moving import moving
from tender.ui.plan_charts import coverages, frontier_chart, prices_chart, rule_prices
from tender.ui.scenarios import side_by_side
from tender.ui.session import Here

SECONDS = 30.0  # for each question
_FIRST = 1.0  # seconds that the page waits for what is fast anyway
_QUESTIONS = 9  # of an overview, about: its progress bar is measured by them
_LOOK = 0.7  # seconds between two looks at a running job
_MOVE, _PRICES, _SCENARIOS, _FRONTIER, _WHY = "调整条件", "条件的代价", "情景对照", "得失边界", "为何未入选"
_ALL = "全部方案"
VIEWS = (_MOVE, _PRICES, _SCENARIOS, _FRONTIER, _WHY)


@st.cache_resource(show_spinner=False, max_entries=10)
def _posed(ground: str, _here: Here) -> Posed:
    return ranked(_here.look.case)


def show_planning(here: Here, award: Collection[str]) -> None:
    """Asked for by a switch; ``award`` are the offers that the declared rule chose, to begin with."""
    st.subheader(f"规划推演（{LABEL}）", anchor=False)
    st.caption(
        "移动各项条件看方案怎样变，各项限制的代价，不同取向下的方案，未入选的原因和入选者的余量；"
        "不改变定标结果，也不写入记录。"
    )
    if not st.toggle("进行推演", key="planning-on"):
        return
    ground = here.look.ground
    posed = _posed(ground, here)
    offers = frozenset(award)

    def work(stop: Callable[[], bool], tell: Callable[[Plan], None]) -> Plan:
        return replan(posed.problem, [offers], seconds=SECONDS, stop=stop, told=tell)

    base = job.begin(ground, "base", work, limit=SECONDS, patience=_FIRST)
    # Looked at again and again only while something is under way.
    under_way = job.busy(ground)
    st.fragment(_views, run_every=_LOOK if under_way else None)(ground, posed, base, under_way)


def _views(ground: str, posed: Posed, base: "job.Job[Plan]", under_way: bool) -> None:
    job.progress(base, "正在求文件规定条件下的最优方案", "base")
    plan = base.look()
    if plan is None:
        if not base.running:
            st.warning("没有得到方案。")
    else:
        desk = Desk(ground, posed, plan)
        st.text(posed.note)
        view = st.segmented_control("推演内容", VIEWS, default=_MOVE, required=True, key="planning-view")
        more: list[Table] = []
        if view == _MOVE:
            more = [table for table in [moving(desk)] if table]
        elif view == _PRICES:
            _prices(desk)
        elif view == _SCENARIOS:
            side_by_side(desk, _overview(desk))
        elif view == _FRONTIER:
            _frontier(desk)
        else:
            why_not(desk, _overview(desk), SECONDS)
        _download(desk, more)
    if job.busy(ground) != under_way:
        st.rerun()


def _overview(desk: Desk) -> Results | None:
    """Everything that is asked of the declared limits, as far as it has come; begun when first looked at."""

    def work(stop: Callable[[], bool], tell: Callable[[Results], None]) -> Results:
        found = None
        for found in by_and_by(desk.posed, desk.plan, seconds=SECONDS):
            tell(found)
            if stop():
                break
        assert found is not None
        return found

    name = f"overview/{desk.plan.status.value}"
    asked = job.begin(desk.ground, name, work, limit=_QUESTIONS * SECONDS, patience=_FIRST)
    job.progress(asked, "正在逐项推演，已得出的先列出", "overview")
    if asked.stopped:
        st.caption("已停止推演，以下是停止时已得出的结果。")
    return asked.look()


def _one(found: Results | None, *names: str) -> None:
    for table in tables(found) if found else ():
        if table.name in names:
            show_table(table)


def _prices(desk: Desk) -> None:
    found = _overview(desk)
    if found is None:
        return
    if found.conflict.conflict is None and found.conflict.complete:
        st.text("各项条件可以同时满足，全部标段都能确定结果。")
    prices = rule_prices(found)
    if prices:
        st.caption(f"起作用的最小放宽能使得分增加多少（{LABEL}）")
        st.altair_chart(prices_chart(prices), key="planning-prices", theme=None, width="stretch")
    _one(found, "条件的代价", "冲突条件", "修改办法")


def _frontier(desk: Desk) -> None:
    found = _overview(desk)
    if found and found.frontier and found.frontier.spots:
        st.caption(f"每个点是一个方案，序号与下表一致（{LABEL}）")
        every = coverages(found)
        of = st.selectbox("图中的方案", [*every, _ALL], key="planning-coverage")
        chart = frontier_chart(found, every.get(of))
        st.altair_chart(chart, key="planning-frontier", theme=None, width="stretch")
    _one(found, "得失边界")


def _download(desk: Desk, more: list[Table]) -> None:
    """All that was worked out so far, as one workbook."""
    done = job.found(desk.ground, f"overview/{desk.plan.status.value}")
    found = done.look() if done else None
    if found is None and not more:
        return
    played = st.session_state.get("planning-played", {}).get(desk.ground, ())
    asked = st.session_state.get("planning-asked", {}).get(desk.ground, {})
    first = found or next(iter(by_and_by(desk.posed, desk.plan)))
    whole = replace(first, played=played or first.played, asked=tuple(asked.values()))
    st.download_button(
        "下载推演表（.xlsx）",
        lambda: workbook(whole, more),
        f"规划推演（{LABEL}）.xlsx",
        key="planning-xlsx",
        on_click="ignore",
    )
