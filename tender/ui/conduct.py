"""How the panel marked and how firm the result is (评审行为、结果稳健性), beside the ranking.

Advice for the purchaser and whoever supervises, once all marks are locked: nothing here
changes a mark.
"""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from scoring.robustness import Frequencies
from tender.book import Lot
from tender.case import Case
from tender.correct import owed
from tender.firmness import Firmness, firmness, percent, sentences
from tender.panel_lab import PanelLab, agreement_words, base_rates, judge_rows, panel_lab, questions, widest
from tender.ui.charts import Stack, stacks
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.session import Here


@st.cache_resource(show_spinner=False, max_entries=200)
def _firm(head: str, lot: str, _case: Case) -> Firmness:
    return firmness(_case, _case.book.lot_by_id[lot])


@st.cache_resource(show_spinner=False, max_entries=200)
def _lab(head: str, lot: str, _case: Case) -> PanelLab:
    return panel_lab(_case, _case.book.lot_by_id[lot])


def firm(here: Here, lot: Lot) -> None:
    """How firm the first place of one lot is: one line, then the picture and all that was tried."""
    case = here.look.case
    told = _firm(here.look.record.head, lot.id, case)
    said = sentences(case, told)
    st.subheader("第一名有多稳", anchor=False)
    st.text(f"{said[0][1]}")
    st.caption("仅供参考：不计入评审结果，采购文件写明的，才写入评审报告。")
    with st.expander("权重、成员、价格和小数位数变动后的第一名", key=f"firm-{lot.id}"):
        if told.near and told.anywhere:
            bars = [
                _bar(case, name, found)
                for name, found in (("权重上下浮动20%", told.near), ("权重任意取值", told.anywhere))
            ]
            st.altair_chart(
                stacks(bars, "居第一名的情形（%）"), key=f"firm-chart-{lot.id}", theme=None, width="stretch"
            )
        show(table(["变动", "结果"], [[Cell(about, "short"), says] for about, says in said], "ll"))


def _bar(case: Case, name: str, found: Frequencies) -> Stack:
    """How often each bidder came first alone, and how often first places were shared."""
    pieces = [
        (case.name(op), _percent(count, found.draws), percent(Fraction(count, found.draws)))
        for op, count in found.alone.items()
        if count
    ]
    shared = found.draws - sum(found.alone.values())
    if shared:
        pieces.append(("并列第一", _percent(shared, found.draws), percent(Fraction(shared, found.draws))))
    return Stack(name, pieces, "")


def _percent(count: int, draws: int) -> float:
    return count * 100 / draws


def panel(here: Here, lots: Sequence[Lot]) -> None:
    """How the judges of each lot marked, and what each is asked to explain."""
    case = here.look.case
    with st.expander("评委评分分析", key="panel-lab"):
        for lot in lots:
            if owed(case, lot):
                st.text(f"标段{lot.id}：恢复资格的响应补评后再作分析。")
                continue
            told = _lab(here.look.record.head, lot.id, case)
            show(Markup('<p class="hb-clause"><b>标段{}　{}</b></p>').format(lot.id, lot.name))
            if told.why:
                st.text(told.why)
                continue
            rows = [[name, *figures] for name, *figures in judge_rows(case, told)]
            head = ["成员", "宽严（百分制）", "各项同升同降", "提示", "不计其评分的第一名"]
            wide = 5 if told.fewer else 4
            show(table(head[:wide], [row[:wide] for row in rows], "lrrrl"[:wide]))
            st.caption(f"宽严：比其他成员平均高（＋）或低（－）多少。{agreement_words(told)}")
            far = [[*row] for row in widest(case, lot, told)]
            if far:
                show(table([case.book.terms.bidder, "评分项", "极差（百分制）"], far, "llr"))
            for question in questions(case, told):
                show(Markup('<p class="hb-open">请说明：{}</p>').format(question))
            st.caption(base_rates(told))
