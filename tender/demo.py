"""Samples filled in (示例填表): what fictional bidders and judges enter in the forms of a book.

A sample's ``make.py`` is its data and its deliberate slips; how they reach the forms stands here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from tender.book import Book, Fact, Lot, read_book
from tender.book.gates import DeclaredGate
from tender.documents.wording import capital_yuan
from tender.documents.workbook.kinds import Value
from tender.documents.workbook.write import write
from tender.forms import Bidders, bid_form, mark_key, mark_sheet
from tender.forms.bid_form import FACTS, GATES, IDENTITY, LOTS, PRICES, SERVICES, fact_key, own_fact_key
from tender.forms.mark_sheet import MARKS
from tender.mark import FOLDER as MARKS_FOLDER
from tender.mark import judged
from tender.open import FOLDER as BIDS_FOLDER

THOUSAND_YUAN = 100_000
"""In fen."""

Entries: TypeAlias = dict[str, dict[Any, dict[str, Any]]]
"""Sheet → row → column → what is typed; for slips to be made in it."""


@dataclass(frozen=True)
class Operator:
    """Who bids, in the words of the form, with the facts that it states once."""

    name: str
    code: str
    entity: str
    size: str
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Service:
    """One line of the services sheet; without a category it is of its lot's."""

    name: str
    category: str
    nature: str
    fee: str = ""


@dataclass(frozen=True)
class Offer:
    """One bid for one lot: price in fen (none where nothing is paid), facts, services, the panel's means.

    ``means`` follow the judged criteria in the book's order. ``turn`` says which spread the first
    of them takes; otherwise the place of the offer in the list does.
    """

    lot: str
    operator: str
    means: tuple[int | Fraction, ...]
    price: int = 0
    facts: Mapping[str, Value] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    turn: int | None = None


def no_slips(operator: str, values: Entries) -> None:
    """Everyone fills in the form without a slip."""


