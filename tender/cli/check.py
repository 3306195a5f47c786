"""``tender check``: findings on a project folder."""

import typer

from tender.checked import check_project
from tender.cli.door import SCREEN, AsJson, Project, exit_code
from tender.cli.show import counts, print_json, show_findings


def check_command(project: Project, as_json: AsJson = False) -> None:
    """检查采购文件，以及已收到的响应表和评分表。"""
    read, findings = check_project(project)
    if as_json:
        print_json(
            {"project": str(project), "counts": counts(findings), "findings": [f.to_json() for f in findings]}
        )
    else:
        show_findings(SCREEN, findings, read.packs)
    raise typer.Exit(exit_code(findings))
