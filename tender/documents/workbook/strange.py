"""Formulas and error values in a stranger's workbook (公式与错误值): where they are and what they say."""

from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from tender.documents.workbook.guard import Package

_MOST_OF_AN_ARRAY = 1_000  # rows or columns of one array formula that are marked


def strange_cells(package: Package) -> dict[str, dict[int, dict[int, str]]]:
    """Formulas and error values by sheet, row and column."""
    book = load_workbook(package.packed(), read_only=True, keep_links=False)
    found: dict[str, dict[int, dict[int, str]]] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the file's own word on how far it reaches is not trusted
        rows = found.setdefault(sheet.title, {})
        for line in sheet.iter_rows():
            for cell in line:
                if cell.data_type in ("f", "e") and cell.row and cell.column:
                    for row, column in _covered(cell.row, cell.column, cell.value):
                        rows.setdefault(row, {})[column] = _words(cell.value)
    return found


def _covered(row: int, column: int, value: object) -> Iterator[tuple[int, int]]:
    """The cells that one formula fills: an array formula fills more than its own."""
    yield row, column
    if isinstance(value, ArrayFormula | DataTableFormula) and value.ref:
        cells = CellRange(value.ref)
        for below in range(min(cells.size["rows"], _MOST_OF_AN_ARRAY)):
            for beside in range(min(cells.size["columns"], _MOST_OF_AN_ARRAY)):
                yield cells.min_row + below, cells.min_col + beside


def _words(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return str(value.text)
    return "=" if isinstance(value, DataTableFormula) else str(value)
