"""Correct (更正评分): one mark changed after it was locked, on a lawful ground and no other.

Sources: 财政部令第87号第六十四条; 财库〔2014〕214号第三十二条. Before the report is signed the
panel corrects on the spot; afterwards only the original panel does, and the finance
department is told in writing where the result changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.exact import number, plain
from tender.book import Judge, Lot, Method
from tender.case import Case
from tender.decisions import FILE, MarkCorrected
from tender.findings import Finding, error, has_error
from tender.mark import AskedMark, asked_marks, mark_findings
from tender.record import GROUNDS, Correction, Draft, Json, Kind, draft

ARTICLE = {Method.OPEN_TENDER: "O87-64", Method.COMPETITIVE_CONSULTATION: "N214-32"}
"""The rule that names the grounds."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one correction changed, for papers: names and marks as people read them."""

    lot: str
    bidder: str
    judge: str
    item: str
    before: str
    after: str
    ground: str
    told: Correction


def correct(case: Case, entry: MarkCorrected) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The event that corrects one mark, or what stands against it."""
    where = f"{FILE} › mark_corrected › {entry.judge} › {entry.lot} › {entry.operator}"
    lot = case.book.lot_by_id.get(entry.lot)
    judge = next((j for j in case.book.judges if j.id == entry.judge), None)
    asked = next((a for a in (asked_marks(case.book, lot) if lot else ()) if a.id == entry.item), None)
    sheet = case.state.marks.get((entry.judge, entry.lot))
    if (
        lot is None
        or judge is None
        or asked is None
        or sheet is None
        or entry.operator not in case.valid(lot.id)
        or judge.id not in case.state.locked
    ):
        items = "、".join(a.id for a in asked_marks(case.book, lot)) if lot else ""
        expected = "已锁定的评委编号、标段、有效响应的编号和评分项编号" + (f"（{items}）" if items else "")
        return (), (error("correct.unknown", where, "更正的评分不存在", expected),)
    found = tuple(_against(case, lot, judge, asked, entry))
    if has_error(found):
        return (), found
    marks = {op: dict(items) for op, items in sheet.marks.items()}
    marks[entry.operator][asked.id] = plain(entry.mark)
    reasons = {op: dict(items) for op, items in sheet.reasons.items()}
    reasons.setdefault(entry.operator, {})[asked.id] = entry.why
    new: dict[str, Json] = {"judge": judge.id, "lot": lot.id, "marks": marks, "reasons": reasons}
    data: dict[str, Json] = {
        "of": sheet.seq,
        "data": new,
        "ground": entry.ground,
        "after_signature": entry.after_signature,
        "reported": entry.reported or "",
    }
    at = case.stamp(entry.at).isoformat()
    return (draft(Kind.CORRECTION, data, at=at, who=entry.by, why=entry.why),), ()


def _against(case: Case, lot: Lot, judge: Judge, asked: AskedMark, entry: MarkCorrected) -> Iterator[Finding]:
    """What stands against one correction: not this ground, not this mark, not reported."""
    where = f"{judge.name} › {lot.id} › {case.name(entry.operator)} › {asked.name}"
    article = ARTICLE.get(case.book.method, "")
    before = _mark(case, judge.id, lot.id, entry.operator, asked.id)
    if entry.mark == before:
        yield error(
            "correct.same", where, f"更正后仍为{plain(before)}", "与原评分不同的评分", "核对更正的内容"
        )
    whole = _with(case, judge, lot, entry.operator, asked.id, entry.mark)
    reasons = {op: dict(items) for op, items in case.state.marks[judge.id, lot.id].reasons.items()}
    given = reasons.get(entry.operator, {}).get(asked.id, "")
    reasons.setdefault(entry.operator, {})[asked.id] = entry.why
    yield from (f for f in mark_findings(case, judge, lot, whole, reasons) if f.where == where)
    if entry.ground == "range" and not asked.item.fault(before, given)[0]:
        what = f"原评分{plain(before)}没有超出评分标准的范围"
        yield error(
            "correct.ground", where, what, GROUNDS["range"], "按实际情形写明，没有的不得更正", article
        )
    if entry.ground == "objective" and not _differs(case, lot, entry.operator, asked):
        what = "此项不是客观评审因素，或各成员评分本来一致"
        yield error(
            "correct.ground", where, what, GROUNDS["objective"], "按实际情形写明，没有的不得更正", article
        )
    if entry.after_signature and not (entry.reported or "").strip():
        expected = "写明报告的时间和文号；重新评审没有改变结果的，写明没有改变"
        yield error("correct.reported", where, "没有写明书面报告财政部门的情况", expected, "", article)


def _differs(case: Case, lot: Lot, operator: str, asked: AskedMark) -> bool:
    """Whether all judges should mark the item alike and did not."""
    given = {_mark(case, j.id, lot.id, operator, asked.id) for j in case.book.judges}
    return asked.item.agreed and len(given) > 1


def _mark(case: Case, judge: str, lot: str, operator: str, item: str) -> Fraction:
    return number(case.state.marks[judge, lot].marks[operator][item])


def _with(
    case: Case, judge: Judge, lot: Lot, operator: str, item: str, mark: Fraction
) -> dict[str, dict[str, Fraction]]:
    """One judge's sheet with one mark changed."""
    sheet = case.state.marks[judge.id, lot.id].marks
    exact = {op: {i: number(m) for i, m in items.items()} for op, items in sheet.items()}
    exact[operator][item] = mark
    return exact


def changes(case: Case) -> Iterator[Change]:
    """Every mark that was corrected, in the order of the record."""
    names = {j.id: j.name for j in case.book.judges}
    for told in case.state.corrections:
        if told.was is None:
            continue
        lot = case.book.lot_by_id[told.was.lot]
        after: dict[str, Any] = told.data["marks"]
        for op, items in told.was.marks.items():
            for asked in asked_marks(case.book, lot):
                old, new = items.get(asked.id), after.get(op, {}).get(asked.id)
                if old is not None and new is not None and old != new:
                    before, now = (asked.item.word(number(mark)) for mark in (old, new))
                    judge = names.get(told.was.judge, told.was.judge)
                    ground = GROUNDS.get(told.ground, "未写明")
                    yield Change(lot.id, case.name(op), judge, asked.name, before, now, ground, told)
