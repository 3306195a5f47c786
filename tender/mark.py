"""Mark (评分): each judge's sheet becomes marks, then locked; nothing missing is counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from scoring.exact import plain
from tender.book import Book, Criterion, Judge, Lot, Method
from tender.book.rules import MarkItem
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
"""Operator → id of the mark asked → mark."""

LotReasons = Mapping[str, Mapping[str, str]]
"""Operator → id of the mark asked → reason."""


@dataclass(frozen=True, slots=True)
class AskedMark:
    """One mark that every judge owes for every bidder of a lot: what it is and what may be given."""

    criterion: Criterion
    item: MarkItem

    @property
    def id(self) -> str:
        """Its name in the record."""
        return self.criterion.item_id(self.item)

    @property
    def name(self) -> str:
        """Its name on papers."""
        return self.criterion.item_name(self.item)


def asked_marks(book: Book, lot: Lot) -> tuple[AskedMark, ...]:
    """The marks that judges give in ``lot``, in the order of the mark sheet."""
    return tuple(
        AskedMark(c, item) for c in book.criteria_of(lot) for item in c.mark_items(book.context(c, lot))
    )


def judged(book: Book, lot: Lot) -> tuple[Criterion, ...]:
    """The criteria of ``lot`` that judges mark."""
    return tuple(c for c in book.criteria_of(lot) if c.rule.judged)


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
            findings += _refused(case, judge, filled)
            drafts += _submissions(case, judge, filled)
    return (() if has_error(findings) else tuple(drafts)), tuple(findings)


def _sheet(case: Case, book_sha256: str, judge: Judge) -> Workbook:
    return mark_sheet(case.book, book_sha256, judge, bidders(case), case.packs, former(case))


def _given(case: Case, lot: Lot, filled: Filled) -> tuple[dict[str, dict[str, Fraction]], LotReasons]:
    """The marks and reasons of one sheet for one lot; a word picked is the mark it stands for."""
    marks: dict[str, dict[str, Fraction]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for operator in case.valid(lot.id):
        for asked in asked_marks(case.book, lot):
            key = mark_key(lot, operator, asked.criterion, asked.item.part)
            mark, reason = filled.value(MARKS, key, "mark"), filled.value(MARKS, key, "reason")
            if isinstance(mark, str):
                marks.setdefault(operator, {})[asked.id] = asked.item.choices[mark]
            elif isinstance(mark, Fraction | int):
                marks.setdefault(operator, {})[asked.id] = Fraction(mark)
            if reason:
                reasons.setdefault(operator, {})[asked.id] = str(reason)
    return marks, reasons


def _refused(case: Case, judge: Judge, filled: Filled) -> Iterator[Finding]:
    """What the rules refuse of one sheet, each with its cell: outside the band, off the step, no reason."""
    for lot in marked_lots(case):
        marks, reasons = _given(case, lot, filled)
        for finding in mark_findings(case, judge, lot, marks, reasons):
            cells = [
                filled.where(MARKS, mark_key(lot, op, asked.criterion, asked.item.part), "mark")
                for op in case.valid(lot.id)
                for asked in asked_marks(case.book, lot)
                if finding.where == _where(case, judge, lot, op, asked)
            ]
            yield replace(finding, where="、".join(cells) or finding.where)


def _submissions(case: Case, judge: Judge, filled: Filled) -> Iterator[Draft]:
    for lot in marked_lots(case):
        yield submission(case, judge, lot, *_given(case, lot, filled))
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


def mark_findings(
    case: Case, judge: Judge, lot: Lot, marks: LotMarks, reasons: LotReasons | None = None
) -> tuple[Finding, ...]:
    """What is wrong with one judge's marks for one lot: missing, out of range, band or step, unexplained."""
    findings = []
    told: LotReasons = reasons or {}
    for operator in case.valid(lot.id):
        for asked in asked_marks(case.book, lot):
            mark = marks.get(operator, {}).get(asked.id)
            where = _where(case, judge, lot, operator, asked)
            if mark is None:
                findings.append(error("marks.missing", where, "未评分", asked.item.wanted, "补填评分"))
                continue
            what, expected = asked.item.fault(mark, told.get(operator, {}).get(asked.id, ""))
            if what:
                findings.append(
                    error("marks.range", where, what, expected, "改正评分", RANGE.get(case.book.method, ""))
                )
    return (*findings, *_over_quota(case, judge, lot, marks))


def _where(case: Case, judge: Judge, lot: Lot, operator: str, asked: AskedMark) -> str:
    return f"{judge.name} › {lot.id} › {case.name(operator)} › {asked.name}"


def _over_quota(case: Case, judge: Judge, lot: Lot, marks: LotMarks) -> Iterator[Finding]:
    """More votes than the rule gives one judge."""
    for asked in asked_marks(case.book, lot):
        given = sum(marks.get(op, {}).get(asked.id, 0) > 0 for op in case.valid(lot.id))
        if asked.item.quota is not None and given > asked.item.quota:
            yield error(
                "marks.quota",
                f"{judge.name} › {lot.id} › {asked.name}",
                f"投了{given}票",
                f"最多{asked.item.quota}票",
                "改正投票",
            )


def disagreements(case: Case, lot: Lot) -> Iterator[Finding]:
    """Marks that all judges must give alike and did not: the panel reviews the item again (客观分一致)."""
    for op in case.valid(lot.id):
        for asked in asked_marks(case.book, lot):
            sheets = [case.state.marks.get((judge.id, lot.id)) for judge in case.book.judges]
            given = [sheet.marks.get(op, {}).get(asked.id) for sheet in sheets if sheet]
            if asked.item.agreed and None not in given and len(set(given)) > 1:
                told = "、".join(
                    f"{judge.name}{mark}" for judge, mark in zip(case.book.judges, given, strict=False)
                )
                yield error(
                    "marks.disagree",
                    f"{lot.id} › {case.name(op)} › {asked.name}",
                    f"属客观评审，评分却不一致：{told}",
                    "全体成员评分一致",
                    "由评审小组对此项重新评审，各自更正评分",
                    "O87-64" if case.book.method.procurement else "",
                )


def unmarked(case: Case) -> tuple[str, ...]:
    """Judges whose marks are not locked yet, in the book's order."""
    if not marked_lots(case):
        return ()
    return tuple(j.id for j in case.book.judges if j.id not in case.state.locked)
