"""What stands in one sheet (表格原貌): raw cells as people count them, and where the table starts.

Rows and columns are counted from 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tender.documents.workbook.cells import Raw, is_blank, squeezed
from tender.documents.workbook.sheet import Sheet

_LONGEST_HEADER = 200  # characters; longer texts are not worth folding


@dataclass(frozen=True, slots=True)
class Grid:
    """Raw cells of one sheet; ``strange`` holds formulas and error values by row, then column."""

    lines: list[list[Raw]]
    strange: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """The last row in which anything stands."""
        return max(len(self.lines), *self.strange, 0)

    def raw(self, row: int, column: int) -> Raw:
        """What stands in a cell; an empty string when nothing does."""
        line = self.lines[row - 1] if row <= len(self.lines) else []
        return line[column - 1] if column <= len(line) else ""

    def formula(self, row: int, column: int) -> str:
        """The formula or error value of a cell; an empty string for a plain cell."""
        return self.strange.get(row, {}).get(column, "")

    def filled(self, row: int) -> list[int]:
        """The columns of a row in which something stands."""
        line = self.lines[row - 1] if row <= len(self.lines) else []
        return sorted(
            {c for c, raw in enumerate(line, 1) if not is_blank(raw)} | set(self.strange.get(row, {}))
        )


@dataclass(frozen=True, slots=True)
class Header:
    """Where the table starts: the header's row, and the place of each column."""

    row: int
    places: Mapping[str, int]


def find_header(grid: Grid, sheet: Sheet) -> Header | None:
    """The row that carries most of the sheet's headers, or None when no row carries half of them."""
    wanted = {squeezed(c.header): c.key for c in sheet.columns}
    best = Header(0, {})
    for row, line in enumerate(grid.lines, 1):
        places: dict[str, int] = {}
        for column, raw in enumerate(line, 1):
            short = isinstance(raw, str) and len(raw) <= _LONGEST_HEADER
            key = wanted.get(squeezed(str(raw))) if short else None
            if key:
                places.setdefault(key, column)
        if len(places) > len(best.places):
            best = Header(row, places)
    return best if 2 * len(best.places) >= len(wanted) else None
