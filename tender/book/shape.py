"""Mistakes of shape (格式检查): what stands in a TOML file where something else should, each a Finding."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from tender.book.kinds import LONGEST_TEXT
from tender.findings import Finding, error

_SHOWN = 60  # characters of a wrong entry that a finding repeats

_EXPECTED = {
    "missing": "此项必填",
    "extra_forbidden": "没有这个项目，可能是拼写有误",
    "string_type": "应为文字，加双引号",
    "string_too_short": "不能为空",
    "string_too_long": f"不超过{LONGEST_TEXT}字",
    "string_unicode": "应为正常的文字",
    "string_pattern_mismatch": "应为字母开头的编号，只含字母、数字、下划线和短横线",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "tuple_type": "应为列表，用方括号",
    "dict_type": "应为表，例如 { 编号 = 数值 }",
    "model_type": "应为表",
    "model_attributes_type": "应为表",
    "too_short": "至少要有一项",
    "date_type": "应为日期，不加引号，例如 2026-03-02",
    "datetime_type": "应为日期和时间，不加引号，例如 2026-03-16T09:30:00",
    "union_tag_not_found": "缺少 kind，无法判断是哪一种规则",
}


def shape_findings(file: str, code: str, wrong: ValidationError, data: dict[str, Any]) -> tuple[Finding, ...]:
    """Every mistake of shape in ``file`` as a Finding with the path of its field."""
    told = (e for e in wrong.errors(include_url=False) if e["type"] != "too_short" or not e["input"])
    return tuple(_finding(file, code, e, data) for e in told)  # a list of one wrong item is not too short


def _finding(file: str, code: str, wrong: Any, data: dict[str, Any]) -> Finding:
    kind, given = wrong["type"], wrong.get("input")
    where = " › ".join([file, *_steps(wrong["loc"], data)])
    context = wrong.get("ctx", {})
    if kind in ("literal_error", "enum"):
        expected = f"应为以下之一：{_options(context['expected'])}"
    elif kind == "union_tag_invalid":
        given = context["tag"]
        expected = f"kind 应为以下之一：{_options(context['expected_tags'])}"
    elif kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        expected = f"应{'不小于' if 'ge' in context else '不大于'}{bound}"
    elif kind in _EXPECTED:
        expected = _EXPECTED[kind]
    else:  # our own kinds carry their Chinese sentence
        expected = wrong["msg"] if not wrong["msg"].isascii() else "写法不符合要求"
    what = "未填写" if kind == "missing" else f"现为 {_show(given)}"
    last = where.rsplit(" › ", 1)[-1]
    mend = {"extra_forbidden": "删除此项或改正名称", "missing": f"补填 {last}"}.get(kind, f"改正 {last}")
    return error(f"{code}.{kind}", where, what, expected, mend)


def _steps(loc: Sequence[str | int], data: Any) -> list[str]:
    """The path in words: list items by their id where they have one, union tags left out."""
    steps: list[str] = []
    here: Any = data
    for step in loc:
        if step == "[key]":  # the name itself is wrong, and it is the step before
            continue
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            name = (here.get("id") or here.get("key")) if isinstance(here, dict) else None
            steps.append(_clipped(str(name)) if isinstance(name, str) and name else f"第{step + 1}项")
        elif isinstance(here, dict) and step not in here and here.get("kind") == step:
            continue
        else:
            here = here.get(step) if isinstance(here, dict) else None
            steps.append(_clipped(step))
    return steps


def _options(listed: object) -> str:
    """The choices of a Literal or a tag, as pydantic lists them, in Chinese punctuation."""
    return str(listed).replace("'", "").replace(" or ", "、").replace(", ", "、")


def _clipped(words: str) -> str:
    line = "".join(c if c.isprintable() else "□" for c in words)
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _show(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "一张表"
        case list():
            return "一个列表" if value else "空的列表"
        case str():
            return f"“{_clipped(value)}”"
        case date():
            return value.isoformat()
        case int() if abs(value) >= 10**40:
            return "过大的数字"
    return _clipped(str(value))
