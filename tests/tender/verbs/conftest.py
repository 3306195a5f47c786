"""A copy of the sample that a test may spoil like a careless clerk, and the verbs run over it."""

import runpy
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tender.bids import Bid
from tender.book import Book, ReadBook, read_book
from tender.case import Case, case
from tender.decisions import Decisions, read_decisions
from tender.demo import Bidding
from tender.documents.workbook.read import read
from tender.documents.workbook.write import write
from tender.findings import Finding, has_error
from tender.forms import bid_form, mark_sheet
from tender.mark import judged, read_marks, submission
from tender.open import open_bids
from tender.paths import samples
from tender.publish import publish
from tender.rank import rank_all
from tender.record import Draft, Kind, Record, draft
from tender.review import review

SAMPLE = samples() / "teda-haiqing"
Marks = Callable[[str, str, str, str], Fraction]
"""Lot, judge, operator, criterion → the mark."""


@pytest.fixture(scope="session")
def bidding() -> Bidding:
    """Who the sample's operators and judges are and what they enter."""
    found: Bidding = runpy.run_path(str(SAMPLE / "make.py"))["BIDDING"]
    return found


@dataclass
class Project:
    """One project folder."""

    folder: Path
    bidding: Bidding

    @property
    def read(self) -> ReadBook:
        return read_book(self.folder)

    @property
    def book(self) -> Book:
        read = self.read
        assert read.book, read.findings
        return read.book

    def edit(self, *changes: tuple[str, str]) -> None:
        """Replace snippets of the book, each once; every form is now of an older version."""
        path = self.folder / "project.toml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, f"the sample no longer says {old!r}"
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")

    def decide(self, text: str, *, keep: bool = True) -> None:
        """Add to the decisions, or replace them."""
        path = self.folder / "decisions.toml"
        before = path.read_text("utf-8") if keep else 'format = "hengbiao/decisions/1"\n'
        path.write_text(f"{before}\n{text}\n", "utf-8")

    def fill(
        self, operator: str, change: Callable[[dict[str, Any]], None] | None = None, *, as_: str = ""
    ) -> Path:
        """Write one operator's form anew for the book as it is, its entries changed by ``change``."""
        values = self.bidding.form_values(self.book, operator)
        if change:
            change(values)
        path = self.folder / "bids" / f"{as_ or operator}.xlsx"
        path.write_bytes(write(bid_form(self.book, self.read.sha256), values))
        return path

    def fill_all(self) -> None:
        """Write every operator's form anew."""
        for operator in self.bidding.operators:
            self.fill(operator)

    def place(self, file: str, sheet: str, key: Any, column: str) -> str:
        """The reference of one cell of a bid form, such as E5."""
        form = bid_form(self.book, self.read.sha256)
        filled, _ = read(self.folder / "bids" / file, form, file)
        return filled.where(sheet, key, column).rpartition(" › ")[2]

    def type(self, file: str, sheet: str, cell: str, entry: object) -> None:
        """Type ``entry`` into one cell, as an office program would."""
        path = self.folder / file
        book = load_workbook(path)
        book[sheet][cell] = entry
        book.save(path)

    def typed(self, operator: str, sheet: str, key: Any, column: str, entry: object) -> str:
        """Type into one cell of a bid form; returns the place that a finding should name."""
        cell = self.place(f"{operator}.xlsx", sheet, key, column)
        self.type(f"bids/{operator}.xlsx", sheet, cell, entry)
        return f"bids/{operator}.xlsx › {sheet} › {cell}"

    def judge(self, change: Callable[[str, dict[Any, Any]], None] | None = None) -> None:
        """Write every judge's sheet anew for the bids that are valid now."""
        now, _ = self.reviewed()
        bidders = {lot.id: [(op, now.name(op)) for op in now.valid(lot.id)] for lot in now.live_lots}
        asked = {(lot, op) for lot, ops in bidders.items() for op, _ in ops}
        for n, judge in enumerate(now.book.judges):
            sheet = mark_sheet(now.book, self.read.sha256, judge, bidders)
            marks = self.bidding.mark_values(now.book, n)["评分"]
            marks = {key: mark for key, mark in marks.items() if key[:2] in asked}
            if change:
                change(judge.id, marks)
            (self.folder / "marks" / f"{judge.id}.xlsx").write_bytes(write(sheet, {"评分": marks}))

    def opened(self) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
        """The bids opened."""
        return open_bids(self.folder, self.book, self.read.sha256, read_decisions(self.folder)[0])

    def reviewed(self) -> tuple[Case, tuple[Finding, ...]]:
        """The case after review, and what the review found."""
        record, found = self._reviewed()
        return case(record), found

    def _reviewed(self) -> tuple[Record, tuple[Finding, ...]]:
        drafts, told = self.opened()
        assert not has_error(told), told
        record = Record().extend([*publish(self.read)[0], *drafts])
        decisions, found = review(case(record), read_decisions(self.folder)[0])
        return record.extend(decisions), found

    def marked(self) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
        """The marks read."""
        return read_marks(self.folder, self.reviewed()[0], self.read.sha256)

    def ranked(self) -> Case:
        """The case with every lot ranked."""
        record, _ = self._reviewed()
        marks, told = read_marks(self.folder, case(record), self.read.sha256)
        assert not has_error(told), told
        record = record.extend(marks)
        results, found = rank_all(case(record))
        assert not found
        return case(record.extend(results))

    def contents(self) -> dict[str, bytes]:
        """Every file of the folder."""
        files = (p for p in self.folder.rglob("*") if p.is_file())
        return {p.relative_to(self.folder).as_posix(): p.read_bytes() for p in files}


@pytest.fixture(scope="session")
def project_at() -> Callable[[Path, Bidding], Project]:
    """A project in a folder that a test made itself."""
    return Project


@pytest.fixture
def project(tmp_path: Path, bidding: Bidding) -> Project:
    folder = tmp_path / "project"
    shutil.copytree(SAMPLE, folder)
    return Project(folder, bidding)


@pytest.fixture(scope="session")
def posed() -> Callable[..., Case]:
    """A case built without any file: bids as they are, everyone's marks, all locked."""

    def build(
        read: ReadBook,
        bids: Mapping[str, Bid],
        marks: Marks = lambda lot, judge, operator, item: Fraction(80),
        decided: Decisions | None = None,
    ) -> Case:
        assert read.book, read.findings
        at = read.book.dates.bid_deadline.isoformat()
        opening = [
            draft(
                Kind.BID_OPENED,
                {"operator": op, "file": f"bids/{op}.xlsx", "sha256": "0" * 64, "bid": bid.to_json()},
                at=at,
                who="开标人",
            )
            for op, bid in bids.items()
        ]
        record = Record().extend([*publish(read)[0], *opening])
        record = record.extend(review(case(record), decided or Decisions())[0])
        now = case(record)
        sheets = [
            submission(
                now,
                judge,
                lot,
                {
                    op: {c.id: marks(lot.id, judge.id, op, c.id) for c in judged(now.book, lot)}
                    for op in now.valid(lot.id)
                },
                {},
            )
            for judge in now.book.judges
            for lot in now.live_lots
            if judged(now.book, lot)
        ]
        locks = [draft(Kind.MARKS_LOCKED, {"judge": j.id}, at=at, who=j.name) for j in now.book.judges]
        return case(record.extend([*sheets, *(locks if sheets else [])]))

    return build
