"""The outline of the book (采购文件目录): its parts, and which finding belongs to which."""

from collections.abc import Sequence

from tender.findings import Finding

PARTS = {
    "基本情况": (
        *("format", "number", "name", "regime", "method", "route", "service_purchase", "summary"),
        *("fictional", "purchaser", "agency", "contact", "departments", "basis", "obtain", "bid_place"),
        *("consortium", "dates", "least_bidders"),
    ),
    "资金与基数": ("funding", "fiscal"),
    "中心与功能区域": ("centers",),
    "标段": ("lots", "gifts"),
    "响应事项": ("facts", "service_categories"),
    "资格与符合性": ("gates",),
    "评审因素": ("criteria",),
    "汇总与定标": ("rounding", "judges_total", "ranking", "ties", "award", "low_price"),
    "评审成员": ("judges",),
    "合同与公告": ("contract", "notice"),
}
"""Part → fields of the book."""


def part_of(finding: Finding) -> str:
    """The part that a finding is about; the first where its path names none."""
    steps = finding.where.split(" › ")
    field = steps[1] if len(steps) > 1 else ""
    return next((part for part, fields in PARTS.items() if field in fields), next(iter(PARTS)))


def by_part(found: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Findings of every part, in the order of the outline."""
    return {part: [f for f in found if part_of(f) == part] for part in PARTS}
