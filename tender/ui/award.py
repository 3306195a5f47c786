"""The award on a page (定标): matrix, funds, how sure it is, and why a first-ranked bidder did not win."""

from datetime import date

import streamlit as st

from scoring.exact import text, yuan
from tender.allocate import Allocation, LotAward, Outcome, alternatives
from tender.allocate.execute import CHOICE
from tender.announce import STATUS_WORDS, plan_sentences, points_total
from tender.book import Lot, PerLot
from tender.book.places import UNPAID
from tender.case import Case
from tender.decisions import Chosen, Drawn
from tender.documents.wording import wan_yuan
from tender.ui.charts import Use
from tender.ui.charts import funds as funds_chart
from tender.ui.frame import Page
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.signing import signature


def status(case: Case, allocation: Allocation) -> None:
    """How sure the result is, in one line of words, and the totals."""
    label, points = points_total(case, allocation)
    plan = allocation.plan
    word = STATUS_WORDS[plan.status] if plan else allocation.outcome.word
    if allocation.outcome is Outcome.OPEN_TIE and isinstance(case.book.award, PerLot):
        word = CHOICE if case.book.award.recommend is not None else word
    sure = allocation.outcome is Outcome.DECIDED
    won = sum(lot.operator is not None for lot in allocation.lots)
    cells = [
        (
            "结论",
            Markup('<span class="{}">{} {}</span>').format(
                "hb-pass" if sure else "hb-open", "✓" if sure else "？", word
            ),
        ),
        (f"确定{case.book.terms.winner}的标段", f"{won}个，共{len(allocation.lots)}个"),
        (label, f"{points}分"),
        ("金额合计", f"{yuan(allocation.total_fen)}元/年") if case.book.paid_lots else ("费用", UNPAID),
    ]
    boxes = Markup("").join(Markup("<div><span>{}</span><b>{}</b></div>").format(*cell) for cell in cells)
    show(Markup('<div class="hb-sums">{}</div>').format(boxes))
    with st.expander("执行的是哪条规则，怎样证明", key="award-rule"):
        st.text(allocation.rule)
        for sentence in plan_sentences(case, allocation):
            st.text(sentence)


def matrix(case: Case, allocation: Allocation) -> None:
    """Lots in rows, operators in columns: who won, who was valid, who was rejected and why."""
    awards = allocation.by_lot()
    operators = [op for op in case.bids if any(op in case.bidders(lot.id) for lot in case.book.lots)]
    rejected: list[str] = []
    rows = [
        [
            Cell(Markup("<b>{}</b><br>{}").format(lot.id, lot.name), "name"),
            *(_cell(case, lot, op, awards[lot.id], rejected) for op in operators),
        ]
        for lot in case.book.lots
    ]
    st.subheader(f"标段与{case.book.terms.bidder}", anchor=False)
    word = case.book.terms.award
    show(
        Markup(
            '<p class="hb-key"><span class="won">✓ {}</span><span class="valid">有效，未{}</span>'
            '<span class="first">排序第一，未{}</span><span class="rejected">无效</span>'
            '<span class="none">—　未参加</span></p>'
        ).format(word, word, word)
    )
    show(table(["标段", *(case.name(op) for op in operators)], rows, kind="hb-matrix"))
    if rejected:
        show(Markup('<p class="hb-clause">{}</p>').format(Markup("<br>").join(rejected)))


def _cell(case: Case, lot: Lot, operator: str, award: LotAward, rejected: list[str]) -> Cell:
    """One bid in one lot; the reasons of rejected bids gather below the matrix, numbered."""
    if operator not in case.bidders(lot.id):
        return Cell("—", "empty")
    price = f"{wan_yuan(case.price_fen(operator, lot.id))}万元" if lot.paid else UNPAID
    # Where no lot is paid for, the totals above the matrix say so once.
    under = Markup('<br><span class="hb-soft">{}</span>').format(price) if case.book.paid_lots else Markup("")
    if operator not in case.valid(lot.id):
        why = "；".join(f"{reason}（{article}）" for reason, article in case.reasons(operator, lot.id))
        rejected.append(f"注{len(rejected) + 1}　标段{lot.id}　{case.name(operator)}：{why}")
        return Cell(
            Markup('<b>✗ 无效</b><br><span class="hb-soft">见注{}</span>').format(len(rejected)), "rejected"
        )
    result = case.state.results.get(lot.id)
    entry = next((e for e in result.ranking if e["operator"] == operator), None) if result else None
    if entry is None:
        return Cell(Markup("有效{}").format(under), "valid")
    said = Markup('<span class="short">{}分 第{}名</span>{}').format(entry["total"], entry["rank"], under)
    if award.operator == operator:
        return Cell(Markup("<b>✓ {}</b><br>{}").format(case.book.terms.award, said), "won")
    return Cell(said, "valid first" if entry["rank"] == 1 else "valid")


