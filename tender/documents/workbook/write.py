"""Writing a form (出表): the model as a styled, protected .xlsx, the same bytes every time.

Input cells are light yellow and unlocked, everything else is locked (without a password: the
lock guards against slips, the reader against the rest). Texts are stored as texts whatever
they begin with, so nothing that a bidder typed can become a formula.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook as Book
from openpyxl.cell import Cell
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from scoring.exact import plain
from tender.documents.workbook import looks
from tender.documents.workbook.entry import Validations
from tender.documents.workbook.kinds import NO, YES, Kind, Money, Value
from tender.documents.workbook.sheet import IDENTITY_SHEET, Column, RowKey, Sheet, Workbook

Values: TypeAlias = Mapping[str, Mapping[RowKey, Mapping[str, Value]]]

LEGEND = "浅黄色单元格由填表人填写，其余单元格请勿改动；请勿增删列、更改工作表名称或使用公式。"
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not allowed in XML 1.0
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # spreadsheets read _x0041_ as the letter A
_LONGEST_CELL = 32_767  # UTF-16 units, Excel's limit
_DIGITS = 15
_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)


class WriteError(ValueError):
    """Values that do not belong to the form, or that no spreadsheet cell can hold."""


def write(model: Workbook, values: Values | None = None) -> bytes:
    """The form as .xlsx, with input cells filled from ``values`` by sheet, row key and column key.

    A ``str`` given for a number, money or date cell is stored as text, as a careless filler
    would. Free rows are keyed "1", "2", … Raises WriteError.
    """
    given = values or {}
    unknown = set(given) - {s.name for s in model.sheets}
    if unknown:
        raise WriteError(f"no such sheets: {sorted(unknown)}")
    book = Book()
    looks.set_default_font(book)
    identity = book.create_sheet(IDENTITY_SHEET)
    for line, pair in enumerate(model.identity.items(), 1):
        for place, words in enumerate(pair, 1):
            store_text(plain_cell(identity, line, place), words)
    for sheet in model.sheets:
        _Page(book.create_sheet(sheet.name), sheet, Validations(identity)).fill(given.get(sheet.name, {}))
        looks.set_paper(book[sheet.name], model.title, model.project, model.book)
    first = book.worksheets[0]
    book.remove(first)  # the empty sheet that every new workbook has
    book.move_sheet(identity, len(model.sheets))
    identity.sheet_state = "veryHidden"
    identity.protection.enable()
    book.active = 0
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = f"{model.title} {model.project}"
    return packed(book)


class _Page:
    """One sheet while it is being written."""

    def __init__(self, page: Worksheet, sheet: Sheet, validations: Validations) -> None:
        self.page, self.sheet, self.validations = page, sheet, validations

    def fill(self, given: Mapping[RowKey, Mapping[str, Value]]) -> None:
        """Title, notes, header, rows, footer, in that order."""
        sheet, page = self.sheet, self.page
        looks.set_widths(page, [c.width for c in sheet.columns])
        line = self._banner(1, sheet.title, looks.TITLE)
        for words in (*sheet.notes, LEGEND):
            line = self._banner(line, words, looks.NOTE)
        header = line
        for place, column in enumerate(sheet.columns, 1):
            cell = self._at(header, place)
            store_text(cell, column.header)
            looks.dress(cell, looks.HEADER)
        looks.fit_height(page, header, [(c.header, c.width) for c in sheet.columns], looks.HEADER)
        line = self._rows(header + 1, given)
        for words in sheet.footer:
            line = self._banner(line, words, looks.FOOTER)
        looks.set_view(page, header, len(sheet.columns), line - 1)
        self.validations.put_on(page)
        looks.protect(page, free=bool(sheet.blank_rows))

    def _at(self, line: int, place: int) -> Cell:
        return plain_cell(self.page, line, place)

    def _banner(self, line: int, words: str, look: looks.Look) -> int:
        """One line across the table; returns the next line."""
        last = len(self.sheet.columns)
        store_text(self._at(line, 1), words)
        looks.dress(self._at(line, 1), look)
        if last > 1:
            self.page.merge_cells(start_row=line, start_column=1, end_row=line, end_column=last)
        looks.fit_height(self.page, line, [(words, sum(c.width for c in self.sheet.columns))], look)
        return line + 1

    def _rows(self, line: int, given: Mapping[RowKey, Mapping[str, Value]]) -> int:
        """All rows, fixed or free; returns the next line."""
        fixed = {r.key: r for r in self.sheet.rows}
        free = max(self.sheet.blank_rows, len(given))
        keys: list[RowKey] = list(fixed) or [str(n) for n in range(1, free + 1)]
        inputs = {c.key for c in self.sheet.columns if not c.locked}
        for key, entries in given.items():
            if key not in keys or set(entries) - inputs:
                raise WriteError(f"{self.sheet.name}: row {key!r} takes no {sorted(entries)}")
        for number, key in enumerate(keys, line):
            row = fixed.get(key)
            measured: list[tuple[str, int]] = []
            for place, column in enumerate(self.sheet.columns, 1):
                kind = self.sheet.kind(column, row)
                printed = (
                    row.cells[column.key] if row and column.locked else given.get(key, {}).get(column.key)
                )
                cell = self._at(number, place)
                self._store(cell, printed, column, kind)
                measured.append((str(cell.value or ""), column.width))
            looks.fit_height(self.page, number, measured, looks.INPUT)
        return line + len(keys)

    def _store(self, cell: Cell, value: Value, column: Column, kind: Kind) -> None:
        """One cell of the table: value, look and, for input, what may be typed."""
        try:
            _store(cell, value, kind)
        except WriteError as fault:
            raise WriteError(f"{self.sheet.name}!{cell.coordinate} ({column.key}): {fault}") from None
        looks.dress(cell, looks.PRINTED if column.locked else looks.INPUT)
        looks.set_format(cell, kind, column.width)
        if not column.locked:
            self.validations.add(cell, kind)


def plain_cell(page: Worksheet, line: int, place: int) -> Cell:
    """The cell at a line and place; raises TypeError inside a merged cell."""
    cell = page.cell(line, place)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies inside a merged cell")
    return cell


def _store(cell: Cell, value: Value, kind: Kind) -> None:
    match value:
        case None:
            pass
        case str():
            store_text(cell, value)
        case bool():
            store_text(cell, YES if value else NO)
        case int() | Fraction():
            digits = Decimal(plain(Fraction(value, 100) if isinstance(kind, Money) else Fraction(value)))
            if len(digits.normalize().as_tuple().digits) > _DIGITS or abs(digits) >= 10**_DIGITS:
                raise WriteError(f"{digits} has more than {_DIGITS} digits")
            cell.value = digits
        case date():
            cell.value = value


def store_text(cell: Cell, words: str) -> None:
    """Text as text: never a formula, a number, an error value or an escape."""
    text = words.replace("\r\n", "\n").replace("\r", "\n")
    if _ILLEGAL.search(text):
        raise WriteError(f"character {_ILLEGAL.search(text)!r} cannot stand in a cell")
    escaped = _ESCAPE_LIKE.sub("_x005F_", text)
    if len(escaped.encode("utf-16-le")) // 2 > _LONGEST_CELL:
        raise WriteError(f"text of {len(text)} characters does not fit a cell")
    cell.value = escaped
    cell.data_type = "s"


def packed(book: Book) -> bytes:
    """The saved workbook, packed again without any trace of the clock."""
    raw, again = BytesIO(), BytesIO()
    book.properties.creator = "衡标"
    book.save(raw)
    with ZipFile(raw) as saved, ZipFile(again, "w", ZIP_DEFLATED) as archive:
        for name in sorted(saved.namelist()):
            content = saved.read(name)
            if name == "docProps/core.xml":  # saving stamps the time: write it again without one
                book.properties.created = book.properties.modified = _NO_DAY
                content = tostring(book.properties.to_tree())
            entry = ZipInfo(name)  # dated 1980-01-01
            entry.create_system, entry.external_attr = 0, 0
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return again.getvalue()
