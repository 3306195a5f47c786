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

from scoring.exact import number, plain

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


FORM = {
    "int": "whole",
    "Decimal": "decimal",
    "ratio": "decimal",
    "bool": "yes_no",
    "date": "date",
    "str": "text",
    "DocRef": "text",
    "ref": "text",
}
"""Types that a person can fill in as one field of a form, and as what."""

_UNITS = {
    "fen": "元",
    "fen/yr": "元/年",
    "fen/m²/month": "元/平方米·月",
    "fen/term": "元/期",
    "fen/unit": "元/单位",
    "m²": "平方米",
    "/yr": "每年",
    "days": "日",
    "h": "小时",
    "headcount": "人",
    "people": "人",
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a noun: its type's name, its Chinese label, known values and unit, if any."""

    type: str
    label: str
    values: tuple[str, ...] = ()
    unit: str = ""

    @property
    def form(self) -> str:
        """whole, decimal, yes_no, date, choice or text; empty for what no single field can hold."""
        if self.type in ("enum", "str") and self.values:
            return "choice"
        return FORM.get(self.type, "")

    @property
    def money(self) -> bool:
        """Whether the value is fen, which people write in yuan."""
        return self.unit.startswith("fen")

    @property
    def asked(self) -> str:
        """The label with its unit, as a form asks for it."""
        unit = _UNITS.get(self.unit, "")
        return f"{self.label}（{unit}）" if unit else self.label

    def value(self, text: str) -> Any:
        """What ``text`` says as a value of this type; money is read as whole fen. Raises ValueError."""
        match self.form:
            case "whole":
                figure = number(text)
                if figure.denominator != 1:
                    raise ValueError(f"expected a whole number, got {text!r}")
                return figure.numerator
            case "decimal":
                return Decimal(plain(number(text)))
            case "yes_no":
                if text not in ("true", "false"):
                    raise ValueError(f"expected true or false, got {text!r}")
                return text == "true"
            case "date":
                return date.fromisoformat(text)
        return text

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


@cache
def value_words() -> Mapping[str, str]:
    """What every known value is called."""
    text = (files("tender") / "policy" / "values.toml").read_text(encoding="utf-8")
    words: dict[str, str] = tomllib.loads(text)
    return words


def _noun(table: Mapping[str, Any]) -> Noun:
    attributes = {
        name: Attribute(row["type"], row["label"], tuple(row.get("values", ())), row.get("unit", ""))
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
