"""The tender book and its parts (nouns)."""

from tender.book.award import AwardRule, Combination, FiscalBaseline, LotOrder, PerLot
from tender.book.book import Book, Judge
from tender.book.facts import Fact
from tender.book.gates import Gate
from tender.book.gifts import Gift
from tender.book.method import Method, Terms
from tender.book.places import Center, Funding, Lot, Mode, Space
from tender.book.read import ReadBook, parse_book, read_book
from tender.book.rules import Criterion, Entry, Worked

__all__ = [
    "AwardRule",
    "Book",
    "Center",
    "Combination",
    "Criterion",
    "Entry",
    "Fact",
    "FiscalBaseline",
    "Funding",
    "Gate",
    "Gift",
    "Judge",
    "Lot",
    "LotOrder",
    "Method",
    "Mode",
    "PerLot",
    "ReadBook",
    "Space",
    "Terms",
    "Worked",
    "parse_book",
    "read_book",
]
