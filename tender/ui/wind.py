"""The wind tunnel on a page (试算): answers with pictures, computed once for a book, a number and a seed.

Floats here only draw; every figure that is read comes as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt
import streamlit as st

from scoring.exact import plain
from tender.book import Book
from tender.policy import Policies
from tender.simulate import Report, Shape, Topic, money_limit, percent, simulate
from tender.simulate.words import one_place
from tender.ui.charts import BLUE, INK, data, styled
from tender.ui.markup import Markup, show

PALE = "#D6E2EF"
"""What could be reached, behind what is."""
STEPS = 20
"""Parts of the money limit that the picture of the budget is counted in."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, the length behind it that it could reach, the words at its end."""

    name: str
    length: float
    reach: float
    said: str


@st.cache_resource(show_spinner="正在试算，约需半分钟……", max_entries=10)
def report_of(key: str, draws: int, seed: int, _book: Book, _packs: Policies) -> Report:
    """The report on a book, played once for each text of it (``key``), number and seed."""
    return simulate(_book, _packs, draws=draws, seed=seed)


def answers(topic: Topic) -> None:
    """One question and its answers."""
    st.subheader(topic.question, anchor=False)
    show(Markup('<p class="hb-clause">{}</p>').format(Markup("<br>").join(topic.answers)))


def items(report: Report, column: str) -> list[Bar]:
    """How far each item of one weight column sets bidders apart, before its full points."""
    found = []
    for c in report.book.criteria_of(report.book.lots_of(column)[0]):
        key = ("item", column, c.id)
        spread = report.tally.share((*key, "spread"), (*key, "fields"))
        full = c.weights[column]
        said = f"{one_place(spread)}／{plain(full)}分"
        found.append(Bar(c.name, float(spread), float(full), said))
    return found


def gates(report: Report) -> list[Bar]:
    """How many bids are left after each gate, one after the other."""
    tally, bids = report.tally, report.tally["bids",]
    shares = {g.name: tally["left", g.id] / bids for g in report.book.gates} if bids else {}
    return [Bar(name, float(share * 100), 100.0, percent(share)) for name, share in shares.items()]


def shapes(report: Report) -> list[Bar]:
    """How often each shape stands first in the lots it bids for."""
    tally = report.tally
    won = {s.word: tally.share(("won", s.value), ("ran", s.value)) for s in Shape if tally["ran", s.value]}
    return [Bar(name, float(share * 100), 100.0, percent(share)) for name, share in won.items()]


def budget(report: Report) -> list[Bar]:
    """How much of the money awards use, in parts of it; nothing without a limit or an award."""
    tally = report.tally
    counts = {n: tally["budget", str(n)] for n in range(STEPS + 1)}
    used = [n for n, count in counts.items() if count]
    total = sum(counts.values(), Fraction(0))
    if not used or not money_limit(report.book):
        return []
    part = 100 // STEPS
    return [
        Bar(
            "用满" if n == STEPS else f"{n * part}%至{(n + 1) * part}%",
            float(counts[n] / total * 100),
            100.0,
            f"{int(counts[n])}次",
        )
        for n in range(min(used), max(used) + 1)
    ]


def picture(bars: Sequence[Bar], unit: str) -> Any:
    """Horizontal bars from zero in the order given, each before what it could reach."""
    rows = [{"name": b.name, "length": b.length, "reach": b.reach, "said": b.said} for b in bars]
    longest = max([b.reach for b in bars], default=1.0)
    y = alt.Y("name:N", sort=[b.name for b in bars], title=None, axis=alt.Axis(labelLimit=220))
    scale = alt.Scale(domain=[0, longest * 1.45], nice=False)
    step = next(step for step in (1, 2, 5, 10, 20, 25) if longest / step <= 6 or step == 25)
    ticks = list(range(0, int(longest) + 1, step))
    x = alt.X("length:Q", title=unit, scale=scale, axis=alt.Axis(values=ticks))
    base = alt.Chart(data(rows)).encode(y=y)
    layers = (
        base.mark_bar(height=20, color=PALE).encode(x=alt.X("reach:Q", title=unit, scale=scale))
        + base.mark_bar(height=20, color=BLUE).encode(x=x)
        + base.mark_text(align="left", dx=6, fontSize=13, color=INK).encode(x="reach:Q", text="said:N")
    )
    return styled(layers.properties(height=30 * len(bars) + 60))
