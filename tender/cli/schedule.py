"""The schedule on the command line: every statutory date beside the book's own."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tender.documents.wording import date_zh
from tender.schedule import Entry, Schedule


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
