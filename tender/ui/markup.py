"""Safe markup (安全标记): every text that comes from data is escaped; only our own tags are not.

``Markup`` is markupsafe's: formatting and joining escape whatever is not markup itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup, escape

__all__ = ["Cell", "Markup", "bar", "lines", "show", "table"]

Text = str | Markup


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: what it shows, its class, and how many rows it covers."""

    text: Text
    kind: str = ""
    rowspan: int = 1


def show(markup: Markup) -> None:
    """Put markup on the page."""
    st.html(str(markup))


def lines(text: str) -> Markup:
    """Escaped text that keeps its line breaks."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def table(
    head: Sequence[Text], rows: Iterable[Sequence[Text | Cell]], align: str = "", kind: str = ""
) -> Markup:
    """A table whose header stays; ``align`` has one letter a column: l, r (figures) or c."""
    sides = [{"l": "", "r": "num", "c": "mid"}[side] for side in align.ljust(len(head), "l")]
    heads = Markup("").join(
        Markup('<th class="{}">{}</th>').format(side, text) for side, text in zip(sides, head, strict=True)
    )
    body = Markup("").join(_row(row, sides) for row in rows)
    return Markup(
        '<div class="hb-scroll"><table class="hb-table {}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(kind, heads, body)


def _row(row: Sequence[Text | Cell], sides: Sequence[str]) -> Markup:
    shift = len(sides) - len(row)  # a row under a spanning cell is shorter by it
    parts = []
    for i, entry in enumerate(row):
        cell = entry if isinstance(entry, Cell) else Cell(entry)
        kind = f"{sides[i + shift]} {cell.kind}".strip()
        text = cell.text if isinstance(cell.text, Markup) else lines(cell.text)
        span = Markup(' rowspan="{}"').format(cell.rowspan) if cell.rowspan > 1 else Markup("")
        parts.append(Markup('<td class="{}"{}>{}</td>').format(kind, span, text))
    return Markup("<tr>{}</tr>").format(Markup("").join(parts))


COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#B8A800")
"""Okabe–Ito, the yellow darkened enough to carry text."""
_DARK_TEXT = {"#E69F00", "#56B4E9", "#CC79A7", "#B8A800"}


def bar(parts: Sequence[tuple[str, int | float, str]], full: float) -> Markup:
    """One stacked bar of (name, share, figure); what is missing to ``full`` stays visibly empty."""
    pieces = []
    for i, (name, share, figure) in enumerate(parts):
        color = COLORS[i % len(COLORS)]
        ink = "#1F2933" if color in _DARK_TEXT else "#FFFFFF"
        pieces.append(
            Markup(
                '<div style="width:{:.3f}%;background:{};color:{}" title="{}"><b>{}</b><span>{}</span></div>'
            ).format(
                share * 100 / max(full, sum(p[1] for p in parts)),
                color,
                ink,
                f"{name} {figure}",
                figure,
                name,
            )
        )
    return Markup('<div class="hb-bar">{}</div>').format(Markup("").join(pieces))
