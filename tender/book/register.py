"""The register (登记表): what the bureau knows beside the book, in the words of the nouns.

``register.toml`` in a project's folder: one table for a noun that stands alone
(``[project]``, ``[community]``), a list for nouns that repeat (``[[lot]]``, ``[[contract]]``),
joined to the book's by ``id``. Every attribute is checked against the schema.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tender.book.toml_text import TomlError, load_toml
from tender.findings import Finding, error
from tender.policy.schema import schema

REGISTER = "register.toml"

Register = Mapping[str, Any]
"""Noun name → one record, or a list of records."""


def parse_register(text: str) -> tuple[Register, tuple[Finding, ...]]:
    """The register written in ``text``, without unknown nouns, and every mistake."""
    try:
        data = load_toml(text)
    except TomlError as wrong:
        return {}, (error("register.unreadable", REGISTER, f"读不出：{wrong}", "UTF-8 编码的 TOML 文件"),)
    return {noun: value for noun, value in data.items() if noun in schema()}, tuple(_faults(data))


@dataclass(frozen=True, slots=True)
class RegisterFact:
    """One attribute that a person filled in; ``record`` is the id of a repeating noun's record, else empty.

    ``text`` is how the record keeps the value: digits, ``true``, ``2026-03-01`` or the words themselves.
    """

    noun: str
    record: str
    attribute: str
    text: str

    @property
    def value(self) -> Any:
        """The typed value. Raises KeyError for an unknown attribute, ValueError for a text that is none."""
        return schema()[self.noun].attributes[self.attribute].value(self.text)


def with_facts(register: Register, facts: Iterable[RegisterFact]) -> Register:
    """``register`` completed by ``facts``, a later one in place of an earlier one."""
    told = dict(register)
    for fact in facts:
        found = told.get(fact.noun)
        if not fact.record:
            told[fact.noun] = {**(found if isinstance(found, Mapping) else {}), fact.attribute: fact.value}
            continue
        rows = list(found) if isinstance(found, list) else [found] if found else []
        at = next((i for i, row in enumerate(rows) if row.get("id") == fact.record), None)
        row = {"id": fact.record} if at is None else rows[at]
        rows[len(rows) if at is None else at : len(rows) if at is None else at + 1] = [
            {**row, fact.attribute: fact.value}
        ]
        told[fact.noun] = rows if isinstance(found, list) or found is None or at is None else rows[0]
    return told


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    for noun, value in data.items():
        known = schema().get(noun)
        if known is None:
            expected = f"应为以下之一：{'、'.join(schema())}"
            yield error("register.noun", f"{REGISTER} › {noun}", "没有这种名词", expected, "改正表名")
            continue
        for i, record in enumerate(value if isinstance(value, list) else [value], 1):
            if not isinstance(record, dict):
                yield error(
                    "register.record", f"{REGISTER} › {noun}", "不是一张表", "应为表", "改成 [表] 或 [[表]]"
                )
                continue
            here = f"{REGISTER} › {noun} › {record.get('id', f'第{i}项') if isinstance(value, list) else ''}".rstrip(
                " ›"
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
