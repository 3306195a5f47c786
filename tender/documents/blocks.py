"""Blocks (文书块): what a document says, before anyone decides how it looks.

The verbs build these values and nothing else; the writers turn them into paper. A block
holds plain text: no markup, no font, no measure. A line feed in a text is a line break.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

BLANK = "＿" * 6  # a place to write on
BLANK_DATE = "　　　　年　　月　　日"


class BlockError(ValueError):
    """A block that cannot be put on paper: the program built it wrongly."""


class Align(Enum):
    """How the lines of a paragraph or of a table column stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; its number (一、（一）1.（1）) is part of the text."""

    level: int
    text: str

    def __post_init__(self) -> None:
        """Refuse a level that GB/T 9704 does not have."""
        if self.level not in (1, 2, 3, 4):
            raise BlockError(f"heading level must be 1 to 4, not {self.level}: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; its first line is indented by two characters unless told otherwise."""

    text: str
    align: Align = Align.JUSTIFY
    strong: bool = False
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause (条款): numbered or not, with the article it rests on, ★ when it is mandatory (实质性要求)."""

    text: str
    number: str = ""
    article: str = ""
    mandatory: bool = False

    @property
    def label(self) -> str:
        """What stands before the text: the star and the number, either of which may be missing."""
        return ("★" if self.mandatory else "") + self.number


@dataclass(frozen=True, slots=True)
class Field:
    """One label with its value; an empty value is a place to write on."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Lines such as 供应商名称：×× in the order that the form demands."""

    items: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place to seal or to sign; ``act`` is 盖章, 签字 or 签字或盖章.

    Without a label the name itself is sealed or signed, as at the foot of a notice.
    """

    label: str
    act: str
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a place that nobody could find."""
        if not (self.label or self.name):
            raise BlockError("a place to sign needs a label or a name")

    @property
    def text(self) -> str:
        """The whole line, with room for a hand to sign beside a printed name."""
        if not self.label:
            return f"{self.name}（{self.act}）"
        room = BLANK if "签" in self.act or not self.name else ""
        return f"{self.label}（{self.act}）：{self.name}{room}"


@dataclass(frozen=True, slots=True)
class Signature:
    """The places to seal and sign, then the date: printed when given, else a line to fill in."""

    places: tuple[Place, ...]
    date: str = ""

    @property
    def at_foot(self) -> bool:
        """Whether this is the foot of a notice (落款): only names, no labels."""
        return not any(place.label for place in self.places)

    @property
    def date_line(self) -> str:
        """The last line: ``2026年11月21日`` or ``日期：　　　　年　　月　　日``."""
        return self.date or f"日期：{BLANK_DATE}"


