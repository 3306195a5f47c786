"""Budget by head and source (经费拆分): one line for each head of each source, the rest is added up.

A register that lists ``lines`` types no sum: heads, amounts, payees, the totals of a site
and, over all lots, those of the project follow from them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Line = Mapping[str, Any]

PAID_OUT = ("operator", "residents_committee")
"""Payees whose money leaves the city: it is transferred to the district."""


def budget_nouns(budget: Mapping[str, Any]) -> dict[str, Any]:
    """``budget`` with what its lines say, in fen for each site.

    Without lines, or with one that lacks something, it stays as it is and rules on sums stay
    open. A head paid to several payees has no one payee.
    """
    lines = budget.get("lines", ())
    if not lines or not all(_whole(line) for line in lines):
        return dict(budget)
    heads = list(dict.fromkeys(line["head"] for line in lines))
    payees = {head: {line["payee"] for line in lines if line["head"] == head} for head in heads}
    city = [line for line in lines if line["source"] == "city"]
    return {
        "heads": heads,
        "amount_of": {head: _sum(line for line in lines if line["head"] == head) for head in heads},
        "payee_of": {head: min(named) for head, named in payees.items() if len(named) == 1},
        "center_total_fen": _sum(lines),
        "city_fen": _sum(city),
        "district_fen": _sum(line for line in lines if line["source"] == "district"),
        "city_transfer_heads": [line["head"] for line in city if line["payee"] in PAID_OUT],
        **budget,
    }


def project_totals(budget: object, lots: int) -> dict[str, int]:
    """What each source gives to all ``lots`` together, in fen; nothing without one budget for every site."""
    if not isinstance(budget, Mapping):
        return {}
    sources = {"city_total_fen": "city_fen", "district_total_fen": "district_fen"}
    return {total: budget[each] * lots for total, each in sources.items() if each in budget}


def _whole(line: object) -> bool:
    return (
        isinstance(line, Mapping)
        and all(isinstance(line.get(name), str) for name in ("head", "source", "payee"))
        and isinstance(line.get("amount_fen"), int)
    )


def _sum(lines: Iterable[Line]) -> int:
    return sum(line["amount_fen"] for line in lines)
