"""日程: every date of the project as a picture and as a table, and the calendar file."""

import streamlit as st

from tender.calendar import Roll
from tender.schedule import book_series, ics, occurrence_events, schedule, schedule_events
from tender.ui import dates, frame
from tender.ui.findings import show_findings
from tender.ui.words import names_in

READINGS = {"两种理解都列出": None, "遇双休日不顺延": Roll.HOLIDAYS, "遇双休日顺延": Roll.REST_DAYS}
CLAUSES = ("O87-85", "O94-42", "CC-203")

page = frame.enter("schedule")
here = page.here
book = here.book
if book is None:
    st.info("文本还不能读取，改正后这里显示日程。")
    st.stop()

today = page.now.date()
chosen = st.segmented_control(
    "期限最后一日遇双休日", list(READINGS), default="两种理解都列出", key="roll", required=True
)
plan = schedule(book, here.packs, roll=READINGS[chosen or "两种理解都列出"])
duties = book_series(book)
marks = dates.marks(book, plan, duties)

left, right = st.columns([11, 4], gap="medium")
with left:
    picked = dates.picture(marks, today)
with right:
    dates.clause(book, plan, duties, picked, here.packs)
names = names_in(here.look.state.book or here.workspace.book().text)
show_findings((*plan.findings, *duties.findings), names=names)

events = (*schedule_events(book, plan), *occurrence_events(book.number, duties.occurrences))
if plan.entries:
    st.subheader("法定期限", anchor=False)
    st.caption("法定日期按发布之日有效的规定计算；最晚日期以前面各步用足期限为前提。")
    dates.table_of(plan, today)
if duties.occurrences:
    st.subheader("地方制度的时限", anchor=False)
    dates.duties_table(duties, today)
if events:
    st.download_button(
        "下载日历文件",
        ics(book.name, book.dates.publish, events),
        "schedule.ics",
        "text/calendar",
        key="download-ics",
        help="日程按两种理解都成立的日期写入，可导入办公日历",
    )
with st.popover("最后一日遇节假日、双休日怎样计算", key="articles-roll"):
    frame.clauses(CLAUSES, here)
frame.onward(here, "schedule")
