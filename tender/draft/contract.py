"""Chapter five (合同主要条款): duties, and the promises that earn points."""

from collections.abc import Iterator

from tender.book import Book
from tender.documents import templates
from tender.documents.blocks import Block, Clause, Heading
from tender.policy import Policies


def contract_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """The book's contract clauses, then every promise as an obligation."""
    yield Heading(2, "一、合同条款")
    for i, text in enumerate(book.contract, 1):
        yield Clause(text, number=f"{i}.")
    promises = [f"{f.name}（{f.unit}）" for f in book.facts if f.promise]
    if promises:
        yield Heading(2, "二、承诺转为合同义务")
        yield templates.clause("book/promises.md.j2", terms=book.terms, promises="、".join(promises))
