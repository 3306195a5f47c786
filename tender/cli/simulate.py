"""What ``tender simulate`` prints: every question with its answers, and the JSON twin."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from scoring.exact import half_up, text
from tender.checked import check_project
from tender.cli.door import FINE, SCREEN, AsJson, Project, exit_code, refuse
from tender.cli.show import print_json, show_findings
from tender.findings import Level, has_error
from tender.simulate import DRAWS, Report, defects, opening, simulate, topics

PLACES = 6
"""Places of sums in the JSON form; counts are whole."""


def show_simulation(console: Console, report: Report) -> None:
    """The questions and answers in order."""
    console.print(Text(opening(report)))
    for topic in topics(report):
        console.print(Text(topic.question, style="bold"))
        for said in topic.answers:
            console.print(Text(f"  {said}"))


def simulation_json(report: Report) -> dict[str, Any]:
    """Questions, defects, and all counts as decimal text by what they count."""
    return {
        "draws": report.draws,
        "seed": report.seed,
        "topics": [{"question": t.question, "answers": list(t.answers)} for t in topics(report)],
        "findings": [f.to_json() for f in defects(report)],
        "counts": {
            "/".join(key): text(half_up(value, PLACES), PLACES).rstrip("0").rstrip(".")
            for key, value in sorted(report.tally.items())
        },
    }


def simulate_command(
    project: Project,
    draws: Annotated[int, typer.Option("--draws", min=1, max=100_000, help="模拟开启的次数")] = DRAWS,
    seed: Annotated[int, typer.Option("--seed", help="随机数种子，同一种子结果相同")] = 1,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="同时使用的进程数")] = 1,
    as_json: AsJson = False,
) -> None:
    """发布前用大量模拟投标人试算采购文件，指出不起作用的规则和改法。"""
    read, findings = check_project(project, book_only=True)
    if read.book is None or has_error(findings):
        refuse([f for f in findings if f.level is Level.ERROR], as_json, exit_code(findings))
    report = simulate(read.book, read.packs, draws=draws, seed=seed, workers=workers)
    if as_json:
        print_json(simulation_json(report))
    else:
        show_simulation(SCREEN, report)
        show_findings(SCREEN, defects(report), read.packs)
    raise typer.Exit(FINE)
