"""What the command line prints: findings by severity, winners, and the JSON twin."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.exact import text, yuan
from tender.allocate import Allocation
from tender.announce import departure_sentences, plan_sentences, points_total
from tender.case import Case
from tender.findings import Finding, Level
from tender.policy import Policies, policies

STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def print_json(value: Any) -> None:
    """One JSON object on standard output, in UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each level."""
    return {level.value: sum(f.level is level for f in findings) for level in Level}


def show_findings(console: Console, findings: Sequence[Finding], packs: Policies | None = None) -> None:
    """Every finding, gravest first: where, what, what should be, how to mend, by which article."""
    for level in Level:
        group = [f for f in findings if f.level is level]
        if not group:
            continue
        console.print(Text(f"{level.word} {len(group)} 项", style=STYLES[level]))
        for i, f in enumerate(group, 1):
            console.print(Text(f"  {i}. {f.where}", style="bold"))
            console.print(Text(f"     {f.what}"))
            for label, said in (("应当", f.expected), ("改法", f.mend)):
                if said:
                    console.print(Text(f"     {label}：{said}"))
            if f.article:
                console.print(Text(f"     依据：{cited(f.article, packs)}", style="dim"))
    if not findings:
        console.print("没有发现问题。")


def cited(article: str, packs: Policies | None = None) -> str:
    """A rule id as its citation with the day it came into force; what is a citation already stays."""
    return (packs or policies()).dated(article)


def show_award(console: Console, case: Case, allocation: Allocation) -> None:
    """Winners and totals, how sure they are, and why a first-ranked bidder did not win."""
    t, places = case.book.terms, case.book.rounding.places
    table = Table(title=f"{case.book.name}　{t.award}结果", title_justify="left")
    for header in ("标段", t.winner):
        table.add_column(header)
    paid, (label, points) = bool(case.book.paid_lots), points_total(case, allocation)
    for header in ("名次", "得分", *((f"{t.award}金额（元/年）",) if paid else ())):
        table.add_column(header, justify="right")
    for a in allocation.lots:
        if a.operator is None or a.total is None or a.price_fen is None:
            table.add_row(a.lot, Text(f"未确定：{a.why_empty}"))
        else:
            price = (case.book.lot_by_id[a.lot].price_text(a.price_fen),) if paid else ()
            row = (a.lot, Text(case.name(a.operator)), str(a.rank), text(a.total, places), *price)
            table.add_row(*row)
    table.add_section()
    table.add_row(label, "", "", points, *((yuan(allocation.total_fen),) if paid else ()))
    console.print(table)
    said = plan_sentences(case, allocation)
    said += [s for award in allocation.departures for s in departure_sentences(case, award)]
    for sentence in said:
        console.print(Text(sentence))
