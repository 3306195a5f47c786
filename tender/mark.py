"""Mark (评分): each judge's sheet becomes marks, then locked; nothing missing is counted."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from scoring.exact import plain
from tender.book import Book, Criterion, Judge, Lot, Method
from tender.book.rules import PanelMean
from tender.case import Case
from tender.documents.workbook.filled import Filled
from tender.documents.workbook.read import read
from tender.documents.workbook.sheet import Workbook
from tender.findings import Finding, error, has_error
from tender.forms import Bidders, mark_key, mark_sheet
from tender.forms.mark_sheet import MARKS
from tender.record import Draft, Json, Kind, draft

FOLDER = "marks"
RANGE = {Method.OPEN_TENDER: "O87-64", Method.COMPETITIVE_CONSULTATION: "N214-32"}
"""The rule on marks outside their range."""

LotMarks = Mapping[str, Mapping[str, Fraction]]
"""Operator → criterion id → mark."""


def judged(book: Book, lot: Lot) -> tuple[Criterion, ...]:
    """The criteria of ``lot`` that judges mark."""
    return tuple(c for c in book.criteria_of(lot) if isinstance(c.rule, PanelMean))


def marked_lots(case: Case) -> tuple[Lot, ...]:
    """The live lots that judges mark; none when every lot has ended or only figures count."""
    return tuple(lot for lot in case.live_lots if judged(case.book, lot))


def bidders(case: Case) -> Bidders:
    """Who is to be marked in each live lot: valid bids only, by number and name."""
    return {lot.id: [(op, case.name(op)) for op in case.valid(lot.id)] for lot in case.live_lots}


def former(case: Case) -> Bidders:
    """Who is not to be marked, or no longer: rejected bids, and every bid for a lot that has ended."""
    asked = bidders(case)
    return {
        lot.id: [
            (op, case.name(op))
            for op in case.bidders(lot.id)
            if (op, case.name(op)) not in asked.get(lot.id, ())
        ]
        for lot in case.book.lots
    }


def read_marks(project: Path, case: Case, book_sha256: str) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """Marking events of all judges in ``project/marks``, and every finding.

    Without a single error all sheets count; with one, none does. Where nothing is left to
    be marked, no sheet is asked for. Rows about a bid rejected since it was marked are passed
    over with a note.
    """
    if not marked_lots(case):
        return (), ()
    drafts: list[Draft] = []
    findings: list[Finding] = []
    known = {judge.id for judge in case.book.judges}
    for path in sorted((project / FOLDER).glob("*.xlsx")):
        if path.stem not in known and not path.name.startswith(("~$", ".")):
            expected = f"文件名应为评委编号：{'、'.join(sorted(known))}"
            findings.append(
                error("marks.stranger", f"{FOLDER}/{path.name}", "不是本项目评委的评分表", expected)
            )
    for judge in case.book.judges:
        path = project / FOLDER / f"{judge.id}.xlsx"
        label = f"{FOLDER}/{path.name}"
        if not path.exists():
            findings.append(
                error("marks.absent", label, f"评委{judge.name}没有提交评分表", "每位评委一份评分表")
            )
            continue
        filled, found = read(path, _sheet(case, book_sha256, judge), label)
        findings += found
        if not has_error(found):
            drafts += _submissions(case, judge, filled)
    return (() if has_error(findings) else tuple(drafts)), tuple(findings)


def _sheet(case: Case, book_sha256: str, judge: Judge) -> Workbook:
    return mark_sheet(case.book, book_sha256, judge, bidders(case), case.packs, former(case))


def _submissions(case: Case, judge: Judge, filled: Filled) -> Iterator[Draft]:
    for lot in marked_lots(case):
        marks: dict[str, dict[str, Fraction]] = {}
        reasons: dict[str, dict[str, str]] = {}
        for operator in case.valid(lot.id):
            for criterion in judged(case.book, lot):
                key = mark_key(lot, operator, criterion)
                mark, reason = filled.value(MARKS, key, "mark"), filled.value(MARKS, key, "reason")
                if isinstance(mark, Fraction | int):
                    marks.setdefault(operator, {})[criterion.id] = Fraction(mark)
                if reason:
                    reasons.setdefault(operator, {})[criterion.id] = str(reason)
        yield submission(case, judge, lot, marks, reasons)
    yield draft(
        Kind.MARKS_LOCKED,
        {"judge": judge.id},
        at=case.stamp(case.book.dates.evaluation).isoformat(),
        who=judge.name,
    )


def submission(
    case: Case,
    judge: Judge,
    lot: Lot,
    marks: LotMarks,
    reasons: Mapping[str, Mapping[str, str]],
) -> Draft:
    """The event of one judge's marks for one lot, at the evaluation or after what was decided since."""
    data: dict[str, Json] = {
        "judge": judge.id,
        "lot": lot.id,
        "marks": {op: {item: plain(mark) for item, mark in items.items()} for op, items in marks.items()},
    }
    if reasons:
        data["reasons"] = {op: dict(items) for op, items in reasons.items()}
    at = case.stamp(case.book.dates.evaluation).isoformat()
    return draft(Kind.MARKS_SUBMITTED, data, at=at, who=judge.name)


def mark_findings(case: Case, judge: Judge, lot: Lot, marks: LotMarks) -> tuple[Finding, ...]:
    """What is wrong with one judge's marks for one lot: missing, below 0, above the maximum."""
    findings = []
    for operator in case.valid(lot.id):
        for criterion in judged(case.book, lot):
            assert isinstance(criterion.rule, PanelMean)
            mark = marks.get(operator, {}).get(criterion.id)
            where = f"{judge.name} › {lot.id} › {case.name(operator)} › {criterion.name}"
            expected = f"0至{plain(criterion.rule.scale)}之间的评分"
            if mark is None:
                findings.append(error("marks.missing", where, "未评分", expected, "补填评分"))
            elif not 0 <= mark <= criterion.rule.scale:
                rule = RANGE.get(case.book.method, "")
                findings.append(error("marks.range", where, f"现为{plain(mark)}", expected, "改正评分", rule))
    return tuple(findings)


def unmarked(case: Case) -> tuple[str, ...]:
    """Judges whose marks are not locked yet, in the book's order."""
    if not marked_lots(case):
        return ()
    return tuple(j.id for j in case.book.judges if j.id not in case.state.locked)
