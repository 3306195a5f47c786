"""Chapter three (资格审查和符合性审查): every gate as a clause with its article."""

from collections.abc import Iterator

from tender.book import Book
from tender.case import least_bidders
from tender.documents import templates
from tender.documents.blocks import Align, Block, Cell, Column, Heading, Table, cells
from tender.policy import Policies


def review_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """The table of gates, then the rules on prices in words and on too few bidders."""
    yield Heading(2, "一、审查条件")
    rows = [cells("序号", "环节", "条件", "要求", "依据")]
    for i, gate in enumerate(book.gates, 1):
        cite = packs.cite(*gate.articles)
        rows.append(cells(str(i), gate.stage_word, Cell(f"★{gate.name}"), gate.sentence(), cite))
    columns = (Column(1, Align.CENTER), Column(2, Align.CENTER), Column(2), Column(6), Column(4))
    yield Table(columns, tuple(rows))
    yield Heading(2, "二、报价文字与数字不一致")
    yield templates.clause("book/words_prevail.md.j2", terms=book.terms)
    yield Heading(2, f"三、{book.terms.bidder}数量不足")
    least, _ = least_bidders(book, packs)
    yield templates.clause("book/too_few.md.j2", terms=book.terms, least=least)
