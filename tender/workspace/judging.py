"""Judges at their sheets (评委评分): kept while unfinished, read back, locked."""

from collections.abc import Mapping
from datetime import datetime

from scoring.exact import number
from tender.findings import Finding
from tender.mark import mark_findings, marked_lots, read_marks, submission
from tender.record import Draft, Kind, draft
from tender.review import too_few
from tender.store import Stale
from tender.workspace import marking
from tender.workspace.desk import Desk, not_now
from tender.workspace.folder import stale
from tender.workspace.look import Look
from tender.workspace.marking import Kept, Marks, Progress, Reasons
from tender.workspace.phase import Phase


class Judging(Desk):
    """The acts of a judge, and of the clerk who takes in their sheets."""

    def import_marks(self, now: datetime, head: str) -> tuple[Finding, ...]:
        """Take in the folder's mark sheets of all judges who have not locked yet."""
        look = self.look()
        wrong = self.not_in(Phase.MARKING, look)
        if wrong:
            return wrong
        drafts, found = read_marks(self.folder, look.case, look.state.book_sha256)
        new = [d for d in drafts if d.data["judge"] not in look.state.locked]
        return self.append(new, (*too_few(look.case), *found), now, head)

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
        wrong = self.not_in(Phase.MARKING, look)
        if wrong or judge in look.state.locked:
            return wrong or (not_now(),)
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
        wrong = self.not_in(Phase.MARKING, look)
        if wrong or judge in look.state.locked:
            return wrong or (not_now(),)
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
        return self.append(drafts, found, now, None)


def _of_record(marks: Mapping[str, Mapping[str, str]], reasons: Reasons) -> Kept:
    return Kept({op: {i: number(m) for i, m in items.items()} for op, items in marks.items()}, reasons)


def _filled(reasons: Reasons) -> Reasons:
    return {op: items for op, items in reasons.items() if items}
