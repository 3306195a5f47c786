"""Chapter six (合同主要条款): duties, and the promises that earn points."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from tender.book import Book
from tender.documents.blocks import Block, Clause, Heading
from tender.draft.chapters import REQUIREMENT, pointer
from tender.draft.clauses import clause
from tender.policy import Policies


def contract_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """What law fixes for every contract, the book's own clauses, then every promise as a duty."""
    yield Heading(2, "一、合同一般条款")
    dates = book.dates
    common = chain(
        clause(
            book,
            packs,
            "subject",
            chapter=pointer(REQUIREMENT)[1:-1],
            since=dates.service_from,
            until=dates.service_until,
        ),
        clause(book, packs, "payment") if book.paid_lots else (),
        clause(book, packs, "unpaid") if book.unpaid_lots else (),
        clause(book, packs, "no_transfer"),
        clause(book, packs, "acceptance"),
        clause(book, packs, "additional"),
        clause(book, packs, "disputes"),
    )
    yield from _numbered(common)
    yield Heading(2, "二、合同专用条款")
    yield from _numbered(Clause(text) for text in book.contract)
    promises = [f"{f.name}（{f.unit}）" for f in book.facts if f.promise]
    if promises:
        yield Heading(2, "三、承诺转为合同义务")
        yield from clause(book, packs, "promises", promises="、".join(promises))


def _numbered(clauses: Iterator[Clause]) -> Iterator[Clause]:
    return (replace(found, number=f"{i}.") for i, found in enumerate(clauses, 1))
