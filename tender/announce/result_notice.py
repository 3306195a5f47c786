"""The result notice (中标（成交）结果公告、选定结果公告), field by field in the national order.

Labels of a procurement are kept to the letter, because platforms read them; an open selection
has the same fields in its own words. Source: 财办库〔2020〕50号.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tender.allocate import Allocation, LotAward
from tender.announce.award_tables import promised
from tender.announce.package_words import package_sentence
from tender.announce.reasons import departure_sentences
from tender.book import Gift, Lot
from tender.book.places import UNPAID
from tender.case import LOW_PRICE, Case
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
from tender.draft.contacts import contact_block, number_label
from tender.findings import Answer


def result_notice(case: Case, allocation: Allocation) -> Document:
    """The notice of the award; raises nothing: what is empty is said in words."""
    book, words = case.book, _WORDS[case.book.method.procurement]
    blocks: list[Block] = [
        Heading(1, f"一、{number_label(book)}"),
        Paragraph(book.number),
        Heading(1, "二、项目名称"),
        Paragraph(book.name),
        Heading(1, f"三、{words.award}信息"),
        *_winners(case, allocation),
        Heading(1, f"四、{words.subjects}"),
        _subjects(case, allocation),
        Heading(1, f"五、{words.panel}名单"),
        Paragraph(
            "、".join(
                j.name + (f"（{book.terms.buyer}代表）" if j.role == "purchaser" else "") for j in book.judges
            )
        ),
        Heading(1, "六、代理服务收费标准及金额"),
        Paragraph(f"{book.notice.agency_fee.rstrip('。')}。"),
        Heading(1, f"七、{words.period}"),
        Paragraph(_period(case)),
        Heading(1, "八、其他补充事宜"),
        *_other(case, allocation),
        Heading(1, "九、凡对本次公告内容提出询问，请按以下方式联系。"),
        *contact_block(book),
        Heading(1, "十、附件"),
        *(Paragraph(f"{i}.{name}") for i, name in enumerate(_annexes(case, allocation), 1)),
        Signature((Place("", "盖章", book.purchaser.name),), date_zh(book.dates.result)),
    ]
    return Document(f"{book.name}{words.award}结果公告", tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Words:
    """The labels of one kind of notice."""

    award: str
    winner: str
    subjects: str
    panel: str
    period: str


_WORDS = {
    True: _Words("中标（成交）", "供应商", "主要标的信息", "评审专家（单一来源采购人员）", "公告期限"),
    False: _Words("选定", "运营主体", "服务内容信息", "评审小组成员", "公告日期"),
}
"""Whether it is a procurement → its labels."""


def _period(case: Case) -> str:
    """How long the notice stands: by law for a procurement, else the day that the book gives."""
    result = case.book.dates.result
    if not case.book.method.procurement:
        return f"{date_zh(result)}。"
    return f"自本公告发布之日起{case.packs.on('F50-period', result).value}个工作日。"


def _winners(case: Case, allocation: Allocation) -> Iterator[Block]:
    words = _WORDS[case.book.method.procurement]
    for award in allocation.lots:
        lot = case.book.lot_by_id[award.lot]
        yield Heading(3, f"标段{lot.id}　{lot.name}")
        if award.operator is None or award.price_fen is None:
            yield Paragraph(f"本标段未确定{case.book.terms.winner}：{award.why_empty.rstrip('。')}。")
            continue
        bid = case.bids[award.operator]
        yield Fields(
            (
                Field(f"{words.winner}名称", bid.name),
                Field(f"{words.winner}地址", bid.address),
                *_given(case, award, lot),
            )
        )


def _given(case: Case, award: LotAward, lot: Lot) -> Iterator[Field]:
    """The amount of a lot that is paid for; where nothing is paid, what the winner promised."""
    if lot.paid:
        fen = award.price_fen or 0
        word = _WORDS[case.book.method.procurement].award
        yield Field(f"{word}金额", f"{lot.amount_text(fen)}（人民币{capital_yuan(fen)}）")
        if award.package is not None:
            yield Field("合并优惠", package_sentence(case, award.package))
        return
    yield Field("费用", UNPAID)
    if said := promised(case, award):
        yield Field("承诺", said)


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
    lines += _low_prices(case)
    lines.append(_challenge(case))
    caution = case.packs.caution(book.regime)
    lines += [caution] if caution else []
    lines += [_gift(case, gift) for gift in book.gifts]
    lines += list(book.notice.other)
    for i, line in enumerate(lines, 1):
        yield Paragraph(f"{i}.{line}")


def _low_prices(case: Case) -> Iterator[str]:
    """How many prices were reviewed as abnormally low in each lot, and how it ended: no name, no price."""
    for lot in case.book.lots:
        answers = [
            d.answer for (_, of, g), d in case.state.decisions.items() if (of, g) == (lot.id, LOW_PRICE)
        ]
        if answers:
            fine = answers.count(Answer.PASS)
            ended = [f"认定报价合理{fine}份"] if fine else []
            ended += [f"认定无效{len(answers) - fine}份"] if fine < len(answers) else []
            bids = case.book.terms.offer
            yield f"标段{lot.id}对{len(answers)}份{bids}启动异常低价审查，{'、'.join(ended)}。"


def _gift(case: Case, gift: Gift) -> str:
    """One gift in a sentence: it was not bid for, but the public is told of it."""
    center = case.book.center_by_id[gift.center]
    room = "".join(s.name for s in center.spaces if s.id == gift.space)
    amount = f"，金额{gift.amount_text}" if gift.amount_fen is not None else ""
    return (
        f"公益合作事项（不参加评审）：{gift.name}，{gift.form_word}，{center.name}{room}{amount}，"
        f"期限至{date_zh(gift.until)}；{gift.consent.rstrip('。')}。"
    )


def _challenge(case: Case) -> str:
    """How a supplier may challenge the result: the period of law, counted from the end of the notice."""
    packs, day = case.packs, case.book.dates.result
    if not case.book.method.procurement:
        return templates.text("notice/objection.md.j2", terms=case.book.terms)

    def figure(rule: str) -> object:
        return packs.on(rule, day).value

    return templates.text(
        "notice/challenge.md.j2", terms=case.book.terms, figure=figure, cite=packs.cite("LAW-52")
    )


def _annexes(case: Case, allocation: Allocation) -> Iterator[str]:
    book = case.book
    yield f"{book.terms.book}（已随{book.terms.activity}公告发布的不再重复公告）"
    if not book.method.procurement:
        return
    small = sorted(
        {a.operator for a in allocation.lots if a.operator and case.bids[a.operator].small_or_micro}
    )
    for operator in small:
        yield f"{case.name(operator)}的《中小企业声明函》"
