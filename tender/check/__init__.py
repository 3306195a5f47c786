"""Check (检查): what in a tender book is inconsistent, unlawful or worth a warning."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from tender.book import Book
from tender.book.register import Register
from tender.check.conditions import conditions
from tender.check.consistency import consistency
from tender.check.dates import dates
from tender.check.law import law
from tender.check.legal import legal
from tender.check.system import system
from tender.findings import Finding, Level, error
from tender.policy import Policies, PolicyError, policies

__all__ = ["check_book", "ordered"]

Check = Callable[[], Iterable[Finding]]


def check_book(
    book: Book, register: Register | None = None, packs: Policies | None = None
) -> tuple[Finding, ...]:
    """Every finding on the content of ``book`` and its register, gravest first, in the book's order."""
    known, told = packs or policies(), register or {}
    checks: tuple[Check, ...] = (
        lambda: consistency(book, known),
        lambda: dates(book, known),
        lambda: law(book, told, known),
        lambda: legal(book, told, known),
        lambda: conditions(book, told, known),
        lambda: system(book, told, known),
    )
    return ordered(chain.from_iterable(_answered(check, book) for check in checks))


def _answered(check: Check, book: Book) -> Iterator[Finding]:
    """The findings of one check; a day for which the packs are silent is a finding too."""
    try:
        yield from check()
    except PolicyError:
        yield error(
            "law.no_provision",
            "project.toml › dates › publish",
            f"发布日期{book.dates.publish.isoformat()}没有唯一有效的规定可以核对",
            "发布日期应在政策包各项规定的有效期内",
            "改正发布日期，或先把当时有效的规定写入政策包",
        )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by level, gravest first, otherwise as found."""
    weight = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    return tuple(sorted(findings, key=lambda f: weight[f.level]))
