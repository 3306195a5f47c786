"""What every command shares: arguments, exit codes, refusing, writing files."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from tender.cli.show import print_json, show_findings
from tender.findings import Finding, error, has_error

FINE, ERRORS, NO_AWARD, UNREADABLE = 0, 1, 2, 3
"""The exit codes; a mistyped command leaves with 2 as well (``tender.cli.usage``)."""

Project = Annotated[Path, typer.Argument(help="项目文件夹，内有 project.toml")]
Out = Annotated[Path, typer.Option("--out", help="输出文件夹")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]
Seconds = Annotated[float, typer.Option("--seconds", min=0, help="求解时间上限（秒）")]

SCREEN = Console(soft_wrap=True)


def refuse(findings: Sequence[Finding], as_json: bool, code: int) -> NoReturn:
    """Say why nothing was done, and leave with ``code``."""
    if as_json:
        print_json({"findings": [f.to_json() for f in findings]})
    else:
        show_findings(SCREEN, findings)
    raise typer.Exit(code)


def unreadable(wrong: Exception) -> str:
    """Why an input file could not be read, in an official's words."""
    if isinstance(wrong, OSError):
        return "找不到或打不开文件"
    if isinstance(wrong, json.JSONDecodeError):
        return f"第{wrong.lineno}行第{wrong.colno}列不是 JSON 格式"
    return "不是 UTF-8 编码的文字" if isinstance(wrong, UnicodeDecodeError) else "不是 JSON 格式"


def exit_code(findings: Sequence[Finding]) -> int:
    """What the findings alone say: unreadable input, errors, or fine."""
    if any(f.code in ("book.unreadable", "record.unreadable") for f in findings):
        return UNREADABLE
    return ERRORS if has_error(findings) else FINE


def write(folder: Path, files: Mapping[str, bytes], as_json: bool) -> list[str]:
    """Write the files; returns their names, sorted."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError:
        refuse([error("out.unwritable", str(folder), "不能写入", "可以写入的文件夹")], as_json, UNREADABLE)
    return sorted(files)
