"""Chapter four (资格审查和符合性审查): every gate as a clause with its article."""

from collections.abc import Iterator
from dataclasses import replace

from tender.book import Book
from tender.case import least_bidders
from tender.documents.blocks import Align, Block, Cell, Column, Heading, Table, cells
from tender.draft.clauses import clause
from tender.policy import Policies


def review_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """Who reviews, the table of gates, then invalid bids, prices in words, too few bidders."""
    yield Heading(2, "一、审查的主体和结论")
    yield from clause(book, packs, "who_reviews")
    yield Heading(2, "二、审查条件")
    rows = [cells("序号", "环节", "条件", "要求", "依据")]
    for i, gate in enumerate(book.gates, 1):
        cite = packs.cite(*gate.articles)
        rows.append(cells(str(i), gate.stage_word, Cell(f"★{gate.name}"), gate.sentence(), cite))
    columns = (Column(34, Align.CENTER), Column(62, Align.CENTER), Column(76), Column(170), Column(100))
    yield Table(columns, tuple(rows))
    yield Heading(2, f"三、{book.terms.bid}无效的情形")
    yield from (replace(found, mandatory=True) for found in clause(book, packs, "invalid"))
    if book.paid_lots:
        yield Heading(2, "四、报价文字与数字不一致")
        yield from clause(book, packs, "words_prevail")
    yield Heading(2, f"{'五' if book.paid_lots else '四'}、{book.terms.bidder}数量不足和终止")
    least, _ = least_bidders(book, packs)
    yield from clause(book, packs, "too_few", least=least)
    yield from clause(book, packs, "stop")
