"""The evaluation report (评审报告): the matters that the law asks for, computed from the record.

Sources: 财库〔2014〕214号第二十六条、第二十七条; 财政部令第87号第五十八条.
"""

from collections.abc import Callable, Iterator
from functools import partial

from scoring.exact import plain, yuan
from tender.allocate import Allocation
from tender.announce.award_tables import award_table, promise_table
from tender.announce.conduct_tables import correction_table, firmness_tables
from tender.announce.package_words import package_sentences, stated_table
from tender.announce.plan_words import plan_sentences
from tender.announce.reasons import departure_sentences
from tender.announce.rule_answers import law_table, rule_answers
from tender.announce.score_tables import item_table, judge_table, total_table
from tender.book import Lot, Method
from tender.book.places import UNPAID
from tender.case import LOW_PRICE, Case
from tender.documents.blocks import (
    BLANK,
    Align,
    Block,
    Cell,
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Paragraph,
    Place,
    Signature,
    Table,
    cells,
)
from tender.documents.wording import date_zh, datetime_zh
from tender.draft.key_facts import MEDIUM
from tender.draft.scoring import deductions, scoring_table
from tender.established import in_words
from tender.findings import Answer
from tender.mark import asked_marks
from tender.rules.low_rates import rates

NOTICES = {
    Method.OPEN_TENDER: "招标公告",
    Method.COMPETITIVE_CONSULTATION: "磋商公告",
    Method.OPEN_SELECTION: "遴选公告",
}
OBJECTION_RULES = {
    Method.OPEN_TENDER: ("O87-61", "REG-41"),
    Method.COMPETITIVE_CONSULTATION: ("N214-27", "REG-41"),
}


def evaluation_report(case: Case, allocation: Allocation, head: str) -> Document:
    """The report; ``head`` is the hash of the record it was computed from."""
    t = case.book.terms
    parts: tuple[tuple[str, Callable[[Case], Iterator[Block]]], ...] = (
        ("项目基本情况和邀请方式", _facts),
        (f"{t.bidder}和{t.panel}名单", _names),
        ("评审方法和评审标准", _standards),
        ("开启记录", _opening),
        ("资格审查和符合性审查", _review),
        *(((_prices_name(case), _prices),) if case.book.paid_lots else ()),
        ("评分记录", _all_scores),
        ("候选人排序和理由", _candidates),
        (f"评审结果和{t.winner}", partial(_result, allocation=allocation)),
        ("其他需要说明的情况", partial(_others, head=head)),
    )
    blocks: list[Block] = []
    for numeral, (name, write) in zip("一二三四五六七八九十", parts, strict=False):
        blocks += [Heading(1, f"{numeral}、{name}"), *write(case)]
    blocks.append(Signature(tuple(Place(_member(case, j.role), "签字", j.name) for j in case.book.judges)))
    return Document(f"{case.book.name}评审报告", tuple(blocks), number=f"项目编号：{case.book.number}")


def _member(case: Case, role: str) -> str:
    return f"{case.book.terms.panel}成员" if role == "expert" else _role(case, role)


def _role(case: Case, role: str) -> str:
    return "评审专家" if role == "expert" else f"{case.book.terms.buyer}代表"


def _prices_name(case: Case) -> str:
    """The heading of the part on prices: talks and the review of low prices only where they are."""
    talks = "磋商、" if case.book.method is Method.COMPETITIVE_CONSULTATION else ""
    return f"{talks}报价和异常低价审查" if case.book.method.procurement else "报价情况"


