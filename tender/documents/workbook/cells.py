"""Cells (单元格): from what stands in a cell to a typed value, exactly, or to a reason why not.

Spreadsheet numbers are binary doubles. They become decimal digits at once (the shortest that
give the same double, which is what the filler typed) and never take part in arithmetic.
Numbers typed as text are understood when they can mean only one thing, and that is said.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from scoring.exact import number, plain, yuan
from tender.documents.workbook.kinds import (
    NO,
    YES,
    Choice,
    Date,
    Kind,
    Money,
    Number,
    Text,
    Value,
    Whole,
    YesNo,
)

Raw: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

_DIGITS = 15  # significant digits that a double keeps
_PLAIN = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # reorder what people see
_INVISIBLE = "\u200b\ufeff"
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-"})
_SHOWN = 40  # characters of a wrong entry that a finding repeats


@dataclass(frozen=True, slots=True)
class Understood:
    """The value of a cell, or ``code`` and ``problem``; ``reading`` says what a loose entry was taken for."""

    value: Value = None
    code: str = ""
    problem: str = ""
    reading: str = ""


def is_blank(raw: Raw) -> bool:
    """Whether nothing visible stands in the cell."""
    return isinstance(raw, str) and not raw.strip().strip(_INVISIBLE).strip()


def column_letters(place: int) -> str:
    """A column by its place from 1, as people name it: A, B, …, Z, AA; any reader of a form needs it.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16_384)
    ('A', 'Z', 'AA', 'XFD')
    """
    before, last = divmod(place - 1, 26)
    return (column_letters(before) if before else "") + chr(ord("A") + last)


def squeezed(words: str) -> str:
    """Text to compare by: full-width forms folded, all white space dropped."""
    return "".join(unicodedata.normalize("NFKC", words).translate(_MINUS).split()).strip(_INVISIBLE)


def clipped(raw: Raw) -> str:
    """An entry as a finding repeats it: one line, printable, shortened."""
    words = "是（逻辑值）" if raw is True else "否（逻辑值）" if raw is False else str(raw)
    if isinstance(raw, float) and raw == raw and abs(raw) < 10**_DIGITS:
        words = f"{Decimal(repr(raw)):f}".removesuffix(".0")
    line = "".join(c if c.isprintable() else "□" for c in words)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…（共{len(words)}字）"


def shown(value: Value, kind: Kind) -> str:
    """A typed value in the words of the form."""
    match value:
        case None:
            return "空白"
        case bool():
            return YES if value else NO
        case int() if isinstance(kind, Money):
            return yuan(value)
        case Fraction():
            return plain(value)
        case date():
            return value.isoformat()
    return str(value)


def understand(raw: Raw, kind: Kind) -> Understood:
    """The typed value of a cell that is not blank."""
    match kind:
        case Text():
            return _text(raw, kind)
        case Choice():
            return _choice(raw, kind.options)
        case YesNo():
            chosen = _choice(raw, (YES, NO))
            return chosen if chosen.code else Understood(chosen.value == YES, reading=chosen.reading)
        case Date():
            return _day(raw)
    return _number(raw, kind)


def _text(raw: Raw, kind: Text) -> Understood:
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        digits = _exact(raw)
        if digits is None:
            return Understood(code="cell-not-text", problem="超过15位有效数字，末尾数字已丢失")
        return Understood(plain(digits), reading=plain(digits))
    if not isinstance(raw, str):
        return Understood(code="cell-not-text", problem="被当作日期、时间或逻辑值，不是文字")
    words = raw.replace("\r\n", "\n").replace("\r", "\n").strip().strip(_INVISIBLE).strip()
    if any((unicodedata.category(c) == "Cc" and c not in "\n\t") or c in _BIDI for c in words):
        return Understood(code="cell-control", problem="含有看不见的控制字符")
    if len(words) > kind.longest:
        return Understood(code="cell-too-long", problem=f"共{len(words)}字")
    if words.startswith("="):
        return Understood(code="cell-formula", problem="以等号开头，像是公式")
    return Understood(words)


def _choice(raw: Raw, options: tuple[str, ...]) -> Understood:
    if isinstance(raw, str):
        if raw.strip() in options:
            return Understood(raw.strip())
        alike = [o for o in options if squeezed(o) == squeezed(raw)]
        if len(alike) == 1:
            return Understood(alike[0], reading=alike[0])
    return Understood(code="cell-choice", problem="不在选项之内")


def _day(raw: Raw) -> Understood:
    if isinstance(raw, datetime):
        if raw.time() == time():
            return Understood(raw.date())
    elif isinstance(raw, date):
        return Understood(raw)
    elif isinstance(raw, str):
        found = _DAY.fullmatch(squeezed(raw))
        try:
            day = date(*(int(part) for part in found.groups())) if found else None
        except ValueError:
            day = None
        if day:
            return Understood(day, reading=day.isoformat())
    return Understood(code="cell-not-date", problem="不是日期")


def _number(raw: Raw, kind: Whole | Number | Money) -> Understood:
    """Whole, Number and Money: exact, then whole enough, then within bounds."""
    reading = ""
    if isinstance(raw, str):
        value = _typed(raw, kind)
        if value is None:
            return Understood(code="cell-not-number", problem="不是可以确定的数字")
        reading = plain(value)
    elif isinstance(raw, float | int) and not isinstance(raw, bool):
        value = _exact(raw)
        if value is None:
            return Understood(code="cell-not-number", problem="不是有限的数，或超过15位有效数字")
    else:
        return Understood(code="cell-not-number", problem="被当作日期、时间或逻辑值，不是数字")
    places = 0 if isinstance(kind, Whole) else 2 if isinstance(kind, Money) else kind.places
    if (value * 10**places).denominator != 1:
        problem = "不是整数" if places == 0 else f"小数超过{places}位"
        return Understood(code="cell-places", problem=problem)
    held = value if isinstance(kind, Number) else int(value * 100) if isinstance(kind, Money) else int(value)
    if kind.minimum is not None and held < kind.minimum:
        return Understood(code="cell-too-small", problem=f"小于{shown(kind.minimum, kind)}")
    if kind.maximum is not None and held > kind.maximum:
        return Understood(code="cell-too-large", problem=f"大于{shown(kind.maximum, kind)}")
    return Understood(held, reading=reading)


def _exact(raw: float) -> Fraction | None:
    """The decimal that was typed, or None when the cell cannot have kept it."""
    digits = Decimal(repr(raw))
    if not digits.is_finite() or abs(digits) >= 10**_DIGITS or digits.adjusted() < -_DIGITS:
        return None if digits else Fraction(0)
    return Fraction(digits)


def _typed(words: str, kind: Whole | Number | Money) -> Fraction | None:
    """A number typed as text, with thousands separators, currency sign and unit allowed."""
    bare = squeezed(words)
    if isinstance(kind, Money):
        bare = bare.removeprefix("人民币").removeprefix("¥")
    units = {squeezed(kind.unit), "元"} if isinstance(kind, Money) else {squeezed(kind.unit)}
    for unit in sorted(units - {""}, key=len, reverse=True):
        if bare.endswith(unit):
            bare = bare.removesuffix(unit)
            break
    if len(bare) > 2 * _DIGITS or not _PLAIN.fullmatch(bare):
        return None
    value = number(bare.replace(",", ""))
    return value if abs(value) < 10**_DIGITS else None
