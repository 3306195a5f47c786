"""``tender draft``: the book and its forms as files."""

import typer

from tender.checked import check_project
from tender.cli.door import SCREEN, AsJson, Out, Project, exit_code, write
from tender.cli.show import print_json, show_findings
from tender.draft import draft_files
from tender.findings import has_error


def draft_command(project: Project, out: Out, as_json: AsJson = False) -> None:
    """生成采购文件（book.docx、book.html）、响应表和评分表。"""
    read, findings = check_project(project, book_only=True)
    sound = read.book is not None and not has_error(findings)
    files = draft_files(read.book, read.sha256, read.packs) if read.book and sound else {}
    written = write(out, files, as_json) if sound else []
    if as_json:
        print_json({"sha256": read.sha256, "files": written, "findings": [f.to_json() for f in findings]})
    else:
        show_findings(SCREEN, findings, read.packs)
        SCREEN.print(f"已写入 {out}：{'、'.join(written)}" if written else "有错误，未生成文件。")
    raise typer.Exit(exit_code(findings))