def _facts(case: Case) -> Iterator[Block]:
    book, t = case.book, case.book.terms
    ceilings = f"，最高限价合计{yuan(book.ceilings_fen)}元/年" if book.paid_lots else f"，{UNPAID}"
    medium = f"在{MEDIUM}" if book.method.procurement else ""
    pairs = (
        ("项目名称", book.name),
        (t.buyer, book.purchaser.name),
        (f"{t.activity}方式", t.method),
        ("邀请方式", f"{medium}发布{NOTICES[book.method]}，{date_zh(book.dates.publish)}发布"),
        (f"{t.book}校验值", case.state.book_sha256),
        ("开启时间和地点", f"{datetime_zh(book.dates.bid_deadline)}，{book.bid_place}"),
        ("评审时间", datetime_zh(book.dates.evaluation)),
        (f"标段和{'最高限价' if book.paid_lots else '费用'}", f"{len(book.lots)}个标段{ceilings}"),
    )
    rows = [cells("项目", "内容"), *(cells(*pair) for pair in pairs)]
    yield Table((Column(92, Align.CENTER), Column(350)), tuple(rows))


def _names(case: Case) -> Iterator[Block]:
    t = case.book.terms
    rows = [cells("编号", f"{t.bidder}名称", "参加标段", f"{t.bid}校验值（前16位）")]
    for op, bid in case.bids.items():
        rows.append(cells(op, bid.name, "、".join(bid.lots), case.state.bids[op].sha256[:16]))
    wide = (Column(36, Align.CENTER), Column(150), Column(120), Column(136, Align.CENTER))
    yield Table(wide, tuple(rows), caption=f"获取{t.book}并提交{t.bid}的{t.bidder}")
    rows = [cells("序号", "姓名", "身份")]
    rows += [cells(str(i), j.name, _role(case, j.role)) for i, j in enumerate(case.book.judges, 1)]
    columns = (Column(36, Align.CENTER), Column(203), Column(203))
    yield Table(columns, tuple(rows), caption=f"{t.panel}成员")


def _standards(case: Case) -> Iterator[Block]:
    book = case.book
    total = book.judges_total.sentence if book.judges_total else ""
    ranking = f"{book.ranking_sentence}{book.tie_sentence()}"
    yield Paragraph(f"采用{book.scoring_method}。{total}{book.rounding.sentence}{ranking}")
    yield Paragraph(f"定标规则：{book.award_sentence}")
    for column in book.columns():
        yield scoring_table(book, column, case.packs)


def _opening(case: Case) -> Iterator[Block]:
    t = case.book.terms
    money = ("小写报价（元/年）", "最高限价（元/年）") if case.book.paid_lots else ()
    rows = [cells("标段", "编号", f"{t.bidder}名称", *money)]
    for lot in case.book.lots:
        for op in case.bidders(lot.id):
            amounts = (lot.price_text(case.bids[op].lots[lot.id].price_fen), lot.ceiling_text)
            rows.append(cells(lot.id, op, case.name(op), *amounts[: len(money)]))
    columns = (Column(44, Align.CENTER), Column(36, Align.CENTER), Column(162))
    yield Table((*columns, *(Column(100, Align.RIGHT) for _ in money)), tuple(rows))
    if packages := stated_table(case):
        yield packages
    yield from _set_aside(case)
    for (op, lot_id), c in sorted(case.state.price_corrections.items()):
        result = "已书面确认，按修正后的报价评审" if c.confirmed else f"未书面确认，{t.offer}无效"
        yield Paragraph(
            f"报价修正：{case.name(op)}在标段{lot_id}的小写报价为{yuan(c.from_fen)}元，大写为{yuan(c.to_fen)}元，"
            f"按{t.book}的规定以大写为准；该{t.bidder}{result}。"
        )


def _set_aside(case: Case) -> Iterator[Block]:
    """Files that were not opened; that one could have been read is said first."""
    if not case.state.set_aside:
        return
    rows = [cells("文件", "校验值（前16位）", "理由", "依据", "决定人")]
    for file, aside in sorted(case.state.set_aside.items()):
        why = f"【文件可以读取】{aside.why}" if aside.legible else f"文件无法读取。{aside.why}"
        article = case.packs.cite(aside.article) if aside.article else "无"
        rows.append(cells(file, aside.sha256[:16], why, article, aside.who))
    columns = (Column(74), Column(74), Column(136), Column(84), Column(74))
    yield Table(columns, tuple(rows), caption=f"不予开启的{case.book.terms.bid}")


