"""The parts of the book as people read them (各部分的阅读视图)."""

from collections.abc import Callable, Sequence

import streamlit as st

from scoring.exact import plain, yuan
from tender.book import Book
from tender.book.places import UNPAID
from tender.documents.wording import date_zh, datetime_zh
from tender.ui.beside import Beside
from tender.ui.markup import Markup, bar, show, table


def facts(rows: Sequence[tuple[str, str | Markup]]) -> None:
    """Labels and values."""
    said = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in rows)
    show(Markup('<dl class="hb-facts">{}</dl>').format(said))


def _general(book: Book, beside: Beside) -> None:
    d = book.dates
    facts(
        [
            ("项目名称", book.name),
            ("项目编号", book.number),
            (f"{book.terms.activity}方式", beside.at(f"{book.terms.method}（{book.route_word}）", "method")),
            ("项目概况", book.summary),
            (book.terms.buyer, f"{book.purchaser.name}，{book.purchaser.address}，{book.purchaser.phone}"),
            ("代理机构", f"{book.agency.name}，{book.agency.phone}" if book.agency else "无"),
            ("项目联系人", f"{book.contact.person}，{book.contact.phone}"),
            (
                "主管部门",
                beside.at("、".join(f"{x.name}（{x.role}）" for x in book.departments), "departments"),
            ),
            ("联合体", "接受" if book.consortium else "不接受"),
            ("发布日期", beside.at(date_zh(d.publish), "dates", "publish")),
            ("询问截止", beside.at(date_zh(d.questions_until), "dates", "questions_until")),
            ("提交截止", beside.at(datetime_zh(d.bid_deadline), "dates", "bid_deadline")),
            ("评审时间", beside.at(datetime_zh(d.evaluation), "dates", "evaluation")),
            ("结果日期", beside.at(date_zh(d.result), "dates", "result")),
            (
                "服务期限",
                beside.at(f"{date_zh(d.service_from)}至{date_zh(d.service_until)}", "dates", "service_until"),
            ),
            ("制定依据", beside.at("\n".join(book.basis), "basis")),
        ]
    )
    if book.fictional:
        st.caption(book.fictional)


def _money(book: Book, beside: Beside) -> None:
    rows = [[f.name, f"{yuan(f.budget_fen)}"] for f in book.funding]
    if rows:
        show(table(["资金来源", "预算（元/年）"], rows, "lr"))
    money = ("费用", UNPAID)
    if book.paid_lots:
        several = "" if len(book.paid_lots) == len(book.lots) else "（不含不支付费用的标段）"
        money = ("各标段最高限价合计", f"{yuan(book.ceilings_fen)}元/年{several}")
    if book.fiscal:
        cite = beside.packs.cite(book.fiscal.article)
        facts(
            [
                ("财政支出基数", f"{yuan(book.fiscal.baseline_fen)}元/年"),
                ("口径", beside.at(book.fiscal.scope, "fiscal")),
                ("依据", cite),
                money,
            ]
        )
    else:
        none = "未登记" if book.paid_lots else "不涉及"
        facts([("财政支出基数", beside.at(none, "fiscal")), money])


def _centers(book: Book, beside: Beside) -> None:
    for center in book.centers:
        st.subheader(center.name, anchor=False)
        facts(
            [
                ("地址", beside.at(center.address, "centers", center.id)),
                ("室内面积", f"{plain(center.indoor_area_m2)}平方米"),
                ("公共支出", f"{yuan(center.public_cost_fen)}元/年"),
                ("开放时间", center.core_hours),
            ]
        )
        lots = {s: lot for lot in book.lots if lot.center == center.id for s in lot.spaces}
        rows = []
        for space in center.spaces:
            lot = lots.get(space.id)
            use = (
                "保留，不交由运营主体"
                if space.reserved
                else f"标段{lot.id} {lot.name}"
                if lot
                else "不在本次范围"
            )
            rows.append([beside.at(space.name, "spaces", space.id), plain(space.area_m2), use])
        show(table(["功能区域", "面积（平方米）", "用途"], rows, "lrl"))


def _lots(book: Book, beside: Beside) -> None:
    paid = bool(book.paid_lots)
    rows = [
        [
            lot.id,
            beside.at(lot.name, "lots", lot.id),
            lot.mode.word,
            *([lot.ceiling_text] if paid else []),
            lot.scope,
        ]
        for lot in book.lots
    ]
    if paid:
        rows.append(["", beside.at("合计", "lots", "ceiling_yuan"), "", yuan(book.ceilings_fen), ""])
    money = ["最高限价（元/年）"] if paid else []
    show(table(["标段", "名称", "运营方式", *money, "服务范围"], rows, "lll" + "r" * paid + "l"))
    if not paid:
        st.caption(f"各标段均{UNPAID}，不设最高限价。")
    if book.gifts:
        _gifts(book, beside)
    least = [f for f in book.facts if any(f.id in lot.minimums for lot in book.lots)]
    if least:
        st.subheader("最低要求", anchor=False)
        body = [
            [
                lot.id,
                lot.name,
                *(f"{lot.minimums[f.id]:,}" if f.id in lot.minimums else "不限" for f in least),
            ]
            for lot in book.lots
        ]
        show(
            table(["标段", "名称", *(f"{f.name}（{f.unit}）" for f in least)], body, "ll" + "r" * len(least))
        )


