"""Planning on the allocation page (规划推演): move limits, what they cost, scenarios, frontier, why not.

Nothing here changes the award. Whatever may take longer than a page runs as a job, with
progress and a stop; what was found until then stays.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

import streamlit as st

from scoring.allocation import Plan, Status
from scoring.allocation.aims import NOBODY
from scoring.allocation.replan import replan
from scoring.allocation.scenarios import STANDARD
from tender.planning import LABEL, Posed, Results, begun, ranked, tables, workbook
from tender.planning.results import More, Stop, frontier_of, margins_of, prices_of, scenarios_of
from tender.ui.planning.charts import coverages, frontier_chart, prices_chart, rule_prices, step_prices
from tender.ui.planning.desk import Desk, show_table
from tender.ui.planning.job import Job, progress
from tender.ui.planning.kept import Kept, kept
from tender.ui.planning.moving import moving
from tender.ui.planning.scenarios import side_by_side
from tender.ui.planning.why_not import why_not
from tender.ui.session import Here

SECONDS = 30.0  # for each question
_LOOK = 0.7  # seconds between two looks at a running job
_MOVE, _PRICES, _SCENARIOS, _FRONTIER, _WHY = "调整条件", "条件的代价", "情景对照", "得失边界", "为何未入选"
_ALL = "全部方案"
_FEW = 30  # winners whose margins are asked for without a button


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
    desk = kept(here.look.ground)
    posed = _posed(desk.ground, here)
    offers = frozenset(award)

    def work(stop: Callable[[], bool], tell: Callable[[Plan], None]) -> Plan:
        return replan(posed.problem, [offers], seconds=SECONDS, stop=stop, told=tell)

    base = desk.begin("base", work, limit=SECONDS)
    # Looked at again and again only while something is under way.
    under_way = desk.busy
    st.fragment(_views, run_every=_LOOK if under_way else None)(desk, posed, base, under_way)
    if base.look() is not None:
        _download(desk, posed, base)


def _views(kept: Kept, posed: Posed, base: Job[Plan], under_way: bool) -> None:
    progress(base, "正在求文件规定条件下的最优方案", "base")
    plan = base.look()
    if plan is None:
        if not base.running:
            st.warning("没有得到方案。")
    else:
        desk = Desk(kept, posed, plan)
        st.text(posed.note)
        view = st.segmented_control("推演内容", VIEWS, default=_MOVE, required=True, key="planning-view")
        _SHOWN[view](desk)
    if kept.busy != under_way:
        st.rerun()


def _part(
    desk: Desk, name: str, ask: Callable[[Results, float, Stop], Iterator[More]], parts: int
) -> Results:
    """One question of a view, as far as it has come; begun when the view is first opened."""
    first = begun(desk.posed, desk.plan)

    def work(stop: Callable[[], bool], tell: Callable[[More], None]) -> More:
        told: dict[str, Any] = {}
        for more in ask(first, SECONDS, stop):
            told |= more
            tell(dict(told))
            if stop():
                break
        return told

    asked = desk.kept.begin(_key(desk.plan, name), work, limit=parts * SECONDS)
    progress(asked, "正在逐项推演，已得出的先列出", name)
    if asked.stopped:
        st.caption("已停止推演，以下是停止时已得出的结果。")
    return replace(first, **(asked.look() or {}))


def _key(plan: Plan, view: str) -> str:
    return f"{view}/{plan.status.value}"


def _move(desk: Desk) -> None:
    desk.kept.change = moving(desk)


def _one(found: Results, *names: str) -> None:
    for table in tables(found):
        if table.name in names:
            show_table(table)


def _prices(desk: Desk) -> None:
    found = _part(desk, _PRICES, lambda found, seconds, _: prices_of(found, seconds), 3)
    if found.conflict.conflict is None and found.conflict.complete:
        st.text("各项条件可以同时满足，全部标段都能确定结果。")
    prices = rule_prices(found) or step_prices(found)
    if any(price.points for price in prices):
        st.caption(f"放宽一项条件能使得分增加多少（{LABEL}）")
        st.altair_chart(prices_chart(prices), key="planning-prices", theme=None, width="stretch")
    _one(found, "条件的代价", "放宽一步", "冲突条件", "修改办法")


def _scenarios(desk: Desk) -> None:
    def ask(found: Results, seconds: float, stop: Stop) -> Iterator[More]:
        return scenarios_of(found, STANDARD, NOBODY, seconds, stop)

    side_by_side(desk, _part(desk, _SCENARIOS, ask, len(STANDARD)))


def _frontier(desk: Desk) -> None:
    def ask(found: Results, seconds: float, stop: Stop) -> Iterator[More]:
        return frontier_of(found, NOBODY, seconds, stop)

    found = _part(desk, _FRONTIER, ask, 2)
    if found.frontier and found.frontier.spots:
        st.caption(f"每个点是一个方案，序号与下表一致（{LABEL}）")
        every = coverages(found)
        of = st.selectbox("图中的方案", [*every, _ALL], key="planning-coverage")
        chart = frontier_chart(found, every.get(of))
        st.altair_chart(chart, key="planning-frontier", theme=None, width="stretch")
    elif found.frontier and not found.frontier.complete:
        st.text("时间不足，没有得出得失边界。")
    _one(found, "得失边界")


def _why(desk: Desk) -> None:
    why_not(desk, SECONDS)
    if desk.plan.status is not Status.PROVED_BEST:
        st.text("现方案尚未证明最优，安全余量没有结论。")
    # So many questions would take the time of the one that is asked above.
    many = len(desk.plan.offers) > _FEW and _key(desk.plan, _WHY) not in desk.kept.jobs
    if many and not st.button("逐家求安全余量", key="planning-margins"):
        return
    found = _part(desk, _WHY, lambda found, seconds, _: margins_of(found, 2 * seconds), 2)
    if found.winners and all(one.wins is None for one in found.winners):
        st.text("时间不足，安全余量没有结论；可以在上面逐个询问。")
    _one(found, "安全余量")


_SHOWN = {_MOVE: _move, _PRICES: _prices, _SCENARIOS: _scenarios, _FRONTIER: _frontier, _WHY: _why}
VIEWS = tuple(_SHOWN)


def _download(kept: Kept, posed: Posed, base: Job[Plan]) -> None:
    """All that was worked out so far, as one workbook.

    It stands outside of what is drawn again and again while a job runs: a click must not meet
    a button that has just been replaced.
    """

    def made() -> bytes:
        plan = base.look()
        assert plan is not None  # there was one when the button was drawn
        found = begun(posed, plan)
        for view in VIEWS:
            done = kept.jobs.get(_key(plan, view))
            found = replace(found, **(done.look() or {})) if done else found
        found = replace(found, played=kept.played or found.played, asked=tuple(kept.asked.values()))
        return workbook(found, [kept.change] if kept.change else [])

    st.caption("推演表含上面已经打开过的各项内容。")
    st.download_button(
        "下载推演表（.xlsx）",
        made,
        f"规划推演（{LABEL}）.xlsx",
        key="planning-xlsx",
        on_click="ignore",
    )
