"""Rows (清单各条): what a bidder states in the lines of a list, such as contracts or persons.

A row holds the columns that the book names and, under ``EVIDENCE``, where its proof is; a
row without proof is stated and counts for nothing.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from scoring.exact import number, plain

Stated = str | Fraction | bool | date
"""One value of a row: words, a figure (yuan for money), yes or no, a day."""

ListRow = Mapping[str, Stated]
"""Column id → value; a column left empty is absent."""

EVIDENCE = "evidence"
"""The column that every list has: where the row's proof is."""


def alike(value: Stated) -> Stated:
    """A value to compare by: words without white space, width and case do not matter."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split()).casefold()
    return value


def proven(rows: Iterable[ListRow]) -> tuple[ListRow, ...]:
    """The rows that name their proof, in order (未附证明材料的不计)."""
    return tuple(row for row in rows if row.get(EVIDENCE))


def once(rows: Iterable[ListRow], unique: tuple[str, ...]) -> tuple[tuple[ListRow, ...], ...]:
    """The rows grouped by what makes them one thing, in order of appearance (同一人、同一合同只计一次).

    Without ``unique`` columns every row is a thing of its own, and so is a row that leaves
    all of these columns empty.
    """
    groups: dict[object, list[ListRow]] = {}
    for n, row in enumerate(rows):
        mark = tuple(alike(row[key]) if key in row else None for key in unique)
        groups.setdefault(mark if any(m is not None for m in mark) else n, []).append(row)
    return tuple(tuple(group) for group in groups.values())


def row_json(row: ListRow) -> dict[str, Any]:
    """A row as record data: figures and days say what they are, because JSON has neither."""
    return {key: _json(value) for key, value in row.items()}


def _json(value: Stated) -> Any:
    match value:
        case bool() | str():
            return value
        case date():
            return {"day": value.isoformat()}
    return {"figure": plain(value)}


def row_from_json(data: Mapping[str, Any]) -> dict[str, Stated]:
    """The row written by ``row_json``; raises KeyError or ValueError for anything else."""
    return {key: _stated(value) for key, value in data.items()}


def _stated(value: Any) -> Stated:
    if isinstance(value, bool | str):
        return value
    return date.fromisoformat(value["day"]) if "day" in value else number(value["figure"])
