"""``tender allocate``: one allocation problem, from file to file."""

import json
from pathlib import Path
from typing import Annotated

import typer

from scoring.allocation import Problem, ProblemError, Status, solve
from tender.allocate import STATUS_WORDS
from tender.cli.door import (
    ERRORS,
    FINE,
    NO_AWARD,
    SCREEN,
    UNREADABLE,
    AsJson,
    Seconds,
    refuse,
    unreadable,
    write,
)
from tender.cli.show import print_json
from tender.findings import error


def allocate_command(
    problem: Annotated[Path, typer.Argument(help="分配问题，JSON 文件")],
    out: Annotated[Path | None, typer.Option("--out", help="方案写入的 JSON 文件")] = None,
    seconds: Seconds = 60,
    as_json: AsJson = False,
) -> None:
    """求解一个分配问题（格式见 docs/allocation.md）。"""
    try:
        form = json.loads(problem.read_bytes())
    except (OSError, ValueError, RecursionError) as wrong:
        refuse(
            [
                error(
                    "problem.unreadable",
                    str(problem),
                    unreadable(wrong),
                    "UTF-8 编码的 JSON 文件",
                )
            ],
            as_json,
            UNREADABLE,
        )
    try:
        posed = Problem.from_json(form)
    except ProblemError as wrong:
        found = [
            error("problem.shape", f"{problem.name} › {m.where}", m.what, m.expected) for m in wrong.mistakes
        ]
        refuse(found, as_json, ERRORS)
    plan = solve(posed, seconds=seconds)
    written = plan.to_json()
    if out:
        text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
        write(out.parent, {out.name: text.encode("utf-8")}, as_json)
    if as_json:
        print_json(written)
    else:
        SCREEN.print(f"{STATUS_WORDS[plan.status]}：{'、'.join(plan.offers) or '没有选中任何报价'}")
        if plan.totals:
            said = written["totals"]
            SCREEN.print(f"满足需求 {said['needs']}，得分 {said['points']}，金额 {said['price_fen']} 分")
        SCREEN.print(
            f"同样好的方案 {written['ties']['count']} 个{'' if plan.ties.complete else '（未列全）'}"
        )
    raise typer.Exit(FINE if plan.status in (Status.PROVED_BEST, Status.FEASIBLE) else NO_AWARD)