def _gifts(book: Book, beside: Beside) -> None:
    st.subheader("公益合作事项", anchor=False)
    rows = [
        [gift.id, gift.name, gift.form_word, gift.amount_text, f"至{date_zh(gift.until)}", gift.consent]
        for gift in book.gifts
    ]
    show(table(["编号", "事项", "形式", "金额", "期限", "居民意见"], rows, "lllrll"))


def _facts(book: Book, beside: Beside) -> None:
    rows = []
    for fact in book.facts:
        used = "、".join(c.name for c in book.criteria if fact.id in c.rule.fact_ids()) or "不计分"
        duty = "是" if fact.promise else "否"
        filled = "必填" if fact.required else "可不填"
        if fact.by == "purchaser":
            filled = f"由{book.terms.buyer}查询"
        elif fact.kind == "list":
            filled = f"清单：{'、'.join(column.name for column in fact.columns)}"
        named = beside.at(fact.name, "facts", fact.id)
        rows.append([named, fact.unit, fact.evidence, used, duty, filled])
    show(table(["响应事项", "单位", "证明材料", "用于评审因素", "写入合同", "填写"], rows))
    facts([("服务类别", "、".join(book.service_categories))])


def _gates(book: Book, beside: Beside) -> None:
    rows = [
        [g.stage_word, beside.at(g.name, "gates", g.id), g.sentence(), beside.packs.cite(*g.articles)]
        for g in book.gates
    ]
    show(table(["环节", "条件", "要求", "依据"], rows))


def _criteria(book: Book, beside: Beside) -> None:
    for column in book.columns():
        lots = book.lots_of(column)
        st.subheader(f"{lots[0].mode.word}（标段{'、'.join(lot.id for lot in lots)}）", anchor=False)
        criteria = book.criteria_of(lots[0])
        total = sum((c.weights[column] for c in criteria), start=criteria[0].weights[column] * 0)
        parts = [(c.name, float(c.weights[column]), plain(c.weights[column])) for c in criteria]
        show(bar(parts, 100))
        if total == 100:
            show(Markup('<p class="hb-pass">✓ 各因素满分合计100分</p>'))
        else:
            show(Markup('<p class="hb-fail">✗ 各因素满分合计{}分，应为100分</p>').format(plain(total)))
        rows = []
        for c in criteria:
            says = c.rule.sentence(book.context(c, lots[0]))
            cite = beside.packs.cite(*c.articles) if c.articles else ""
            rows.append(
                [c.group_word, beside.at(c.name, "criteria", c.id), plain(c.weights[column]), says, cite]
            )
        show(table(["部分", "评审因素", "满分", f"{book.terms.book}中的条款", "依据"], rows, "llrll"))


def _award(book: Book, beside: Beside) -> None:
    facts(
        [
            ("舍入", beside.at(book.rounding.sentence, "rounding")),
            *(
                [("评委总分", beside.at(book.judges_total.sentence, "judges_total"))]
                if book.judges_total
                else []
            ),
            ("排序", beside.at(book.ranking_sentence or "按汇总得分由高到低", "ranking")),
            ("同分处理", beside.at(book.tie_sentence(), "ties")),
            ("定标规则", beside.at(book.award_sentence, "award")),
            *(
                [("评审报告", beside.at("写明各标段第一名有多稳", "report_firmness"))]
                if book.report_firmness
                else []
            ),
        ]
    )


def _judges(book: Book, beside: Beside) -> None:
    words = {"expert": "评审专家", "purchaser": f"{book.terms.buyer}代表"}
    show(table(["姓名", "身份"], [[beside.at(j.name, "judges", j.id), words[j.role]] for j in book.judges]))


def _contract(book: Book, beside: Beside) -> None:
    show(table(["序号", "合同条款"], [[str(i), text] for i, text in enumerate(book.contract, 1)], "cl"))
    promised = "、".join(f"{f.name}（{f.unit}）" for f in book.facts if f.promise)
    facts(
        [
            ("承诺转为合同义务", promised or "无"),
            ("代理服务费", book.notice.agency_fee),
            ("公告其他事宜", "；".join(book.notice.other) or "无"),
        ]
    )


VIEWS: dict[str, Callable[[Book, Beside], None]] = {
    "基本情况": _general,
    "资金与基数": _money,
    "中心与功能区域": _centers,
    "标段": _lots,
    "响应事项": _facts,
    "资格与符合性": _gates,
    "评审因素": _criteria,
    "汇总与定标": _award,
    "评审成员": _judges,
    "合同与公告": _contract,
}
"""Part of the outline → its view."""
