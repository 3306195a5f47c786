"""Facts wanted (待补充的情况): what rules ask of the book and its register, and neither tells.

Only what one field of a form can hold; the findings of the check name the rest.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tender.book import Book
from tender.book.gates import RuleGate
from tender.book.register import Register
from tender.findings import Answer
from tender.policy import Policies, Provision
from tender.policy.expression import Expression
from tender.policy.judge import verdicts
from tender.policy.schema import Attribute, schema
from tender.policy.stages import STAGE_OF, Stage, stage_of
from tender.rules.nouns import project_nouns

_PATH = re.compile(r"([a-z_]+)\.([a-z_0-9]+)$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One attribute that is missing; ``record`` is the id where the noun repeats, else empty."""

    noun: str
    record: str
    attribute: str
    rules: tuple[str, ...]

    @property
    def field(self) -> Attribute:
        """Its type and label."""
        return schema()[self.noun].attributes[self.attribute]

    @property
    def label(self) -> str:
        """``标段L1：空置率`` as a form asks for it."""
        return f"{schema()[self.noun].label}{self.record}：{self.field.asked}"


def wanted(book: Book, register: Register, packs: Policies) -> tuple[Wanted, ...]:
    """What is missing for the rules on the book, and what an award will ask of it; each once, with its rules."""
    if book.regime not in packs.packs:
        return ()
    nouns = project_nouns(book, register, packs)
    gated = {rule for gate in book.gates if isinstance(gate, RuleGate) for rule in gate.articles}
    told: dict[tuple[str, str, str], list[str]] = {}
    for row in packs.packs[book.regime].provisions:
        if row.expression and row.id not in gated and row.covers(book.dates.publish):
            for noun, record, attribute in (*_open(row, nouns), *_later(row, nouns)):
                rules = told.setdefault((noun, record, attribute), [])
                rules += [row.id] if row.id not in rules else []
    return tuple(Wanted(*key, tuple(rules)) for key, rules in told.items())


def _open(rule: Provision, nouns: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What keeps a rule on the book from being decided."""
    if stage_of(rule) is not Stage.BOOK:
        return
    for verdict in verdicts(rule, nouns):
        if verdict.answer is not Answer.CANNOT_DECIDE:
            continue
        for path in verdict.answered.missing:
            named = _PATH.fullmatch(path)
            record = _record(nouns, named[1], verdict.subject) if named else None
            if named and record is not None and _fillable(named[1], named[2]):
                yield named[1], record, named[2]


def _later(rule: Provision, nouns: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a rule on the award will ask of the book."""
    if stage_of(rule) is not Stage.AWARD or rule.force != "must":
        return
    for path in Expression(rule.expression).names():
        named = _PATH.fullmatch(path)
        if not named or not _fillable(named[1], named[2]) or STAGE_OF[named[1]] is not Stage.BOOK:
            continue
        record = nouns.get(named[1])
        if isinstance(record, Mapping) and record.get(named[2]) is None:
            yield named[1], "", named[2]


def _fillable(noun: str, attribute: str) -> bool:
    known = schema().get(noun)
    return known is not None and attribute in known.attributes and known.attributes[attribute].form != ""


def _record(nouns: Mapping[str, Any], noun: str, subject: str) -> str | None:
    """The id of the record that a verdict was about; empty where the noun stands alone, None where unknown.

    A rule on a lot speaks of the lot's own center.
    """
    rows = nouns.get(noun)
    if not isinstance(rows, list):
        return ""
    named = _subject(rows, noun, subject)
    if named is None and noun == "center":
        lot = _subject(nouns.get("lot", ()), "lot", subject)
        named = lot.get("center") if lot else None
    return str(named["id"]) if named and named.get("id") else None


def _subject(rows: Iterable[Mapping[str, Any]], noun: str, subject: str) -> Mapping[str, Any] | None:
    """The record of ``noun`` that ``subject`` names in words."""
    label, asked = schema()[noun].label, subject.split(" ")
    return next((row for row in rows if f"{label}{row.get('id')}" in asked), None)
