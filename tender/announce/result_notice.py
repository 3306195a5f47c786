"""The result notice (中标（成交）结果公告), field by field in the national order.

Labels are kept to the letter, because platforms read them. Source: 财办库〔2020〕50号.
"""

from collections.abc import Iterator

from scoring.exact import yuan
from tender.allocate import Allocation
from tender.announce.reasons import departure_sentences
from tender.case import Case
from tender.documents import templates
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
from tender.documents.wording import capital_yuan, date_zh
from tender.draft.contacts import NUMBER, contact_block


def result_notice(case: Case, allocation: Allocation) -> Document:
    """The notice of the award; raises nothing: what is empty is said in words."""
    book = case.book
    blocks: list[Block] = [
        Heading(1, f"一、{NUMBER}"),
        Paragraph(book.number),
        Heading(1, "二、项目名称"),
        Paragraph(book.name),
        Heading(1, "三、中标（成交）信息"),
        *_winners(case, allocation),
        Heading(1, "四、主要标的信息"),
        _subjects(case, allocation),
        Heading(1, "五、评审专家（单一来源采购人员）名单"),
        Paragraph(
            "、".join(j.name + ("（采购人代表）" if j.role == "purchaser" else "") for j in book.judges)
        ),
        Heading(1, "六、代理服务收费标准及金额"),
        Paragraph(f"{book.notice.agency_fee.rstrip('。')}。"),
        Heading(1, "七、公告期限"),
        Paragraph(f"自本公告发布之日起{case.packs.on('F50-period', book.dates.result).value}个工作日。"),
        Heading(1, "八、其他补充事宜"),
        *_other(case, allocation),
        Heading(1, "九、凡对本次公告内容提出询问，请按以下方式联系。"),
        *contact_block(book),
        Heading(1, "十、附件"),
        *(Paragraph(f"{i}.{name}") for i, name in enumerate(_annexes(case, allocation), 1)),
        Signature((Place("", "盖章", book.purchaser.name),), date_zh(book.dates.result)),
    ]
    return Document(f"{book.name}中标（成交）结果公告", tuple(blocks))


def _winners(case: Case, allocation: Allocation) -> Iterator[Block]:
    for award in allocation.lots:
        lot = case.book.lot_by_id[award.lot]
        yield Heading(3, f"标段{lot.id}　{lot.name}")
        if award.operator is None or award.price_fen is None:
            yield Paragraph(f"本标段未确定{case.book.terms.winner}：{award.why_empty.rstrip('。')}。")
            continue
        bid = case.bids[award.operator]
        amount = f"{yuan(award.price_fen)}元/年（人民币{capital_yuan(award.price_fen)}）"
        yield Fields(
            (
                Field("供应商名称", bid.name),
                Field("供应商地址", bid.address),
                Field("中标（成交）金额", amount),
            )
        )


def _subjects(case: Case, allocation: Allocation) -> Table:
    d = case.book.dates
    time = f"{date_zh(d.service_from)}至{date_zh(d.service_until)}"
    rows = [cells("标段", "名称", "服务范围", "服务要求", "服务时间", "服务标准")]
    for award in allocation.lots:
        lot = case.book.lot_by_id[award.lot]
        if award.operator is not None:
            rows.append(cells(lot.id, lot.name, lot.scope, lot.requirement, time, lot.standard))
    columns = (Column(44, Align.CENTER), Column(70), Column(96), Column(78), Column(78), Column(76))
    return Table(columns, tuple(rows), caption="服务类")


def _other(case: Case, allocation: Allocation) -> Iterator[Block]:
    book = case.book
    lines = [f"定标规则：{allocation.rule}"]
    for award in allocation.departures:
        lines += departure_sentences(case, award)
    lines.append(_challenge(case))
    lines += list(book.notice.other)
    for i, line in enumerate(lines, 1):
        yield Paragraph(f"{i}.{line}")


def _challenge(case: Case) -> str:
    """How a supplier may challenge the result: the period of law, counted from the end of the notice."""
    packs, day = case.packs, case.book.dates.result

    def figure(rule: str) -> object:
        return packs.on(rule, day).value

    return templates.text(
        "notice/challenge.md.j2", terms=case.book.terms, figure=figure, cite=packs.cite("LAW-52")
    )


def _annexes(case: Case, allocation: Allocation) -> Iterator[str]:
    book = case.book
    yield f"{book.terms.book}（已随采购公告发布的不再重复公告）"
    small = sorted(
        {a.operator for a in allocation.lots if a.operator and case.bids[a.operator].small_or_micro}
    )
    for operator in small:
        yield f"{case.name(operator)}的《中小企业声明函》"
