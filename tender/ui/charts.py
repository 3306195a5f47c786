"""Charts (图): bars from zero, Okabe–Ito colors, figures written on the bars.

Floats here only draw; every figure that is read comes as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from tender.ui.markup import COLORS

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
INK, LINE, BLUE, RED, SOFT = "#1F2933", "#D5D9E0", "#1D4E89", "#B3261E", "#52606D"


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar of several pieces: (item, length, figure), and what it sums to."""

    name: str
    pieces: Sequence[tuple[str, float, str]]
    total: str


@dataclass(frozen=True, slots=True)
class Use:
    """How much of one source is used, in the chart's unit, with the words beside the bar."""

    name: str
    used: float
    ceiling: float
    said: str


def stacks(bars: Sequence[Stack], unit: str) -> Any:
    """Horizontal stacked bars in the order given, totals at their ends."""
    items = list(dict.fromkeys(item for bar in bars for item, _, _ in bar.pieces))
    order = [bar.name for bar in bars]
    rows = []
    for bar in bars:
        start = 0.0
        for item, length, figure in bar.pieces:
            shown = figure if length >= 6 else ""
            rows.append({"bar": bar.name, "item": item, "from": start, "to": start + length, "figure": shown})
            start += length
    ends = [{"bar": b.name, "to": sum(p[1] for p in b.pieces), "total": b.total} for b in bars]
    y = alt.Y("bar:N", sort=order, title=None, axis=alt.Axis(labelLimit=240))
    pieces = alt.Chart(data(rows)).encode(y=y)
    color = alt.Color(
        "item:N",
        scale=alt.Scale(domain=items, range=list(COLORS)),
        legend=alt.Legend(title=None, orient="top", columns=min(len(items), 4), labelLimit=200),
    )
    x = alt.X(
        "from:Q", title=unit, scale=alt.Scale(domain=[0, 108]), axis=alt.Axis(values=list(range(0, 101, 20)))
    )
    layers = (
        pieces.mark_bar(height=24, stroke="#FFFFFF").encode(x=x, x2="to:Q", color=color)
        + pieces.transform_calculate(middle="(datum.from + datum.to) / 2")
        .mark_text(fontSize=13, color="#FFFFFF", stroke=INK, strokeWidth=2.2, strokeOpacity=0.55)
        .encode(x="middle:Q", text="figure:N")
        + pieces.transform_calculate(middle="(datum.from + datum.to) / 2")
        .mark_text(fontSize=13, color="#FFFFFF")
        .encode(x="middle:Q", text="figure:N")
        + alt.Chart(data(ends))
        .mark_text(align="left", dx=6, fontSize=14, fontWeight="bold", color=INK)
        .encode(y=y, x="to:Q", text="total:N")
    )
    return styled(layers.properties(height=42 * len(bars) + 120))


def funds(uses: Sequence[Use], unit: str) -> Any:
    """How much of each source is used; a red line marks what it may not exceed."""
    rows = [{"name": broken(u.name), "used": u.used, "ceiling": u.ceiling, "said": u.said} for u in uses]
    longest = max([max(u.used, u.ceiling) for u in uses], default=1.0)
    y = alt.Y(
        "name:N",
        sort=[broken(u.name) for u in uses],
        title=None,
        axis=alt.Axis(labelLimit=300, labelExpr=LINES),
    )
    x = alt.X(
        "used:Q",
        title=unit,
        scale=alt.Scale(domain=[0, longest * 1.06], nice=False),
        axis=alt.Axis(tickCount=6),
    )
    base = alt.Chart(data(rows)).encode(y=y)
    layers = (
        base.mark_bar(height=26, color=BLUE).encode(x=x)
        + base.mark_text(align="left", baseline="middle", dx=10, fontSize=13, color="#FFFFFF").encode(
            x=alt.datum(0), text="said:N"
        )
        + base.mark_tick(thickness=3, size=40, color=RED, opacity=1).encode(x="ceiling:Q")
    )
    return styled(layers.properties(height=50 * len(uses) + 60))


LINES = "split(datum.value, '\\n')"
_WIDE = 14
"""Characters of one line of a label."""


def broken(name: str) -> str:
    """A long name in lines of one width."""
    return "\n".join(name[i : i + _WIDE] for i in range(0, len(name), _WIDE))


def data(rows: Sequence[object]) -> Any:
    """Rows as a chart's data."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def styled(chart: Any) -> Any:
    """The chart in our type, ink and lines."""
    return (
        chart.configure(font=FONT)
        .configure_axis(
            labelFontSize=14,
            titleFontSize=14,
            labelColor=INK,
            titleColor=INK,
            gridColor="#EEF0F3",
            domainColor=LINE,
            tickColor=LINE,
            titleFontWeight="normal",
        )
        .configure_legend(labelFontSize=14, labelColor=INK)
        .configure_view(stroke=None)
    )
