"""How a form looks (版式): fonts, fills, widths, heights, paper; one place to change them.

Row heights are set by counting lines, because spreadsheets do not fit merged or protected
cells themselves.
"""

import unicodedata
from dataclasses import dataclass

from openpyxl import Workbook as Book
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tender.documents.workbook.kinds import Choice, Date, Kind, Money, Number, Text, Whole, YesNo

_INK, _LINE = "1F2933", "9AA5B1"
_THIN = Side(style="thin", color=_LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Look:
    """Font, fill and placing of one sort of cell; ``leading`` is the height of a line in points."""

    font: Font
    alignment: Alignment
    leading: int
    least: int
    fill: PatternFill = PatternFill()
    border: Border = Border()
    locked: bool = True


def _font(name: str, size: int, bold: bool = False) -> Font:
    return Font(name=name, size=size, bold=bold, color=_INK)


_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
TITLE = Look(_font("微软雅黑", 16, bold=True), _MIDDLE, 26, 36)
NOTE = Look(_font("宋体", 11), _LEFT, 17, 20)
FOOTER = Look(_font("宋体", 11), _LEFT, 17, 32)
HEADER = Look(_font("微软雅黑", 11, bold=True), _MIDDLE, 18, 30, PatternFill("solid", fgColor="E6ECF3"), _BOX)
PRINTED = Look(_font("宋体", 11), _LEFT, 17, 28, border=_BOX)
INPUT = Look(_font("宋体", 11), _LEFT, 17, 28, PatternFill("solid", fgColor="FFF8DC"), _BOX, locked=False)
_TALLEST = 409  # points, Excel's limit
_ORDINAL_WIDTH, _CENTERED_WIDTH = 8, 20  # up to these widths, serial numbers and choices are centered
_TEXT, _GENERAL = "@", "General"
_SAFE_AS_GENERAL = 255  # old spreadsheets show longer "@" cells as ####


def set_default_font(book: Book) -> None:
    """The workbook's normal font, by which column widths are measured."""
    styles = getattr(book, "_named_styles")  # noqa: B009 - openpyxl offers no public way
    normal: NamedStyle = styles["Normal"]
    normal.font = Font(name="宋体", size=11)


def dress(cell: Cell, look: Look) -> None:
    """Font, fill, border, placing and lock of a cell."""
    cell.font, cell.fill, cell.border = look.font, look.fill, look.border
    cell.alignment, cell.protection = look.alignment, Protection(locked=look.locked)


def set_format(cell: Cell, kind: Kind, width: int) -> None:
    """The number format and side of a cell by its kind and column width; call after ``dress``."""
    side = "left"
    match kind:
        case Text():
            cell.number_format = _GENERAL if len(str(cell.value or "")) > _SAFE_AS_GENERAL else _TEXT
        case Choice() | YesNo():
            side, cell.number_format = "center", _TEXT
        case Date():
            side, cell.number_format = "center", 'yyyy"年"m"月"d"日"'
        case Money():
            side, cell.number_format = "right", "#,##0.00"
        case Whole():
            side, cell.number_format = "center" if width <= _ORDINAL_WIDTH else "right", "0"
        case Number():
            side, cell.number_format = "right", "0." + "0" * kind.places if kind.places else "0"
    if side == "center" and width > _CENTERED_WIDTH:
        side = "left"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=side != "center")


def set_widths(page: Worksheet, widths: list[int]) -> None:
    """Column widths in half-width characters."""
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width


def fit_height(page: Worksheet, line: int, cells: list[tuple[str, int]], look: Look) -> None:
    """Make a row tall enough for (text, width) of each of its cells."""
    most = max((_lines(words, width, look) for words, width in cells), default=1)
    page.row_dimensions[line].height = min(max(most * look.leading + 6, look.least), _TALLEST)


def _lines(words: str, width: int, look: Look) -> int:
    """How many lines a wrapped text takes; a little generous, as a cut line is worse than a gap."""
    size = int(look.font.size or 11)
    usable = max((width - 3) * 11, 11)  # one half-width character is 11 units at 11 points
    count = 0
    for paragraph in words.split("\n"):
        units = sum(size * (2 if unicodedata.east_asian_width(c) in "WFA" else 1) for c in paragraph)
        count += max(1, -(-units * 21 // (usable * 20)))
    return count


def set_view(page: Worksheet, header: int, columns: int, last: int) -> None:
    """What stays on screen and what repeats on paper: everything down to the header."""
    page.freeze_panes = f"A{header + 1}"
    page.print_title_rows = f"{header}:{header}"
    page.print_area = f"A1:{get_column_letter(columns)}{last}"
    page.sheet_view.showGridLines = False
    page.sheet_view.zoomScale = 100


def set_paper(page: Worksheet, title: str, project: str, book: str) -> None:
    """A4 landscape, as wide as the paper, numbered, marked with project and book version."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    version = f"文件校验值 {book[:12]}" if book else ""
    page.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(f"{title} {project}".replace("&", "&&")),
        center=_HeaderFooterPart("第 &P 页，共 &N 页"),
        right=_HeaderFooterPart(version),
    )


def protect(page: Worksheet, *, free: bool) -> None:
    """Lock what is ours, without a password; widths and heights stay adjustable."""
    page.protection.enable()
    page.protection.formatColumns = page.protection.formatRows = False  # False: not forbidden
    page.protection.insertRows = not free
