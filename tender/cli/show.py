"""What the command line prints: findings by severity, and the JSON twin."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

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
