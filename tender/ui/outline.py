"""The outline of the book (采购文件目录): its parts, and which finding belongs to which."""

from collections.abc import Sequence
from functools import cache

from tender.book.read import FILE
from tender.book.register import REGISTER
from tender.findings import Finding
from tender.policy import policies
from tender.policy.expression import Expression
from tender.policy.schema import schema

PARTS = {
    "基本情况": (
        *("format", "number", "name", "regime", "method", "route", "service_purchase", "summary"),
        *("fictional", "purchaser", "agency", "contact", "departments", "basis", "obtain", "bid_place"),
        *("consortium", "dates", "least_bidders"),
    ),
    "资金与基数": ("funding", "fiscal"),
    "中心与功能区域": ("centers",),
    "标段": ("lots", "gifts"),
    "响应事项": ("facts", "service_categories", "service_codes"),
    "资格与符合性": ("gates",),
    "评审因素": ("criteria",),
    "汇总与定标": (
        *("rounding", "judges_total", "ranking", "ties", "award", "low_price", "report_firmness"),
    ),
    "评审成员": ("judges",),
    "合同与公告": ("contract", "notice"),
    "登记情况": (),
}
"""Part → fields of the book; the last part holds what the book has no field for."""

NOTED = "登记情况"
_NOUNS = {
    "lot": "标段",
    "center": "中心与功能区域",
    "zone": "中心与功能区域",
    "budget": "资金与基数",
    "criteria": "评审因素",
    "panel": "评审成员",
    "contract": "合同与公告",
    "notice": "合同与公告",
    "allocation": "汇总与定标",
    "award": "汇总与定标",
    "bid": "响应事项",
    "operator": "资格与符合性",
}
"""Noun of a rule → the part that tells it; narrower nouns first."""
_WIDE = {"project": "基本情况", "book": "基本情况", "pack": "基本情况"}
_TABLES = {"lot": "lots", "center": "centers", "zone": "spaces"}


def part_of(finding: Finding) -> str:
    """The part that a finding is about: by its path, else by what its rule speaks of."""
    steps = finding.where.split(" › ")
    field = steps[1] if steps[0] in (FILE, REGISTER) and len(steps) > 1 else ""
    named = next((part for part, fields in PARTS.items() if field in fields), "")
    if named:
        return named
    if steps[0] == REGISTER:
        return part_of_noun(field)
    about = [noun for noun in _told(finding.article) if steps[0].startswith(schema()[noun].label)]
    nouns = (*about, *_told(finding.article))
    return part_of_noun(nouns[0]) if nouns else next(iter(PARTS))


def part_of_noun(noun: str) -> str:
    """The part that tells ``noun``."""
    return _NOUNS.get(noun) or _WIDE.get(noun) or NOTED


@cache
def _told(rule: str) -> tuple[str, ...]:
    """The nouns that a rule speaks of: those of one part of the book first, the project last."""
    rows = (row for pack in policies().packs.values() for row in pack.provisions if row.id == rule)
    nouns = {noun for row in rows if row.expression for noun in Expression(row.expression).roots()}
    order = [*_NOUNS, *(noun for noun in schema() if noun not in _NOUNS and noun not in _WIDE), *_WIDE]
    return tuple(sorted(nouns & set(order), key=order.index))


def paths_of(finding: Finding) -> tuple[tuple[str, ...], ...]:
    """Tables, ids and fields that a finding is about; of a rule on records their tables and ids."""
    steps = finding.where.split(" › ")
    if steps[0] == "project.toml":
        return (tuple(steps[1:]),)
    return tuple(
        (table, word.removeprefix(schema()[noun].label))
        for word in steps[0].split(" ")
        for noun, table in _TABLES.items()
        if word.startswith(schema()[noun].label)
    )


def by_part(found: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Findings of every part, in the order of the outline."""
    return {part: [f for f in found if part_of(f) == part] for part in PARTS}
