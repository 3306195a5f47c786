"""The commands, each a thin face of a verb."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from scoring.allocation import Problem, ProblemError, Status, solve
from tender import paths
from tender.announce import STATUS_WORDS
from tender.book import Book
from tender.calendar import Roll
from tender.calibration import calibrated, read_calibration
from tender.cli.panel import calibration_json, show_calibration, show_firmness, show_panel
from tender.cli.planning import posed_from, questions, show_planning
from tender.cli.schedule import entry_json, show_schedule
from tender.cli.show import counts, print_json, show_award, show_findings
from tender.cli.simulate import show_simulation, simulation_json
from tender.cli.usage import ChineseUsage
from tender.draft import draft_files
from tender.findings import Finding, Level, error, has_error
from tender.firmness import firmness, firmness_json
from tender.mark import unmarked
from tender.panel_lab import panel_json, panel_lab
from tender.planning import results, workbook
from tender.record import Record
from tender.run import Run, Step, check_project, run, run_until_ranked
from tender.schedule import ics, schedule, schedule_events
from tender.simulate import DRAWS, defects, simulate

FINE, ERRORS, NO_AWARD, UNREADABLE = 0, 1, 2, 3

app = typer.Typer(
    cls=ChineseUsage,
    help="衡标：采购文件编制、评分、定标、公告。退出码：0 正常，1 有错误，2 没有可行的定标结果，3 输入读不出。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with values would print bids
)

Project = Annotated[Path, typer.Argument(help="项目文件夹，内有 project.toml")]
Out = Annotated[Path, typer.Option("--out", help="输出文件夹")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]
Seconds = Annotated[float, typer.Option("--seconds", min=0, help="求解时间上限（秒）")]

_out = Console(soft_wrap=True)
_progress = Console(stderr=True)


def main() -> None:
    """The entry point of ``tender``."""
    app(prog_name="tender")


@app.command()
def check(project: Project, as_json: AsJson = False) -> None:
    """检查采购文件，以及已收到的响应表和评分表。"""
    read, findings = check_project(project)
    if as_json:
        print_json(
            {"project": str(project), "counts": counts(findings), "findings": [f.to_json() for f in findings]}
        )
    else:
        show_findings(_out, findings, read.packs)
    raise typer.Exit(_code(findings))


@app.command()
def draft(project: Project, out: Out, as_json: AsJson = False) -> None:
    """生成采购文件（book.docx、book.html）、响应表和评分表。"""
    read, findings = check_project(project, book_only=True)
    sound = read.book is not None and not has_error(findings)
    files = draft_files(read.book, read.sha256, read.packs) if read.book and sound else {}
    written = _write(out, files, as_json) if sound else []
    if as_json:
        print_json({"sha256": read.sha256, "files": written, "findings": [f.to_json() for f in findings]})
    else:
        show_findings(_out, findings, read.packs)
        _out.print(f"已写入 {out}：{'、'.join(written)}" if written else "有错误，未生成文件。")
    raise typer.Exit(_code(findings))


@app.command(name="run")
def run_command(project: Project, out: Out, seconds: Seconds = 60, as_json: AsJson = False) -> None:
    """从响应表和评分表一直做到公告和报告。"""
    done = _run_shown(project, seconds, quiet=as_json)
    written = _write(out, done.files, as_json)
    if as_json:
        _json_of(done, written)
    else:
        show_findings(_out, done.findings, done.read.packs)
        if done.case and done.allocation:
            show_award(_out, done.case, done.allocation)
        if done.stopped:
            _out.print(f"停在“{done.stopped.value}”：改正上述错误后重新运行。")
        _out.print(f"文件在 {out}，共 {len(written)} 个。")
    raise typer.Exit(_run_code(done))


@app.command(name="firmness")
def firmness_command(project: Project, as_json: AsJson = False) -> None:
    """各标段第一名有多稳：权重、少一名成员、价格、小数位数变动后是否不变。"""
    done = run_until_ranked(project)
    if done.case is None or done.stopped:
        _refuse(done.findings, as_json, _code(done.findings))
    case = done.case
    lots = [(lot, firmness(case, lot)) for lot in case.live_lots]
    if as_json:
        print_json({"lots": [firmness_json(case, told) for _, told in lots]})
    else:
        show_firmness(_out, case, lots)


@app.command(name="panel")
def panel_command(
    project: Project,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="读 calibration.toml，比较各成员对标杆答卷的评分")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """评委评分分析：宽严、极差、一致程度、需要说明的问题；不剔除任何评分。"""
    if calibration:
        _calibration(project, as_json)
        return
    done = run_until_ranked(project)
    if done.case is None or unmarked(done.case):
        _refuse(done.findings, as_json, _code(done.findings))
    case = done.case
    lots = [(lot, panel_lab(case, lot)) for lot in case.live_lots]
    if as_json:
        print_json({"lots": [panel_json(case, told) for _, told in lots]})
    else:
        show_panel(_out, case, lots)


def _calibration(project: Path, as_json: bool) -> None:
    """The calibration round beside the project; refused where book or round cannot be read."""
    read = check_project(project, book_only=True)[0]
    held, findings = read_calibration(project)
    if read.book is None or held is None:
        _refuse([*read.findings, *findings], as_json, UNREADABLE)
    found, wrong = calibrated(read.book, held)
    if wrong:
        _refuse(list(wrong), as_json, ERRORS)
    if as_json:
        print_json({"judges": calibration_json(found)})
    else:
        show_calibration(_out, read.book, held, found)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="输出文件夹")] = Path("out/teda-haiqing"),
    as_json: AsJson = False,
) -> None:
    """用样例项目（虚构）演示全程：采购文件、评分、定标、公告。"""
    done = _run_shown(paths.samples() / "teda-haiqing", 60, quiet=as_json)
    written = _write(out, done.files, as_json)
    if as_json:
        _json_of(done, written)
    elif done.case and done.allocation and not done.stopped:
        show_award(_out, done.case, done.allocation)
        told = counts(done.findings)
        _out.print(
            f"\n检查意见：错误 {told['error']}，警告 {told['warning']}，提示 {told['note']}（findings.json）"
        )
        _out.print(f"文件在 {out.resolve()}：")
        for name, said in _papers(done.case.book):
            _out.print(f"  {name:24} {said}")
    else:
        show_findings(_out, done.findings, done.read.packs)
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


@app.command()
def allocate(
    problem: Annotated[Path, typer.Argument(help="分配问题，JSON 文件")],
    out: Annotated[Path | None, typer.Option("--out", help="方案写入的 JSON 文件")] = None,
    seconds: Seconds = 60,
    as_json: AsJson = False,
) -> None:
    """求解一个分配问题（格式见 docs/allocation.md）。"""
    try:
        form = json.loads(problem.read_bytes())
    except (OSError, ValueError, RecursionError) as wrong:
        _refuse(
            [
                error(
                    "problem.unreadable",
                    str(problem),
                    _unreadable(wrong),
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
        _refuse(found, as_json, ERRORS)
    plan = solve(posed, seconds=seconds)
    written = plan.to_json()
    if out:
        text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
        _write(out.parent, {out.name: text.encode("utf-8")}, as_json)
    if as_json:
        print_json(written)
    else:
        _out.print(f"{STATUS_WORDS[plan.status]}：{'、'.join(plan.offers) or '没有选中任何报价'}")
        if plan.totals:
            said = written["totals"]
            _out.print(f"满足需求 {said['needs']}，得分 {said['points']}，金额 {said['price_fen']} 分")
        _out.print(f"同样好的方案 {written['ties']['count']} 个{'' if plan.ties.complete else '（未列全）'}")
    raise typer.Exit(FINE if plan.status in (Status.PROVED_BEST, Status.FEASIBLE) else NO_AWARD)


@app.command()
def verify(
    record: Annotated[Path, typer.Argument(help="项目记录 record.jsonl")],
    head: Annotated[str, typer.Option("--head", help="应有的末端校验值")] = "",
    as_json: AsJson = False,
) -> None:
    """核验项目记录：改动、删除、插入、调换任何一处都会指出位置。"""
    try:
        raw = record.read_bytes()
    except OSError as wrong:
        _refuse([error("record.unreadable", str(record), _unreadable(wrong))], as_json, UNREADABLE)
    chain, findings = Record.from_jsonl(raw, head=head or None, where=record.name)
    if as_json:
        print_json(
            {"events": len(chain.events), "head": chain.head, "findings": [f.to_json() for f in findings]}
        )
    else:
        show_findings(_out, findings)
        _out.print(f"完好的事件 {len(chain.events)} 个，末端校验值 {chain.head}")
    raise typer.Exit(_code(findings))


@app.command(name="schedule")
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
        _refuse(list(findings), as_json, _code(findings))
    plan = schedule(read.book, read.packs, roll=roll)
    if ics_file:
        content = ics(read.book.name, read.book.dates.publish, schedule_events(read.book, plan))
        _write(ics_file.parent, {ics_file.name: content}, as_json)
    if as_json:
        told = [f.to_json() for f in plan.findings]
        print_json({"entries": [entry_json(e) for e in plan.entries], "findings": told})
    else:
        show_schedule(_out, plan)
        show_findings(_out, plan.findings)
    raise typer.Exit(_code(plan.findings))


@app.command(name="plan")
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
        _refuse(list(findings), as_json, _code(findings))
    asked, wrong = questions(posed, scenario, incumbent or (), why or ())
    if wrong:
        _refuse(wrong, as_json, ERRORS)
    found = results(posed, **asked, seconds=seconds)
    if xlsx:
        _write(xlsx.parent, {xlsx.name: workbook(found)}, as_json)
    if as_json:
        print_json(found.to_json())
    else:
        show_planning(_out, found)
    raise typer.Exit(FINE)


@app.command(name="simulate")
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
        _refuse([f for f in findings if f.level is Level.ERROR], as_json, _code(findings))
    report = simulate(read.book, read.packs, draws=draws, seed=seed, workers=workers)
    if as_json:
        print_json(simulation_json(report))
    else:
        show_simulation(_out, report)
        show_findings(_out, defects(report), read.packs)
    raise typer.Exit(FINE)


@app.command(name="app")
def app_command(
    port: Annotated[int, typer.Option("--port", help="端口")] = 8501,
    as_json: AsJson = False,
) -> None:
    """打开网页界面（只在本机 127.0.0.1）。"""
    entry = paths.app_file()
    if not entry.exists():
        _refuse(
            [error("app.absent", str(entry), "找不到网页程序", "在完整的项目文件夹中运行")],
            as_json,
            UNREADABLE,
        )
    if as_json:
        print_json({"address": f"127.0.0.1:{port}", "file": str(entry)})
    words = ["--server.address", "127.0.0.1", "--server.port", str(port)]
    command = [sys.executable, "-m", "streamlit", "run", str(entry), *words]
    raise typer.Exit(subprocess.run(command, cwd=entry.parent, check=False).returncode)


def _refuse(findings: list[Finding], as_json: bool, code: int) -> NoReturn:
    if as_json:
        print_json({"findings": [f.to_json() for f in findings]})
    else:
        show_findings(_out, findings)
    raise typer.Exit(code)


def _unreadable(wrong: Exception) -> str:
    """Why an input file could not be read, in an official's words."""
    if isinstance(wrong, OSError):
        return "找不到或打不开文件"
    if isinstance(wrong, json.JSONDecodeError):
        return f"第{wrong.lineno}行第{wrong.colno}列不是 JSON 格式"
    return "不是 UTF-8 编码的文字" if isinstance(wrong, UnicodeDecodeError) else "不是 JSON 格式"


def _code(findings: list[Finding] | tuple[Finding, ...]) -> int:
    if any(f.code in ("book.unreadable", "record.unreadable") for f in findings):
        return UNREADABLE
    return ERRORS if has_error(findings) else FINE


def _run_code(done: Run) -> int:
    if done.no_award:
        return NO_AWARD
    return _code(done.findings)


def _run_shown(project: Path, seconds: float, *, quiet: bool) -> Run:
    with _bar(quiet) as progress:
        return run(project, seconds=seconds, progress=progress)


@contextmanager
def _bar(quiet: bool) -> Iterator["_Advance"]:
    """A progress bar over the steps, on standard error; silent for machines."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=_progress, disable=quiet) as bar:
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


def _write(folder: Path, files: Mapping[str, bytes], as_json: bool) -> list[str]:
    """Write the files; returns their names, sorted."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError:
        _refuse([error("out.unwritable", str(folder), "不能写入", "可以写入的文件夹")], as_json, UNREADABLE)
    return sorted(files)
