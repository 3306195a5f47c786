"""``tender firmness`` and ``tender panel``: judges, questions to them, how firm a ranking is, calibration."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.panel_lab import Calibration
from tender.book import Book, Lot
from tender.calibration import Round, calibrated, calibration_rows, read_calibration
from tender.case import Case
from tender.checked import check_project
from tender.cli.door import ERRORS, SCREEN, UNREADABLE, AsJson, Project, exit_code, refuse
from tender.cli.show import print_json
from tender.firmness import Firmness, firmness, firmness_json, sentences
from tender.mark import unmarked
from tender.panel_lab import (
    PanelLab,
    agreement_words,
    base_rates,
    judge_rows,
    panel_json,
    panel_lab,
    questions,
    widest,
)
from tender.run import run_until_ranked


def show_firmness(console: Console, case: Case, lots: Sequence[tuple[Lot, Firmness]]) -> None:
    """Each lot's first place and what would change it, in sentences."""
    for lot, told in lots:
        first = "、".join(case.name(op) for op in told.first) or "没有可以排序的响应"
        console.print(Text(f"标段{lot.id}　{lot.name}：第一名{first}", style="bold"))
        for about, says in sentences(case, told):
            console.print(Text(f"  {about}：{says}"))


def show_panel(console: Console, case: Case, lots: Sequence[tuple[Lot, PanelLab]]) -> None:
    """Each lot's judges, where they differ most, and the questions to them."""
    for lot, told in lots:
        if told.why:
            console.print(Text(f"标段{lot.id}：{told.why}", style="bold"))
            continue
        _judges(console, f"标段{lot.id}　{lot.name}", [*judge_rows(case, told)])
        for bidder, item, apart in widest(case, lot, told):
            console.print(Text(f"  极差较大：{bidder}　{item}　{apart}（百分制）"))
        console.print(Text(f"  {agreement_words(told)}"))
        for question in questions(case, told):
            console.print(Text(f"  请说明：{question}", style="yellow"))
        console.print(Text(f"  {base_rates(told)}", style="dim"))


def _judges(console: Console, title: str, rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column("成员")
    for header in ("宽严（百分制）", "各项同升同降", "提示"):
        table.add_column(header, justify="right")
    table.add_column("不计其评分的第一名")
    for row in rows:
        table.add_row(*(Text(said) for said in row))
    console.print(table)


def show_calibration(console: Console, book: Book, held: Round, found: dict[str, Calibration]) -> None:
    """Each judge against the anchor answers."""
    table = Table(title="评分标准校准（百分制）", title_justify="left")
    table.add_column("成员")
    for header in ("平均偏高偏低", "平均相差"):
        table.add_column(header, justify="right")
    table.add_column("相差最大的答卷")
    for row in calibration_rows(book, held, found):
        table.add_row(*(Text(said) for said in row))
    console.print(table)


def calibration_json(found: dict[str, Calibration]) -> list[dict[str, Any]]:
    """Each judge's calibration; exact shares of the scale as fractions in text."""
    return [
        {"judge": judge, "offset": str(one.offset), "apart": str(one.apart), "worst": one.worst}
        for judge, one in found.items()
    ]


def firmness_command(project: Project, as_json: AsJson = False) -> None:
    """各标段第一名有多稳：权重、少一名成员、价格、小数位数变动后是否不变。"""
    done = run_until_ranked(project)
    if done.case is None or done.stopped:
        refuse(done.findings, as_json, exit_code(done.findings))
    case = done.case
    lots = [(lot, firmness(case, lot)) for lot in case.live_lots]
    if as_json:
        print_json({"lots": [firmness_json(case, told) for _, told in lots]})
    else:
        show_firmness(SCREEN, case, lots)


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
        refuse(done.findings, as_json, exit_code(done.findings))
    case = done.case
    lots = [(lot, panel_lab(case, lot)) for lot in case.live_lots]
    if as_json:
        print_json({"lots": [panel_json(case, told) for _, told in lots]})
    else:
        show_panel(SCREEN, case, lots)


def _calibration(project: Path, as_json: bool) -> None:
    """The calibration round beside the project; refused where book or round cannot be read."""
    read = check_project(project, book_only=True)[0]
    held, findings = read_calibration(project)
    if read.book is None or held is None:
        refuse([*read.findings, *findings], as_json, UNREADABLE)
    found, wrong = calibrated(read.book, held)
    if wrong:
        refuse(list(wrong), as_json, ERRORS)
    if as_json:
        print_json({"judges": calibration_json(found)})
    else:
        show_calibration(SCREEN, read.book, held, found)
