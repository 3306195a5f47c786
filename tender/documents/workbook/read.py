"""Reading a form back (回读): guard, identity, sheets; everything wrong is found at once.

Values come from calamine; where the guard saw a formula or an error value, openpyxl says in
which cells, because calamine shows a formula by its last result and an error as nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineWorkbook, SheetTypeEnum

from tender.documents.workbook.cells import clipped, is_blank, squeezed
from tender.documents.workbook.filled import Filled, FilledRow
from tender.documents.workbook.grid import Grid, find_header
from tender.documents.workbook.guard import Limits, Package, opened
from tender.documents.workbook.sheet import BOOK_VERSION, IDENTITY_SHEET, Sheet, Workbook
from tender.documents.workbook.table import Table
from tender.findings import Finding, error, has_error, note, warning

Grids: TypeAlias = Mapping[str, Grid]

_MOST_OF_A_KIND = 100  # findings of one code on one sheet; a longer list helps nobody


def read(
    source: Path | bytes, model: Workbook, label: str, limits: Limits | None = None
) -> tuple[Filled, list[Finding]]:
    """What ``model`` asks for, as found in the file, and everything that is wrong with it.

    ``label`` names the file in findings (``bids/甲.xlsx``). A file of another form, project or
    holder is not read further. One of another version of the book is read with a warning:
    its printed cells no longer tell anything, and ours count anyway.
    """
    package, findings = opened(source, label, limits)
    if package is None:
        return Filled(label), findings
    try:
        grids = _grids(package)
    except Exception:  # noqa: BLE001 - two parsers, a stranger's file: whatever they raise
        mend = "请用 Excel、WPS 表格或 LibreOffice 打开后另存为 .xlsx 再提交。"
        return Filled(label), [
            *findings,
            error("file-damaged", label, "工作簿无法解析", "正常的工作簿", mend),
        ]
    identity = grids.get(IDENTITY_SHEET)
    findings = [*findings, *(_identity(identity, model, label) if identity else [_unidentified(label)])]
    if identity and has_error(findings):
        return Filled(label), findings
    same_book = all(f.code != "form-version" for f in findings)
    sheets: dict[str, tuple[FilledRow, ...]] = {}
    for sheet in model.sheets:
        name = _find(sheet.name, grids)
        if name is None:
            findings.append(_missing(sheet, model, grids, label))
            continue
        if name != sheet.name:
            findings.append(note("sheet-renamed", f"{label} › {name}", f"按工作表“{sheet.name}”理解"))
        table = Table(sheet, grids[name], label, same_book=same_book)
        table.read()
        sheets[sheet.name] = tuple(table.rows)
        findings += _capped(table.findings, table.place)
    return Filled(label, sheets), [*findings, *_extra_sheets(model, grids, label)]


def _grids(package: Package) -> dict[str, Grid]:
    """Every worksheet's cells, by sheet name."""
    strange: dict[str, dict[int, dict[int, str]]] = {}
    if package.suspicious:
        from tender.documents.workbook.strange import (
            strange_cells,  # openpyxl is slow to load; few files need it
        )

        strange = strange_cells(package)
    book = CalamineWorkbook.from_filelike(package.packed())
    names = [m.name for m in book.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
    return {
        name: Grid(book.get_sheet_by_name(name).to_python(skip_empty_area=False), strange.get(name, {}))
        for name in names
    }


def _identity(grid: Grid, model: Workbook, label: str) -> list[Finding]:
    """Whether the file is this form, of this project, version and holder."""
    found = {str(line[0]): str(line[1]).strip() for line in grid.lines if len(line) > 1}
    where = f"{label} › {IDENTITY_SHEET}"
    mend = "请使用本项目现行文件所附的表格填写。"
    findings = []
    for what, wanted in model.identity.items():
        if found.get(what, "") == wanted:
            continue
        said, ours = clipped(found.get(what, "")) or "空白", clipped(wanted) or "空白"
        if what == BOOK_VERSION:
            told = "表格依据的文件与现行文件不是同一版本，按现行文件读取"
            findings.append(warning("form-version", where, told, f"{what}“{ours}”，现为“{said}”", mend))
        else:
            findings.append(
                error("form-other", where, f"{what}为“{said}”，不是本次的表格", f"{what}“{ours}”", mend)
            )
    return findings


def _unidentified(label: str) -> Finding:
    what = "文件中没有标识，无法确认是本项目发出的表格"
    mend = "请在原表上填写，不要把内容复制到新建的文件里。"
    return error("form-unidentified", label, what, "由本项目文件所附表格填写", mend)


def _find(name: str, grids: Grids) -> str | None:
    """The sheet of that name, forgiving white space and full-width forms."""
    if name in grids:
        return name
    alike = [n for n in grids if squeezed(n) == squeezed(name)]
    return alike[0] if len(alike) == 1 else None


def _missing(sheet: Sheet, model: Workbook, grids: Grids, label: str) -> Finding:
    ours = {s.name for s in model.sheets}
    renamed = [n for n, g in grids.items() if n not in ours and find_header(g, sheet)]
    what = f"缺少工作表“{sheet.name}”"
    if renamed:
        what += f"，疑似被改名为“{clipped(renamed[0])}”"
    return error(
        "sheet-missing", label, what, f"工作表“{sheet.name}”", "请恢复原工作表名称，或重新下载表格填写。"
    )


def _extra_sheets(model: Workbook, grids: Grids, label: str) -> list[Finding]:
    """Sheets of the filler's own that hold anything: never read, never silently dropped."""
    known = {_find(s.name, grids) for s in model.sheets} | {IDENTITY_SHEET}
    mend = "请把需要评审的内容填入原有工作表。"
    return [
        warning(
            "sheet-extra",
            f"{label} › {clipped(name)}",
            "自行增加的工作表，不会被读取",
            "只有原有工作表",
            mend,
        )
        for name, grid in grids.items()
        if name not in known
        and (grid.strange or any(not is_blank(raw) for line in grid.lines for raw in line))
    ]


def _capped(findings: list[Finding], place: str) -> list[Finding]:
    """At most so many findings of one code, the rest counted."""
    counts: Counter[str] = Counter()
    kept: list[Finding] = []
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= _MOST_OF_A_KIND:
            kept.append(finding)
    return kept + [
        replace(
            next(f for f in kept if f.code == code),
            where=place,
            what=f"另有{count - _MOST_OF_A_KIND}处同类问题未逐一列出",
        )
        for code, count in counts.items()
        if count > _MOST_OF_A_KIND
    ]
