"""One project (项目): its folder and record, and every act that may change them.

An act returns findings; with an error among them nothing was written. ``now`` is the local
time, ``head`` the record as the person saw it: an act on an outdated page is refused.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from scoring.exact import number, plain
from tender.allocate import Allocation, allocate, decide, nothing_awarded, notice_findings
from tender.announce import NOTICE, announce
from tender.book import ReadBook, read_book
from tender.book.kinds import Noun
from tender.book.register import RegisterFact
from tender.case import Case, case
from tender.correct import corrected, ended, followed
from tender.decisions import (
    Chosen,
    Corrected,
    Decisions,
    DepartureConfirmed,
    Drawn,
    LowPriceDecided,
    MarkCorrected,
    PriceConfirmed,
    SetAside,
    read_decisions,
)
from tender.findings import Finding, Level, error, has_error, warning
from tender.mark import mark_findings, marked_lots, read_marks, submission, unmarked
from tender.open import bid_files, label_of, open_bids, read_bid, set_aside
from tender.publish import publish
from tender.rank import rank_all
from tender.record import Draft, Json, Kind, Record, State, draft, state
from tender.review import review, too_few
from tender.review.law_answers import bid_answers, law_findings
from tender.store import Damaged, ProjectExists, Refused, Stale, Store
from tender.workspace import decided, marking
from tender.workspace.folder import save_register, stale
from tender.workspace.marking import Kept, Marks, Progress, Reasons
from tender.workspace.noted import unsound, with_lines
from tender.workspace.phase import Phase, phase_of


@dataclass(frozen=True)
class Look:
    """The project as the record tells it at one moment; ``broken`` says where the chain does not hold."""

    record: Record
    broken: tuple[Finding, ...]

    @cached_property
    def state(self) -> State:
        """What is true now."""
        return state(self.record)

    @cached_property
    def published(self) -> Case | None:
        """The case, or None before publication."""
        return case(self.record) if self.state.book else None

    @property
    def case(self) -> Case:
        """The case of a published project."""
        assert self.published, "no case before publication"
        return self.published

    @cached_property
    def phase(self) -> Phase:
        """How far the project has come."""
        return phase_of(self.state, self.published)

    @property
    def ground(self) -> str:
        """The hash of the record that an award rests on: what came before it, once there is one."""
        award = self.state.award
        return self.record.events[award.seq - 2].hash if award else self.record.head


@dataclass(frozen=True, slots=True)
class Papers:
    """The notice and the report by file name; ``as_issued`` once issued: still the very same text."""

    files: Mapping[str, bytes]
    as_issued: bool | None


class Workspace:
    """A project's folder and its record in the store."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.id = store, folder, folder.name
        with suppress(ProjectExists):
            store.add_project(self.id, self.id)

    def look(self) -> Look:
        """The record as it is now."""
        return Look(*self.store.record(self.id))

    def book(self) -> ReadBook:
        """The book as it stands in the folder; after publication the record's text binds, not this."""
        return read_book(self.folder)

    def publish(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Freeze the book: its hash becomes the first event."""
        wrong = self._not_in(Phase.DRAFTING)
        return wrong or self._append(*publish(self.book()), now, head)

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
            return wrong or (_not_now(),)
        if look.phase is Phase.DRAFTING:
            text, found = with_lines(register, facts)
            return found or save_register(self.folder, text, expected=register)
        events = []
        for fact in facts:
            data = {"noun": fact.noun, "record": fact.record, "attribute": fact.attribute, "value": fact.text}
            events.append(draft(Kind.FACT_NOTED, data, at=now.isoformat(), who=by, why=why))
        return self._append(events, (), now, head)

    def open_bids(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Open all bid forms of the folder, all or none."""
        look = self.look()
        wrong = self._not_in(Phase.PUBLISHED, look)
        if wrong:
            return wrong
        early = _too_early(look.case, now)
        if has_error(early):
            return early
        decisions, found = read_decisions(self.folder)
        drafts, told = open_bids(
            self.folder, look.case.book, look.state.book_sha256, decisions, look.case.packs
        )
        return self._append(drafts, (*early, *found, *told), now, head)

    def set_aside(
        self, file: str, article: str | None, *, by: str, why: str, now: datetime
    ) -> tuple[Finding, ...]:
        """Write down that one bid file is not opened; refused before the deadline and without lawful reason."""
        look = self.look()
        wrong = self._not_in(Phase.PUBLISHED, look) or tuple(
            f for f in _too_early(look.case, now) if f.level is Level.ERROR
        )
        path = next((p for p in bid_files(self.folder) if label_of(p) == file), None)
        if wrong or path is None:
            return wrong or (_not_now(),)
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

    def decisions(self) -> Decisions:
        """Everything that people wrote down so far."""
        return read_decisions(self.folder)[0]

    def left_aside(self) -> Mapping[str, SetAside]:
        """The files that will not be opened, by file, as written down so far."""
        return {entry.file: entry for entry in self.decisions().set_aside}

    def confirm_price(
        self, operator: str, lot: str, *, by: str, why: str, now: datetime, head: str
    ) -> tuple[Finding, ...]:
        """Record a bidder's written confirmation of the price that its words correct."""
        look = self.look()
        wrong = self._not_in(Phase.OPENED, look)
        corrected = look.state.price_corrections.get((operator, lot))
        if wrong or corrected is None or corrected.confirmed:
            return wrong or (_not_now(),)
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
        return self._append([event], found, now, head)

    def decide(self, kind: type[Noun], said: Mapping[str, object], now: datetime) -> tuple[Finding, ...]:
        """Write down what a person decided, by the names of ``decisions.toml``; its step takes it up."""
        wrong = self._not_in(Phase.RANKED if kind in (Drawn, Chosen) else Phase.OPENED)
        if wrong:
            return wrong
        entry, found = decided.entry_of(kind, {**said, "at": now})
        return decided.add(self.folder, entry) if entry else found

    def review(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Answer every gate on every bid; a gate that cannot be decided keeps all from being recorded."""
        look = self.look()
        wrong = self._not_in(Phase.OPENED, look)
        if wrong:
            return wrong
        drafts, found = self.review_of(look)
        return self._append(drafts, found, now, head)

    def review_of(self, look: Look) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
        """What a review would record now, and what keeps it from doing so."""
        decisions, found = read_decisions(self.folder)
        drafts, told = review(look.case, decisions)
        if not has_error(told):
            told += tuple(law_findings(bid_answers(case(look.record.extend(drafts)))))
        return drafts, (*found, *told)

    def import_marks(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Take in the folder's mark sheets of all judges who have not locked yet."""
        look = self.look()
        wrong = self._not_in(Phase.MARKING, look)
        if wrong:
            return wrong
        drafts, found = read_marks(self.folder, look.case, look.state.book_sha256)
        new = [d for d in drafts if d.data["judge"] not in look.state.locked]
        return self._append(new, (*too_few(look.case), *found), now, head)

    def kept(self, judge: str, lot: str, look: Look) -> Kept:
        """One judge's sheet: as locked in the record, else as last saved."""
        if judge in look.state.locked:
            marks = look.state.marks.get((judge, lot))
            return _of_record(marks.marks, marks.reasons) if marks else Kept()
        return marking.load(self.store, self.id, judge, lot)

    def keep(
        self, judge: str, lot: str, marks: Marks, reasons: Reasons, *, version: int
    ) -> tuple[Finding, ...]:
        """Save one judge's sheet; a mark that is refused leaves what was saved before in its place."""
        look = self.look()
        wrong = self._not_in(Phase.MARKING, look)
        if wrong or judge in look.state.locked:
            return wrong or (_not_now(),)
        book = look.case.book
        person = next(j for j in book.judges if j.id == judge)
        bad = marking.refused(look.case, person, book.lot_by_id[lot], marks, reasons)
        before = marking.load(self.store, self.id, judge, lot).marks
        good = {
            op: {item: mark for item, mark in items.items() if (op, item) not in bad}
            | {item: old for item, old in before.get(op, {}).items() if (op, item) in bad}
            for op, items in marks.items()
        }
        try:
            text = marking.as_text(good, reasons)
            self.store.save_draft(self.id, marking.key(judge, lot), text, expected_version=version)
        except Stale:
            return (stale("评分"),)
        return tuple(bad.values())

    def progress(self, judge: str, look: Look) -> Progress:
        """How far one judge has come: counts only, never a mark."""
        due = marking.asked(look.case)
        if judge in look.state.locked:
            return Progress(due, due, True)
        lots = marked_lots(look.case)
        kept = {lot.id: marking.load(self.store, self.id, judge, lot.id).marks for lot in lots}
        return Progress(marking.counted(look.case, kept), due, False)

    def lock(self, judge: str, versions: Mapping[str, int], now: datetime) -> tuple[Finding, ...]:
        """Submit and lock one judge's marks as read back: ``versions`` are those of the sheets seen."""
        look = self.look()
        wrong = self._not_in(Phase.MARKING, look)
        if wrong or judge in look.state.locked:
            return wrong or (_not_now(),)
        person = next(j for j in look.case.book.judges if j.id == judge)
        drafts: list[Draft] = []
        found: list[Finding] = []
        for lot in marked_lots(look.case):
            sheet = marking.load(self.store, self.id, judge, lot.id)
            if sheet.version != versions.get(lot.id):
                return (stale("评分"),)
            found += mark_findings(look.case, person, lot, sheet.marks, sheet.reasons)
            drafts.append(submission(look.case, person, lot, sheet.marks, _filled(sheet.reasons)))
        drafts.append(draft(Kind.MARKS_LOCKED, {"judge": judge}, at=now.isoformat(), who=person.name))
        return self._append(drafts, found, now, None)

    def rank(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Compute every lot's ranking from the locked marks."""
        look = self.look()
        wrong = self._not_in(Phase.MARKED, look)
        return wrong or self._append(*rank_all(look.case), now, head)

    def correct(
        self, kind: type[Corrected], said: Mapping[str, object], now: datetime, head: str
    ) -> tuple[Finding, ...]:
        """Correct a mark, an answer or a price; what was added up of its lot and awarded is set aside.

        What follows from it (answers on the new price, prices that are abnormally low now) is
        recorded with it. The record goes first: what it refuses is not written down either.
        """
        look = self.look()
        if look.phase < Phase.MARKED:
            return (_not_now(),)
        entry, wrong = decided.entry_of(kind, {**said, "at": now})
        if entry is None:
            return wrong
        drafts, found = corrected(look.case, entry)
        if not drafts:
            return found or (_not_now(),)
        told = self._append(self._with_what_follows(look.record, drafts, entry), found, now, head)
        return told if has_error(told) else told + decided.add(self.folder, entry)

    def correct_marks(
        self, said: Mapping[str, object], marks: Mapping[str, Fraction], now: datetime, head: str
    ) -> tuple[Finding, ...]:
        """Give one judge's marks for a bid that was brought back: all of them, or none where one is refused."""
        look = self.look()
        entries: list[MarkCorrected] = []
        drafts: list[Draft] = []
        record = look.record
        for item, mark in marks.items():
            whole = {**said, "item": item, "mark": Decimal(plain(mark)), "at": now}
            entry, wrong = decided.entry_of(MarkCorrected, whole)
            if entry is None:
                return wrong
            made, found = corrected(case(record), entry)
            if has_error(found):
                return found
            record = record.extend(made)
            entries.append(entry)
            drafts += made
        told = self._append(drafts, (), now, head)
        for entry in entries if not has_error(told) else ():
            told += decided.add(self.folder, entry)
        return told

    def decide_late(self, said: Mapping[str, object], now: datetime, head: str) -> tuple[Finding, ...]:
        """The panel's decision on a price that a correction made abnormally low, recorded at once."""
        look = self.look()
        if look.phase < Phase.MARKED:
            return (_not_now(),)
        entry, wrong = decided.entry_of(LowPriceDecided, {**said, "at": now})
        if entry is None:
            return wrong
        told = self._append(self._with_what_follows(look.record, (), entry), (), now, head)
        return told if has_error(told) else told + decided.add(self.folder, entry)

    def _with_what_follows(self, record: Record, drafts: Sequence[Draft], entry: Noun) -> tuple[Draft, ...]:
        """``drafts`` of one entry with the answers that they call for, and the lots that they end."""
        before = self.decisions()
        table = decided.TABLES[type(entry)]
        known = before.model_copy(update={table: (*getattr(before, table), entry)})
        answers, _ = followed(case(record.extend(drafts)), known)
        every = (*drafts, *answers)
        return (*every, *ended(case(record.extend(every))))

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
        wrong = self._not_in(Phase.RANKED, look)
        return wrong or self._append(*decide(look.case, allocation, confirmed, self.drawn(), now), now, head)

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
        wrong = self._not_in(Phase.AWARDED, look) or recomputed(look, allocation)
        if not wrong and not allocation.awarded:
            return (nothing_awarded(look.case),)
        if wrong:
            return wrong
        found = notice_findings(look.case, allocation, now.date())
        return self._append(announce(look.case, allocation, look.record.head)[1], found, now, head)

    def _append(
        self, drafts: Sequence[Draft], found: Sequence[Finding], now: datetime, head: str | None
    ) -> tuple[Finding, ...]:
        """Append all drafts at ``now``, or at the record's last time where the clock runs behind it."""
        if has_error(found):
            return tuple(found)
        if not drafts:
            return (*found, _not_now())
        at = max(now.isoformat(timespec="seconds"), self.look().state.last_at)
        try:
            self.store.append(self.id, *(replace(d, at=at) for d in drafts), expected_head=head)
        except Stale:
            return (stale("记录"),)
        except (Refused, Damaged) as refused:
            return (*found, *refused.findings)
        return tuple(found)

    def _not_in(self, phase: Phase, look: Look | None = None) -> tuple[Finding, ...]:
        return () if (look or self.look()).phase is phase else (_not_now(),)


def waiting(look: Look) -> tuple[str, ...]:
    """Names of the judges who have not locked yet."""
    names = {j.id: j.name for j in look.case.book.judges}
    return tuple(names[j] for j in unmarked(look.case))


def recomputed(look: Look, allocation: Allocation) -> tuple[Finding, ...]:
    """An error where the award computed again is not the one recorded."""
    recorded = {a.lot: (a.operator, a.price_fen) for a in look.state.award.awards} if look.state.award else {}
    now = {a.lot: (a.operator, a.price_fen) for a in allocation.lots if a.operator is not None}
    if recorded == now:
        return ()
    return (error("workspace.award_differs", "定标", "按记录重新计算的结果与已记载的结果不同", "两者一致"),)


def _of_record(marks: Mapping[str, Mapping[str, str]], reasons: Reasons) -> Kept:
    return Kept({op: {i: number(m) for i, m in items.items()} for op, items in marks.items()}, reasons)


def _filled(reasons: Reasons) -> Reasons:
    return {op: items for op, items in reasons.items() if items}


def _too_early(published: Case, now: datetime) -> tuple[Finding, ...]:
    """Bids opened before the deadline; a fictional project may be rehearsed at any time."""
    deadline = published.book.dates.bid_deadline
    if now >= deadline:
        return ()
    say = warning if published.book.fictional else error
    what = f"提交截止时间{deadline:%Y-%m-%d %H:%M}未到"
    return (say("workspace.too_early", "开启", what, "截止后才能开启", "到时再开启", "O87-41"),)


def _not_now() -> Finding:
    return error(
        "workspace.not_now",
        "记录",
        "项目现在的状态不能进行这项操作",
        "按编制、发布、评审、定标、公告的次序进行",
        "可能已由他人完成，请刷新页面",
    )
