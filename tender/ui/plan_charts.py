"""Planning as pictures (推演图): what each limit costs, and what is gained for what at the frontier.

Floats here only draw; every figure that is read comes as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from tender.planning import Results
from tender.planning.tables import gain_words, rule_words
from tender.ui.charts import BLUE, INK, LINES, SOFT, broken, data, styled
from tender.ui.markup import COLORS

_MOST = 12  # bars that are still read
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


@dataclass(frozen=True, slots=True)
class Price:
    """One limit: what its smallest effective loosening gains in points, and the words beside the bar."""

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
        gained = gain_words(price.first.gain, posed.problem.places)
        rows.append(Price(rule_words(price.rule), float(price.first.gain.points), f"放宽到{to}：{gained}"))
    return sorted(rows, key=lambda row: -row.points)[:_MOST]


def prices_chart(prices: Sequence[Price]) -> Any:
    """Bars from zero: the points that the smallest effective loosening gains; the words at their ends."""
    names = [broken(price.name) for price in prices]
    rows = [{"name": name, "points": p.points, "said": p.said} for name, p in zip(names, prices, strict=True)]
    low, high = min([0.0, *(p.points for p in prices)]), max([0.0, *(p.points for p in prices)])
    span = (high - low) or 1.0
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=320, labelExpr=LINES))
    scale = alt.Scale(domain=[low, high + span * 1.9], nice=False)
    # Ticks stop where the bars do: beyond them stand the words.
    ticks = [low + span * part / 4 for part in range(5)] if high > low else [0]
    x = alt.X("points:Q", title="得分增加", scale=scale, axis=alt.Axis(values=ticks, format="~g"))
    base = alt.Chart(data(rows)).encode(y=y)
    layers = base.mark_bar(height=24, color=BLUE).encode(x=x) + base.transform_calculate(
        end="max(datum.points, 0)"
    ).mark_text(align="left", dx=6, fontSize=13, color=INK).encode(x="end:Q", text="said:N")
    return styled(layers.properties(height=48 * len(rows) + 60))


def frontier_chart(found: Results) -> Any:
    """Money against points; the shape says how concentrated, the color how many lots; numbers as in the table."""
    posed, spots = found.posed, found.frontier.spots if found.frontier else ()
    rows = [
        {
            "number": str(i),
            "money": spot.measures.price_fen / 1_000_000,
            "points": float(spot.measures.points),
            "lots": f"确定{spot.measures.needs}个标段",
            "most": f"一家最多{spot.measures.concentration}个标段",
            "operators": f"{spot.measures.operators}家",
        }
        for i, spot in enumerate(spots, 1)
    ]
    lots = [f"确定{n}个标段" for n in sorted({spot.measures.needs for spot in spots}, reverse=True)]
    most = [f"一家最多{n}个标段" for n in sorted({spot.measures.concentration for spot in spots})]
    legend = alt.Legend(title=None, orient="top", columns=4, labelLimit=220, symbolSize=110)
    colors = [COLORS[i % len(COLORS)] for i in range(len(lots))]
    shapes = [_SHAPES[i % len(_SHAPES)] for i in range(len(most))]
    unit = "加权得分之和" if posed.book.worths else "得分之和"
    x = alt.X("money:Q", title="金额（万元/年）", scale=alt.Scale(zero=False, padding=24))
    y = alt.Y("points:Q", title=unit, scale=alt.Scale(zero=False, padding=24))
    tips = [
        alt.Tooltip("number:N", title="序号"),
        alt.Tooltip("money:Q", title="金额（万元/年）", format=",.2f"),
        alt.Tooltip("points:Q", title=unit, format=",.2f"),
        alt.Tooltip("lots:N", title="覆盖"),
        alt.Tooltip("most:N", title="集中程度"),
        alt.Tooltip("operators:N", title="机构数"),
    ]
    base = alt.Chart(data(rows)).encode(x=x, y=y)
    dots = base.mark_point(filled=True, size=130, opacity=1).encode(
        color=alt.Color("lots:N", scale=alt.Scale(domain=lots, range=colors), sort=lots, legend=legend),
        shape=alt.Shape("most:N", scale=alt.Scale(domain=most, range=shapes), sort=most, legend=legend),
        tooltip=tips,
    )
    numbers = base.mark_text(dy=-13, fontSize=13, color=INK if len(rows) <= 60 else SOFT).encode(
        text="number:N"
    )
    return styled((dots + numbers).properties(height=420))
