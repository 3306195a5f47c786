"""Grounds of a correction (法定情形): the rule that names them, and what every correction must say."""

from collections.abc import Iterator

from tender.book import Lot, Method
from tender.case import Case
from tender.decisions import Corrected
from tender.findings import Finding, error
from tender.record import Json

ARTICLE = {Method.OPEN_TENDER: "O87-64", Method.COMPETITIVE_CONSULTATION: "N214-32"}
"""The rule that names the grounds."""


def reported(case: Case, where: str, entry: Corrected) -> Iterator[Finding]:
    """A correction after the report was signed says how the finance department was told."""
    if entry.after_signature and not (entry.reported or "").strip():
        expected = "写明报告的时间和文号；重新评审没有改变结果的，写明没有改变"
        article = ARTICLE.get(case.book.method, "")
        yield error("correct.reported", where, "没有写明书面报告财政部门的情况", expected, "", article)


def lawful(ground: str, entry: Corrected, also: tuple[str, ...] = ()) -> dict[str, Json]:
    """How an event of the record says on what ground a result is changed; ``also`` names further lots."""
    said: dict[str, Json] = {
        "ground": ground,
        "after_signature": entry.after_signature,
        "reported": entry.reported or "",
    }
    return said | ({"also": list(also)} if also else {})


def unranked(case: Case, where: str, lot: Lot, instead: str) -> Iterator[Finding]:
    """A correction is for a lot that was added up; before that, decisions are simply written anew."""
    if lot.id not in case.state.ranked:
        yield error("correct.early", where, f"标段{lot.id}尚未汇总排序", "汇总排序后才需要更正", instead)


def compared_with(case: Case, lot: Lot) -> tuple[str, ...]:
    """Other ranked lots whose points hang on the bids of ``lot``: a rule compares them across lots."""
    across = [c for c in case.book.criteria_of(lot) if c.rule.across]
    return tuple(
        other.id
        for other in case.book.lots
        if other.id != lot.id
        and other.id in case.state.ranked
        and any(c in across for c in case.book.criteria_of(other))
    )
