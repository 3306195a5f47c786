"""The award on a page (定标): matrix, funds, how sure it is, and why a first-ranked bidder did not win."""

from datetime import date

import streamlit as st

from scoring.allocation import Status
from scoring.exact import text, yuan
from tender.allocate import STATUS_WORDS, Allocation, LotAward, Outcome, alternatives
from tender.allocate.execute import CHOICE
from tender.announce import package_sentences, plan_sentences, points_total
from tender.book import Lot, PerLot
from tender.book.places import UNPAID
from tender.case import Case
from tender.documents.wording import wan_yuan
from tender.ui.charts import Use
from tender.ui.charts import funds as funds_chart
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.room_map import room_map


def status(case: Case, allocation: Allocation) -> None:
    """How sure the result is, in one line of words, and the totals."""
    label, points = points_total(case, allocation)
    plan = allocation.plan
    proved = plan is not None and plan.status is Status.PROVED_BEST
    sure = allocation.outcome is Outcome.DECIDED
    # A plan that is proved best awards nothing while equals or an open question stand beside it.
    word = STATUS_WORDS[plan.status] if plan and (sure or not proved) else allocation.outcome.word
    if allocation.outcome is Outcome.OPEN_TIE and isinstance(case.book.award, PerLot):
        word = CHOICE if case.book.award.recommend is not None else word
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
    for notes in (rejected, list(package_sentences(case, allocation))):
        if notes:
            show(Markup('<p class="hb-clause">{}</p>').format(Markup("<br>").join(notes)))


def _cell(case: Case, lot: Lot, operator: str, award: LotAward, rejected: list[str]) -> Cell:
    """One bid in one lot; the reasons of rejected bids gather below the matrix, numbered."""
    if operator not in case.bidders(lot.id):
        return Cell("—", "empty")
    paid = award.price_fen if award.operator == operator else None  # of a package, the lot's share
    fen = case.price_fen(operator, lot.id) if paid is None else paid
    price = (
        f"{wan_yuan(fen)}万元{'（合并优惠）' if paid is not None and award.package else ''}"
        if lot.paid
        else UNPAID
    )
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


def rooms(case: Case, allocation: Allocation) -> None:
    """Who runs which room by this result, as a picture."""
    st.subheader("由谁运营", anchor=False)
    st.caption("每个中心一块，每格一个功能区域，大小按面积；颜色、花纹和编号代表机构，悬停可见全称和标段。")
    holders = {lot.lot: case.name(lot.operator) for lot in allocation.lots if lot.operator}
    show(room_map(case.book, holders))


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
