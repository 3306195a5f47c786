"""The tender book as a document (采购文件): chapters in the order bidders know."""

from tender.book import Book
from tender.documents.blocks import Block, Document, Heading, PageBreak, Paragraph
from tender.draft.contract import contract_chapter
from tender.draft.invitation import invitation_chapter
from tender.draft.requirement import requirement_chapter
from tender.draft.review_rules import review_chapter
from tender.draft.scoring import scoring_chapter
from tender.policy import Policies

CHAPTERS = (
    ("{method}邀请", invitation_chapter),
    ("采购需求", requirement_chapter),
    ("资格审查和符合性审查", review_chapter),
    ("评审方法和评审标准", scoring_chapter),
    ("合同主要条款", contract_chapter),
)
NUMERALS = "一二三四五六七八九十"


def book_document(book: Book, packs: Policies) -> Document:
    """The whole book; every figure in it is read from ``book`` or from a dated provision."""
    blocks: list[Block] = []
    if book.fictional:
        blocks.append(Paragraph(book.fictional, strong=True))
    for i, (name, chapter) in enumerate(CHAPTERS):
        if i:
            blocks.append(PageBreak())
        blocks.append(Heading(1, f"第{NUMERALS[i]}章　{name.format(method=book.terms.method)}"))
        blocks += chapter(book, packs)
    return Document(book.name, tuple(blocks), subtitle=book.terms.book, number=f"项目编号：{book.number}")
