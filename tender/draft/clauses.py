"""Clauses of the book (采购文件条款): the words of a template, with the sources it names that are in force.

The first line of a template lists rule ids of the policy packs, for both methods of procurement or
for one method: ``{# 竞争性磋商：N214-31、REG-49；公开招标：REG-49；公开遴选：本文件 #}``. What rests on
本文件 stands because the book says so, and no source is named. The figures of law in its words come from the
same packs through ``figure("LAW-52")``, so that neither article nor figure is ever typed here.
"""

from collections.abc import Iterator

from tender.book import Book, Method
from tender.documents import templates
from tender.documents.blocks import Clause
from tender.policy import Policies, PolicyError

OWN = "本文件"
"""Stands for a rule id where a clause rests on nothing but the book itself."""


def clause(book: Book, packs: Policies, name: str, /, **values: object) -> Iterator[Clause]:
    """The clause ``name`` of ``book``; nothing where no text that it rests on is in force on publication."""
    path = f"book/{name}.md.j2"
    named = sources(path, book)
    rules = [r for r in named if r != OWN and of_regime(r, book, packs) and in_force(r, book, packs)]
    if not rules and OWN not in named:
        return

    def figure(rule: str) -> object:
        return packs.on(rule, book.dates.publish).value

    said = templates.text(
        path,
        terms=book.terms,
        consultation=book.method is Method.COMPETITIVE_CONSULTATION,
        selection=not book.method.procurement,
        paid=bool(book.paid_lots),
        unpaid="、".join(lot.id for lot in book.unpaid_lots),
        figure=figure,
        **values,
    )
    yield Clause(said, article=packs.cite(*rules))


def sources(path: str, book: Book) -> tuple[str, ...]:
    """The rule ids that the first line of a template names for the book's method."""
    rules: list[str] = []
    for part in templates.article(path).split("；"):
        method, stated, ids = part.rpartition("：")
        if method == book.terms.method if stated else book.method.procurement:
            rules += ids.split("、")
    return tuple(rules)


def binding(book: Book, packs: Policies, *rules: str) -> tuple[str, ...]:
    """The rules that bind the book's method: those of procurement law only where it applies."""
    return tuple(r for r in rules if r and (book.method.procurement or not packs.procurement(r)))


def of_regime(rule: str, book: Book, packs: Policies) -> bool:
    """Whether ``rule`` is national, or of the book's own policy system: another place's binds nobody here."""
    local = (pack for pack in packs.packs.values() if any(row.id == rule for row in pack.provisions))
    return all(pack.level == "national" or pack.id == book.regime for pack in local)


def in_force(rule: str, book: Book, packs: Policies) -> bool:
    """Whether ``rule`` is in force on the day the book is published."""
    try:
        packs.on(rule, book.dates.publish)
    except PolicyError:
        return False
    return True
