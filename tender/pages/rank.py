"""排名: every lot's ranking, each number opened to its arithmetic."""

import streamlit as st

from tender.correct import still_owed
from tender.mark import unmarked
from tender.ui import conduct, corrections, frame, law_answers, ranking
from tender.workspace import Phase

page = frame.enter("rank")
here = page.here
look, case = here.look, here.look.case

if unmarked(case):  # the room opens later, yet a correction could lead back
    st.info("全体成员锁定评分后才能看到排名。")
    st.stop()
if here.phase is Phase.MARKED:
    st.text(f"全体{len(case.book.judges)}名成员已锁定评分，共{len(case.live_lots)}个标段待汇总。")
    page.told()
    says = f"按{case.book.terms.book}的规则计算各标段得分和名次并记入项目记录；汇总后评分只在法定情形下更正。"
    owing = bool(still_owed(case))
    if frame.final("rank", "汇总排序", says, ("O87-64", "N214-32"), here, disabled=owing):
        page.done(here.workspace.rank(page.now, page.head), "各标段得分和名次已汇总。")
    conduct.panel(here, case.live_lots)
    corrections.corrections(page)
    st.stop()

ranking.firsts(case)
lots = [lot for lot in case.live_lots if lot.id in look.state.results]
names = {lot.id: lot for lot in lots}
if lots:  # a correction may leave no lot with enough valid bids
    chosen = st.segmented_control("标段", list(names), key="rank-lot", default=lots[0].id, required=True)
    ranking.lot_ranking(case, names[chosen or lots[0].id])
    conduct.firm(here, names[chosen or lots[0].id])
    conduct.panel(here, [names[chosen or lots[0].id]])
law_answers.answered(look)
page.told()
corrections.corrections(page)
frame.onward(here, "rank")