def funds(case: Case, allocation: Allocation) -> None:
    """What the winners use of each source and of the fiscal baseline."""
    used = {f.id: 0 for f in case.book.funding}
    for lot in allocation.lots:
        if source := case.book.lot_by_id[lot.lot].funding:
            used[source] += lot.price_fen or 0
    tendered = {lot.funding for lot in case.book.lots}
    sources = [(f.name, used[f.id], f.budget_fen) for f in case.book.funding if f.id in tendered]
    if case.book.fiscal:
        sources.append(("财政支出基数", allocation.total_fen, case.book.fiscal.baseline_fen))
    if not sources:
        return
    st.subheader("资金使用", anchor=False)
    st.caption("蓝条为各标段金额合计，红线为上限。")
    uses = [
        Use(
            name,
            fen / 1_000_000,
            cap / 1_000_000,
            f"{wan_yuan(fen)}万元，上限{wan_yuan(cap)}万元，{_left(cap - fen)}",
        )
        for name, fen, cap in sources
    ]
    st.altair_chart(funds_chart(uses, "万元/年"), key="funds", theme=None, width="stretch")


def _left(fen: int) -> str:
    return f"余{wan_yuan(fen)}万元" if fen >= 0 else f"超出{wan_yuan(-fen)}万元"


def departures(case: Case, allocation: Allocation, day: date) -> None:
    """Why a better-ranked bidder did not win, by which article, and what could be done instead."""
    if not allocation.departures:
        return
    t, places = case.book.terms, case.book.rounding.places
    st.subheader(f"排序第一者未{t.award}的标段", anchor=False)
    for award in allocation.departures:
        lot = case.book.lot_by_id[award.lot]
        winner = case.name(award.operator) if award.operator else "无"
        rows = [
            [
                f"第{p.rank}名",
                case.name(p.operator),
                text(p.total, places),
                *([lot.price_text(p.price_fen)] if lot.paid else []),
                p.why,
                case.packs.cite(*p.articles),
            ]
            for p in award.passed_over
        ]
        show(
            Markup('<p class="hb-clause"><b>标段{}　{}</b>　{}：{}</p>').format(
                lot.id, lot.name, t.winner, winner
            )
        )
        show(
            table(
                [
                    "名次",
                    t.bidder,
                    "得分",
                    *([f"{t.price}（元/年）"] if lot.paid else []),
                    f"未{t.award}的原因",
                    "依据",
                ],
                rows,
                "llr" + "r" * lot.paid + "ll",
            )
        )
    options = Markup("").join(
        Markup("<li>{}</li>").format(option) for option in alternatives(case.book).split("；")
    )
    show(
        Markup('<div class="hb-clause">{}也可以不执行这一结果，改用下列做法：<ul>{}</ul></div>').format(
            t.buyer, options
        )
    )


def draw_form(page: Page, allocation: Allocation) -> None:
    """Write down who was drawn for a lot, so that the rule can go on."""
    case = page.here.look.case
    pairs = _equals(case, allocation)
    st.subheader("抽签结果", anchor=False)
    st.text(f"按{case.book.terms.book}的规定抽签后，逐个标段写下抽中者；程序据此继续执行定标规则。")
    with st.form("draw"):
        drawn = st.selectbox(
            "标段和抽中者",
            pairs,
            format_func=lambda p: f"标段{p[0]}　{case.name(p[1])}",
            key="draw-who",
            index=None,
        )
        signed = signature("draw", "主持和见证人", "抽签记录")
        if st.form_submit_button("写入抽签结果", key="draw-save", type="primary"):
            if drawn is None or not all(signed.values()):
                st.error("请选择标段和抽中者，并填写主持和见证人、抽签记录。")
            else:
                lot, operator = drawn
                said = {"lot": lot, "operator": operator, **signed}
                found = page.here.workspace.decide(Drawn, said, page.now)
                page.done(found, "抽签结果已写入。")


def choice_form(page: Page, allocation: Allocation, rule: PerLot) -> None:
    """Write down whom the purchaser chose among the candidates of one lot."""
    case = page.here.look.case
    candidates = {
        a.lot: [
            e["operator"] for e in case.state.results[a.lot].ranking if e["rank"] <= (rule.recommend or 0)
        ]
        for a in allocation.lots
        if a.operator is None and a.lot in case.state.results
    }
    waiting = {lot: named for lot, named in candidates.items() if named}
    st.subheader("在候选人中择定", anchor=False)
    st.text(f"择定办法：{rule.choosing}。逐个标段写下择定的候选人和理由，理由写入评审报告。")
    with st.form("choose"):
        chosen = st.selectbox(
            "标段和择定的候选人",
            [(lot, operator) for lot, named in waiting.items() for operator in named],
            format_func=lambda p: f"标段{p[0]}　{case.name(p[1])}",
            key="choose-who",
            index=None,
            placeholder="请选择",
        )
        signed = signature("choose", "决定人", "择定理由")
        if st.form_submit_button("写入择定结果", key="choose-save", type="primary"):
            if chosen is None or not all(signed.values()):
                st.error("请选择标段和候选人，并填写决定人和理由。")
            else:
                lot, operator = chosen
                said = {"lot": lot, "operator": operator, **signed}
                page.done(page.here.workspace.decide(Chosen, said, page.now), "择定结果已写入。")


def _equals(case: Case, allocation: Allocation) -> list[tuple[str, str]]:
    """Between whom a draw decides: (lot, operator), where the equally good plans differ."""
    if allocation.open_plans:
        plans = [set(plan) for plan in allocation.open_plans]
        offers = plans[0].union(*plans) - plans[0].intersection(*plans)
        return sorted((lot, operator) for operator, _, lot in (offer.rpartition("@") for offer in offers))
    waiting = [lot.lot for lot in allocation.lots if lot.operator is None and lot.lot in case.state.results]
    return [(lot, e["operator"]) for lot in waiting for e in case.state.results[lot].ranking]