@dataclass(frozen=True, slots=True)
class Note:
    """A small remark (注) under a table or a part."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its width relative to its sisters, and how its cells stand."""

    width: int
    align: Align = Align.LEFT

    def __post_init__(self) -> None:
        """Refuse a column that nobody could see."""
        if self.width < 1:
            raise BlockError(f"column width must be at least 1, not {self.width}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell, perhaps merged over several rows and columns; ``align`` None means as its column."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    align: Align | None = None
    strong: bool = False

    def __post_init__(self) -> None:
        """Refuse a span of nothing."""
        if self.rowspan < 1 or self.colspan < 1:
            raise BlockError(f"cell spans must be at least 1: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell stands in the grid: the row and column of its upper left corner."""

    cell: Cell
    row: int
    column: int


def cells(*values: str | Cell) -> tuple[Cell, ...]:
    """A table row of plain texts and cells mixed."""
    return tuple(v if isinstance(v, Cell) else Cell(v) for v in values)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first ``header`` rows are repeated on every page it runs over.

    A row lists the cells that begin in it, from left to right; places covered by a cell
    merged from above or from the left are left out, as in HTML.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: int = 1
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse a grid with a hole, an overlap or a cell that sticks out."""
        if not self.columns or not self.rows:
            raise BlockError("a table needs at least one column and one row")
        if not 0 <= self.header <= len(self.rows):
            raise BlockError(f"a table of {len(self.rows)} rows cannot have {self.header} header rows")
        self.grid()

    def grid(self) -> tuple[tuple[Spot, ...], ...]:
        """Every place of the grid, row by row, with the cell that covers it.

        Raises BlockError unless the cells fill the grid exactly, and when a merged cell
        runs from the repeated header into the body.
        """
        width, height = len(self.columns), len(self.rows)
        taken: list[list[Spot | None]] = [[None] * width for _ in range(height)]
        for row, listed in enumerate(self.rows):
            for cell in listed:
                self._put(taken, row, cell)
            if None in taken[row]:
                column = taken[row].index(None)
                raise BlockError(f"table row {row + 1}: no cell for column {column + 1} of {width}")
        return tuple(tuple(spot for spot in line if spot) for line in taken)

    def _put(self, taken: list[list[Spot | None]], row: int, cell: Cell) -> None:
        """Lay ``cell`` on the first free place of its row and on all places that it spans."""
        if None not in taken[row]:
            raise BlockError(f"table row {row + 1}: no room left for {cell.text!r}")
        column = taken[row].index(None)
        if column + cell.colspan > len(self.columns) or row + cell.rowspan > len(self.rows):
            raise BlockError(f"table row {row + 1}: {cell.text!r} sticks out of the table")
        if row < self.header < row + cell.rowspan:
            raise BlockError(f"table row {row + 1}: {cell.text!r} runs from the header into the body")
        spot = Spot(cell, row, column)
        for line in taken[row : row + cell.rowspan]:
            if any(line[column : column + cell.colspan]):
                raise BlockError(f"table row {row + 1}: {cell.text!r} overlaps another cell")
            line[column : column + cell.colspan] = [spot] * cell.colspan

    def starts(self) -> tuple[tuple[Spot, ...], ...]:
        """The cells that begin in each row, from left to right, each with where it stands."""
        return tuple(
            tuple(spot for column, spot in enumerate(line) if (spot.row, spot.column) == (row, column))
            for row, line in enumerate(self.grid())
        )

    def aligned(self, spot: Spot) -> Align:
        """How the cell at ``spot`` stands: as it says, else centered in the header, else as its column."""
        if spot.cell.align:
            return spot.cell.align
        return Align.CENTER if spot.row < self.header else self.columns[spot.column].align


Block = Heading | Paragraph | Clause | Table | Fields | Signature | PageBreak | Note


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper: ``number`` is the line under the title, such as 项目编号：GZ-2026-018."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    number: str = ""


def plain_text(document: Document) -> str:
    """The document as lines of plain text, for golden tests: stable, and readable in a diff."""
    lines = [f"《{document.title}》", *filter(None, (document.subtitle, document.number))]
    for block in document.blocks:
        lines += ["", *_plain(block)] if isinstance(block, Heading | Table) else _plain(block)
    return "\n".join(lines) + "\n"


def _plain(block: Block) -> Iterator[str]:
    """The plain lines of one block."""
    match block:
        case Heading():
            yield f"{'#' * block.level} {block.text}"
        case Paragraph():
            yield f"{'　　' if block.indent else ''}{block.text}"
        case Clause():
            source = f"〔{block.article}〕" if block.article else ""
            yield " ".join(filter(None, (block.label, block.text + source)))
        case Fields():
            yield from (f"{item.label}：{item.value or BLANK}" for item in block.items)
        case Signature():
            yield from (f"　　　　{line}" for line in (*(p.text for p in block.places), block.date_line))
        case Note():
            yield f"注：{block.text}"
        case PageBreak():
            yield "-------- 换页 --------"
        case Table():
            yield from _plain_table(block)


def _plain_table(table: Table) -> Iterator[str]:
    """The lines of a table; ↑ and ← stand where a merged cell goes on, === under the header."""
    if table.caption:
        yield table.caption
    for row, line in enumerate(table.grid()):
        if row == table.header > 0:
            yield "|" + "===|" * len(line)
        yield "| " + " | ".join(_plain_spot(spot, row, column) for column, spot in enumerate(line)) + " |"


def _plain_spot(spot: Spot, row: int, column: int) -> str:
    """What one place of the grid shows in plain text."""
    if row > spot.row:
        return "↑"
    return spot.cell.text.replace("\n", " ⏎ ") if column == spot.column else "←"
