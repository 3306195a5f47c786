"""Correct a mark (更正评分): one mark changed after it was locked, or given to a bid that was brought back."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.exact import number, plain
from tender.book import Judge, Lot
from tender.case import Case
from tender.correct.ground import ARTICLE, lawful, reported
from tender.decisions import FILE, MarkCorrected
from tender.findings import Finding, error, has_error
from tender.mark import AskedMark, asked_marks, mark_findings
from tender.record import GROUNDS, Correction, Draft, Json, Kind, Marks, draft


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
    marks.setdefault(entry.operator, {})[asked.id] = plain(entry.mark)
    reasons = {op: dict(items) for op, items in sheet.reasons.items()}
    reasons.setdefault(entry.operator, {})[asked.id] = entry.why
    new: dict[str, Json] = {"judge": judge.id, "lot": lot.id, "marks": marks, "reasons": reasons}
    data: dict[str, Json] = {"of": sheet.seq, "data": new, **lawful(entry.ground, entry)}
    at = case.stamp(entry.at).isoformat()
    return (draft(Kind.CORRECTION, data, at=at, who=entry.by, why=entry.why),), ()


def _against(case: Case, lot: Lot, judge: Judge, asked: AskedMark, entry: MarkCorrected) -> Iterator[Finding]:
    """What stands against one correction: not this ground, not this mark, not reported."""
    where = f"{judge.name} › {lot.id} › {case.name(entry.operator)} › {asked.name}"
    article = ARTICLE.get(case.book.method, "")
    before = _mark(case, judge.id, lot.id, entry.operator, asked.id)
    if (before is None) is not (entry.ground == "qualification"):
        what = "评分锁定时没有这份响应的评分" if before is None else f"已有评分{plain(before or Fraction(0))}"
        expected = f"“{GROUNDS['qualification']}”只用于恢复资格的响应补评，其他情形用于已有的评分"
        yield error("correct.ground", where, what, expected, "按实际情形写明法定情形", article)
        return
    if entry.mark == before:
        yield error(
            "correct.same", where, f"更正后仍为{plain(entry.mark)}", "与原评分不同的评分", "核对更正的内容"
        )
    whole = _with(case, judge, lot, entry.operator, asked.id, entry.mark)
    reasons = {op: dict(items) for op, items in case.state.marks[judge.id, lot.id].reasons.items()}
    given = reasons.get(entry.operator, {}).get(asked.id, "")
    reasons.setdefault(entry.operator, {})[asked.id] = entry.why
    yield from (f for f in mark_findings(case, judge, lot, whole, reasons) if f.where == where)
    if before is not None and entry.ground == "range" and not asked.item.fault(before, given)[0]:
        what = f"原评分{plain(before)}没有超出评分标准的范围"
        yield error(
            "correct.ground", where, what, GROUNDS["range"], "按实际情形写明，没有的不得更正", article
        )
    if entry.ground == "objective" and not _differs(case, lot, entry.operator, asked):
        what = "此项不是客观评审因素，或各成员评分本来一致"
        yield error(
            "correct.ground", where, what, GROUNDS["objective"], "按实际情形写明，没有的不得更正", article
        )
    yield from reported(case, where, entry)


def _differs(case: Case, lot: Lot, operator: str, asked: AskedMark) -> bool:
    """Whether all judges should mark the item alike and did not."""
    given = {_mark(case, j.id, lot.id, operator, asked.id) for j in case.book.judges}
    return asked.item.agreed and len(given) > 1


def _mark(case: Case, judge: str, lot: str, operator: str, item: str) -> Fraction | None:
    """The mark as locked; None for a bid that nobody marked."""
    told = case.state.marks[judge, lot].marks.get(operator, {}).get(item)
    return None if told is None else number(told)


def owed(case: Case, lot: Lot) -> tuple[tuple[Judge, str, AskedMark], ...]:
    """The marks that locked judges still owe in a ranked lot: of bids brought back by a correction."""
    if lot.id not in case.state.ranked:
        return ()
    return tuple(
        (judge, op, asked)
        for op in case.valid(lot.id)
        for judge in case.book.judges
        for asked in asked_marks(case.book, lot)
        if (judge.id, lot.id) in case.state.marks and _mark(case, judge.id, lot.id, op, asked.id) is None
    )


def still_owed(case: Case) -> tuple[tuple[Lot, Judge, str, AskedMark], ...]:
    """The marks that judges still owe in all lots, with the lot."""
    return tuple((lot, *one) for lot in case.live_lots for one in owed(case, lot))


def _with(
    case: Case, judge: Judge, lot: Lot, operator: str, item: str, mark: Fraction
) -> dict[str, dict[str, Fraction]]:
    """One judge's sheet with one mark changed."""
    sheet = case.state.marks[judge.id, lot.id].marks
    exact = {op: {i: number(m) for i, m in items.items()} for op, items in sheet.items()}
    exact.setdefault(operator, {})[item] = mark
    return exact


def changes(case: Case) -> Iterator[Change]:
    """Every mark that was corrected or given afterwards, in the order of the record."""
    names = {j.id: j.name for j in case.book.judges}
    for told in case.state.corrections:
        was = told.was
        if not isinstance(was, Marks):
            continue
        lot = case.book.lot_by_id[was.lot]
        after: dict[str, Any] = told.data["marks"]
        for op, items in after.items():
            for asked in asked_marks(case.book, lot):
                old, new = was.marks.get(op, {}).get(asked.id), items.get(asked.id)
                if new is not None and old != new:
                    before = "未评" if old is None else asked.item.word(number(old))
                    judge = names.get(was.judge, was.judge)
                    ground, now = GROUNDS.get(told.ground, "未写明"), asked.item.word(number(new))
                    yield Change(lot.id, case.name(op), judge, asked.name, before, now, ground, told)
