"""A project folder checked (检查): the book, and the bids and marks that are there, without running it."""

from pathlib import Path

from tender.book import ReadBook, read_book
from tender.case import case
from tender.check import ordered
from tender.decisions import read_decisions
from tender.findings import Finding, has_error
from tender.mark import FOLDER as MARKS_FOLDER
from tender.mark import read_marks
from tender.open import bid_files, open_bids
from tender.publish import publish
from tender.record import Record
from tender.review import review, too_few


def check_project(project: Path, *, book_only: bool = False) -> tuple[ReadBook, tuple[Finding, ...]]:
    """Findings on the book and, unless ``book_only``, on all bids and marks that are there.

    Bids are read once the book is sound, because the forms are made of it; marks are read
    once the bids are sound, because a mark sheet names the valid bids.
    """
    read = read_book(project)
    drafts, findings = publish(read)
    decided, found = read_decisions(project)
    findings += found
    if read.book is None or not drafts or book_only or not bid_files(project):
        return read, ordered(findings)
    opened, found = open_bids(project, read.book, read.sha256, decided, read.packs)
    findings += found
    if has_error(findings):
        return read, ordered(findings)
    now = case(Record().extend([*drafts, *opened]))
    reviewed, found = review(now, decided)
    findings += found
    if not has_error(findings) and (project / MARKS_FOLDER).is_dir():
        now = case(Record().extend([*drafts, *opened, *reviewed]))
        findings += (*too_few(now), *read_marks(project, now, read.sha256)[1])
    return read, ordered(findings)