@dataclass(frozen=True)
class Bidding:
    """Everything that bidders and judges of one sample enter.

    ``address`` and ``phone`` take the number in an operator's id; ``spreads`` are how the judges
    differ while their mean stays, so each row sums to zero; ``rejected`` holds the bids (lot,
    operator) that no judge marks; ``slips`` spoils one operator's form as real life does.
    Mark sheets print bidders by number, or ``as_listed`` among the offers.
    """

    operators: Mapping[str, Operator]
    offers: tuple[Offer, ...]
    spreads: tuple[tuple[int | str, ...], ...]
    address: str
    phone: str
    facts_from_page: int
    rejected: frozenset[tuple[str, str]] = frozenset()
    slips: Callable[[str, Entries], None] = no_slips
    as_listed: bool = False

    def fill(self, folder: Path) -> None:
        """Write the form of every operator and the sheet of every judge for the book in ``folder``."""
        read = read_book(folder)
        if read.book is None:
            raise ValueError(f"no valid book in {folder}: {read.findings}")
        for part in (BIDS_FOLDER, MARKS_FOLDER):
            (folder / part).mkdir(exist_ok=True)
        form = bid_form(read.book, read.sha256, read.packs)
        for operator in self.operators:
            content = write(form, self.form_values(read.book, operator))
            (folder / BIDS_FOLDER / f"{operator}.xlsx").write_bytes(content)
        for n, judge in enumerate(read.book.judges):
            sheet = mark_sheet(read.book, read.sha256, judge, self.bidders(read.book), read.packs)
            content = write(sheet, self.mark_values(read.book, n))
            (folder / MARKS_FOLDER / f"{judge.id}.xlsx").write_bytes(content)

    def bidders(self, book: Book) -> Bidders:
        """Who is marked in each lot, number and name."""
        marked = [offer for offer in self.offers if (offer.lot, offer.operator) not in self.rejected]
        if not self.as_listed:
            marked.sort(key=lambda offer: offer.operator)
        return {
            lot.id: [(o.operator, self.operators[o.operator].name) for o in marked if o.lot == lot.id]
            for lot in book.lots
        }

    def form_values(self, book: Book, operator: str) -> Entries:
        """What one operator enters in its form, slips included; facts that ``book`` does not ask are left out."""
        mine = {offer.lot: offer for offer in self.offers if offer.operator == operator}
        sheets = {
            IDENTITY: self._identity(book, operator),
            GATES: {
                gate.id: {"met": True, "evidence": _proof(book, gate.evidence, page)}
                for page, gate in enumerate((g for g in book.gates if isinstance(g, DeclaredGate)), 5)
            },
            PRICES: {lot.id: _price(mine.get(lot.id)) for lot in book.paid_lots},
            LOTS: {lot.id: {"bids": lot.id in mine} for lot in book.unpaid_lots},
            FACTS: {row: entry for offer in mine.values() for row, entry in self._facts(book, offer)},
            SERVICES: {
                str(n): _service(book.lot_by_id[lot], service)
                for n, (lot, service) in enumerate(((o.lot, s) for o in mine.values() for s in o.services), 1)
            },
        }
        values = {sheet: rows for sheet, rows in sheets.items() if rows}
        self.slips(operator, values)
        return values

    def _identity(self, book: Book, operator: str) -> dict[Any, dict[str, Any]]:
        who, number = self.operators[operator], operator[1:]
        said = {
            "name": who.name,
            "credit_code": who.code,
            "address": self.address.format(number),
            "entity_type": who.entity,
            "size": who.size,
            "contact": f"联系人{who.name[0]}（虚构） {self.phone.format(number)}",
            **{own_fact_key(fact): who.facts[fact.id] for fact in _stated(book, who.facts, "operator")},
        }
        return {key: {"value": value} for key, value in said.items()}

    def _facts(self, book: Book, offer: Offer) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
        """The facts of one offer, each proved on a page of its own."""
        lot = book.lot_by_id[offer.lot]
        asked = [fact for fact in _stated(book, offer.facts, "lot") if fact.asked_in(lot.id)]
        for page, fact in enumerate(asked, self.facts_from_page):
            value, proof = offer.facts[fact.id], _proof(book, fact.evidence, page)
            yield fact_key(lot, fact), {"value": value, "evidence": proof}

    def mark_values(self, book: Book, judge: int) -> Entries:
        """What one judge enters: the mean of each item, moved by this judge's share of a spread."""
        marks: dict[Any, dict[str, Any]] = {}
        for place, offer in enumerate(self.offers):
            if (offer.lot, offer.operator) in self.rejected:
                continue
            lot, n = book.lot_by_id[offer.lot], place if offer.turn is None else offer.turn
            for m, (criterion, mean) in enumerate(zip(judged(book, lot), offer.means, strict=True)):
                spread = self.spreads[(n + m) % len(self.spreads)]
                moved = mean + Fraction(spread[(judge + n) % len(spread)])
                marks[mark_key(lot, offer.operator, criterion)] = {"mark": moved}
        return {MARKS: marks}


def _stated(book: Book, facts: Mapping[str, Value], scope: str) -> Iterator[Fact]:
    """The facts of ``scope`` that are stated, in the book's order."""
    return (fact for fact in book.facts if fact.scope == scope and fact.id in facts)


def _proof(book: Book, evidence: str, page: int) -> str:
    """Where the evidence is found; what may be said instead of it stands behind the comma."""
    return f"{evidence.partition('，')[0]}，{book.terms.bid}第{page}页"


def _price(offer: Offer | None) -> dict[str, Any]:
    if offer is None:
        return {"bids": False}
    return {"bids": True, "price": offer.price, "capital": capital_yuan(offer.price)}


def _service(lot: Lot, service: Service) -> dict[str, Any]:
    category = service.category or lot.category
    row = {"lot": lot.id, "name": service.name, "category": category, "nature": service.nature}
    return row | ({"fee": service.fee} if service.fee else {})
