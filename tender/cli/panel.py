"""What the command line prints of panels and rankings: judges, questions to them, firmness, calibration."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.panel_lab import Calibration
from tender.book import Book, Lot
from tender.calibration import Round, calibration_rows
from tender.case import Case
from tender.firmness import Firmness, sentences
from tender.panel_lab import PanelLab, agreement_words, base_rates, judge_rows, questions, widest


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
