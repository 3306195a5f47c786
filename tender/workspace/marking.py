"""One judge's work (评委评分): marks kept while unfinished, and how far each judge has come.

A draft belongs to one judge and one lot. It is kept outside the record, so that F5 loses
nothing, and nobody else's page ever loads it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.exact import number, plain
from tender.book import Judge, Lot
from tender.book.rules import Entry
from tender.case import Case
from tender.findings import Finding, error
from tender.mark import judged, mark_findings, marked_lots
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


def refused(case: Case, judge: Judge, lot: Lot, marks: Marks) -> dict[tuple[str, str], Finding]:
    """Marks that may not be kept, by operator and item: out of range, or finer than two places."""
    found: dict[tuple[str, str], Finding] = {}
    for operator in case.valid(lot.id):
        for criterion in judged(case.book, lot):
            mark = marks.get(operator, {}).get(criterion.id)
            if mark is None:
                continue
            only = {operator: {criterion.id: mark}}
            where = f"{judge.name} › {lot.id} › {case.name(operator)} › {criterion.name}"
            wrong = [f for f in mark_findings(case, judge, lot, only) if f.code == "marks.range"]
            if wrong:
                found[operator, criterion.id] = wrong[0]
            elif (mark * 10**PLACES).denominator != 1:
                found[operator, criterion.id] = error(
                    "marks.places", where, f"现为{plain(mark)}", f"最多{PLACES}位小数", "改正评分"
                )
    return found


def asked(case: Case) -> int:
    """How many marks one judge owes."""
    return sum(len(case.valid(lot.id)) * len(judged(case.book, lot)) for lot in marked_lots(case))


def counted(case: Case, marks: Mapping[str, Marks]) -> int:
    """How many of the marks owed are there, by lot."""
    return sum(
        item.id in marks.get(lot.id, {}).get(op, {})
        for lot in marked_lots(case)
        for op in case.valid(lot.id)
        for item in judged(case.book, lot)
    )


def own_points(case: Case, judge: Judge, lot: Lot, marks: Mapping[str, Fraction]) -> Fraction | None:
    """What one judge's marks alone would earn a bid in ``lot``; None while one is missing."""
    total = Fraction(0)
    for criterion in judged(case.book, lot):
        if criterion.id not in marks:
            return None
        entry = Entry(0, False, {}, {judge.id: marks[criterion.id]})
        total += criterion.rule.points({"": entry}, case.book.context(criterion, lot))[""].points
    return total
