"""``tender verify``: the hash chain of a record."""

from pathlib import Path
from typing import Annotated

import typer

from tender.cli.door import SCREEN, UNREADABLE, AsJson, exit_code, refuse, unreadable
from tender.cli.show import print_json, show_findings
from tender.findings import error
from tender.record import Record


def verify_command(
    record: Annotated[Path, typer.Argument(help="项目记录 record.jsonl")],
    head: Annotated[str, typer.Option("--head", help="应有的末端校验值")] = "",
    as_json: AsJson = False,
) -> None:
    """核验项目记录：改动、删除、插入、调换任何一处都会指出位置。"""
    try:
        raw = record.read_bytes()
    except OSError as wrong:
        refuse([error("record.unreadable", str(record), unreadable(wrong))], as_json, UNREADABLE)
    chain, findings = Record.from_jsonl(raw, head=head or None, where=record.name)
    if as_json:
        print_json(
            {"events": len(chain.events), "head": chain.head, "findings": [f.to_json() for f in findings]}
        )
    else:
        show_findings(SCREEN, findings)
        SCREEN.print(f"完好的事件 {len(chain.events)} 个，末端校验值 {chain.head}")
    raise typer.Exit(exit_code(findings))
