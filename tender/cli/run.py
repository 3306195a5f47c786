"""``tender run`` and ``tender demo``: bids and marks to notices, with a bar over the steps."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from scoring.exact import text, yuan
from tender import paths
from tender.allocate import Allocation
from tender.announce import departure_sentences, package_sentences, plan_sentences, points_total
from tender.book import Book
from tender.case import Case
from tender.cli.door import NO_AWARD, SCREEN, AsJson, Out, Project, Seconds, exit_code, write
from tender.cli.show import counts, print_json, show_findings
from tender.run import Run, Step, run

PROGRESS = Console(stderr=True)


def run_command(project: Project, out: Out, seconds: Seconds = 60, as_json: AsJson = False) -> None:
    """从响应表和评分表一直做到公告和报告。"""
    done = _run_shown(project, seconds, quiet=as_json)
    written = write(out, done.files, as_json)
    if as_json:
        _json_of(done, written)
    else:
        show_findings(SCREEN, done.findings, done.read.packs)
        if done.case and done.allocation:
            show_award(SCREEN, done.case, done.allocation)
        if done.stopped:
            SCREEN.print(f"停在“{done.stopped.value}”：改正上述错误后重新运行。")
        SCREEN.print(f"文件在 {out}，共 {len(written)} 个。")
    raise typer.Exit(_run_code(done))


def demo_command(
    out: Annotated[Path, typer.Option("--out", help="输出文件夹")] = Path("out/teda-haiqing"),
    as_json: AsJson = False,
) -> None:
    """用样例项目（虚构）演示全程：采购文件、评分、定标、公告。"""
    done = _run_shown(paths.samples() / "teda-haiqing", 60, quiet=as_json)
    written = write(out, done.files, as_json)
    if as_json:
        _json_of(done, written)
    elif done.case and done.allocation and not done.stopped:
        show_award(SCREEN, done.case, done.allocation)
        told = counts(done.findings)
        SCREEN.print(
            f"\n检查意见：错误 {told['error']}，警告 {told['warning']}，提示 {told['note']}（findings.json）"
        )
        SCREEN.print(f"文件在 {out.resolve()}：")
        for name, said in _papers(done.case.book):
            SCREEN.print(f"  {name:24} {said}")
    else:
        show_findings(SCREEN, done.findings, done.read.packs)
    raise typer.Exit(_run_code(done))


def _papers(book: Book) -> tuple[tuple[str, str], ...]:
    """The files worth opening first, each with what the book's method calls it."""
    t = book.terms
    return (
        ("book.docx", t.book),
        ("bid-form.xlsx", f"{t.bidder}填写的{t.offer}表"),
        ("mark-sheet.xlsx", "评委评分表"),
        ("result-notice.docx", f"{t.award}结果公告"),
        ("evaluation-report.docx", "评审报告"),
        ("record.jsonl", "项目记录，可用 verify 核验"),
    )


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
    said = [*plan_sentences(case, allocation), *package_sentences(case, allocation)]
    said += [s for award in allocation.departures for s in departure_sentences(case, award)]
    for sentence in said:
        console.print(Text(sentence))


def _run_code(done: Run) -> int:
    if done.no_award:
        return NO_AWARD
    return exit_code(done.findings)


def _run_shown(project: Path, seconds: float, *, quiet: bool) -> Run:
    with _bar(quiet) as progress:
        return run(project, seconds=seconds, progress=progress)


@contextmanager
def _bar(quiet: bool) -> Iterator["_Advance"]:
    """A progress bar over the steps, on standard error; silent for machines."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=PROGRESS, disable=quiet) as bar:
        task = bar.add_task("开始", total=len(Step))

        yield _Advance(bar, task)
        bar.update(task, description="完成")


class _Advance:
    """Called at the start of each step: the steps before it are done."""

    def __init__(self, bar: Progress, task: int) -> None:
        self.bar, self.task = bar, task

    def __call__(self, step: Step) -> None:
        done = list(Step).index(step)
        self.bar.update(self.task, completed=done + 1, description=step.value)  # type: ignore[arg-type]


def _json_of(done: Run, written: list[str]) -> None:
    print_json(
        {
            "stopped": done.stopped.value if done.stopped else None,
            "award": json.loads(done.files["award.json"]) if "award.json" in done.files else None,
            "head": done.record.head,
            "files": written,
            "counts": counts(done.findings),
            "findings": [f.to_json() for f in done.findings],
        }
    )
