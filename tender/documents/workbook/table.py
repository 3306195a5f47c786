"""One sheet read back (读表): its header row, its rows wherever they moved, its cells.

Rows and columns are counted from 1, as people see them.
"""

from collections.abc import Mapping

from tender.documents.workbook.cells import (
    Raw,
    Understood,
    clipped,
    column_letters,
    is_blank,
    shown,
    squeezed,
    understand,
)
from tender.documents.workbook.filled import FilledCell, FilledRow
from tender.documents.workbook.grid import Grid, Header, find_header
from tender.documents.workbook.kinds import Kind, Text, Value
from tender.documents.workbook.sheet import Column, Row, RowKey, Sheet
from tender.findings import Finding, error, note, warning

_LONGEST_PRINTED = 32_767  # characters: our own texts may be as long as a cell holds


class Table:
    """One sheet being read; ``rows`` and ``findings`` are filled by ``read``.

    Printed cells are compared with ours only when the form is of the ``same_book``.
    """

    def __init__(self, sheet: Sheet, grid: Grid, label: str, *, same_book: bool = True) -> None:
        self.sheet, self.grid, self.same_book = sheet, grid, same_book
        self.place = f"{label} › {sheet.name}"
        self.columns = {c.key: c for c in sheet.columns}
        self.findings: list[Finding] = []
        self.rows: list[FilledRow] = []
        self.places: Mapping[str, int] = {}
        self.beside: Mapping[int, str] = {}  # columns of the filler's own, by place

    def read(self) -> None:
        """Find the header, then every row below it."""
        header = find_header(self.grid, self.sheet)
        if header is None:
            headers = "、".join(c.header for c in self.sheet.columns)
            self._fault(
                "header-missing", self.place, "找不到表头行", f"表头：{headers}", "请按原表恢复表头。"
            )
            return
        self.places = header.places
        self._check_header(header)
        if not set(self.sheet.match) <= set(self.places):
            return  # rows cannot be told apart; the missing header is already a finding
        numbers = [n for n in range(header.row + 1, self.grid.height + 1) if self._holds_something(n)]
        if self.sheet.blank_rows:
            self._free_rows(numbers)
        else:
            self._fixed_rows(numbers)

    def _check_header(self, header: Header) -> None:
        """Missing, renamed, doubled and added columns."""
        place = f"{self.place} › 第{header.row}行"
        known = {squeezed(c.header) for c in self.sheet.columns}
        seen = {c: squeezed(str(self.grid.raw(header.row, c))) for c in self.grid.filled(header.row)}
        self.beside = {c: words for c, words in seen.items() if words not in known}
        others = "、".join(clipped(words) for words in self.beside.values())
        for column in self.sheet.columns:
            if column.key not in self.places:
                what = f"缺少列“{column.header}”" + (f"，另有不认识的列：{others}" if others else "")
                self._fault("column-missing", place, what, f"列名“{column.header}”", "请恢复原列名。")
            elif list(seen.values()).count(squeezed(column.header)) > 1:
                what = f"列“{column.header}”出现不止一次"
                self._fault("column-doubled", place, what, "每列一次", "请删除多出的列。")
        if len(self.places) == len(self.sheet.columns):
            for place_of_own, words in self.beside.items():
                where = f"{self.place} › {self._at(header.row, place_of_own)}"
                what, mend = f"自行增加的列“{clipped(words)}”，不会被读取", "请把内容移入原有的列。"
                self.findings.append(warning("column-extra", where, what, "只有原有各列", mend))

    def _holds_something(self, number: int) -> bool:
        """Whether a line belongs to the table; stray cells beside it are reported."""
        filled = self.grid.filled(number)
        inside = [c for c in filled if c in self.places.values()]
        first = self.grid.raw(number, filled[0]) if filled else ""
        if isinstance(first, str) and any(squeezed(first).startswith(squeezed(f)) for f in self.sheet.footer):
            return False
        outside = [c for c in filled if c not in inside and c not in self.beside]
        if outside:
            what = f"表格以外有内容：“{clipped(self.grid.raw(number, outside[0]))}”"
            where = f"{self.place} › {'、'.join(self._at(number, c) for c in outside)}"
            mend = "这些内容不会被读取；如有需要请移入对应的列。"
            self.findings.append(warning("cell-outside", where, what, "内容只填在表格各列之内", mend))
        return bool(inside)

    def _free_rows(self, numbers: list[int]) -> None:
        """Rows that the filler added, keyed by their order: "1", "2", …"""
        first_seen: dict[tuple[object, ...], int] = {}
        for number in numbers:
            row = self._row(number, None, str(len(self.rows) + 1))
            mark = tuple(squeezed(v) if isinstance(v := row[k], str) else v for k in self.sheet.match)
            if None not in mark and mark in first_seen and not self.sheet.repeats:
                self._doubled(number, first_seen[mark])
            first_seen.setdefault(mark, number)
            self.rows.append(row)

    def _fixed_rows(self, numbers: list[int]) -> None:
        """Our rows, found by their match cells; the result stands in the model's order."""
        expected = {self._printed_mark(row): row for row in self.sheet.rows}
        former = {self._printed_mark(row): row for row in self.sheet.former}
        found: dict[tuple[object, ...], int] = {}
        passed: dict[int, Row] = {}
        for number in numbers:
            mark = self._found_mark(number)
            if mark not in expected and mark in former:
                passed[number] = former[mark]
            elif mark not in expected:
                self._unknown(number)
            elif mark in found:
                self._doubled(number, found[mark])
            else:
                found[mark] = number
        if passed:
            self._passed_over(passed)
        for mark, row in expected.items():
            if mark in found:
                self.rows.append(self._row(found[mark], row, row.key))
            else:
                self._fault(
                    "row-missing",
                    self.place,
                    f"缺少“{self._named(row)}”一行",
                    "原表各行齐全",
                    "请恢复该行并填写。",
                )

    def _printed_mark(self, row: Row) -> tuple[object, ...]:
        values = (row.cells[k] for k in self.sheet.match)
        return tuple(squeezed(v) if isinstance(v, str) else v for v in values)

    def _found_mark(self, number: int) -> tuple[object, ...]:
        marks: list[object] = []
        for key in self.sheet.match:
            raw = self.grid.raw(number, self.places[key])
            value = None if is_blank(raw) else understand(raw, self.columns[key].kind).value
            marks.append(squeezed(value) if isinstance(value, str) else value)
        return tuple(marks)

    def _named(self, row: Row) -> str:
        return " ".join(clipped(shown(row.cells[k], self.columns[k].kind)) for k in self.sheet.match)

    def _unknown(self, number: int) -> None:
        parts = [clipped(self.grid.raw(number, c)) for c in self.grid.filled(number)]
        what = f"多出一行原表没有的内容：“{clipped('，'.join(parts))}”"
        mend = "请恢复被改动的原有文字，或删除自行增加的行。"
        self._fault("row-unknown", f"{self.place} › 第{number}行", what, "只有原表印出的各行", mend)

    def _passed_over(self, passed: Mapping[int, Row]) -> None:
        """Rows that are no longer asked for: one note for all of them, and nothing in them is read."""
        where = f"{self.place} › 第{'、'.join(str(number) for number in passed)}行"
        named = "、".join(f"“{self._named(row)}”" for row in passed.values())
        self.findings.append(
            note("row-former", where, f"{named}已不在填写范围，不计入", "只有现在需要填写的各行")
        )

    def _doubled(self, number: int, first: int) -> None:
        what = f"与第{first}行重复"
        self._fault(
            "row-doubled", f"{self.place} › 第{number}行", what, "每项一行", "请保留一行，删除另一行。"
        )

    def _row(self, number: int, row: Row | None, key: RowKey) -> FilledRow:
        """One row's cells; every trouble becomes a finding and leaves None."""
        cells: dict[str, FilledCell] = {}
        for column in self.sheet.columns:
            if column.key in self.places:
                value = self._cell(number, column, row)
                cells[column.key] = FilledCell(value, self._at(number, self.places[column.key]))
            else:
                cells[column.key] = FilledCell(row.cells.get(column.key) if row else None, f"第{number}行")
        for column in self.sheet.columns:
            if column.only_if and {column.key, column.only_if} <= set(self.places):
                self._check_condition(number, column, cells)
        return FilledRow(key, number, cells)

    def _check_condition(self, number: int, column: Column, cells: Mapping[str, FilledCell]) -> None:
        asked = cells[column.only_if].value
        header = self.columns[column.only_if].header
        blank = self._is_empty(number, self.places[column.key])
        where = f"{self.place} › {cells[column.key].reference}"
        if asked is True and blank and column.required:
            what, expected = f"“{column.header}”未填写，而“{header}”为“是”", column.kind.wanted
            self._fault("cell-empty", where, what, expected, "请填写。")
        elif asked is False and not blank:
            what = f"“{column.header}”已填写，而“{header}”为“否”"
            self._fault("cell-contradicts", where, what, "两格一致", f"请清空本格，或将“{header}”改为“是”。")

    def _cell(self, number: int, column: Column, row: Row | None) -> Value:
        """One value: ours when locked, the filler's otherwise."""
        place = self.places[column.key]
        where = f"{self.place} › {self._at(number, place)}"
        raw, kind = self.grid.raw(number, place), self.sheet.kind(column, row)
        strange = self.grid.formula(number, place)
        if strange:
            is_formula = strange.startswith("=")
            what = f"“{column.header}”填的是{'公式' if is_formula else '错误值'}“{clipped(strange)}”"
            code = "cell-formula" if is_formula else "cell-error"
            self._fault(code, where, what, "直接填写的值", "请删除公式，直接键入结果。")
            return row.cells[column.key] if row and column.locked else None
        if row and column.locked and not self.same_book:
            return row.cells[column.key]
        if row and column.locked:
            self._check_locked(where, column.header, raw, row.cells[column.key], kind)
            return row.cells[column.key]
        if is_blank(raw):
            if self.sheet.required(column, row):
                self._fault("cell-empty", where, f"“{column.header}”未填写", kind.wanted, "请填写。")
            return None
        understood = understand(raw, kind)
        if understood.code:
            what = f"“{column.header}”填为“{clipped(raw)}”，{understood.problem}"
            self._fault(understood.code, where, what, kind.wanted, "请改正后重新提交。")
        elif understood.reading:
            what = f"“{column.header}”填为“{clipped(raw)}”，按“{understood.reading}”理解"
            self.findings.append(note("cell-understood", where, what, kind.wanted))
        return understood.value

    def _check_locked(self, where: str, header: str, raw: Raw, ours: Value, kind: Kind) -> None:
        """Our own printed cell must still say what we printed; our value counts in any case."""
        if isinstance(kind, Text):
            kind = Text(longest=_LONGEST_PRINTED)
        found = Understood() if is_blank(raw) else understand(raw, kind)
        if isinstance(ours, str) and found.value is not None:
            same = squeezed(str(found.value)) == squeezed(ours)
        else:
            same = not found.code and found.value == ours
        if same or (ours == "" and is_blank(raw)):
            return
        what = f"“{header}”被改为“{'空白' if is_blank(raw) else clipped(raw)}”"
        level = warning if isinstance(kind, Text) else error
        expected, mend = f"原为“{clipped(shown(ours, kind))}”", "请恢复原内容；一律以发布的文件为准。"
        self.findings.append(level("cell-locked", where, what, expected, mend))

    def _is_empty(self, number: int, place: int) -> bool:
        return is_blank(self.grid.raw(number, place)) and not self.grid.formula(number, place)

    def _at(self, number: int, place: int) -> str:
        return f"{column_letters(place)}{number}"

    def _fault(self, code: str, where: str, what: str, expected: str, mend: str) -> None:
        self.findings.append(error(code, where, what, expected, mend))
