"""分配: who gets which lot by the declared rule, why, what it uses, and the purchaser's confirmation."""

from datetime import datetime

import streamlit as st

from tender.allocate import Outcome, award_findings
from tender.decisions import DepartureConfirmed, read_decisions
from tender.findings import has_error
from tender.ui import award, frame, session
from tender.ui.findings import show_findings
from tender.ui.planning import show_planning
from tender.ui.settling import settle
from tender.workspace import Phase

page = frame.enter("allocate")
here = page.here
look, case = here.look, here.look.case
allocation = session.allocation(here)

award.status(case, allocation)
award.matrix(case, allocation)
award.funds(case, allocation)
award.rooms(case, allocation)
award.departures(case, allocation, here.day)
barred = award_findings(case, allocation, page.now.date()) if here.phase is Phase.RANKED else ()
if allocation.findings:
    show_findings(allocation.findings, look)
if barred and allocation.outcome is Outcome.DECIDED:
    st.subheader("地方制度中有关定标的规定", anchor=False)
    show_findings(barred, look)

if not case.live_lots:
    st.warning(f"没有标段达到规定的有效{case.book.terms.offer}家数，没有可以确定的结果。")
elif here.phase is Phase.RANKED and allocation.outcome is Outcome.OPEN_TIE:
    page.told()
    settle(page, allocation)
elif here.phase is Phase.RANKED and allocation.outcome is Outcome.DECIDED:
    page.told()
    departed = tuple(lot.lot for lot in allocation.departures)
    says = f"各标段{case.book.terms.winner}记入项目记录，随后发布公告；记录后不能再改评分和名次。"
    confirmed = None
    if departed:
        before = read_decisions(here.workspace.folder)[0].departure_confirmed
        st.subheader(f"{case.book.terms.buyer}确认", anchor=False)
        st.text(
            f"标段{'、'.join(departed)}的{case.book.terms.winner}不是排序第一者。{case.book.terms.buyer}知悉原因并写明理由后才能记录结果。"
        )
        by = st.text_input("确认人", before.by if before else "", key="award-by")
        why = st.text_area("理由", before.why if before else "", key="award-why")
        if by.strip() and why.strip():
            at: datetime = page.now
            confirmed = DepartureConfirmed(lots=departed, by=by.strip(), at=at, why=why.strip())
    ready = (confirmed is not None or not departed) and not has_error(barred)
    if frame.final("award", "记录定标结果", says, ("REG-43", "N214-28", "O87-68"), here, disabled=not ready):
        page.done(here.workspace.award(allocation, confirmed, page.now, page.head), "定标结果已记录。")
    if has_error(barred):
        st.caption("定标结果不符合上述规定，不能记录。")
    elif not ready:
        st.caption("填写确认人和理由后才能记录。")
elif look.state.award:
    event = look.record.events[look.state.award.seq - 1]
    st.success("定标结果已记入项目记录。")
    st.text(f"决定人：{event.who}\n理由：{event.why}")
if case.state.results:
    show_planning(here, {lot.offer for lot in allocation.lots if lot.offer})
frame.onward(here, "allocate")
