"""Planning as pictures (推演图): what each limit costs, and what is gained for what at the frontier.

Floats here only draw; every figure that is read comes as text.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from tender.planning import Results
from tender.planning.tables import gain_words, rule_words
from tender.ui.charts import BLUE, INK, LINES, broken, data, styled
from tender.ui.markup import COLORS

_MOST = 12  # bars that are still read
_NUMBERED = 30  # points whose numbers can be told apart
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


@dataclass(frozen=True, slots=True)
class Price:
    """One limit: what loosening it gains in points, and the words beside the bar."""

    name: str
    points: float
    said: str


def rule_prices(found: Results) -> list[Price]:
    """The limits that cost something, the dearest first."""
    posed = found.posed
    rows = []
    for price in found.prices.binding:
        if price.first is None:
            continue
        to = posed.amount(price.rule.key, price.first.to)
        gained = gain_words(posed, price.first.gain)
        points = max(float(price.first.gain.points), 0.0)  # another lot may cost points: the words say it
        rows.append(Price(rule_words(price.rule), points, f"放宽到{to}：{gained}"))
    return sorted(rows, key=lambda row: -row.points)[:_MOST]


def step_prices(found: Results) -> list[Price]:
    """What one step of each figure gains at least, the dearest first; for what is too large to be exact."""
    rows = []
    for one in sorted(found.steps, key=lambda one: (-one.gain.needs, -one.gain.points)):
        gained = gain_words(found.posed, one.gain)
        said = f"放宽到{one.lever.said(one.to)}：{gained}"
        rows.append(Price(one.lever.says, max(float(one.gain.points), 0.0), said))
    return rows[:_MOST]


def prices_chart(prices: Sequence[Price]) -> Any:
    """Bars from zero: the points that the smallest effective loosening gains; the words at their ends."""
    names = [broken(price.name) for price in prices]
    rows = [{"name": name, "points": p.points, "said": p.said} for name, p in zip(names, prices, strict=True)]
    span = max([0.0, *(p.points for p in prices)]) or 1.0
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=320, labelExpr=LINES))
    scale = alt.Scale(domain=[0, span * 2.9], nice=False)
    step = next(n * 10.0**power for power in range(-3, 9) for n in (1, 2, 5) if n * 10.0**power * 6 >= span)
    # Ticks stop where the bars do: beyond them stand the words.
    ticks = [round(step * n, 3) for n in range(int(span / step) + 1)]
    axis = alt.Axis(values=ticks, format=",.3~f", titleAnchor="start")
    x = alt.X("points:Q", title="得分增加", scale=scale, axis=axis)
    base = alt.Chart(data(rows)).encode(y=y)
    layers = base.mark_bar(height=24, color=BLUE).encode(x=x) + base.mark_text(
        align="left", dx=6, fontSize=13, color=INK
    ).encode(x="points:Q", text="said:N")
    return styled(layers.properties(height=48 * len(rows) + 60))


def coverages(found: Results) -> dict[str, int]:
    """How many lots the plans of the frontier fill, most first, each with how many plans do."""
    spots = found.frontier.spots if found.frontier else ()
    counts = Counter(spot.measures.needs for spot in spots)
    return {f"确定{lots}个标段的{counts[lots]}个方案": lots for lots in sorted(counts, reverse=True)}


def frontier_chart(found: Results, lots: int | None) -> Any:
    """Money against points of the plans that fill so many lots, or of all; numbered as in the table.

    Shape and color say together how concentrated a plan is.
    """
    spots = [
        (i, spot)
        for i, spot in enumerate(found.frontier.spots if found.frontier else (), 1)
        if lots is None or spot.measures.needs == lots
    ]
    rows = [
        {
            "number": str(i),
            "money": spot.measures.price_fen / 1_000_000,
            "points": float(spot.measures.points),
            "lots": f"{spot.measures.needs}个",
            "most": f"一家最多{spot.measures.concentration}个标段",
            "operators": f"{spot.measures.operators}家",
        }
        for i, spot in spots
    ]
    most = [f"一家最多{n}个标段" for n in sorted({spot.measures.concentration for _, spot in spots})]
    legend = alt.Legend(title=None, orient="top", columns=4, labelLimit=220, symbolSize=110)
    colors = [COLORS[i % len(COLORS)] for i in range(len(most))]
    shapes = [_SHAPES[i % len(_SHAPES)] for i in range(len(most))]
    unit = "加权得分之和" if found.posed.book.worths else "得分之和"
    money = _room([spot.measures.price_fen / 1_000_000 for _, spot in spots])
    points = _room([float(spot.measures.points) for _, spot in spots])
    axis = alt.Axis(tickCount=6)
    x = alt.X("money:Q", title="金额（万元/年）", scale=alt.Scale(domain=money, nice=False), axis=axis)
    y = alt.Y("points:Q", title=unit, scale=alt.Scale(domain=points, nice=False), axis=axis)
    tips = [
        alt.Tooltip("number:N", title="序号"),
        alt.Tooltip("money:Q", title="金额（万元/年）", format=",.2f"),
        alt.Tooltip("points:Q", title=unit, format=",.2f"),
        alt.Tooltip("lots:N", title="确定的标段"),
        alt.Tooltip("most:N", title="集中程度"),
        alt.Tooltip("operators:N", title="机构数"),
    ]
    base = alt.Chart(data(rows)).encode(x=x, y=y)
    layers = base.mark_point(filled=True, size=130, opacity=1).encode(
        color=alt.Color("most:N", scale=alt.Scale(domain=most, range=colors), sort=most, legend=legend),
        shape=alt.Shape("most:N", scale=alt.Scale(domain=most, range=shapes), sort=most, legend=legend),
        tooltip=tips,
    )
    if len(rows) <= _NUMBERED:
        layers += base.mark_text(dy=-13, fontSize=13, color=INK).encode(text="number:N")
    return styled(layers.properties(height=420))


def _room(values: Sequence[float]) -> list[float]:
    """A domain around the values, never below nothing."""
    low, high = min(values), max(values)
    pad = (high - low) * 0.08 or max(high * 0.02, 1.0)
    return [max(0.0, low - pad), high + pad]
