"""A ranking on a page (排名): totals, item by item, and the arithmetic behind each number."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import streamlit as st

from scoring.exact import half_up, number, plain, text
from tender.book import Lot
from tender.case import Case
from tender.rank import MERIT
from tender.ui.charts import Stack, stacks
from tender.ui.markup import Cell, lines, show, table


def firsts(case: Case) -> None:
    """The first-ranked bidder of every lot, and how far ahead it is."""
    rows = []
    places = case.book.rounding.places
    for lot in case.book.lots:
        result = case.state.results.get(lot.id)
        if result is None or not result.ranking:
            rows.append([lot.id, lot.name, "有效响应不足，不评审", "", "", ""])
            continue
        best, *others = result.ranking
        lead = text(number(best["total"]) - number(others[0]["total"]), places) if others else "—"
        count = f"{len(result.ranking)}家"
        rows.append([lot.id, lot.name, case.name(best["operator"]), best["total"], lead, count])
    show(table(["标段", "名称", "排序第一", "得分", "领先第二名", "参加排序"], rows, "lllrrr"))


def lot_ranking(case: Case, lot: Lot) -> None:
    """One lot: the table, the bars, and every total opened to its items."""
    ranking = case.state.results[lot.id].ranking
    criteria = case.book.criteria_of(lot)
    t = case.book.terms
    st.subheader(f"标段{lot.id}　{lot.name}", anchor=False)
    ties = {e["operator"]: _tie(case, lot, e) for e in ranking}
    rows = [
        [
            Cell(f"第{e['rank']}名", "short"),
            Cell(case.name(e["operator"]), "name"),
            Cell(e["total"], "strong"),
            *([lot.price_text(e["price_fen"])] if lot.paid else []),
            *([e["merit"]] if case.book.ranking != "points" else []),
            *(e["items"][c.id]["points"] for c in criteria),
            *([ties[e["operator"]]] if any(ties.values()) else []),
        ]
        for e in ranking
    ]
    head = [
        "名次",
        t.bidder,
        "汇总得分",
        *([f"{t.price}\n（元/年）"] if lot.paid else []),
        *([MERIT[case.book.ranking]] if case.book.ranking != "points" else []),
        *(f"{c.name}\n满分{plain(c.weights[lot.column])}" for c in criteria),
        *(["同分处理"] if any(ties.values()) else []),
    ]
    show(
        table(
            [lines(h) for h in head],
            rows,
            "ll" + "r" * (len(head) - 2 - any(ties.values())) + "l" * any(ties.values()),
        )
    )
    st.caption(case.book.rounding.sentence + case.book.ranking_sentence + case.book.tie_sentence())
    bars = [
        Stack(
            f"第{e['rank']}名 {case.name(e['operator'])}",
            [
                (c.name, float(Fraction(e["items"][c.id]["points"])), _two(e["items"][c.id]["points"]))
                for c in criteria
            ],
            e["total"],
        )
        for e in ranking
    ]
    st.altair_chart(stacks(bars, "分"), key=f"stack-{lot.id}", theme=None, width="stretch")
    for e in ranking:
        with st.expander(f"{e['total']}分怎样得出：第{e['rank']}名", key=f"how-{lot.id}-{e['operator']}"):
            st.text(case.name(e["operator"]))
            worked = [[c.name, e["items"][c.id]["how"], e["items"][c.id]["points"]] for c in criteria]
            show(table(["评审因素", "计算过程", "得分"], worked, "llr"))
            summed = " ＋ ".join(f"{c.name}{e['items'][c.id]['points']}" for c in criteria)
            st.text(f"{summed} → {e['total']}分")


def _tie(case: Case, lot: Lot, entry: Mapping[str, Any]) -> str:
    """How equal totals were told apart, or that they were not."""
    if entry["open_with"]:
        return f"与{'、'.join(case.name(o) for o in entry['open_with'])}并列，待抽签"
    decided = entry["decided_by"]
    return case.book.tie_words(decided, lot) if decided else ""


def _two(points: str) -> str:
    """Item points short enough to stand on a bar."""
    return plain(half_up(number(points), 2))
