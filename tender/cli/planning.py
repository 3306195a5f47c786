"""Planning on the command line: the question from a project folder, and the tables on the screen."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypedDict

import typer
from rich.console import Console
from rich.table import Table as Screen
from rich.text import Text

from scoring.allocation import ProblemError
from scoring.allocation.aims import Incumbents
from scoring.allocation.scenarios import STANDARD, Scenario, read_scenario
from tender.checked import check_project
from tender.cli.door import ERRORS, FINE, SCREEN, AsJson, Project, Seconds, exit_code, refuse, write
from tender.cli.show import print_json
from tender.findings import Finding, error, has_error
from tender.open import bid_files
from tender.planning import LABEL, Posed, Results, foreseen, ranked, results, tables, workbook
from tender.planning.posed import kept_lots
from tender.policy import policies
from tender.run import run

_MOST = 12  # rows of a table on the screen; the workbook and --json have all


class Questions(TypedDict):
    """What else is asked, as ``tender.planning.results`` takes it."""

    scenarios: tuple[Scenario, ...]
    incumbents: Incumbents
    why: tuple[str, ...]


def posed_from(project: Path, operators: int) -> tuple[Posed | None, tuple[Finding, ...]]:
    """The planning question of a folder: over its ranked bids, or over supposed ones before there are any.

    None with the findings when the book cannot be read, or bids are there and cannot be ranked.
    """
    read, findings = check_project(project, book_only=True)
    if read.book is None:
        return None, findings
    if not bid_files(project):
        return foreseen(read.book, policies(), operators), findings
    done = run(project, seconds=0)  # no time for an award: only the ranking is wanted
    if done.case is None or not done.case.state.results:
        told = tuple(done.findings)
        return None, told if has_error(told) else (*told, _unranked(project))
    return ranked(done.case), tuple(done.findings)


def questions(
    posed: Posed, scenario: Path | None, incumbents: Sequence[str], why: Sequence[str]
) -> tuple[Questions, list[Finding]]:
    """Own scenarios, incumbents and offers asked about, or what is wrong with them."""
    wrong: list[Finding] = []
    own: list[Scenario] = []
    forms: object = []
    if scenario is not None:
        try:
            forms = json.loads(scenario.read_bytes())
        except (OSError, ValueError, RecursionError):
            wrong.append(error("plan.scenario_unreadable", str(scenario), "读不出", "UTF-8 编码的 JSON 文件"))
    for i, form in enumerate(forms if isinstance(forms, list) else [forms], 1):
        try:
            own.append(read_scenario(form, posed.problem))
        except ProblemError as mistakes:
            wrong += [
                error("plan.scenario", f"第{i}个情景 › {m.where}", m.what, m.expected)
                for m in mistakes.mistakes
            ]
    known = [offer.id for offer in posed.problem.offers]
    wrong += [
        error("plan.unknown_offer", f"--why {one}", "没有这份响应", f"以下之一：{'、'.join(known)}")
        for one in why
        if one not in known
    ]
    pairs = [tuple(one.partition("=")[::2]) for one in incumbents]
    wrong += [
        error("plan.unknown_incumbent", f"--incumbent {lot}={operator}", "该机构没有响应该标段", "如 L1=T7")
        for lot, operator in pairs
        if f"{operator}@{lot}" not in known
    ]
    kept = kept_lots(posed, {(lot, operator) for lot, operator in pairs})
    return Questions(scenarios=(*STANDARD, *own), incumbents=kept, why=tuple(why)), wrong


def show_planning(console: Console, found: Results) -> None:
    """Every table, each under the words that it is planning only."""
    console.print(Text(f"{found.posed.book.name}　规划推演（{LABEL}）", style="bold"))
    console.print(Text(found.posed.note))
    if found.conflict.conflict is None and found.conflict.complete:
        console.print(Text("各项条件可以同时满足，全部标段都能确定结果。"))
    elif found.conflict.conflict is None:
        console.print(Text("在限定时间内未能判断各项条件能否同时满足。"))
    for table in tables(found):
        screen = Screen(title=f"{table.name}（{LABEL}）　{table.says}", title_justify="left")
        for header in table.headers:
            screen.add_column(header, overflow="fold")
        for r, row in enumerate(table.rows[:_MOST]):
            cells = (Text(c, style="yellow" if (r, i) in table.marked else "") for i, c in enumerate(row))
            screen.add_row(*cells)
        console.print(screen)
        more = f"共{len(table.rows)}行，其余见电子表格（--xlsx）。" if len(table.rows) > _MOST else ""
        if table.note or more:
            console.print(Text("；".join(said for said in (table.note, more) if said), style="dim"))


def _unranked(project: Path) -> Finding:
    return error(
        "plan.unranked",
        str(project),
        "有响应文件，但尚未形成得分和排序",
        "评分齐全后再推演，或在没有响应文件时推演",
        "补齐 marks 文件夹中的评分表",
    )


def plan_command(
    project: Project,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写入电子表格（.xlsx）")] = None,
    scenario: Annotated[Path | None, typer.Option("--scenario", help="自定情景，JSON 文件")] = None,
    incumbent: Annotated[list[str] | None, typer.Option("--incumbent", help="现有机构，如 L1=T7")] = None,
    why: Annotated[list[str] | None, typer.Option("--why", help="问某响应为何未入选，如 T1@L1")] = None,
    operators: Annotated[int, typer.Option("--operators", min=1, help="没有响应时假定的机构数")] = 3,
    seconds: Seconds = 60,
    as_json: AsJson = False,
) -> None:
    """规划推演：条件能否同时满足、各条件的代价、情景对照。仅供规划，不是定标结果。"""
    posed, findings = posed_from(project, operators)
    if posed is None:
        refuse(list(findings), as_json, exit_code(findings))
    asked, wrong = questions(posed, scenario, incumbent or (), why or ())
    if wrong:
        refuse(wrong, as_json, ERRORS)
    found = results(posed, **asked, seconds=seconds)
    if xlsx:
        write(xlsx.parent, {xlsx.name: workbook(found)}, as_json)
    if as_json:
        print_json(found.to_json())
    else:
        show_planning(SCREEN, found)
    raise typer.Exit(FINE)
