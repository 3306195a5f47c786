"""Publish (发布): the book is frozen; its SHA-256 is the first event of the record."""

from datetime import datetime, time

from tender.book import ReadBook
from tender.check import check_book
from tender.findings import Finding, has_error
from tender.record import Draft, Json, Kind, draft


def publish(read: ReadBook) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The publishing event of a book without errors, and every finding on it."""
    if read.book is None:
        return (), read.findings
    findings = (*read.findings, *check_book(read.book, read.register, read.packs))
    if has_error(findings):
        return (), findings
    at = datetime.combine(read.book.dates.publish, time(9)).isoformat()
    data: dict[str, Json] = {"sha256": read.sha256, "book": read.text, "register": read.register_text}
    if read.pack_texts:
        data["packs"] = dict(read.pack_texts)
    event = draft(Kind.BOOK_PUBLISHED, data, at=at, who=read.book.purchaser.name, why="发布采购文件")
    return (event,), findings
