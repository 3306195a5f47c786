"""The schema of nouns (名词表): which attributes rules may speak of, of which type, under which label."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

TYPES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "str": ("文字", (str,)),
    "enum": ("文字", (str,)),
    "ref": ("编号", (str, dict)),
    "DocRef": ("文件名称", (str,)),
    "int": ("整数", (int,)),
    "Decimal": ("数字", (int, Decimal)),
    "ratio": ("数字", (int, Decimal)),
    "bool": ("是或否", (bool,)),
    "date": ("日期", (date,)),
    "datetime": ("日期和时间", (datetime,)),
    "list": ("列表", (list,)),
    "set": ("列表", (list,)),
    "dict": ("表", (dict,)),
    "method": ("列表或表", (list, dict)),
}


_NAMED = re.compile(r"(?<![\w.])([a-z_]+)(?:\.(\w+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a noun: its type's name, its Chinese label, and known values, if any."""

    type: str
    label: str
    values: tuple[str, ...] = ()

    def fault(self, value: object) -> str:
        """What is expected instead of ``value``; empty when it may stand."""
        word, kinds = TYPES.get(self.type, ("表", (dict, str)))
        if isinstance(value, bool) and bool not in kinds:
            return f"应为{word}"
        if not isinstance(value, kinds):
            return f"应为{word}"
        if self.values and isinstance(value, str) and value not in self.values:
            return f"应为以下之一：{'、'.join(self.values)}"
        return ""


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun with its attributes."""

    label: str
    attributes: Mapping[str, Attribute]


@cache
def schema() -> Mapping[str, Noun]:
    """Every noun by name."""
    text = (files("tender") / "policy" / "nouns.toml").read_text(encoding="utf-8")
    return {name: _noun(table) for name, table in tomllib.loads(text).items()}


def _noun(table: Mapping[str, Any]) -> Noun:
    attributes = {
        name: Attribute(row["type"], row["label"], tuple(row.get("values", ())))
        for name, row in table.items()
        if name != "label"
    }
    return Noun(table["label"], attributes)


def in_words(path: str) -> str:
    """``lot.work_scope`` as officials read it: 标段的“工作范围”; what the schema lacks stays as it is.

    Of a longer sentence the first noun is told, and what stands in （） at the end; of a
    loop's own item (``m.conflict_declared``) the attribute alone, as any noun calls it.
    """
    named = next((found for found in _NAMED.finditer(path) if found[1] in schema()), None)
    if named is None:
        last = path.rpartition(".")[2]
        labels = [noun.attributes[last].label for noun in schema().values() if last in noun.attributes]
        return f"“{labels[0]}”" if labels else path
    noun = schema()[named[1]]
    attribute = noun.attributes.get(named[2] or "")
    tail = path[path.rindex("（") :] if path.endswith("）") else ""
    return (f"{noun.label}的“{attribute.label}”" if attribute else noun.label) + tail