def _review(case: Case) -> Iterator[Block]:
    t = case.book.terms
    credit = "信用记录查询结果另附。" if case.book.method.procurement else ""
    yield Paragraph(f"{credit}各{t.bid}按{t.book}规定的{len(case.book.gates)}项条件逐项审查。")
    yield from _verified(case)
    rejected = [
        (lot, op) for lot in case.book.lots for op in case.bidders(lot.id) if op not in case.valid(lot.id)
    ]
    if not rejected:
        yield Paragraph(f"全部{t.bid}通过资格审查和符合性审查。")
        return
    rows = [cells("标段", t.bidder, "不通过的原因", "依据")]
    for lot, op in rejected:
        for why, article in case.reasons(op, lot.id):
            rows.append(cells(lot.id, case.name(op), why, article))
    base = "，其报价不作为评审基准价的来源" if case.book.paid_lots else ""
    yield Paragraph(f"下列{t.offer}无效，不参加评分{base}：")
    yield Table((Column(44, Align.CENTER), Column(118), Column(170), Column(110)), tuple(rows))
    yield Paragraph(f"其余{t.bid}通过资格审查和符合性审查。")
    for lot in case.book.lots:
        if lot not in case.live_lots:
            count = len(case.valid(lot.id))
            yield Paragraph(
                f"标段{lot.id}符合要求的{t.bidder}{count}家，"
                f"不足{'法定' if case.book.method.procurement else '规定'}数量，该标段终止，不再评分。"
            )


def _verified(case: Case) -> Iterator[Block]:
    """What was looked up or verified of facts, and counts in place of what the bids state."""
    found = sorted(case.state.established.items())
    if not found:
        return
    rows = [cells(case.book.terms.bidder, "标段", "事项", "核实结果")]
    for (op, lot, fact), what in found:
        known = case.book.fact_by_id[fact]
        rows.append(cells(case.name(op), lot, known.name, in_words(what, known)))
    columns = (Column(150), Column(44, Align.CENTER), Column(128), Column(120))
    yield Table(
        columns, tuple(rows), caption="查询和核实的事项（计分以核实结果为准，经办人和依据见项目记录）"
    )


def _prices(case: Case) -> Iterator[Block]:
    t = case.book.terms
    if case.book.method is Method.COMPETITIVE_CONSULTATION:
        yield Paragraph(
            f"{t.panel}与通过审查的{t.bidder}分别磋商，磋商记录和{t.price}文件另附。"
            f"项目记录中没有对采购需求和合同草案条款作实质性变动的事项。"
        )
    if not case.book.method.procurement:
        yield Paragraph(f"各标段报价见开启记录，均以{t.bid}载明并经书面确认的数额为准。")
    yield from _low_prices(case)


def _low_prices(case: Case) -> Iterator[Block]:
    """Which prices were reviewed as abnormally low, how each review ended, and that there was none."""
    t, cite = case.book.terms, case.packs.cite(*case.low_price_article)
    source = f"（{cite}）" if cite else ""
    reviewed = [d for d in case.state.decisions.values() if d.gate == LOW_PRICE]
    if reviewed:
        yield Paragraph(f"下列报价启动了异常低价审查{source}，{t.bidder}的书面说明和证明材料另附：")
        for d in sorted(reviewed, key=lambda d: (d.lot, d.operator)):
            result = "响应有效" if d.answer is Answer.PASS else f"{t.offer}无效，评审基准价按其余有效报价计算"
            yield Paragraph(
                f"标段{d.lot}，{case.name(d.operator)}：{d.why.rstrip('。')}（结论作出人：{d.who}）；{result}。"
            )
    elif rates(case.book, case.packs) and case.book.paid_lots:
        yield Paragraph(f"异常低价审查：各标段通过符合性审查的报价均高于启动审查的数值界限{source}。")


