"""The sheet model (表样): one object that the writer prints and the reader reads back.

A Workbook is a form of one project and one version of its tender book. A Sheet is a
table whose rows are either fixed (printed by us, found again by their ``match`` columns,
wherever the filler moved them) or free (blank lines that the filler adds to). A form of
label and value is a table too: see ``form``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tender.documents.workbook.kinds import Kind, Text, Value

RowKey: TypeAlias = str | tuple[str, ...]

BOOK_VERSION = "招标文件校验值"
IDENTITY_SHEET = "标识"  # very hidden: says which project and book version the file belongs to
_FORBIDDEN_IN_NAMES = frozenset("[]:*?/\\'")
_LONGEST_NAME = 31  # Excel's limit


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``header`` is printed and found again; ``width`` counts half-width characters.

    ``locked`` cells are ours and printed; the others are filled in. ``only_if`` names a
    yes/no column of the same row: 是 makes this cell required, 否 demands it empty.
    """

    key: str
    header: str
    width: int
    kind: Kind = Text()
    locked: bool = False
    required: bool = True
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fixed row: ``key`` is for programs, ``cells`` hold the printed values of locked columns.

    ``kinds`` and ``optional`` override the column for this row's input cells.
    """

    key: RowKey
    cells: Mapping[str, Value]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; ``match`` columns tell rows apart, ``blank_rows`` > 0 makes rows free.

    ``repeats`` allows free rows alike in their ``match`` columns. ``footer`` lines (signatures)
    stand below the table and are never read as rows. ``former`` rows were printed earlier and
    are no longer asked for: found, they are passed over with a note.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    match: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    blank_rows: int = 0
    notes: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    repeats: bool = False
    former: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise ValueError(f"sheet {self.name}: {problem}")

    def _problem(self) -> str:
        keys = [c.key for c in self.columns]
        locked = {c.key for c in self.columns if c.locked}
        if not 0 < len(self.name) <= _LONGEST_NAME or _FORBIDDEN_IN_NAMES & set(self.name):
            return "not a name that Excel accepts"
        if len(set(keys)) < len(keys) or len({c.header for c in self.columns}) < len(keys):
            return "column keys and headers must differ"
        if not self.match or not set(self.match) <= set(keys):
            return f"match must name columns, not {self.match}"
        if any(c.only_if and (c.only_if not in keys or c.locked) for c in self.columns):
            return "only_if must name a column and stand on an input column"
        if bool(self.rows) == bool(self.blank_rows):
            return "needs either fixed rows or blank rows"
        if self.blank_rows:
            return "free rows cannot have locked columns" if locked else ""
        if not set(self.match) <= locked:
            return "fixed rows are matched by locked columns"
        if any(set(r.cells) != locked or (set(r.kinds) | set(r.optional)) - set(keys) for r in self.rows):
            return f"every row must print exactly {sorted(locked)}"
        marks = [tuple(r.cells[k] for k in self.match) for r in self.rows]
        if len(set(marks)) < len(marks) or len({r.key for r in self.rows}) < len(marks):
            return "two rows share a key or their match cells"
        return ""

    def kind(self, column: Column, row: Row | None) -> Kind:
        """The kind of one cell; ``row`` is None for a free row."""
        return column.kind if row is None else row.kinds.get(column.key, column.kind)

    def required(self, column: Column, row: Row | None) -> bool:
        """Whether one input cell must be filled in, whatever stands in the others."""
        return column.required and not column.only_if and (row is None or column.key not in row.optional)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A form (表): what it is, and the project, book version and holder it belongs to.

    ``kind`` is for programs (``bid-form``), ``title`` for people; ``book`` is the SHA-256 of
    the tender book; ``holder`` says whose form it is (a bidder, a judge) when it is personal.
    """

    kind: str
    title: str
    project: str
    book: str
    sheets: tuple[Sheet, ...]
    holder: str = ""

    def __post_init__(self) -> None:
        names = [s.name for s in self.sheets]
        if not names or len(set(names)) < len(names) or IDENTITY_SHEET in names:
            raise ValueError(f"sheet names must differ and not be {IDENTITY_SHEET}: {names}")

    @property
    def identity(self) -> dict[str, str]:
        """What the hidden sheet says, by the words an official reads in a finding."""
        return {
            "表单种类": self.kind,
            "项目编号": self.project,
            BOOK_VERSION: self.book,
            "填表人": self.holder,
        }


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a label-and-value form; ``hint`` is added to what the kind itself asks for."""

    key: str
    label: str
    kind: Kind = Text()
    hint: str = ""
    required: bool = True


LABEL, VALUE, HINT = "label", "value", "hint"  # column keys of a form


def form(name: str, title: str, fields: tuple[Field, ...], notes: tuple[str, ...] = ()) -> Sheet:
    """A label-and-value sheet (项目、填写内容、填写说明): one row per field, keyed by the field's key."""
    columns = (
        Column(LABEL, "项目", 24, locked=True),
        Column(VALUE, "填写内容", 56),
        Column(HINT, "填写说明", 46, locked=True),
    )
    rows = tuple(
        Row(
            key=f.key,
            cells={LABEL: f.label, HINT: _hint(f)},
            kinds={VALUE: f.kind},
            optional=() if f.required else (VALUE,),
        )
        for f in fields
    )
    return Sheet(name, title, columns, match=(LABEL,), rows=rows, notes=notes)


def _hint(field: Field) -> str:
    wanted = f"{'必填' if field.required else '选填'}：{field.kind.wanted}"
    return f"{wanted}。{field.hint}" if field.hint else f"{wanted}。"
