"""试算: the wind tunnel over the draft book, its answers with pictures, its findings with mends."""

import streamlit as st

from tender.findings import has_error
from tender.publish import publish
from tender.simulate import DRAWS, defects, opening, topics
from tender.ui import frame, wind
from tender.ui.findings import show_findings
from tender.ui.words import names_in
from tender.workspace import Phase

page = frame.enter("simulate")
here = page.here
book = here.book
draft = here.workspace.book() if here.phase is Phase.DRAFTING else None
if book is None or (draft and has_error(publish(draft)[1])):
    st.info(here.said("采购文件还有错误，改正后才能试算。请到“编制与检查”页查看检查意见。"))
    st.stop()

left, middle, right = st.columns([2, 2, 5], vertical_alignment="bottom")
with left:
    draws = st.selectbox(
        "模拟开启次数", [60, DRAWS, 1000], format_func=lambda n: f"{n}次", index=1, key="draws"
    )
with middle:
    seed = st.number_input("随机数种子", min_value=1, max_value=999_999, value=1, step=1, key="seed")
with right:
    asked = st.button("开始试算", key="play", type="primary")
wanted = (draft.key if draft else here.look.state.book_sha256, draws, int(seed))
if asked:
    st.session_state["played"] = wanted
if st.session_state.get("played") != wanted:
    st.text("按下“开始试算”后，这里写出结论和图。种子和次数相同，结果相同。")
    frame.onward(here, "simulate")
    st.stop()

report = wind.report_of(*wanted, book, here.packs)
st.caption(opening(report))
found = defects(report)
if found:
    names = names_in(draft.text if draft else here.look.state.book)
    show_findings(found, names=names, packs=here.packs)
else:
    st.success("没有发现不起作用或容易失控的规则。")

price, apart, chance, survive, shape, money = topics(report)
one, two = st.columns(2, gap="large")
with one:
    wind.answers(price)
    wind.answers(apart)
    columns = book.columns()
    lots = {"、".join(lot.id for lot in book.lots_of(column)): column for column in columns}
    chosen = next(iter(lots))
    if len(lots) > 1:
        chosen = st.segmented_control("标段", list(lots), default=chosen, key="lots", required=True) or chosen
    st.caption("各项平均拉开的分差／满分")
    bars = wind.items(report, lots[chosen])
    st.altair_chart(wind.picture(bars, "分"), key="items", theme=None, width="stretch")
    wind.answers(chance)
    wind.answers(shape)
    st.altair_chart(wind.picture(wind.shapes(report), "%"), key="shapes", theme=None, width="stretch")
with two:
    wind.answers(survive)
    st.altair_chart(wind.picture(wind.gates(report), "%"), key="gates", theme=None, width="stretch")
    wind.answers(money)
    spent = wind.budget(report)
    if spent:
        st.altair_chart(wind.picture(spent, "占模拟定标次数的%"), key="budget", theme=None, width="stretch")
frame.onward(here, "simulate")