def _all_scores(case: Case) -> Iterator[Block]:
    for lot in case.live_lots:
        yield from _scores(case, lot)
    yield from correction_table(case)


def _scores(case: Case, lot: Lot) -> Iterator[Block]:
    yield Heading(2, f"标段{lot.id}　{lot.name}")
    for asked in asked_marks(case.book, lot):
        yield judge_table(case, lot, asked)
    yield item_table(case, lot)
    yield total_table(case, lot)


def _candidates(case: Case) -> Iterator[Block]:
    t = case.book.terms
    yield Paragraph(f"各标段通过审查的{t.bidder}按汇总得分由高到低排序，排序依据为评分记录中的各项得分。")
    money = (f"{t.price}（元/年）",) if case.book.paid_lots else ()
    rows: list[tuple[Cell, ...]] = [cells("标段", "名次", "候选人", "汇总得分", *money)]
    for lot in case.live_lots:
        ranking = case.state.results[lot.id].ranking
        for i, e in enumerate(ranking):
            head = (Cell(lot.id, rowspan=len(ranking)),) if i == 0 else ()
            price = (lot.price_text(e["price_fen"]),) if money else ()
            rows.append((*head, *cells(str(e["rank"]), case.name(e["operator"]), e["total"], *price)))
    columns = (Column(44, Align.CENTER), Column(40, Align.CENTER), Column(188), Column(70, Align.RIGHT))
    yield Table((*columns, *(Column(100, Align.RIGHT) for _ in money)), tuple(rows))
    if case.book.report_firmness:
        yield from firmness_tables(case)


def _result(case: Case, allocation: Allocation) -> Iterator[Block]:
    yield award_table(case, allocation)
    if not case.book.paid_lots and (given := promise_table(case, allocation)):
        yield given
    for sentence in (*plan_sentences(case, allocation), *package_sentences(case, allocation)):
        yield Paragraph(sentence)
    for award in allocation.departures:
        for sentence in departure_sentences(case, award):
            yield Paragraph(sentence)
    yield from rule_answers(case, allocation)
    yield from law_table(case)


def _others(case: Case, head: str) -> Iterator[Block]:
    notes = [*_policy(case), f"本报告由项目记录计算得出，记录末端校验值：{head}。"]
    cite = case.packs.cite(*OBJECTION_RULES.get(case.book.method, ()))
    notes.append(
        "成员对本报告有异议的，应当签署不同意见并说明理由；拒绝签字又不书面说明的，视为同意"
        f"{f'（{cite}）' if cite else ''}。"
    )
    caution = case.packs.caution(case.book.regime)
    notes += [caution] if caution else []
    notes += [case.book.fictional] if case.book.fictional else []
    for i, said in enumerate(notes, 1):
        yield Paragraph(f"{i}.{said}")
    yield Fields((Field("不同意见及理由（如有）", BLANK * 2),))


def _policy(case: Case) -> Iterator[str]:
    """What the policy deduction did: only a valid bid can enjoy it."""
    book = case.book
    given = deductions(book)
    if not given:
        return
    open_lots = [lot for lot in case.live_lots if not lot.reserved_for_small]
    small = {op for lot in open_lots for op in case.valid(lot.id) if case.bids[op].small_or_micro}
    names = "、".join(case.name(op) for op in sorted(small))
    told = (
        f"通过审查并享受扣除的有：{names}" if small else f"通过审查的{book.terms.bidder}中没有小型、微型企业"
    )
    share = "、".join(dict.fromkeys(f"{plain(rate * 100)}%" for rate, _, _ in given))
    policy = "政府采购政策" if book.method.procurement else "价格扣除"
    yield f"{policy}：小型、微型企业的{book.terms.price}扣除{share}后参加评审；{told}。"
