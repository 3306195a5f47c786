"""开启与审查: forms are received, opened together, and every gate is answered on every bid."""

from hashlib import sha256

import streamlit as st

from scoring.exact import yuan
from tender.findings import has_error
from tender.mark import unmarked
from tender.open import FOLDER, bid_files, label_of
from tender.review import too_few
from tender.ui import aside, established, frame, gates, low_prices
from tender.ui.findings import show_findings
from tender.ui.markup import show, table
from tender.workspace import Look, Phase, keep_upload

page = frame.enter("opening")
here = page.here
look, case = here.look, here.look.case
t = case.book.terms

if here.phase is Phase.PUBLISHED:
    st.subheader(f"收到的{t.bid}", anchor=False)
    st.caption(
        f"开启前只登记文件和校验值，不读取内容。文件名为{t.bidder}编号，例如 T1.xlsx；同名文件以后上传的为准。"
    )
    with st.form("uploads", clear_on_submit=True, border=False):
        uploads = st.file_uploader(
            "上传响应表", "xlsx", accept_multiple_files=True, key="bid-files", label_visibility="collapsed"
        )
        if st.form_submit_button("登记上传的文件", key="keep-bids"):
            refused = [
                finding
                for upload in uploads
                for finding in keep_upload(here.workspace.folder, FOLDER, upload.name, upload.getvalue())
            ]
            page.done(refused, f"已登记{len(uploads)}个文件。")
    files = bid_files(here.workspace.folder)
    show(
        table(
            ["文件", "校验值"], [[f.name, sha256(f.read_bytes()).hexdigest()] for f in files if f.is_file()]
        )
    )
    left = here.workspace.left_aside()
    if left:
        aside.left(list(left.values()), case)
    page.told()
    waiting = [label for f in files if f.is_file() and (label := label_of(f)) not in left]
    if files:
        aside.form(page, waiting)
    says = f"将一并开启{len(waiting)}份{t.bid}，内容和校验值记入项目记录。开启后不能再收取或替换文件。"
    says += f"另有{len(left)}份不予开启，理由一并记入。" if left else ""
    if frame.final("open-bids", f"开启{t.bid}", says, ("O87-39", "N214-13"), here, disabled=not waiting):
        page.done(here.workspace.open_bids(page.now, page.head), f"已开启{len(waiting)}份{t.bid}。")
    st.stop()

st.subheader(f"已开启的{t.bid}", anchor=False)
rows = []
for op, bid in case.bids.items():
    lots = "\n".join(
        f"{lot}　{case.book.lot_by_id[lot].amount_text(case.price_fen(op, lot))}" for lot in bid.lots
    )
    lots += "".join(f"\n{'、'.join(one.lots)}　合并报价{yuan(one.price_fen)}元/年" for one in bid.packages)
    rows.append([op, bid.name, lots, look.state.bids[op].sha256[:16]])
show(
    table(
        [
            "编号",
            f"{t.bidder}名称",
            f"参加的标段{f'和{t.price}' if case.book.paid_lots else ''}",
            "校验值（前16位）",
        ],
        rows,
    )
)

if look.state.set_aside:
    aside.left(list(look.state.set_aside.values()), case)

corrections = sorted(look.state.price_corrections.items())
if corrections:
    st.subheader("报价大写与小写不一致", anchor=False)
    rows = [
        [
            f"{op} {case.name(op)}",
            lot,
            yuan(c.from_fen),
            yuan(c.to_fen),
            "✓ 已书面确认" if c.confirmed else f"尚未书面确认，{t.offer}无效",
        ]
        for (op, lot), c in corrections
    ]
    show(table([t.bidder, "标段", "小写（元/年）", "大写（元/年，为准）", "确认"], rows, "llrrl"))

if here.phase is Phase.OPENED:
    for (op, lot), c in corrections:
        if not c.confirmed:
            gates.price_form(page, op, lot, c.to_fen)
    established.established(page)
    drafts, found = here.workspace.review_of(look)
    if found:
        st.subheader("审查中需要人工作出的结论", anchor=False)
        show_findings(found, look)
        gates.decision_form(page, drafts)
        low_prices.decision_form(page, drafts)
        low_prices.figure_form(page, drafts)
    low_prices.reviews(case, drafts)
    st.subheader("审查结论（尚未记录）", anchor=False)
    gates.matrix(Look(look.record.extend(drafts), ()).case)
    page.told()
    says = "资格审查和符合性审查结论记入项目记录；不通过的响应不参加评分。"
    if frame.final("review", "记录审查结论", says, ("O87-44", "N124-two"), here, disabled=has_error(found)):
        page.done(here.workspace.review(page.now, page.head), "审查结论已记录。")
else:
    st.subheader("审查结论", anchor=False)
    gates.matrix(case)
    low_prices.recorded(case)
    established.recorded(case)
    stopped = too_few(case)
    if stopped:
        show_findings(stopped, look)
    if unmarked(case):
        st.caption("审查已完成，各成员可以开始评分。")
frame.onward(here, "opening")
