"""Corrections after marking (更正): on the lawful grounds, with all that follows from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from scoring.exact import plain
from tender.book.kinds import Noun
from tender.case import case
from tender.correct import corrected, ended, followed
from tender.decisions import Corrected, LowPriceDecided, MarkCorrected
from tender.findings import Finding, has_error
from tender.record import Draft, Record
from tender.workspace import decided
from tender.workspace.desk import Desk, not_now
from tender.workspace.phase import Phase


class Correcting(Desk):
    """The acts that change what was already judged or bid."""

    def correct(
        self, kind: type[Corrected], said: Mapping[str, object], now: datetime, head: str
    ) -> tuple[Finding, ...]:
        """Correct a mark, an answer or a price; what was added up of its lot and awarded is set aside.

        What follows from it (answers on the new price, prices that are abnormally low now) is
        recorded with it. The record goes first: what it refuses is not written down either.
        """
        look = self.look()
        if look.phase < Phase.MARKED:
            return (not_now(),)
        entry, wrong = decided.entry_of(kind, {**said, "at": now})
        if entry is None:
            return wrong
        drafts, found = corrected(look.case, entry)
        if not drafts:
            return found or (not_now(),)
        told = self.append(self._with_what_follows(look.record, drafts, entry), found, now, head)
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
        told = self.append(drafts, (), now, head)
        for entry in entries if not has_error(told) else ():
            told += decided.add(self.folder, entry)
        return told

    def decide_late(self, said: Mapping[str, object], now: datetime, head: str) -> tuple[Finding, ...]:
        """The panel's decision on a price that a correction made abnormally low, recorded at once."""
        look = self.look()
        if look.phase < Phase.MARKED:
            return (not_now(),)
        entry, wrong = decided.entry_of(LowPriceDecided, {**said, "at": now})
        if entry is None:
            return wrong
        told = self.append(self._with_what_follows(look.record, (), entry), (), now, head)
        return told if has_error(told) else told + decided.add(self.folder, entry)

    def _with_what_follows(self, record: Record, drafts: Sequence[Draft], entry: Noun) -> tuple[Draft, ...]:
        """``drafts`` of one entry with the answers that they call for, and the lots that they end."""
        before = self.decisions()
        table = decided.TABLES[type(entry)]
        known = before.model_copy(update={table: (*getattr(before, table), entry)})
        answers, _ = followed(case(record.extend(drafts)), known)
        every = (*drafts, *answers)
        return (*every, *ended(case(record.extend(every))))
