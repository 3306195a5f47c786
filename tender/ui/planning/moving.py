"""Moving the limits (调整条件): a figure is moved, the plan is made anew within a second, what changed is shown.

The answer at once is honest about itself: without a proof it says so with the gap, and the
proof can be asked for, with progress and a stop.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from scoring.allocation import Plan, Status
from scoring.allocation.conflict import Force
from scoring.allocation.replan import replan
from scoring.exact import text, yuan
from tender.planning import LABEL, Change, Lever, Posed, Table, change, change_table, holders, levers, moved
from tender.ui.markup import Markup, show
from tender.ui.planning.desk import Desk, boxes, show_table, sure
from tender.ui.planning.job import progress
from tender.ui.room_map import room_map

AT_ONCE = 0.6  # seconds for an answer while a figure is being moved
PROOF = 60.0  # seconds for the proof that is asked for
_DRAG, _TYPE = "拖动", "填写数值"


@st.cache_resource(show_spinner=False, max_entries=10)
def _levers(ground: str, _posed: Posed) -> tuple[Lever, ...]:
    return levers(_posed)


def moving(desk: Desk) -> Table | None:
    """The figures, the plan they lead to, and what changed; the change as a table for the workbook."""
    figures = _levers(desk.kept.ground, desk.posed)
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    how = left.segmented_control("调整方式", [_DRAG, _TYPE], default=_DRAG, required=True, key="planning-how")
    right.button(
        "恢复为文件规定", key="planning-reset", on_click=_reset, args=(desk, figures), width="stretch"
    )
    asked = _dragged(desk, figures) if how == _DRAG else _typed(desk, figures)
    wanted = {lever.id: asked[lever.id] for lever in figures if asked[lever.id] != lever.now}
    if not wanted:
        st.caption("各项条件与文件规定一致。调整任何一项，下面立即给出新方案和变化。")
        boxes([("结论", sure(desk.posed, desk.plan)), *desk.totals(desk.plan)[1:]])
        return None
    posed = moved(desk.posed, figures, wanted)
    name = "move/" + "/".join(f"{key}={value}" for key, value in sorted(wanted.items()))
    plan = _answer(desk, posed, name)
    said = "；".join(
        f"{lever.says}：{lever.said(lever.now)}→{lever.said(wanted[lever.id])}"
        for lever in figures
        if lever.id in wanted
    )
    found = change(desk.posed, desk.plan, plan)
    show(Markup('<p class="hb-clause"><b>调整后</b>（{}）　{}</p>').format(LABEL, said))
    boxes(_beside(desk, plan, found))
    _prove(desk, posed, plan, name)
    return _moves(desk, plan, found, said)


def _dragged(desk: Desk, figures: tuple[Lever, ...]) -> Mapping[str, int]:
    asked, columns = {}, st.columns(2, gap="large")
    for i, lever in enumerate(figures):
        with columns[i % 2]:
            asked[lever.id] = st.select_slider(
                _label(lever),
                lever.values,
                value=lever.now,
                format_func=lever.said,
                key=_key(desk, lever, _DRAG),
            )
    return asked


def _typed(desk: Desk, figures: tuple[Lever, ...]) -> Mapping[str, int]:
    """Exact figures in a form; what is not a figure keeps the declared one."""
    asked = {}
    with st.form("planning-figures"):
        columns = st.columns(2, gap="large")
        for i, lever in enumerate(figures):
            unit, size = ("元/年", 100) if lever.money else (lever.unit, 1)
            with columns[i % 2]:
                typed = st.number_input(
                    _label(lever, f"{unit}，"),
                    min_value=0,
                    value=lever.now // size,
                    step=1,
                    key=_key(desk, lever, _TYPE),
                )
            asked[lever.id] = lever.now if typed == lever.now // size else int(typed) * size
        st.form_submit_button("按这些数值重新求解", key="planning-solve", type="primary")
    return asked


def _label(lever: Lever, unit: str = "") -> str:
    bound = "，法定" if lever.force is Force.STATUTORY else ""
    return f"{lever.says}（{unit}文件规定：{lever.said(lever.now)}{bound}）"


def _key(desk: Desk, lever: Lever, how: str) -> str:
    return f"lever/{how}/{desk.kept.ground}/{lever.id}"


def _reset(desk: Desk, figures: tuple[Lever, ...]) -> None:
    for lever in figures:
        st.session_state[_key(desk, lever, _DRAG)] = lever.now
        st.session_state[_key(desk, lever, _TYPE)] = lever.now // 100 if lever.money else lever.now


def _answer(desk: Desk, posed: Posed, name: str) -> Plan:
    """The plan for moved figures: as proved, if that was asked, else what a second finds."""
    proof = desk.kept.jobs.get(f"proof/{name}")
    if proof is not None and (plan := proof.look()) is not None:
        proved: Plan = plan
        return proved
    answers = desk.kept.answers
    if name not in answers:
        starts = [desk.plan.offers, *[one.offers for one in answers.values()][-2:]]
        answers[name] = replan(posed.problem, starts, seconds=AT_ONCE)
    return answers[name]


def _prove(desk: Desk, posed: Posed, plan: Plan, name: str) -> None:
    """The button that asks for the proof, its progress and its stop; nothing where it is proved."""
    name = f"proof/{name}"
    proof = desk.kept.jobs.get(name)
    if proof is None:
        if plan.status not in (Status.PROVED_BEST, Status.INFEASIBLE) and st.button(
            f"继续求证（至多{PROOF:.0f}秒，可随时停止）", key="planning-prove"
        ):

            def work(stop: Callable[[], bool], tell: Callable[[Plan], None]) -> Plan:
                return replan(posed.problem, [plan.offers], seconds=PROOF, stop=stop, told=tell)

            desk.kept.begin(name, work, limit=PROOF)
            st.rerun()
    elif proof.running:
        progress(proof, "正在求证", "prove")
    elif proof.stopped:
        st.caption("已停止求证，以上是停止时最好的方案。")


def _beside(desk: Desk, plan: Plan, found: Change) -> list[tuple[str, object]]:
    """The new totals with what they gained over the declared limits."""
    cells: list[tuple[str, object]] = [("结论", sure(desk.posed, plan))]
    if plan.totals is None or found.gain is None:
        return cells
    gains = (
        _signed(found.gain.needs, f"{abs(found.gain.needs)}个"),
        _signed(found.gain.points, text(abs(found.gain.points), desk.posed.problem.places)),
        _signed(found.gain.price_fen, f"{yuan(abs(found.gain.price_fen))}元"),
    )
    for (name, value), gain in zip(desk.totals(plan)[1:], gains, strict=True):
        cells.append((name, Markup("{}<br><i>{}</i>").format(value, gain)))
    cells.append(("换了机构的标段", f"{len(found.moves)}个"))
    return cells


def _signed(amount: object, said: str) -> str:
    if not amount:
        return "与原方案相同"
    return f"比原方案{'多' if amount > 0 else '少'}{said}"  # type: ignore[operator]


def _moves(desk: Desk, plan: Plan, found: Change, said: str) -> Table | None:
    if plan.totals is None:
        return None
    shown = change_table(desk.posed, found, said)
    if not found.moves:
        st.text("没有标段换机构。")
        return shown
    show_table(shown)
    touched = {desk.posed.book.lot_by_id[move.lot].center for move in found.moves}
    if st.toggle("看图：有变化的中心由谁运营", key="planning-map"):
        before, now = holders(desk.posed, desk.plan), holders(desk.posed, plan)
        show(room_map(desk.posed.book, now, before, only=sorted(touched)))
    return shown
