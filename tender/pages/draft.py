"""编制与检查: the book part by part, its findings, its text, its files; then publication."""

from dataclasses import replace

import streamlit as st

from tender.book import parse_book
from tender.case import register_of
from tender.check import ordered
from tender.check.wanted import wanted
from tender.findings import has_error
from tender.publish import publish
from tender.ui import frame, noting, outline, registered, session
from tender.ui.beside import Beside
from tender.ui.findings import counts, heading, merged, one, show_findings
from tender.ui.markup import Markup, show
from tender.ui.parts import VIEWS
from tender.ui.words import in_terms, names_in
from tender.workspace import Phase, save_book_text

page = frame.enter("draft")
here = page.here
drafting = here.phase is Phase.DRAFTING
state = here.look.state
if drafting:
    read = here.workspace.book()
else:  # with the register it was published with, and what was noted since
    published = parse_book(state.book, state.register, state.packs)
    read = replace(published, register=register_of(state))
found = ordered(publish(read)[1])
names = names_in(read.text)
paper = in_terms("采购文件", read.book.method) if read.book else "采购文件"
parts = outline.by_part(found)
lacking = wanted(read.book, read.register, read.packs) if read.book else ()
facts = {part: [w for w in lacking if outline.part_of_noun(w.noun) == part] for part in outline.PARTS}
OVERVIEW = "全部检查意见"


def label(part: str) -> str:
    """The part with the count of its findings."""
    count = len(found) if part == OVERVIEW else len(parts[part])
    return f"{part}（{count}）" if count else part


def look_at(goal: str) -> None:
    """Turn to the part that a finding is about."""
    st.session_state["part"] = goal


if not drafting:
    st.info(f"{paper}已经发布，以下为发布时固定的内容，不能再改。")
left, right = st.columns([1, 4], gap="medium")
with left:
    part = st.radio("目录", [OVERVIEW, *outline.PARTS], format_func=label, key="part")
    if drafting:
        st.checkbox("修改文本", key="edit")
with right:
    if drafting and st.session_state.get("edit"):
        st.subheader(f"{paper}文本", anchor=False)
        st.caption("全部内容都写在这一份文本里；保存后立即重新检查。")
        with st.form("book-text", border=False):
            text = st.text_area(
                "文本", read.text, height=520, key=f"text/{read.sha256}", label_visibility="collapsed"
            )
            if st.form_submit_button("保存并检查", key="save-text", type="primary"):
                page.done(
                    save_book_text(here.workspace.folder, text, expected_sha256=read.sha256),
                    "已保存，检查结果如下。",
                )
    elif part == OVERVIEW:
        st.subheader(f"检查意见：{counts(found)}", anchor=False)
        level = None
        for number, finding in enumerate(merged(found)):
            head = Markup("")
            if finding.level is not level:
                level = finding.level
                head = heading(level, sum(f.level is level for f in found))
            show(head + one(finding, names, read.packs))
            goal = outline.part_of(finding)
            st.button(f"到“{goal}”查看", key=f"go-{number}", type="tertiary", on_click=look_at, args=(goal,))
    else:
        st.subheader(part, anchor=False)
        noting.form(page, part, facts[part], read.register_text)
        show_findings(parts[part], names=names, packs=read.packs)
        if read.book and part == outline.NOTED:
            registered.view(read.register)
        elif read.book:
            VIEWS[part](read.book, Beside(found, read.packs))
        else:
            st.text("文本还不能读取，改正上述错误后这里显示内容。")

page.told()
st.divider()
if read.book and not has_error(found):
    book = read.book
    files = session.book_files(read.key, book, read.sha256, read.packs)
    papers = (
        ("book.docx", f"{book.terms.book}（文字版）"),
        ("book.html", f"{book.terms.book}（网页版）"),
        ("bid-form.xlsx", in_terms("响应表", book.method)),
        ("mark-sheet.xlsx", "评分表样张"),
    )
    for column, (file, name) in zip(st.columns(4), papers, strict=True):
        column.download_button(f"下载{name}", files[file], file, key=f"download-{file}", width="stretch")
if drafting:
    if has_error(found):
        st.text("有错误，不能发布。请按检查意见改正。")
    says = f"发布后{paper}的内容固定，校验值作为项目记录的第一条；之后只能在开启前以更正的方式修改并公告。"
    rules = ("REG-34",)
    if frame.final("publish", f"发布{paper}", says, rules, here, disabled=has_error(found)):
        page.done(here.workspace.publish(page.now, page.head), f"{paper}已发布。")
frame.onward(here, "draft")
