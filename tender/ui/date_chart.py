"""The dates of a project as a picture (日程图): one row a date, days off behind them, today as a line.

Days are drawn in UTC, so that no time zone moves them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt

from tender.calendar import Unpublished, is_working_day
from tender.calendar.year import days_off
from tender.ui.charts import BLUE, INK, RED, SOFT, data, styled

PICK = "pick"
"""The selection that names the row clicked."""
_DAY = timedelta(1)
_ROW = 27
_FOOT = "\u3000"
"""The name of the last row, which holds the names of holidays: nothing to be read."""
_REST, _HOLIDAY, _OPEN = "双休日", "法定节假日", "放假安排未公布"
SHADES = {_REST: "#ECEFF3", _HOLIDAY: "#F6DEDB", _OPEN: "#FBEBCF"}
SHAPES = {"文件载明": "circle", "不得早于": "triangle-right", "不得晚于": "triangle-left", "当日": "diamond"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: its days under one word of ``SHAPES``, the book's own day, and what hovering says."""

    id: str
    name: str
    word: str
    days: Sequence[date]
    label: str
    own: date | None = None
    broken: bool = False
    article: str = ""


def dates_chart(marks: Sequence[Mark], today: date) -> Any:
    """The rows in the order given; a click on one is the selection ``pick``."""
    days = [day for mark in marks for day in (*mark.days, *filter(None, [mark.own]))]
    first, last = min(days) - 3 * _DAY, max(days) + 3 * _DAY
    span = (last - first).days
    end = last + timedelta(max(span // 3, 7))  # room for the words right of the last day
    scale = alt.Scale(type="utc", domain=[_text(first), _text(end)], nice=False)
    day = "utcmonth(datum.value) + 1 + '月' + utcdate(datum.value) + '日'"
    axis = alt.Axis(labelExpr=day, orient="top", tickCount=8, labelAngle=0, labelOverlap="greedy")
    y = alt.Y(
        "name:N",
        sort=[*(mark.name for mark in marks), _FOOT],
        title=None,
        axis=alt.Axis(labelLimit=330, labelFontSize=13, grid=True, ticks=False, domain=False),
    )
    x = alt.X("from:T", scale=scale, axis=axis, title=None)
    bands = (
        alt.Chart(data(_bands(first, end)))
        .mark_rect()
        .encode(
            x=x,
            x2="to:T",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(SHADES), range=list(SHADES.values())),
                legend=None,
            ),
            tooltip=alt.Tooltip("said:N", title="休息日"),
        )
    )
    rows = [_row(mark) for mark in marks if mark.days]
    points = [
        {**row, "day": _text(day)}
        for row, mark in zip(rows, (m for m in marks if m.days), strict=True)
        for day in mark.days
    ]
    tips = [
        alt.Tooltip("name:N", title="事项"),
        alt.Tooltip("label:N", title="日期"),
        alt.Tooltip("article:N", title="依据"),
    ]
    picked = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    line = (
        alt.Chart(data(rows))
        .mark_rule(strokeWidth=3, color=BLUE)
        .encode(y=y, x=alt.X("from:T", scale=scale), x2="to:T")
    )
    shape = alt.Shape("word:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())))
    figures = (
        alt.Chart(data(points))
        .mark_point(size=110, filled=True, color=BLUE, opacity=1)
        .encode(
            y=y,
            x=alt.X("day:T", scale=scale),
            shape=shape.legend(None),
            tooltip=tips,
        )
        .add_params(picked)
    )
    words = (
        alt.Chart(data(rows))
        .mark_text(align="left", dx=9, fontSize=13, color=INK)
        .encode(y=y, x=alt.X("end:T", scale=scale), text="label:N", tooltip=tips)
    )
    layers = bands + _holidays(bands.data.values, y, scale) + line + _own(marks, y, scale) + figures + words
    if first <= today <= end:
        layers += _today(today, scale)
    return styled(
        layers.resolve_scale(color="independent", shape="independent").properties(
            height=_ROW * len(marks) + 60
        )
    )


def _holidays(bands: Sequence[dict[str, str]], y: Any, scale: Any) -> Any:
    """The names of holidays in a row of their own at the foot."""
    named = [{**band, "name": _FOOT} for band in bands if band["kind"] != _REST]
    word = alt.Chart(data(named)).mark_text(fontSize=12, align="left", dx=1, color=SOFT)
    return word.encode(x=alt.X("from:T", scale=scale), y=y, text="said:N")


def _own(marks: Sequence[Mark], y: Any, scale: Any) -> Any:
    """The book's own day beside the law's: an open circle, with a cross where it breaks it."""
    rows = [
        {"name": m.name, "id": m.id, "day": _text(m.own), "sign": "✗" if m.broken else "○"}
        for m in marks
        if m.own
    ]
    ink = alt.condition("datum.sign == '✗'", alt.value(RED), alt.value(INK))
    return (
        alt.Chart(data(rows))
        .mark_text(fontSize=18, fontWeight="bold")
        .encode(y=y, x=alt.X("day:T", scale=scale), text="sign:N", color=ink)
    )


def _today(today: date, scale: Any) -> Any:
    row = data([{"day": _text(today), "said": "今天"}])
    x = alt.X("day:T", scale=scale)
    rule = alt.Chart(row).mark_rule(color=RED, strokeDash=[4, 3]).encode(x=x)
    word = alt.Chart(row).mark_text(color=RED, fontSize=13, align="left", dx=4, dy=-2)
    return rule + word.encode(x=x, y=alt.value(8), text="said:N")


def _row(mark: Mark) -> dict[str, object]:
    last = max(mark.days)
    return {
        "id": mark.id,
        "name": mark.name,
        "word": mark.word,
        "label": mark.label,
        "article": mark.article,
        "from": _text(min(mark.days)),
        "to": _text(last),
        "end": _text(max(last, mark.own or last)),
    }


def _bands(first: date, last: date) -> list[dict[str, str]]:
    """Stretches of days off, each with what they are called."""
    bands: list[dict[str, str]] = []
    for n in range((last - first).days):
        day = first + timedelta(n)
        kind = _kind(day)
        if not kind:
            continue
        if bands and bands[-1]["to"] == _text(day) and bands[-1]["kind"] == kind:
            bands[-1]["to"] = _text(day + _DAY)
        else:
            said = days_off().get(day, kind)
            bands.append({"kind": kind, "said": said, "from": _text(day), "to": _text(day + _DAY)})
    return bands


def _kind(day: date) -> str:
    works = is_working_day(day)
    if isinstance(works, Unpublished):
        return _OPEN
    if works.value:
        return ""
    return _HOLIDAY if day in days_off() else _REST


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
