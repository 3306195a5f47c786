"""The schedule on the command line: every statutory date beside the book's own."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tender.calendar import Roll
from tender.checked import check_project
from tender.cli.door import SCREEN, AsJson, Project, exit_code, refuse, write
from tender.cli.show import print_json, show_findings
from tender.documents.wording import date_zh
from tender.schedule import Entry, Schedule, ics, schedule, schedule_events


def entry_json(entry: Entry) -> dict[str, Any]:
    """One statutory date for machines; dates are ISO text, two where a weekend is disputed."""
    return {
        "id": entry.id,
        "name": entry.name,
        "earliest": [day.isoformat() for day in entry.earliest],
        "latest": [day.isoformat() for day in entry.latest],
        "counted": entry.counted,
        "from": entry.event,
        "rules": list(entry.rules),
        "book_date": entry.book_date.isoformat() if entry.book_date else None,
        "status": entry.status.value,
    }


def show_schedule(console: Console, plan: Schedule) -> None:
    """The table of dates in the order of the procedure."""
    table = Table(title="法定期限", title_justify="left")
    for header in ("事项", "最早", "最晚", "怎样计算", "采购文件", "结论", "依据"):
        table.add_column(header, overflow="fold")
    for entry in plan.entries:
        shown = (
            entry.name,
            "或".join(date_zh(day) for day in entry.earliest),
            "或".join(date_zh(day) for day in entry.latest),
            f"自{entry.event}{entry.counted}",
            date_zh(entry.book_date) if entry.book_date else "",
            entry.status.word,
            entry.article,
        )
        table.add_row(*(Text(cell) for cell in shown))
    console.print(table)


def schedule_command(
    project: Project,
    ics_file: Annotated[Path | None, typer.Option("--ics", help="写入日历文件（.ics）")] = None,
    roll: Annotated[
        Roll | None,
        typer.Option("--roll", help="最后一日遇双休日：holidays 不顺延，rest_days 顺延；不写则都列出"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """列出法定期限，与采购文件的日期对照；可导出日历。"""
    read, findings = check_project(project, book_only=True)
    if read.book is None:
        refuse(list(findings), as_json, exit_code(findings))
    plan = schedule(read.book, read.packs, roll=roll)
    if ics_file:
        content = ics(read.book.name, read.book.dates.publish, schedule_events(read.book, plan))
        write(ics_file.parent, {ics_file.name: content}, as_json)
    if as_json:
        told = [f.to_json() for f in plan.findings]
        print_json({"entries": [entry_json(e) for e in plan.entries], "findings": told})
    else:
        show_schedule(SCREEN, plan)
        show_findings(SCREEN, plan.findings)
    raise typer.Exit(exit_code(plan.findings))
