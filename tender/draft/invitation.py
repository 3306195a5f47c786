"""Chapter one (邀请): what is bought, who may come, when and where."""

from collections.abc import Iterator

from scoring.exact import yuan
from tender.book import Book
from tender.documents import templates
from tender.documents.blocks import Block, Column, Field, Fields, Heading, Paragraph, Table, cells
from tender.documents.wording import date_zh, datetime_zh
from tender.policy import STATUS_WORDS, Policies


def invitation_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """Project facts, qualifications, dates, contacts and the texts the project rests on."""
    t = book.terms
    yield templates.clause(
        "book/invite.md.j2", purchaser=book.purchaser.name, project=book.name, summary=book.summary, terms=t
    )
    yield Heading(2, "一、项目基本情况")
    yield Fields(
        (
            Field("项目编号", book.number),
            Field("项目名称", book.name),
            Field("采购方式", t.method),
            Field("预算金额", f"{yuan(sum(f.budget_fen for f in book.funding))}元/年"),
            Field("资金来源", "、".join(f.name for f in book.funding)),
            Field("最高限价", f"各标段合计{yuan(sum(lot.ceiling_fen for lot in book.lots))}元/年，分标段见第二章"),
            Field("服务期限", f"{date_zh(book.dates.service_from)}至{date_zh(book.dates.service_until)}"),
            Field("标段数量", f"{len(book.lots)}个"),
        )
    )
    yield templates.clause("book/consortium.md.j2", answer="接受" if book.consortium else "不接受")
    yield Heading(2, f"二、{t.bidder}资格要求")
    yield Paragraph("详见第三章“资格审查和符合性审查”。")
    yield Heading(2, f"三、获取{t.book}与提交{t.bid}")
    yield Fields(
        (
            Field(f"获取{t.book}", book.obtain),
            Field("提出询问截止", f"{date_zh(book.dates.questions_until)}24点00分"),
            Field(f"{t.bid}提交截止时间", datetime_zh(book.dates.bid_deadline)),
            Field("提交与开启地点", book.bid_place),
            Field("评审时间", datetime_zh(book.dates.evaluation)),
        )
    )
    yield Heading(2, "四、联系方式")
    agency = book.agency
    people = [("采购人", book.purchaser)] + ([("采购代理机构", agency)] if agency else [])
    yield Fields(
        tuple(
            field
            for word, body in people
            for field in (
                Field(f"{word}名称", body.name),
                Field(f"{word}地址", body.address),
                Field(f"{word}联系方式", body.phone),
            )
        )
        + (
            Field("项目联系人", book.contact.person),
            Field("电话", book.contact.phone),
            *(Field("主管部门", f"{d.name}（{d.role}）") for d in book.departments),
        )
    )
    yield Heading(2, "五、制定依据及其效力状态")
    yield _basis(book, packs)


def _basis(book: Book, packs: Policies) -> Table:
    status = {p.title: STATUS_WORDS[p.status] for p in packs.packs.values()}
    rows = [cells("序号", "文件", "效力状态")]
    for i, title in enumerate(book.basis, 1):
        found = next((word for name, word in status.items() if name in title), "以发文机关公布为准")
        rows.append(cells(str(i), title, found))
    return Table((Column(1), Column(7), Column(3)), tuple(rows))
