"""One project (项目): its folder and record, and every act that may change them.

An act returns findings; with an error among them nothing was written. ``now`` is the local
time, ``head`` the record as the person saw it: an act on an outdated page is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from tender.allocate import Allocation, allocate, decide, nothing_awarded, notice_findings
from tender.announce import NOTICE, announce
from tender.book import ReadBook, read_book
from tender.book.kinds import Noun
from tender.book.register import RegisterFact
from tender.case import Case, case
from tender.decisions import (
    Chosen,
    DepartureConfirmed,
    Drawn,
    PriceConfirmed,
    SetAside,
    read_decisions,
)
from tender.findings import Finding, Level, error, has_error, warning
from tender.open import bid_files, label_of, open_bids, read_bid, set_aside
from tender.publish import publish
from tender.rank import rank_all
from tender.record import Draft, Json, Kind, draft
from tender.review import review
from tender.review.law_answers import bid_answers, law_findings
from tender.workspace import decided
from tender.workspace.correcting import Correcting
from tender.workspace.desk import not_now
from tender.workspace.folder import save_register, stale
from tender.workspace.judging import Judging
from tender.workspace.look import Look, recomputed
from tender.workspace.noted import unsound, with_lines
from tender.workspace.phase import Phase


@dataclass(frozen=True, slots=True)
class Papers:
    """The notice and the report by file name; ``as_issued`` once issued: still the very same text."""

    files: Mapping[str, bytes]
    as_issued: bool | None


class Workspace(Judging, Correcting):
    """A project's folder and its record in the store."""

    def book(self) -> ReadBook:
        """The book as it stands in the folder; after publication the record's text binds, not this."""
        return read_book(self.folder)

    def publish(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Freeze the book: its hash becomes the first event."""
        wrong = self.not_in(Phase.DRAFTING)
        return wrong or self.append(*publish(self.book()), now, head)

    def note_facts(
        self, facts: Sequence[RegisterFact], *, by: str, why: str, now: datetime, head: str, register: str
    ) -> tuple[Finding, ...]:
        """Write down what rules ask for and the book lacks, all or none.

        Before publication they become lines of the register, which must still read ``register``;
        afterwards events with who, when and why.
        """
        look = self.look()
        wrong = tuple(finding for fact in facts for finding in unsound(fact))
        if wrong or not facts:
            return wrong or (not_now(),)
        if look.phase is Phase.DRAFTING:
            text, found = with_lines(register, facts)
            return found or save_register(self.folder, text, expected=register)
        events = []
        for fact in facts:
            data = {"noun": fact.noun, "record": fact.record, "attribute": fact.attribute, "value": fact.text}
            events.append(draft(Kind.FACT_NOTED, data, at=now.isoformat(), who=by, why=why))
        return self.append(events, (), now, head)

    def open_bids(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Open all bid forms of the folder, all or none."""
        look = self.look()
        wrong = self.not_in(Phase.PUBLISHED, look)
        if wrong:
            return wrong
        early = _too_early(look.case, now)
        if has_error(early):
            return early
        decisions, found = read_decisions(self.folder)
        drafts, told = open_bids(
            self.folder, look.case.book, look.state.book_sha256, decisions, look.case.packs
        )
        return self.append(drafts, (*early, *found, *told), now, head)

    def set_aside(
        self, file: str, article: str | None, *, by: str, why: str, now: datetime
    ) -> tuple[Finding, ...]:
        """Write down that one bid file is not opened; refused before the deadline and without lawful reason."""
        look = self.look()
        wrong = self.not_in(Phase.PUBLISHED, look) or tuple(
            f for f in _too_early(look.case, now) if f.level is Level.ERROR
        )
        path = next((p for p in bid_files(self.folder) if label_of(p) == file), None)
        if wrong or path is None:
            return wrong or (not_now(),)
        digest = sha256(path.read_bytes()).hexdigest()
        said = {"file": file, "sha256": digest, "article": article, "by": by, "at": now, "why": why}
        entry, wrong = decided.entry_of(SetAside, said)
        if entry is None:
            return wrong
        found = read_bid(path, look.case.book, look.state.book_sha256)[1]
        told = set_aside(path, entry, found, look.case.book, look.case.packs)[1]
        if has_error(told):
            return told
        return decided.add(self.folder, entry)

    def left_aside(self) -> Mapping[str, SetAside]:
        """The files that will not be opened, by file, as written down so far."""
        return {entry.file: entry for entry in self.decisions().set_aside}

    def confirm_price(
        self, operator: str, lot: str, *, by: str, why: str, now: datetime, head: str
    ) -> tuple[Finding, ...]:
        """Record a bidder's written confirmation of the price that its words correct."""
        look = self.look()
        wrong = self.not_in(Phase.OPENED, look)
        corrected = look.state.price_corrections.get((operator, lot))
        if wrong or corrected is None or corrected.confirmed:
            return wrong or (not_now(),)
        if look.record.head != head:
            return (stale("记录"),)
        price = Decimal(corrected.to_fen) / 100
        said = {"operator": operator, "lot": lot, "price_yuan": price, "by": by, "at": now, "why": why}
        entry, found = decided.entry_of(PriceConfirmed, said)
        found = decided.add(self.folder, entry) if entry else found
        data: dict[str, Json] = {
            "operator": operator,
            "lot": lot,
            "from_fen": corrected.from_fen,
            "to_fen": corrected.to_fen,
            "confirmed": True,
        }
        event = draft(Kind.PRICE_CORRECTED, data, at=now.isoformat(), who=by, why=why)
        return self.append([event], found, now, head)

    def decide(self, kind: type[Noun], said: Mapping[str, object], now: datetime) -> tuple[Finding, ...]:
        """Write down what a person decided, by the names of ``decisions.toml``; its step takes it up."""
        wrong = self.not_in(Phase.RANKED if kind in (Drawn, Chosen) else Phase.OPENED)
        if wrong:
            return wrong
        entry, found = decided.entry_of(kind, {**said, "at": now})
        return decided.add(self.folder, entry) if entry else found

    def review(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Answer every gate on every bid; a gate that cannot be decided keeps all from being recorded."""
        look = self.look()
        wrong = self.not_in(Phase.OPENED, look)
        if wrong:
            return wrong
        drafts, found = self.review_of(look)
        return self.append(drafts, found, now, head)

    def review_of(self, look: Look) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
        """What a review would record now, and what keeps it from doing so."""
        decisions, found = read_decisions(self.folder)
        drafts, told = review(look.case, decisions)
        if not has_error(told):
            told += tuple(law_findings(bid_answers(case(look.record.extend(drafts)))))
        return drafts, (*found, *told)

    def rank(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Compute every lot's ranking from the locked marks."""
        look = self.look()
        wrong = self.not_in(Phase.MARKED, look)
        return wrong or self.append(*rank_all(look.case), now, head)

    def allocate(self, look: Look) -> Allocation:
        """The declared rule executed over the rankings and the draws already made."""
        return allocate(look.case, self.drawn(), self.decisions().chosen)

    def drawn(self) -> tuple[Drawn, ...]:
        """The draws written down so far."""
        return self.decisions().drawn

    def award(
        self, allocation: Allocation, confirmed: DepartureConfirmed | None, now: datetime, head: str
    ) -> tuple[Finding, ...]:
        """Record the award that the declared rule gave."""
        look = self.look()
        wrong = self.not_in(Phase.RANKED, look)
        return wrong or self.append(*decide(look.case, allocation, confirmed, self.drawn(), now), now, head)

    def papers(self, look: Look, allocation: Allocation) -> Papers:
        """The notice and the report; before they are issued as they would be now."""
        award = look.state.award
        issued = [n for n in look.state.notices if award and n.seq > award.seq]
        head = look.record.events[issued[0].seq - 2].hash if issued else look.record.head
        files, _ = announce(look.case, allocation, head)
        same = None if not issued else sha256(files[f"{NOTICE}.html"]).hexdigest() == issued[0].sha256
        return Papers(files, same)

    def announce(self, allocation: Allocation, now: datetime, head: str) -> tuple[Finding, ...]:
        """Record that the notice was issued; refused unless the allocation is the recorded award."""
        look = self.look()
        wrong = self.not_in(Phase.AWARDED, look) or recomputed(look, allocation)
        if not wrong and not allocation.awarded:
            return (nothing_awarded(look.case),)
        if wrong:
            return wrong
        found = notice_findings(look.case, allocation, now.date())
        return self.append(announce(look.case, allocation, look.record.head)[1], found, now, head)


def _too_early(published: Case, now: datetime) -> tuple[Finding, ...]:
    """Bids opened before the deadline; a fictional project may be rehearsed at any time."""
    deadline = published.book.dates.bid_deadline
    if now >= deadline:
        return ()
    say = warning if published.book.fictional else error
    what = f"提交截止时间{deadline:%Y-%m-%d %H:%M}未到"
    return (say("workspace.too_early", "开启", what, "截止后才能开启", "到时再开启", "O87-41"),)
