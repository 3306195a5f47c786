"""What all notices print alike (项目编号、联系方式): for procurement, order and labels to the letter.

Source: 财办库〔2020〕50号.
"""

from tender.book import Book
from tender.documents.blocks import Block, Field, Fields, Heading

NUMBER = "项目编号（或招标编号、政府采购计划编号、采购计划备案文号等，如有）"
"""The label of the project number, as every national notice prints it."""


def number_label(book: Book) -> str:
    """The label of the project number: the national one for procurement only."""
    return NUMBER if book.method.procurement else "项目编号"


def contact_block(book: Book) -> tuple[Block, ...]:
    """Purchaser, agency where there is one, and the project's contact person."""
    t = book.terms
    blocks: list[Block] = [
        Heading(3, f"1.{t.buyer}信息"),
        Fields(
            (
                Field("名 称", book.purchaser.name),
                Field("地 址", book.purchaser.address),
                Field("联系方式", book.purchaser.phone),
            )
        ),
        Heading(3, f"2.{t.activity}代理机构信息（如有）"),
    ]
    agency = book.agency
    blocks.append(
        Fields(
            (
                Field("名 称", agency.name if agency else "无"),
                Field("地 址", agency.address if agency else "无"),
                Field("联系方式", agency.phone if agency else "无"),
            )
        )
    )
    blocks += [
        Heading(3, "3.项目联系方式"),
        Fields((Field("项目联系人", book.contact.person), Field("电 话", book.contact.phone))),
    ]
    return tuple(blocks)
