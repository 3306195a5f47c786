"""The sample's ranked case as if its book had declared another award rule."""

from dataclasses import replace
from datetime import datetime

from tender import paths
from tender.book import parse_book
from tender.case import Case
from tender.decisions import Drawn

SAMPLE = paths.samples() / "teda-haiqing"
COMBINATION = (
    (SAMPLE / "project.toml").read_text(encoding="utf-8").partition("[award]")[2].partition("[[judges]]")[0]
)
RICH = ("baseline_yuan = 2000000", "baseline_yuan = 2200000")
ORDER = 'order = ["L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"]'


def head(quota: int = 7) -> str:
    """The first lines of a declared combination."""
    return f"""kind = "combination"
objective = ["needs", "points", "price"]
max_lots_per_operator = {quota}
quota_reason = "团队"
"""


def lot_order(quota: int, fallback: str) -> str:
    """The award table of a lot order."""
    said = f'max_lots_per_operator = {quota}\nquota_reason = "团队"\nonly_quota_holders = "{fallback}"'
    return f'kind = "lot_order"\n{ORDER}\n{said}'


def with_rule(case: Case, rule: str, *changes: tuple[str, str]) -> Case:
    """The case as if its book had declared ``rule``."""
    text = (SAMPLE / "project.toml").read_text(encoding="utf-8").replace(COMBINATION, f"\n{rule}\n")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    book = parse_book(text).book
    assert book, parse_book(text).findings
    return Case(book, case.state, case.packs)


def winners(allocation):
    """The operator of each lot, or None."""
    return {lot.lot: lot.operator for lot in allocation.lots}


def tied(case: Case, lot: str) -> Case:
    """The case with the first two of ``lot`` left tied by the published chain."""
    result = case.state.results[lot]
    first, second, *rest = result.ranking
    same = [
        {**first, "open_with": [second["operator"]]},
        {
            **second,
            "rank": 1,
            "total": first["total"],
            "price_fen": first["price_fen"],
            "open_with": [first["operator"]],
        },
    ]
    results = {**case.state.results, lot: replace(result, ranking=(*same, *rest))}
    return Case(case.book, replace(case.state, results=results), case.packs)


def drawn(lot: str, operator: str) -> Drawn:
    """A draw between the tied, held under supervision."""
    at = datetime(2026, 3, 18, 10)
    return Drawn(lot=lot, operator=operator, by="监督人员（虚构）", at=at, why="抽签记录")
