"""Scenarios side by side (情景对照): the named ones, and a planner's own as a sentence to fill in."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from scoring.allocation.aims import Aim, Incumbents
from scoring.allocation.scenarios import STANDARD, Played, Scenario
from tender.planning import Results, begun, tables
from tender.planning.own import AIM_WORDS, counted, own_scenario
from tender.planning.posed import kept_lots
from tender.planning.results import played_at_all
from tender.ui.planning.desk import Desk, show_table
from tender.ui.planning.job import progress

SECONDS = 30.0  # for one scenario
_MOST = 4  # own scenarios beside the named ones
_INCUMBENTS = next(one for one in STANDARD if Aim.INCUMBENTS in one.aims)


def side_by_side(desk: Desk, found: Results) -> None:
    """The table of all scenarios played so far, and the forms that add to it."""
    posed = desk.posed
    runs = {
        offer.id: (offer.lots[0], offer.operator) for offer in posed.problem.offers if len(offer.lots) == 1
    }
    now = st.multiselect(
        "现有机构（现在运营各标段的机构，可不选）",
        list(runs),
        format_func=posed.offer_name,
        placeholder="请选择，可选多个",
        key="planning-incumbents",
    )
    incumbents = kept_lots(posed, {runs[offer] for offer in now})
    _sentence(desk.kept.own)
    asked = [*([_INCUMBENTS] if incumbents else []), *desk.kept.own]
    added = [one for one in (_played(desk, scenario, incumbents) for scenario in asked) if one]
    played = counted(posed, (*found.played, *added), incumbents)
    desk.kept.played = played
    for table in tables(replace(found, played=played)):
        if table.name == "情景对照":
            show_table(table, most=len(table.rows))


def _sentence(own: list[Scenario]) -> None:
    """先求……，再求……，机构至多……家，一家至多……个标段，金额至多……万元。"""
    words = {aim: word for aim, word in AIM_WORDS.items() if aim is not Aim.INCUMBENTS}
    with st.expander("自定情景", key="planning-own-form"), st.form("planning-sentence", border=False):
        one, two, three, four, five = st.columns(5, vertical_alignment="bottom")
        first, then = (
            column.selectbox(
                label,
                list(words),
                index=None,
                format_func=words.__getitem__,
                placeholder=placeholder,
                key=key,
            )
            for column, label, placeholder, key in (
                (one, "先求", "请选择", "own-first"),
                (two, "再求", "可不选", "own-then"),
            )
        )
        operators = three.number_input(
            "机构至多（家）", 1, value=None, placeholder="不限", key="own-operators"
        )
        each = four.number_input("一家至多（个标段）", 1, value=None, placeholder="不限", key="own-each")
        money = five.number_input("金额至多（万元/年）", 0, value=None, placeholder="不限", key="own-money")
        add, clear, _ = st.columns([1, 1, 3])
        added = add.form_submit_button("加入对照", key="own-add", type="primary", width="stretch")
        if clear.form_submit_button("清除自定情景", key="own-clear", width="stretch"):
            own.clear()
        if not added:
            return
        if first is None:
            st.error("请选择先求什么。")
            return
        made = own_scenario(
            first,
            then,
            operators=operators,
            each=each,
            money_fen=None if money is None else money * 1_000_000,
        )
        if made not in own:
            own[:] = [*own, made][-_MOST:]


def _played(desk: Desk, scenario: Scenario, incumbents: Incumbents) -> Played | None:
    """The scenario's plan once it is there."""

    def work(stop: Callable[[], bool], tell: Callable[[Played], None]) -> Played:
        return played_at_all(begun(desk.posed, desk.plan), scenario, incumbents, SECONDS, stop)

    kept = ",".join(sorted(incumbents)) if Aim.INCUMBENTS in scenario.aims else ""
    name = f"scenario/{scenario.id}/{kept}"
    asked = desk.kept.begin(name, work, limit=2 * SECONDS)
    progress(asked, f"正在求情景“{scenario.says}”", name)
    played: Played | None = asked.look()
    return played
