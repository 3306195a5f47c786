"""The tender book as a document (采购文件): chapters in the order bidders know."""

from tender.book import Book
from tender.documents.blocks import Block, Document, Heading, PageBreak, Paragraph
from tender.draft.basis import basis_chapter
from tender.draft.bid_parts import bid_chapter
from tender.draft.chapters import NUMERALS, chapters
from tender.draft.contract import contract_chapter
from tender.draft.instructions import instructions_chapter
from tender.draft.invitation import invitation_chapter
from tender.draft.requirement import requirement_chapter
from tender.draft.review_rules import review_chapter
from tender.draft.scoring import scoring_chapter
from tender.policy import Policies

_WRITERS = (
    invitation_chapter,
    instructions_chapter,
    requirement_chapter,
    review_chapter,
    scoring_chapter,
    contract_chapter,
    bid_chapter,
)


def book_document(book: Book, packs: Policies) -> Document:
    """The whole book; every figure in it is read from ``book`` or from a dated provision."""
    blocks: list[Block] = []
    if book.fictional:
        blocks.append(Paragraph(book.fictional, strong=True))
    if caution := packs.caution(book.regime):
        blocks.append(Paragraph(caution, strong=True))
    for i, (name, write) in enumerate(zip(chapters(book.terms), _WRITERS, strict=True)):
        if i:
            blocks.append(PageBreak())
        blocks.append(Heading(1, f"第{NUMERALS[i]}章　{name}"))
        blocks += write(book, packs)
    blocks += [PageBreak(), Heading(1, "附　制定依据及其效力状态")]
    blocks += basis_chapter(book, packs, blocks)
    return Document(book.name, tuple(blocks), subtitle=book.terms.book, number=f"项目编号：{book.number}")
