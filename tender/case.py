"""The case (项目案卷): the published book and the record's state, read together.

Everything a later step needs to know about earlier ones is derived here from the record
and never stored again: which bids are valid in a lot, at what price, and why others are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from scoring.exact import number
from tender.bids import Bid, bid_from_json
from tender.book import Book, Lot, Method, parse_book
from tender.book.register import Register, RegisterFact, parse_register, with_facts
from tender.established import with_established
from tender.findings import Answer
from tender.policy import Policies
from tender.record import Decision, Record, State, state
from tender.rules.nouns import project_nouns

PRICE_GATE = "price_confirmed"
"""The gate on a price in words that differs from the figures: confirmed in writing or not."""

LOW_PRICE = "low_price"
"""The gate on an abnormally low price: proved reasonable or not, by the panel."""
OWN_GATES = (PRICE_GATE, LOW_PRICE)
"""The gates that no book declares."""


class CaseError(LookupError):
    """The record holds no book that can be read."""


@dataclass(frozen=True)
class Case:
    """One project after publication. ``book`` and the project's own packs are as frozen in the record."""

    book: Book
    state: State
    packs: Policies

    @cached_property
    def nouns(self) -> Mapping[str, Any]:
        """What rules can be asked of the project before any bid is read."""
        return project_nouns(self.book, register_of(self.state), self.packs)

    @cached_property
    def bids(self) -> Mapping[str, Bid]:
        """Opened bids by operator number, sorted, with what was established in place of what they state."""
        opened, found = self.state.bids, self.state.established
        return {op: with_established(bid_from_json(opened[op].bid), found) for op in sorted(opened)}

    def bidders(self, lot: str) -> tuple[str, ...]:
        """Everyone who bid for ``lot``, valid or not, sorted by number."""
        return tuple(op for op, bid in self.bids.items() if lot in bid.lots)

    def price_fen(self, operator: str, lot: str) -> int:
        """The price that binds, in fen per year: as corrected and confirmed, else as bid."""
        corrected = self.state.price_corrections.get((operator, lot))
        if corrected and corrected.confirmed:
            return corrected.to_fen
        return self.bids[operator].lots[lot].price_fen

    def decisions(self, operator: str, lot: str) -> tuple[Decision, ...]:
        """The answers of all gates on one bid in one lot, in the book's order."""
        order = [PRICE_GATE, *(g.id for g in self.book.gates), LOW_PRICE]
        return tuple(
            self.state.decisions[operator, lot, gate]
            for gate in order
            if (operator, lot, gate) in self.state.decisions
        )

    def reviewed(self, operator: str, lot: str) -> bool:
        """Whether every gate of the book has an answer on this bid."""
        return all((operator, lot, g.id) in self.state.decisions for g in self.book.gates)

    def valid(self, lot: str) -> tuple[str, ...]:
        """Operators whose bid passed every gate in ``lot``; an open answer is no pass."""
        return tuple(
            op
            for op in self.bidders(lot)
            if self.reviewed(op, lot) and all(d.answer is Answer.PASS for d in self.decisions(op, lot))
        )

    def conforming(self, lot: str) -> tuple[str, ...]:
        """Operators whose bid passed every other gate than that on low prices."""
        return tuple(
            op
            for op in self.bidders(lot)
            if self.reviewed(op, lot)
            and all(d.answer is Answer.PASS for d in self.decisions(op, lot) if d.gate != LOW_PRICE)
        )

    def drawn(self, lot: str) -> Mapping[str, Fraction]:
        """The factors of price rules drawn at opening for ``lot``, by name."""
        return {name: number(text) for (of, name), text in self.state.figures.items() if of == lot}

    def rejected(self, lot: str) -> tuple[str, ...]:
        """Operators whose bid failed at least one gate in ``lot``."""
        return tuple(
            op for op in self.bidders(lot) if any(d.answer is Answer.FAIL for d in self.decisions(op, lot))
        )

    def reasons(self, operator: str, lot: str) -> tuple[tuple[str, str], ...]:
        """Why one bid is not valid in a lot: (reason in words, articles as cited)."""
        gates = {g.id: g for g in self.book.gates}
        found = []
        for decision in self.decisions(operator, lot):
            if decision.answer is not Answer.PASS:
                own = self.low_price_article if decision.gate == LOW_PRICE else self._price_article
                articles = gates[decision.gate].articles if decision.gate in gates else own
                found.append((decision.why, self.packs.cite(*articles)))
        return tuple(found)

    @property
    def _price_article(self) -> tuple[str, ...]:
        return ("O87-59",) if self.book.method.procurement else ()

    @property
    def low_price_article(self) -> tuple[str, ...]:
        """The rule ids that a review of low prices rests on; none in an open selection."""
        if not self.book.method.procurement:
            return ()
        since = self.packs.knows("LP-mean") and self.packs.packs["LP"].since
        return ("LP-mean",) if since and since <= self.book.dates.publish else ("O87-60",)

    @cached_property
    def least(self) -> int:
        """How many valid bidders a lot needs to go on."""
        return least_bidders(self.book, self.packs)[0]

    def enough(self, lot: str) -> bool:
        """Whether ``lot`` has enough valid bidders to be judged."""
        return len(self.valid(lot)) >= self.least

    @cached_property
    def live_lots(self) -> tuple[Lot, ...]:
        """Lots with enough valid bidders, in the book's order."""
        return tuple(lot for lot in self.book.lots if self.enough(lot.id))

    def stamp(self, planned: datetime) -> datetime:
        """When an act planned for ``planned`` is recorded: not before what already stands in the record."""
        last = self.state.last_at
        return max(planned, datetime.fromisoformat(last)) if last else planned

    def name(self, operator: str) -> str:
        """The operator's registered name."""
        return self.bids[operator].name


def register_of(now: State) -> Register:
    """The register that was published, completed by the facts noted since."""
    noted = (RegisterFact(f.noun, f.record, f.attribute, f.value) for f in now.noted.values())
    return with_facts(parse_register(now.register)[0], noted)


def least_bidders(book: Book, packs: Policies) -> tuple[int, tuple[str, ...]]:
    """How many valid bidders a lot needs to go on, and the rule ids that say so.

    An open selection has no rule but the book's own figure.
    """
    if not book.method.procurement:
        return book.least_bidders, ()
    consultation = "N124-two" if book.service_purchase else "N214-6"
    rule = "O87-44" if book.method is Method.OPEN_TENDER else consultation
    return int(packs.on(rule, book.dates.publish).number), (rule,)


def case(record: Record) -> Case:
    """The case that ``record`` holds; raises CaseError before publication."""
    now = state(record)
    read = parse_book(now.book, now.register, now.packs) if now.book else None
    if read is None or read.book is None:
        raise CaseError("the record holds no readable book")
    return Case(read.book, now, read.packs)
