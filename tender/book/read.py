"""Reading ``project.toml``: a frozen Book, or every mistake of shape at once.

This is the only door: unknown keys, wrong kinds and missing fields stop here, each a
Finding that names the field, what stands there and what should.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tender.book.book import Book
from tender.findings import Finding, error

FILE = "project.toml"

_EXPECTED = {
    "missing": "此项必填",
    "extra_forbidden": "没有这个项目，可能是拼写有误",
    "string_type": "应为文字，加双引号",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "应为字母开头的编号，只含字母、数字、下划线和短横线",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "tuple_type": "应为列表，用方括号",
    "dict_type": "应为表，例如 { 编号 = 数值 }",
    "model_type": "应为表",
    "model_attributes_type": "应为表",
    "too_short": "至少要有一项",
    "date_type": "应为日期，例如 2026-03-02",
    "date_parsing": "应为日期，例如 2026-03-02",
    "date_from_datetime_parsing": "应为日期，例如 2026-03-02",
    "datetime_type": "应为日期和时间，例如 2026-03-16T09:30:00",
    "datetime_parsing": "应为日期和时间，例如 2026-03-16T09:30:00",
    "datetime_from_date_parsing": "应为日期和时间，例如 2026-03-16T09:30:00",
    "union_tag_not_found": "缺少 kind，无法判断是哪一种规则",
}


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A book, or None with findings; ``text`` and ``sha256`` are of the file as it is."""

    book: Book | None
    findings: tuple[Finding, ...]
    text: str
    sha256: str


def read_book(project: Path) -> ReadBook:
    """The book in folder ``project``; a file that cannot be read is a Finding."""
    path = project / FILE
    try:
        raw = path.read_bytes()
    except OSError:
        return _unreadable("", f"找不到或打不开文件 {path}", "项目文件夹中应有 project.toml")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _unreadable("", f"第{wrong.start}个字节不是 UTF-8 文字", "请用 UTF-8 编码另存")
    return parse_book(text)


def parse_book(text: str) -> ReadBook:
    """The book written in ``text``, or every mistake of shape."""
    digest = sha256(text.encode("utf-8")).hexdigest()
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        return _unreadable(text, f"格式错误：{wrong}", "按 TOML 格式改正所指的行")
    try:
        return ReadBook(Book.model_validate(data), (), text, digest)
    except ValidationError as wrong:
        return ReadBook(None, shape_findings(FILE, "book", wrong, data), text, digest)


def shape_findings(
    file: str, code: str, wrong: ValidationError, data: dict[str, Any]
) -> tuple[Finding, ...]:
    """Every mistake of shape in ``file`` as a Finding with the path of its field."""
    return tuple(_finding(file, code, e, data) for e in wrong.errors(include_url=False))


def _unreadable(text: str, what: str, expected: str) -> ReadBook:
    found = error("book.unreadable", FILE, what, expected)
    return ReadBook(None, (found,), text, sha256(text.encode("utf-8")).hexdigest())


def _finding(file: str, code: str, wrong: Any, data: dict[str, Any]) -> Finding:
    kind, given = wrong["type"], wrong.get("input")
    where = " › ".join([file, *_steps(wrong["loc"], data)])
    context = wrong.get("ctx", {})
    if kind in ("literal_error", "enum"):
        expected = f"应为以下之一：{str(context['expected']).replace(' or ', '、').replace(', ', '、')}"
    elif kind == "union_tag_invalid":
        expected = f"kind 应为以下之一：{str(context['expected_tags']).replace(', ', '、')}"
    elif kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        expected = f"应{'不小于' if 'ge' in context else '不大于'}{bound}"
    elif kind in _EXPECTED:
        expected = _EXPECTED[kind]
    else:  # our own kinds carry their Chinese sentence
        expected = wrong["msg"]
    what = "未填写" if kind == "missing" else f"现为 {_show(given)}"
    mend = "删除此项或改正名称" if kind == "extra_forbidden" else f"改正 {where.rsplit(' › ', 1)[-1]}"
    return error(f"{code}.{kind}", where, what, expected, mend)


def _steps(loc: Sequence[str | int], data: Any) -> list[str]:
    """The path in words: list items by their id where they have one, union tags left out."""
    steps: list[str] = []
    here: Any = data
    for step in loc:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            name = here.get("id") if isinstance(here, dict) else None
            steps.append(str(name) if name else f"第{step + 1}项")
        elif isinstance(here, dict) and step not in here and here.get("kind") == step:
            continue
        else:
            here = here.get(step) if isinstance(here, dict) else None
            steps.append(step)
    return steps


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = "一张表" if isinstance(value, dict) else "一个列表" if isinstance(value, list) else repr(value)
    return shown if len(shown) <= 60 else shown[:60] + "…"
