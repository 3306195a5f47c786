"""The register (登记表): what the bureau knows beside the book, in the words of the nouns.

``register.toml`` in a project's folder: one table for a noun that stands alone
(``[project]``, ``[community]``), a list for nouns that repeat (``[[lot]]``, ``[[contract]]``),
joined to the book's by ``id``. Every attribute is checked against the schema.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tender.findings import Finding, error
from tender.rules.schema import schema

FILE = "register.toml"

Register = Mapping[str, Any]
"""Noun name → one record, or a list of records."""


def read_register(project: Path) -> tuple[Register, tuple[Finding, ...]]:
    """The register in folder ``project``, without what is wrong in it, and every mistake."""
    path = project / FILE
    if not path.exists():
        return {}, ()
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        return {}, (error("register.unreadable", FILE, f"读不出：{wrong}", "UTF-8 编码的 TOML 文件"),)
    findings = tuple(_faults(data))
    return {noun: value for noun, value in data.items() if noun in schema()}, findings


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    for noun, value in data.items():
        known = schema().get(noun)
        if known is None:
            expected = f"应为以下之一：{'、'.join(schema())}"
            yield error("register.noun", f"{FILE} › {noun}", "没有这种名词", expected, "改正表名")
            continue
        for i, record in enumerate(value if isinstance(value, list) else [value], 1):
            if not isinstance(record, dict):
                yield error(
                    "register.record", f"{FILE} › {noun}", "不是一张表", "应为表", "改成 [表] 或 [[表]]"
                )
                continue
            here = (
                f"{FILE} › {noun} › {record.get('id', f'第{i}项') if isinstance(value, list) else ''}".rstrip(
                    " ›"
                )
            )
            for name, given in record.items():
                attribute = known.attributes.get(name)
                if attribute is None:
                    expected = f"“{known.label}”的属性见 docs/nouns.md"
                    yield error(
                        "register.attribute", f"{here} › {name}", "没有这个属性", expected, "改正名称"
                    )
                elif fault := attribute.fault(given):
                    yield error("register.value", f"{here} › {name}", f"现为 {given!r}", fault, "改正取值")
