"""评分: one judge's sheet, its read-back and the lock, later marks still owed; for the purchaser the progress only."""

import streamlit as st

from tender.ui import frame, late_marks, marking
from tender.workspace import Phase

page = frame.enter("mark")
here = page.here
case = here.look.case

if not case.live_lots:
    word = case.book.terms.activity
    st.warning(
        f"没有标段达到规定的有效{case.book.terms.offer}家数，不进行评分；请终止{word}，查明原因后重新组织。"
    )
elif here.judge is None:
    marking.progress(page)
elif late_marks.due(case, here.judge):
    late_marks.sheet(page, here.judge)
elif here.judge.id in here.look.state.locked:
    st.success("您的评分已经锁定，以下是项目记录中的内容。")
    marking.read_back(page, here.judge)
elif here.phase is not Phase.MARKING:
    st.info("评分环节已经结束。")
elif st.session_state.get(f"check/{here.workspace.id}/{here.judge.id}"):
    marking.confirm(page, here.judge)
else:
    marking.sheet(page, here.judge)
if here.judge is None:
    frame.onward(here, "mark")
