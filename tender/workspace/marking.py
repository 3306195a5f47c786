"""One judge's work (评委评分): marks kept while unfinished, and how far each judge has come.

A draft belongs to one judge and one lot. It is kept outside the record, so that F5 loses
nothing, and nobody else's page ever loads it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.exact import number, plain
from tender.book import Criterion, Judge, Lot
from tender.book.rules import Entry
from tender.case import Case
from tender.findings import Finding, error
from tender.mark import asked_marks, judged, marked_lots
from tender.store import Store

PLACES = 2
"""How many decimal places a mark may have, as the mark sheet says."""

Marks = Mapping[str, Mapping[str, Fraction]]
Reasons = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One judge's unfinished sheet for one lot; ``version`` counts its savings."""

    marks: Marks = field(default_factory=dict)
    reasons: Reasons = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a judge's marks are filled, and whether they are locked."""

    filled: int
    asked: int
    locked: bool


def key(judge: str, lot: str) -> str:
    """The name of one sheet among the drafts of a project."""
    return f"marks/{judge}/{lot}"


def load(store: Store, project: str, judge: str, lot: str) -> Kept:
    """The sheet as last saved; empty where there is none."""
    saved = store.load_draft(project, key(judge, lot))
    if not saved.text:
        return Kept()
    data = json.loads(saved.text)
    marks = {op: {item: number(mark) for item, mark in items.items()} for op, items in data["marks"].items()}
    return Kept(marks, data["reasons"], saved.version)


def as_text(marks: Marks, reasons: Reasons) -> str:
    """The sheet as it is kept: marks as exact decimal text."""
    data = {
        "marks": {op: {item: plain(mark) for item, mark in items.items()} for op, items in marks.items()},
        "reasons": {op: {item: why for item, why in items.items() if why} for op, items in reasons.items()},
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def refused(
    case: Case, judge: Judge, lot: Lot, marks: Marks, reasons: Reasons
) -> dict[tuple[str, str], Finding]:
    """Marks that may not be kept, by operator and item: not allowed, unexplained, or finer than two places."""
    found: dict[tuple[str, str], Finding] = {}
    for operator in case.valid(lot.id):
        for one in asked_marks(case.book, lot):
            mark = marks.get(operator, {}).get(one.id)
            if mark is None:
                continue
            where = f"{judge.name} › {lot.id} › {case.name(operator)} › {one.name}"
            what, expected = one.item.fault(mark, reasons.get(operator, {}).get(one.id, ""))
            if what:
                found[operator, one.id] = error("marks.range", where, what, expected, "改正评分")
            elif not one.item.choices and (mark * 10**PLACES).denominator != 1:
                found[operator, one.id] = error(
                    "marks.places", where, f"现为{plain(mark)}", f"最多{PLACES}位小数", "改正评分"
                )
    return found


def asked(case: Case) -> int:
    """How many marks one judge owes."""
    return sum(len(case.valid(lot.id)) * len(asked_marks(case.book, lot)) for lot in marked_lots(case))


def counted(case: Case, marks: Mapping[str, Marks]) -> int:
    """How many of the marks owed are there, by lot."""
    return sum(
        item.id in marks.get(lot.id, {}).get(op, {})
        for lot in marked_lots(case)
        for op in case.valid(lot.id)
        for item in asked_marks(case.book, lot)
    )


def own_points(case: Case, judge: Judge, lot: Lot, marks: Mapping[str, Fraction]) -> Fraction | None:
    """What one judge's marks alone would earn a bid in ``lot``; None while one is missing.

    A factor that figures score as well is left out: a judge's marks alone do not make it.
    """
    if any(one.id not in marks for one in asked_marks(case.book, lot)):
        return None
    total = Fraction(0)
    for criterion in marked_alone(case, lot):
        context = case.book.context(criterion, lot)
        own = {item.part: marks[criterion.item_id(item)] for item in criterion.mark_items(context)}
        entry = Entry(0, False, {}, {judge.id: own})
        total += criterion.rule.points({"": entry}, context)[""].points
    return total


def marked_alone(case: Case, lot: Lot) -> tuple[Criterion, ...]:
    """The factors that judges alone score."""
    return tuple(c for c in judged(case.book, lot) if not c.rule.fact_ids())
