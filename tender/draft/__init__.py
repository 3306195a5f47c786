"""Draft (编制): the tender book, the bid form and the blank mark sheet, from one object."""

from collections.abc import Mapping

from tender.book import Book
from tender.documents import docx, html
from tender.documents.workbook.write import write
from tender.draft.document import book_document
from tender.forms import bid_form, mark_sheet
from tender.policy import Policies, policies

__all__ = ["book_document", "draft_files"]


def draft_files(book: Book, sha256: str, packs: Policies | None = None) -> Mapping[str, bytes]:
    """The four files of a draft by name; the same book gives the same bytes.

    A book in which only figures count has no mark sheet.
    """
    known = packs or policies()
    document = book_document(book, known)
    files = {
        "book.docx": docx.write(document),
        "book.html": html.write(document).encode("utf-8"),
        "bid-form.xlsx": write(bid_form(book, sha256, known)),
    }
    if any(c.rule.judged for c in book.criteria):
        files["mark-sheet.xlsx"] = write(mark_sheet(book, sha256, None, None, known))
    return files
