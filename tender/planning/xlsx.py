"""The tables as a workbook (推演表电子表格), every sheet labelled as planning only."""

from collections.abc import Sequence

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tender.documents.workbook import looks
from tender.documents.workbook.write import packed, plain_cell, store_text
from tender.planning.posed import LABEL
from tender.planning.results import Results
from tender.planning.tables import FIGURE, Table, tables

_MARK = PatternFill("solid", fgColor="FDEBC8")
_NARROWEST, _WIDEST = 8, 44  # half-width characters


def workbook(found: Results, more: Sequence[Table] = ()) -> bytes:
    """All tables as .xlsx, one a sheet, ``more`` after them; the same results give the same bytes."""
    book = Book()
    looks.set_default_font(book)
    empty = book.worksheets[0]
    for table in (*tables(found), *more):
        _fill(book.create_sheet(table.name), table, found)
        looks.set_paper(book[table.name], f"{table.name}（{LABEL}）", "", "")
    if len(book.worksheets) == 1:
        _line(empty, 1, f"{LABEL}：没有可以列出的结果", looks.NOTE, 60)
    else:
        book.remove(empty)
    book.properties.title = f"规划推演 {found.posed.book.name}（{LABEL}）"
    return packed(book)


def _fill(page: Worksheet, table: Table, found: Results) -> None:
    widths = [
        min(_WIDEST, max(_NARROWEST, *(_width(row[place]) for row in (table.headers, *table.rows))))
        for place in range(len(table.headers))
    ]
    across = sum(widths)
    top = [(f"{table.name}　{LABEL}", looks.TITLE), (f"{table.says}。{table.note}", looks.NOTE)]
    top.append((found.posed.note, looks.NOTE))
    for line, (words, look) in enumerate(top, 1):
        _line(page, line, words, look, across)
        page.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(widths))
    header = len(top) + 1
    for line, row in enumerate((table.headers, *table.rows), header):
        look = looks.HEADER if line == header else looks.PRINTED
        for place, words in enumerate(row, 1):
            cell = plain_cell(page, line, place)
            store_text(cell, words)
            looks.dress(cell, look)
            if line > header and FIGURE.fullmatch(words):
                cell.alignment = Alignment(horizontal="right", vertical="center")
            if (line - header - 1, place - 1) in table.marked:
                cell.fill = _MARK
        looks.fit_height(page, line, list(zip(row, widths, strict=True)), look)
    looks.set_widths(page, widths)
    looks.set_view(page, header, len(widths), header + len(table.rows))


def _line(page: Worksheet, line: int, words: str, look: looks.Look, width: int) -> None:
    cell = plain_cell(page, line, 1)
    store_text(cell, words)
    looks.dress(cell, look)
    looks.fit_height(page, line, [(words, width)], look)


def _width(words: str) -> int:
    """The width of the longest line, with some air."""
    return max(sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in words.split("\n")) + 4
