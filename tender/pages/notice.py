"""公告: the notice itself as preview, its files, and the event that it was issued."""

import streamlit as st

from tender.announce import NOTICE, REPORT, notice_gaps
from tender.findings import has_error
from tender.ui import frame, session
from tender.ui.findings import show_findings
from tender.workspace import Phase
from tender.workspace.look import recomputed

page = frame.enter("notice")
here = page.here
look, case = here.look, here.look.case
t = case.book.terms
allocation = session.allocation(here)
differs = recomputed(look, allocation)
if has_error(differs):
    show_findings(differs, look)
    st.stop()
papers = session.papers(look.record.head, here, allocation)

if papers.as_issued is not None:
    if papers.as_issued:
        st.success("公告已发布；下面的公告与发布时的校验值一致。")
    else:
        st.error("公告已发布，但现在生成的公告与发布时的校验值不同。请以发布时的文件为准，并查明原因。")

names = (
    (f"{NOTICE}.docx", "结果公告（文字版）"),
    (f"{NOTICE}.html", "结果公告（网页版）"),
    (f"{REPORT}.docx", "评审报告（文字版）"),
    (f"{REPORT}.html", "评审报告（网页版）"),
)
for column, (file, name) in zip(st.columns(4), names, strict=True):
    column.download_button(f"下载{name}", papers.files[file], file, key=f"download-{file}", width="stretch")

gaps = notice_gaps(case, allocation)
if gaps:
    st.subheader("公告中空缺的内容", anchor=False)
    show_findings(gaps, look)
shown = st.segmented_control(
    "预览",
    [NOTICE, REPORT],
    format_func=lambda n: "结果公告" if n == NOTICE else "评审报告",
    key="preview",
    default=NOTICE,
    required=True,
)
st.iframe(papers.files[f"{shown or NOTICE}.html"].decode("utf-8"), height=760)

if here.phase is Phase.AWARDED:
    page.told()
    says = f"发布后记录公告的校验值和时间。请同时在规定的媒体上发布，并向{t.winner}发出通知书。"
    if frame.final("announce", "发布公告", says, ("F50-result", "N214-29", "O87-69"), here):
        page.done(here.workspace.announce(allocation, page.now, page.head), "公告已发布。")
