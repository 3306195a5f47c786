"""A filled-in form (已填表): typed values, each with the cell it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tender.documents.workbook.kinds import Value
from tender.documents.workbook.sheet import RowKey


@dataclass(frozen=True, slots=True)
class FilledCell:
    """One value and its reference (``E5``); None when empty, or when a finding says what is wrong."""

    value: Value
    reference: str


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row as found; locked cells carry our values, whatever the file says."""

    key: RowKey
    number: int
    cells: Mapping[str, FilledCell]

    def __getitem__(self, column: str) -> Value:
        return self.cells[column].value


@dataclass(frozen=True, slots=True)
class Filled:
    """Everything that was read from one file; sheets and rows that were not found are absent."""

    label: str
    sheets: Mapping[str, tuple[FilledRow, ...]] = field(default_factory=dict)

    def rows(self, sheet: str) -> tuple[FilledRow, ...]:
        """The rows of one sheet, in the order of the model (free rows: of the file)."""
        return self.sheets.get(sheet, ())

    def row(self, sheet: str, key: RowKey) -> FilledRow | None:
        """One row, or None when the file does not hold it."""
        return next((r for r in self.rows(sheet) if r.key == key), None)

    def value(self, sheet: str, key: RowKey, column: str) -> Value:
        """One value; None when the row or the value is missing."""
        row = self.row(sheet, key)
        return row[column] if row else None

    def where(self, sheet: str, key: RowKey, column: str) -> str:
        """The place of one value for a finding: ``bids/甲.xlsx › 报价 › E5``."""
        row = self.row(sheet, key)
        cell = row.cells.get(column) if row else None
        return " › ".join([self.label, sheet, *([cell.reference] if cell else [])])
