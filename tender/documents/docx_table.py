"""Tables in .docx (表格): merged cells, fixed widths, header rows repeated on every page.

The rows are written as they stand in the file. Merging them cell by cell through the
library costs time by the square of the table, and leaves the widths to chance.
"""

from itertools import accumulate, pairwise

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from tender.documents import docx_file, style
from tender.documents.blocks import Spot, Table
from tender.documents.characters import shown
from tender.documents.docx_file import JUSTIFIED, element

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGIN = 85  # twips: 1.5 mm between text and rule
_SMALL, _SHORT = 14, 360  # rows, and characters in all: a table of no more stays on one page


def add_table(word: Word, table: Table) -> None:
    """Append ``table`` over the whole width of the type area."""
    widths = column_widths(table)
    frame = word.add_table(rows=0, cols=0)._tbl
    for child in list(frame):
        frame.remove(child)
    frame.append(_properties(sum(widths)))
    grid = element("tblGrid")
    for width in widths:
        grid.append(element("gridCol", w=width))
    frame.append(grid)
    for row, spots in enumerate(table.grid()):
        frame.append(_row(table, row, spots, widths))


def column_widths(table: Table) -> list[int]:
    """Widths in twips in the proportion of the columns; together exactly the type area."""
    sums = list(accumulate((column.width for column in table.columns), initial=0))
    edges = [style.A4.text_width * so_far // sums[-1] for so_far in sums]
    return [right - left for left, right in pairwise(edges)]


def _properties(width: int) -> BaseOxmlElement:
    """A fixed table with hairlines all round."""
    properties = element("tblPr")
    properties.append(element("tblW", w=width, type="dxa"))
    properties.append(element("jc", val="center"))
    borders = element("tblBorders")
    for edge in _EDGES:
        borders.append(element(edge, val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for edge in ("left", "right"):
        margins.append(element(edge, w=_MARGIN, type="dxa"))
    properties.append(margins)
    return properties


def _row(table: Table, row: int, spots: tuple[Spot, ...], widths: list[int]) -> BaseOxmlElement:
    """One row, never torn by the end of a page; header rows come again on the next."""
    line, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    if row < table.header:
        properties.append(element("tblHeader"))
    line.append(properties)
    for column, spot in enumerate(spots):
        if column == spot.column:
            line.append(_cell(table, row, spot, widths))
    return line


def _cell(table: Table, row: int, spot: Spot, widths: list[int]) -> BaseOxmlElement:
    """One cell, or the empty continuation of a cell merged from above."""
    cell, here = spot.cell, row == spot.row
    made, properties = element("tc"), element("tcPr")
    width = sum(widths[spot.column : spot.column + cell.colspan])
    properties.append(element("tcW", w=width, type="dxa"))
    if cell.colspan > 1:
        properties.append(element("gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        properties.append(element("vMerge", val="restart" if here else "continue"))
    properties.append(element("vAlign", val="center"))
    made.append(properties)
    for text in shown(cell.text).split("\n") if here else [""]:
        made.append(_paragraph(table, row, spot, text))
    return made


def _paragraph(table: Table, row: int, spot: Spot, text: str) -> BaseOxmlElement:
    """One line of a cell; the line grid of the page would blow the table up."""
    header = row < table.header
    kind = style.CELL_STRONG if header or spot.cell.strong else style.CELL
    paragraph, properties = element("p"), element("pPr")
    if _stays_with_next(table, row):
        properties.append(element("keepNext"))
    properties.append(element("snapToGrid", val=0))
    properties.append(element("spacing", before=20, after=20, line=kind.line, lineRule="exact"))
    properties.append(element("jc", val=JUSTIFIED[table.aligned(spot)]))
    paragraph.append(properties)
    if text:
        run, look = element("r"), element("rPr")
        docx_file.dress(look, kind)
        run.append(look)
        words = element("t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph


def _stays_with_next(table: Table, row: int) -> bool:
    """Whether the page must not end after ``row``: small tables stay whole, long ones leave no row alone."""
    last = len(table.rows) - 1
    if row == last:
        return False
    if row <= table.header or row == last - 1:
        return True
    written = sum(len(cell.text) for line in table.rows for cell in line)
    return len(table.rows) <= _SMALL and written <= _SHORT
