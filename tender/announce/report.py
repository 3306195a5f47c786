"""The evaluation report (评审报告): the matters that the law asks for, computed from the record.

Sources: 财库〔2014〕214号第二十六条、第二十七条; 财政部令第87号第五十八条.
"""

from collections.abc import Iterator

from scoring.exact import plain, text, yuan
from tender.allocate import Allocation
from tender.announce.plan_words import plan_sentences
from tender.announce.reasons import departure_sentences
from tender.announce.score_tables import item_table, judge_table, total_table
from tender.book import Lot
from tender.case import Case
from tender.documents.blocks import (
    Align,
    Block,
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
from tender.draft.scoring import scoring_table
from tender.mark import judged


def evaluation_report(case: Case, allocation: Allocation, head: str) -> Document:
    """The report; ``head`` is the hash of the record it was computed from."""
    t = case.book.terms
    blocks: list[Block] = [
        Heading(1, "一、项目基本情况"),
        _facts(case),
        Heading(1, f"二、{t.bidder}和{t.panel}名单"),
        _bidders(case),
        _panel(case),
        Heading(1, "三、评审方法和评审标准"),
        *_standards(case),
        Heading(1, "四、开启记录"),
        _opening(case),
        *_corrections(case),
        Heading(1, "五、资格审查和符合性审查"),
        *_review(case),
        Heading(1, "六、评审记录"),
        *(block for lot in case.live_lots for block in _scores(case, lot)),
        Heading(1, f"七、评审结果和{t.winner}"),
        *_result(case, allocation),
        Heading(1, "八、其他需要说明的情况"),
        *_others(case, head),
        Signature(
            (
                *(Place(f"{t.panel}成员", "签字", j.name) for j in case.book.judges),
                Place("采购人", "盖章", case.book.purchaser.name),
            )
        ),
    ]
    return Document(
        f"{case.book.name}评审报告", tuple(blocks), number=f"项目编号：{case.book.number}"
    )


def _facts(case: Case) -> Fields:
    book, t = case.book, case.book.terms
    return Fields(
        (
            Field("项目名称", book.name),
            Field("采购人", book.purchaser.name),
            Field("采购方式", t.method),
            Field(f"{t.book}发布日期", date_zh(book.dates.publish)),
            Field(f"{t.book}校验值", case.state.book_sha256),
            Field("开启时间和地点", f"{datetime_zh(book.dates.bid_deadline)}，{book.bid_place}"),
            Field("评审时间", datetime_zh(book.dates.evaluation)),
            Field("标段", f"{len(book.lots)}个，最高限价合计{yuan(sum(x.ceiling_fen for x in book.lots))}元/年"),
        )
    )


def _bidders(case: Case) -> Table:
    rows = [cells("编号", f"{case.book.terms.bidder}名称", "参加标段", "响应文件校验值（前16位）")]
    for op, bid in case.bids.items():
        rows.append(cells(op, bid.name, "、".join(bid.lots), case.state.bids[op].sha256[:16]))
    return Table((Column(2, Align.CENTER), Column(6), Column(5), Column(5)), tuple(rows))


def _panel(case: Case) -> Table:
    words = {"expert": "评审专家", "purchaser": "采购人代表"}
    rows = [cells("编号", "姓名", "身份"), *(cells(j.id, j.name, words[j.role]) for j in case.book.judges)]
    return Table((Column(2, Align.CENTER), Column(5), Column(5)), tuple(rows))


def _standards(case: Case) -> Iterator[Block]:
    book = case.book
    yield Paragraph(f"采用综合评分法。{book.rounding.sentence}{book.tie_sentence()}")
    yield Paragraph(f"定标规则：{book.award.sentence(book.terms, book.fiscal)}")
    for column in book.columns():
        yield scoring_table(book, column, case.packs)


def _opening(case: Case) -> Table:
    rows = [cells("标段", "编号", f"{case.book.terms.bidder}名称", "报价（元/年）", "最高限价（元/年）")]
    for lot in case.book.lots:
        for op in case.bidders(lot.id):
            price = yuan(case.bids[op].lots[lot.id].price_fen)
            rows.append(cells(lot.id, op, case.name(op), price, yuan(lot.ceiling_fen)))
    columns = (
        Column(2, Align.CENTER),
        Column(2, Align.CENTER),
        Column(6),
        Column(4, Align.RIGHT),
        Column(4, Align.RIGHT),
    )
    return Table(columns, tuple(rows))


def _corrections(case: Case) -> Iterator[Block]:
    for (op, lot), c in sorted(case.state.price_corrections.items()):
        result = "供应商已书面确认，按修正后报价评审" if c.confirmed else "供应商未书面确认，响应无效"
        yield Paragraph(
            f"报价修正：{case.name(op)}在标段{lot}的小写报价为{yuan(c.from_fen)}元，大写为{yuan(c.to_fen)}元，"
            f"以大写为准；{result}（{case.packs.cite('O87-59')}）。"
        )


def _review(case: Case) -> Iterator[Block]:
    rejected = [(lot, op) for lot in case.book.lots for op in case.bidders(lot.id) if op not in case.valid(lot.id)]
    if not rejected:
        yield Paragraph("全部响应文件通过资格审查和符合性审查。")
        return
    rows = [cells("标段", f"{case.book.terms.bidder}", "不通过的原因", "依据")]
    for lot, op in rejected:
        for why, article in case.reasons(op, lot.id):
            rows.append(cells(lot.id, case.name(op), why, article))
    yield Paragraph("下列响应无效，不参加评分，其报价不作为评审基准价的来源：")
    yield Table((Column(2, Align.CENTER), Column(5), Column(6), Column(5)), tuple(rows))
    yield Paragraph("其余响应文件通过资格审查和符合性审查。")


def _scores(case: Case, lot: Lot) -> Iterator[Block]:
    yield Heading(2, f"标段{lot.id}　{lot.name}")
    for criterion in judged(case.book, lot):
        yield judge_table(case, lot, criterion)
    yield item_table(case, lot)
    yield total_table(case, lot)


def _result(case: Case, allocation: Allocation) -> Iterator[Block]:
    t, places = case.book.terms, case.book.rounding.places
    rows = [cells("标段", t.winner, "名次", "得分", f"{t.award}金额（元/年）")]
    for a in allocation.lots:
        if a.operator is None or a.total is None or a.price_fen is None:
            rows.append(cells(a.lot, f"未确定：{a.why_empty}", "—", "—", "—"))
        else:
            rows.append(
                cells(a.lot, case.name(a.operator), str(a.rank), text(a.total, places), yuan(a.price_fen))
            )
    rows.append(cells("合计", "", "", text(allocation.total_points, places), yuan(allocation.total_fen)))
    columns = (
        Column(2, Align.CENTER),
        Column(7),
        Column(2, Align.CENTER),
        Column(3, Align.RIGHT),
        Column(4, Align.RIGHT),
    )
    yield Table(columns, tuple(rows))
    for sentence in plan_sentences(case, allocation):
        yield Paragraph(sentence)
    for award in allocation.departures:
        for sentence in departure_sentences(case, award):
            yield Paragraph(sentence)


def _others(case: Case, head: str) -> Iterator[Block]:
    book = case.book
    rates = {plain(c.rule.small_deduction * 100) for c in book.criteria if c.rule.kind == "lowest_price"}
    small = [case.name(op) for op, bid in case.bids.items() if bid.small_or_micro]
    told = f"按声明享受扣除的有：{'、'.join(small)}" if small else "本次没有享受扣除的小型、微型企业"
    yield Paragraph(f"1.政府采购政策：小型、微型企业报价扣除{'、'.join(sorted(rates))}%后参加评审；{told}。")
    yield Paragraph(f"2.本报告由项目记录计算得出，记录末端校验值：{head}。")
    yield Paragraph(f"3.成员对本报告有异议的应书面说明理由，拒绝签字又不说明的视为同意（{case.packs.cite('REG-41')}）。")
    if book.fictional:
        yield Paragraph(f"4.{book.fictional}")
