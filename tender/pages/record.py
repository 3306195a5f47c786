"""记录: the time line of events, and whether the chain holds."""

import streamlit as st

from tender.documents.wording import date_zh
from tender.findings import has_error
from tender.ui import frame, timeline
from tender.ui.findings import show_findings
from tender.ui.markup import Markup, show
from tender.workspace import Phase

page = frame.enter("record")
look = page.here.look
record = look.record

if look.broken:
    st.error(f"记录不完整：在第{len(record.events)}条之后发现问题。不得在此记录上继续操作。")
    show_findings(look.broken, look)
else:
    show(
        Markup(
            '<p class="hb-pass">✓ 记录完整：{}条事件首尾相接，末端校验值</p><p class="hb-hash">{}</p>'
        ).format(len(record.events), record.head)
    )
    if page.here.phase is Phase.MARKING and look.state.marks:
        # The file holds the marks of those who have locked, which nobody may read yet.
        st.info("评分正在进行。全体成员锁定评分后才能下载项目记录。")
    else:
        st.download_button(
            "下载项目记录",
            record.to_jsonl().encode("utf-8"),
            "record.jsonl",
            key="download-record",
            type="primary",
            help="一行一条事件，可用命令行工具核验",
        )
if has_error(look.state.findings):
    show_findings(look.state.findings, look)

kinds = list(dict.fromkeys(event.what for event in record.events))
chosen = st.pills(
    "只看",
    kinds,
    format_func=lambda kind: timeline.word(kind, page.here.book),
    selection_mode="multi",
    key="record-kinds",
)
events = [event for event in record.events if not chosen or event.what in chosen]
limit = 60
shown = events[::-1][: None if st.session_state.get("record-all") else limit]
blocks = []
for event in shown:
    moment = timeline.moment(event.at)
    blocks.append(
        Markup(
            '<div class="hb-line"><b>{}</b>　{}　<span class="hb-soft">{}　第{}条</span>'
            '<span class="hb-hash">　{}</span><br>{}{}</div>'
        ).format(
            timeline.word(event.what, page.here.book),
            event.who,
            f"{date_zh(moment.date())}{moment:%H:%M:%S}",
            event.seq,
            event.hash[:16],
            timeline.what(event, page.here.book),
            Markup("<br>理由：{}").format(event.why) if event.why else "",
        )
    )
st.subheader(f"事件（新的在前，共{len(events)}条）", anchor=False)
show(Markup("").join(blocks))
if len(events) > limit:
    st.checkbox(f"显示全部{len(events)}条", key="record-all")
