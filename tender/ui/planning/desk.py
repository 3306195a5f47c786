"""The planner's desk (推演台): one ranked project with its planning problem and the plan under it."""

from dataclasses import dataclass
from typing import Any

from scoring.allocation import Plan, Status
from scoring.exact import text, yuan
from tender.allocate import STATUS_WORDS
from tender.planning import LABEL, Posed, Table, sure_words
from tender.planning.sure import gap_words
from tender.planning.tables import FIGURE
from tender.ui.markup import Cell, Markup, show, table
from tender.ui.planning.kept import Kept

SHOWN = 30  # rows of one table; the workbook has all


@dataclass(frozen=True)
class Desk:
    """``plan`` is the best one known under the book's limits."""

    kept: Kept
    posed: Posed
    plan: Plan

    def totals(self, plan: Plan) -> list[tuple[str, str]]:
        """A plan's measures with their names; how sure it is first."""
        said = [("结论", sure_words(self.posed, plan))]
        if plan.totals is None:
            return said
        points = "加权得分之和" if self.posed.book.worths else "得分之和"
        return [
            *said,
            (self.posed.needs_word, f"{plan.totals.needs}个"),
            (points, f"{text(plan.totals.points, self.posed.problem.places)}分"),
            ("金额合计", f"{yuan(plan.totals.price_fen)}元/年"),
        ]


def boxes(cells: list[tuple[str, Any]]) -> None:
    """Labels over figures, side by side."""
    parts = Markup("").join(Markup("<div><span>{}</span><b>{}</b></div>").format(*cell) for cell in cells)
    show(Markup('<div class="hb-sums hb-plan">{}</div>').format(parts))


def sure(posed: Posed, plan: Plan) -> Markup:
    """How sure a plan is, with its sign, and under it the gap that is left."""
    kind, sign = {
        Status.PROVED_BEST: ("hb-pass", "✓"),
        Status.INFEASIBLE: ("hb-fail", "✗"),
    }.get(plan.status, ("hb-open", "？"))
    word = Markup('<span class="{}">{} {}</span>').format(kind, sign, STATUS_WORDS[plan.status])
    if plan.status is not Status.FEASIBLE:
        return word
    return word + Markup("<br><i>{}</i>").format(gap_words(posed, plan))


def show_table(one: Table, most: int = SHOWN) -> None:
    """A planning table under its label; cells that differ carry a sign beside their frame."""
    show(
        Markup('<p class="hb-clause"><b>{}</b>（{}）　{}{}{}</p>').format(
            one.name, LABEL, one.says, "。" if one.says else "", one.note
        )
    )
    sides = "".join(
        "r" if one.rows and all(FIGURE.fullmatch(row[c]) or row[c] == "—" for row in one.rows) else "l"
        for c in range(len(one.headers))
    )
    rows = [
        [
            Cell(f"≠ {text}" if (r, c) in one.marked else text, "first" if (r, c) in one.marked else "")
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(one.rows[:most])
    ]
    show(table(list(one.headers), rows, sides, kind="hb-matrix" if one.marked else ""))
    if len(one.rows) > most:
        show(Markup('<p class="hb-clause hb-soft">共{}行，其余见推演表。</p>').format(len(one.rows)))
