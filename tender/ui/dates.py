"""The dates of a project on a page (日程): rows of the picture, tables, and what each date rests on."""

from collections.abc import Sequence
from datetime import date, datetime

import streamlit as st

from tender.book import Book
from tender.calendar import Unpublished, working_days_between
from tender.documents.wording import date_zh, datetime_zh
from tender.policy import Policies
from tender.schedule import Entry, Occurrence, Schedule, Series, Status
from tender.schedule.steps import FIELDS
from tender.ui.date_chart import PICK, SHADES, Mark, dates_chart
from tender.ui.markup import Cell, Markup, show, table

OWN = "文件载明"
_KIND = {
    Status.ACCORDS: ("hb-pass", "✓ "),
    Status.TOO_EARLY: ("hb-fail", "✗ "),
    Status.TOO_LATE: ("hb-fail", "✗ "),
    Status.CANNOT_DECIDE: ("hb-open", "？ "),
    Status.NOT_STATED: ("hb-soft", ""),
}
_BROKEN = (Status.TOO_EARLY, Status.TOO_LATE)
_SHOWN = 12
"""Duties that a picture has room for; the table holds them all."""


def marks(book: Book, plan: Schedule, duties: Series) -> tuple[Mark, ...]:
    """The book's own dates, then every statutory one that is known, then the first local duties."""
    own = []
    for field, name in FIELDS.items():
        given = getattr(book.dates, field)
        timed = isinstance(given, datetime)
        said = _short(datetime_zh(given) if timed else date_zh(given), book)
        own.append(Mark(f"own/{field}", name, OWN, (given.date() if timed else given,), said))
    start = book.dates.service_from
    own.append(Mark("own/service_from", "服务开始", OWN, (start,), _short(date_zh(start), book)))
    law = [
        Mark(
            e.id,
            e.name,
            e.bound.word,
            e.point.dates,
            _short(_said(e), book),
            e.book_date,
            e.status in _BROKEN,
            e.article,
        )
        for e in plan.entries
        if e.point.dates
    ]
    last = max(day for mark in (*own, *law) for day in mark.days)
    due = [one for one in duties.occurrences if one.day <= last][:_SHOWN]
    local = [
        Mark(
            _id(one),
            f"{one.name}{_nth(one, due)}",
            one.bound.word,
            (one.day,),
            _short(_bound(one), book),
            article=one.article,
        )
        for one in due
    ]
    return (*own, *law, *local)


def picture(rows: Sequence[Mark], today: date) -> str:
    """The picture; returns the id of the row that was clicked, empty for none."""
    event = st.altair_chart(
        dates_chart(rows, today),
        key="dates",
        theme=None,
        width="stretch",
        on_select="rerun",
        selection_mode=PICK,
    )
    chosen = event.selection.get(PICK, [])
    shades = Markup("").join(
        Markup('<span style="background:{}">{}</span>').format(color, word) for word, color in SHADES.items()
    )
    words = "● 文件载明　▶ 不得早于　◀ 不得晚于　◆ 当日　○ 文件载明的日期在法定日期旁　✗ 与规定不符"
    show(Markup('<p class="hb-key">{}<span>{}</span></p>').format(shades, words))
    days = [day for mark in rows for day in mark.days]
    if not min(days) <= today <= max(days):
        side = "以前" if today < min(days) else "以后"
        st.caption(f"今天（{date_zh(today)}）在图示期间{side}。")
    else:
        st.caption("红色虚线为今天。")
    return str(chosen[0]["id"]) if chosen else ""


def clause(book: Book, plan: Schedule, duties: Series, picked: str, packs: Policies) -> None:
    """What the clicked date rests on, with the text of its provisions."""
    entry = next((e for e in plan.entries if e.id == picked), None)
    one = next((o for o in duties.occurrences if _id(o) == picked), None)
    if entry is None and one is None:
        st.caption("点图中的标记，这里显示它的计算方法和条文。")
        return
    rules = entry.rules if entry else (one.rule,) if one else ()
    st.subheader(entry.name if entry else one.name if one else "", anchor=False)
    if entry:
        st.text(f"{_said(entry)}\n自{entry.event}起计算：{entry.counted}\n{_compared(entry)}")
    elif one:
        st.text(_bound(one))
    for rule in rules:
        says = packs.on(rule, book.dates.publish).says
        show(Markup('<p class="hb-clause"><b>{}</b><br>{}</p>').format(packs.cite(rule), says))


def table_of(plan: Schedule, today: date) -> None:
    """Every statutory date beside the book's own."""
    rows: list[list[str | Markup | Cell]] = []
    for e in plan.entries:
        kind, sign = _KIND[e.status]
        status = Markup('<span class="{}">{}{}</span>').format(kind, sign, e.status.word)
        own = Cell(date_zh(e.book_date) if e.book_date else "—", "short")
        rows.append([e.name, _said(e, today), f"自{e.event}起{e.counted}", own, status, e.article])
    show(table(["事项", "法定日期", "怎样计算", "文件载明", "结论", "依据"], rows, kind="hb-dates"))


def duties_table(duties: Series, today: date) -> None:
    """Every dated duty of the policy system."""
    rows = [[one.name, f"{_bound(one)}{_far(one.day, today)}", one.article] for one in duties.occurrences]
    show(table(["事项", "日期", "依据"], rows, kind="hb-dates"))


def _said(entry: Entry, today: date | None = None) -> str:
    """``不得晚于2026年4月18日或2026年4月20日``, with how far away where ``today`` is told."""
    if not entry.point.dates:
        return f"{entry.point.unpublished}年放假安排尚未公布，不能确定"
    word = "" if entry.bound.word == "当日" else entry.bound.word
    both = "或".join(date_zh(day) for day in entry.point.dates)
    return word + both + (_far(entry.point.dates[0], today) if today else "")


def _short(said: str, book: Book) -> str:
    """Without the year of publication, which the picture need not repeat in every row."""
    return said.replace(f"{book.dates.publish.year}年", "")


def _far(day: date, today: date) -> str:
    """How many working days are left, where the calendars tell; nothing for a day gone by."""
    if day < today:
        return ""
    left = working_days_between(today, day)
    if isinstance(left, Unpublished):
        return f"（还有{(day - today).days}天）"
    return f"（还有{left.value}个工作日）" if left.value else "（今天）" if day == today else ""


def _compared(entry: Entry) -> str:
    if entry.book_date is None:
        return "文件未载明这一日期。"
    return f"文件载明{date_zh(entry.book_date)}：{entry.status.word}。"


def _bound(one: Occurrence) -> str:
    return f"{'' if one.bound.word == '当日' else one.bound.word}{date_zh(one.day)}"


def _id(one: Occurrence) -> str:
    return f"{one.rhythm}/{one.step}/{one.day.isoformat()}"


def _nth(one: Occurrence, all_of: Sequence[Occurrence]) -> str:
    """A number where a duty recurs, because a row is known by its name."""
    same = [other for other in all_of if other.name == one.name]
    return f"（第{same.index(one) + 1}次）" if len(same) > 1 else ""
