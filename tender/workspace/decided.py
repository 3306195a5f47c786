"""Decisions of people (人工决定) added to the project's ``decisions.toml``, one entry at a time."""

import json
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import ValidationError

from scoring.exact import plain
from tender.book.kinds import Noun
from tender.book.shape import shape_findings
from tender.decisions import FILE, Decisions, Signed, read_decisions
from tender.findings import Finding, has_error
from tender.workspace.folder import add_text

Entry = TypeVar("Entry", bound=Noun)

TABLES: Mapping[type, str] = {
    get_args(field.annotation)[0]: name
    for name, field in Decisions.model_fields.items()
    if len(get_args(field.annotation)) == 2 and get_args(field.annotation)[1] is Ellipsis
}
"""Kind of entry → the table of ``decisions.toml`` that lists it."""


def entry_of(kind: type[Entry], said: Mapping[str, object]) -> tuple[Entry | None, tuple[Finding, ...]]:
    """The entry that ``said`` makes, by the names of the file, or every mistake in it."""
    try:
        return kind.model_validate(said), ()
    except ValidationError as wrong:
        return None, shape_findings(FILE, "decisions", wrong, dict(said))


def add(folder: Path, entry: Noun) -> tuple[Finding, ...]:
    """Write one entry at the end of the file; findings where the file is not sound."""
    found = read_decisions(folder)[1]
    if has_error(found):
        return found
    path = folder / FILE
    start = "" if path.exists() else f'format = "{Decisions().format}"\n'
    lines = [f"{name} = {said}" for name, said in _lines(entry)]
    add_text(path, f"{start}\n[[{TABLES[type(entry)]}]]\n" + "\n".join(lines) + "\n")
    return read_decisions(folder)[1]


def _lines(entry: Noun) -> list[tuple[str, str]]:
    """What the entry says, by the names of the file; money is written in yuan."""
    told = []
    fields = type(entry).model_fields
    for name in sorted(fields, key=Signed.model_fields.__contains__):  # who, when and why come last
        field, value = fields[name], getattr(entry, name)
        if value == field.get_default():
            continue
        if field.alias and field.alias.endswith("_yuan"):
            value = Fraction(value, 100)
        told.append((field.alias or name, _toml(value)))
    return told


def _toml(value: object) -> str:
    """One value as TOML writes it; a text is JSON's, with the one more character that TOML wants escaped."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case int() | Fraction():
            return plain(Fraction(value))
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    raise TypeError(
        f"expected text, figure, time, truth value or a tuple of them, not {type(value).__name__}"
    )
