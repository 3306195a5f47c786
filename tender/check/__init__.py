"""Check (检查): what in a tender book is inconsistent, unlawful or worth a warning."""

from collections.abc import Callable, Iterable
from itertools import chain

from tender.book import Book
from tender.check.consistency import consistency
from tender.check.law import law
from tender.check.system import SYSTEMS
from tender.findings import Finding, Level
from tender.policy import Policies, policies

__all__ = ["check_book", "ordered"]

Check = Callable[[Book, Policies], Iterable[Finding]]


def check_book(book: Book, packs: Policies | None = None) -> tuple[Finding, ...]:
    """Every finding on the content of ``book``, gravest first, in the book's order."""
    known = packs or policies()
    checks: tuple[Check, ...] = (consistency, law, *SYSTEMS.get(book.regime, ()))
    return ordered(chain.from_iterable(check(book, known) for check in checks))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by level, gravest first, otherwise as found."""
    weight = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    return tuple(sorted(findings, key=lambda f: weight[f.level]))
