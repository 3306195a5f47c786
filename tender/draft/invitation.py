"""Chapter one (邀请): the items of the national notice form, in their order and to the letter.

An open selection has the same items in its own words. Source: 财办库〔2020〕50号.
"""

from collections.abc import Iterator

from scoring.exact import yuan
from tender.book import Book, Method
from tender.book.places import UNPAID
from tender.documents.blocks import Block, Field, Fields, Heading, Paragraph
from tender.documents.wording import date_zh, datetime_zh
from tender.draft.chapters import REQUIREMENT, REVIEW, pointer
from tender.draft.clauses import clause
from tender.draft.contacts import contact_block, number_label
from tender.draft.key_facts import figure_of
from tender.policy import Policies

PERIOD = {Method.OPEN_TENDER: "F50-tender", Method.COMPETITIVE_CONSULTATION: "F50-consultation"}


def invitation_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """What is bought, who may come, when and where, and whom to ask."""
    t, dates = book.terms, book.dates
    yield from clause(
        book, packs, "invite", purchaser=book.purchaser.name, project=book.name, summary=book.summary
    )
    yield Heading(2, "一、项目基本情况")
    yield Fields(
        (
            Field(number_label(book), book.number),
            Field("项目名称", book.name),
            Field(f"{t.activity}方式", t.method),
            *_money(book),
            Field(f"{t.activity}需求", f"{len(book.lots)}个标段的社会化运营服务，详见{pointer(REQUIREMENT)}"),
            Field("合同履行期限", f"{date_zh(dates.service_from)}至{date_zh(dates.service_until)}"),
        )
    )
    yield from clause(book, packs, "consortium", answer="接受" if book.consortium else "不接受")
    yield Heading(2, "二、申请人的资格要求")
    if book.method.procurement:
        yield Paragraph("1.满足《中华人民共和国政府采购法》第二十二条规定；")
        yield Paragraph("2.落实政府采购政策需满足的资格要求：无；")
        yield Paragraph(f"3.本项目的特定资格要求：详见{pointer(REVIEW)}。")
    else:
        yield Paragraph(f"本项目的资格要求详见{pointer(REVIEW)}。")
    yield from _dates(book)
    rest = _numbers(book)
    yield Heading(2, f"{next(rest)}、公告期限")
    days = figure_of(PERIOD, book, packs)
    yield Paragraph(f"自本公告发布之日起{f'{days}个工作日' if days else f'至{t.bid}提交截止时间'}。")
    yield Heading(2, f"{next(rest)}、其他补充事宜")
    yield Fields(tuple(Field("主管部门", f"{d.name}（{d.role}）") for d in book.departments))
    asked = "对本次招标" if book.method is Method.OPEN_TENDER else f"凡对本次{t.activity}"
    yield Heading(2, f"{next(rest)}、{asked}提出询问，请按以下方式联系。")
    yield from contact_block(book)


def _budget(book: Book) -> str:
    return f"{yuan(sum(f.budget_fen for f in book.funding))}元/年" if book.funding else UNPAID


def _money(book: Book) -> tuple[Field, ...]:
    """Budget and ceilings; one line where nothing is paid for any lot."""
    if not book.paid_lots:
        return (Field("费用", UNPAID),)
    ceilings = f"{yuan(book.ceilings_fen)}元/年，各标段见前附表"
    return (Field("预算金额", _budget(book)), Field("最高限价（如有）", ceilings))


def _numbers(book: Book) -> Iterator[str]:
    """The numerals after the items on dates: a consultation has one item more."""
    return iter("五六七八" if book.method is Method.OPEN_TENDER else "六七八九")


def _dates(book: Book) -> Iterator[Block]:
    """How to get the book, and when and where bids are handed in and opened."""
    t, deadline = book.terms, datetime_zh(book.dates.bid_deadline)
    tender = book.method is Method.OPEN_TENDER
    yield Heading(2, f"三、获取{'招标文件' if tender else f'{t.activity}文件'}")
    yield Fields(
        (
            Field("时间", f"{date_zh(book.dates.publish)}至提交截止时间（北京时间，法定节假日除外）"),
            Field("获取办法", book.obtain),
        )
    )
    if tender:
        yield Heading(2, "四、提交投标文件截止时间、开标时间和地点")
        yield Fields((Field("时间", f"{deadline}（北京时间）"), Field("地点", book.bid_place)))
        return
    yield Heading(2, f"四、{t.bid}提交")
    yield Fields((Field("截止时间", f"{deadline}（北京时间）"), Field("地点", book.bid_place)))
    yield Heading(2, "五、开启")
    yield Fields((Field("时间", f"{deadline}（北京时间）"), Field("地点", book.bid_place)))
