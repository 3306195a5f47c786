"""Marking on a page (评分): the sheet of one judge, what the server kept, and the progress of all."""

from fractions import Fraction

import streamlit as st

from scoring.exact import half_up, plain, text
from tender.book import Judge, Lot
from tender.case import Case
from tender.correct import still_owed
from tender.findings import Finding
from tender.mark import FOLDER, AskedMark, asked_marks, marked_lots
from tender.ui import frame, session
from tender.ui.frame import Page
from tender.ui.markup import Markup, lines, show, table
from tender.workspace import Kept, Phase, keep_upload
from tender.workspace.marking import marked_alone, own_points

MISSING = "未填"


def sheet(page: Page, judge: Judge) -> None:
    """One lot at a time, bidder by bidder: rubric left, mark right; saved to the store."""
    ws, look, case = page.here.workspace, page.here.look, page.here.look.case
    done = ws.progress(judge.id, page.here.look)
    st.progress(
        done.filled / done.asked if done.asked else 0.0, text=f"已填{done.filled}项，共{done.asked}项"
    )
    lots = {lot.id: lot for lot in marked_lots(case)}
    told = {lot: _filled(case, lots[lot], ws.kept(judge.id, lot, look)) for lot in lots}
    chosen = st.segmented_control(
        "标段",
        list(lots),
        key="mark-lot",
        default=next(iter(lots)),
        format_func=lambda lot: f"{lot}（{told[lot]}）",
        required=True,
    )
    lot = lots[chosen or next(iter(lots))]
    kept = ws.kept(judge.id, lot.id, look)
    version = _seen(page, judge, lot, kept)
    st.subheader(f"标段{lot.id}　{lot.name}", anchor=False)
    st.caption("换到另一标段之前请先保存。评分可保留两位小数。")
    # What is refused stays beside its input until it is mended.
    bad = st.session_state.get(f"bad/{ws.id}/{judge.id}/{lot.id}", {})
    with st.form(f"sheet/{lot.id}", border=False, enter_to_submit=False):
        marks, reasons = {}, {}
        for operator in case.valid(lot.id):
            with st.container(border=True):
                show(
                    Markup('<div class="hb-project">{}<span>{}</span></div>').format(
                        case.name(operator), operator
                    )
                )
                marks[operator], reasons[operator] = _bidder(page, judge, lot, operator, kept, bad)
        saved = st.form_submit_button("保存本标段评分", key="save-marks", type="primary")
    if saved:
        exact = {op: {i: m for i, m in items.items() if m is not None} for op, items in marks.items()}
        found = ws.keep(judge.id, lot.id, exact, reasons, version=version)
        st.session_state[f"bad/{ws.id}/{judge.id}/{lot.id}"] = {f.where: f for f in found}
        if all(f.code.startswith("marks.") for f in found):
            st.session_state.pop(f"version/{ws.id}/{judge.id}/{lot.id}", None)
        page.done(
            [] if all(f.code.startswith("marks.") for f in found) else found,
            f"标段{lot.id}已保存，有{len(found)}项未保存，请改正。"
            if found
            else f"标段{lot.id}的评分已保存。",
        )
    _subtotals(case, judge, lot, kept)
    page.told()
    st.divider()
    if st.button("核对并锁定评分", key="to-check", disabled=done.filled < done.asked):
        st.session_state[f"check/{ws.id}/{judge.id}"] = True
        st.rerun()
    if done.filled < done.asked:
        st.caption(f"还有{done.asked - done.filled}项未填，填完后才能核对并锁定。")


def _bidder(
    page: Page, judge: Judge, lot: Lot, operator: str, kept: Kept, bad: dict[str, Finding]
) -> tuple[dict[str, Fraction | None], dict[str, str]]:
    case, ws = page.here.look.case, page.here.workspace
    marks: dict[str, Fraction | None] = {}
    reasons: dict[str, str] = {}
    for asked in asked_marks(case.book, lot):
        left, right = st.columns([3, 1], gap="medium")
        with left:
            rubric(asked, lot)
        with right:
            key = f"{ws.id}/{judge.id}/{lot.id}/{operator}/{asked.id}"
            marks[asked.id] = entry(asked, kept.marks.get(operator, {}).get(asked.id), f"mark/{key}")
            where = f"{judge.name} › {lot.id} › {case.name(operator)} › {asked.name}"
            if where in bad:
                finding = bad[where]
                show(
                    Markup('<p class="hb-fail">✗ {}，应为{}，没有保存</p>').format(
                        finding.what, finding.expected
                    )
                )
            due = asked.item.reasons or asked.item.outside
            reasons[asked.id] = st.text_input(
                "评分理由（按评分标准填写）" if due else "评分理由（可不填）",
                kept.reasons.get(operator, {}).get(asked.id, ""),
                key=f"why/{key}",
                max_chars=500,
            )
    return marks, reasons


def rubric(asked: AskedMark, lot: Lot) -> None:
    """What one mark is given for, and what it is worth."""
    full = plain(asked.criterion.weights[lot.column])
    said = Markup('<div class="hb-clause"><b>{}</b>　<span class="hb-soft">折算满分{}分</span><br>{}</div>')
    show(said.format(asked.name, full, lines("\n".join(asked.item.rubric))))


def entry(asked: AskedMark, before: Fraction | None, key: str) -> Fraction | None:
    """One mark as typed or picked; None while there is none."""
    item = asked.item
    if item.choices:
        options = list(item.choices)
        held = item.word(before) if before is not None else None
        index = options.index(held) if held in options else None
        word = st.selectbox(asked.name, options, index=index, key=key, placeholder=MISSING)
        return item.choices[word] if word else None
    typed = st.number_input(
        f"{asked.name}（0至{plain(item.scale)}）",
        value=None if before is None else float(before),
        key=key,
        step=float(item.step) if item.step else 0.01,
        format="%g",
        placeholder=MISSING,
    )
    return None if typed is None else Fraction(repr(typed))


def _filled(case: Case, lot: Lot, kept: Kept) -> str:
    asked = [(op, one.id) for op in case.valid(lot.id) for one in asked_marks(case.book, lot)]
    return f"{sum(item in kept.marks.get(op, {}) for op, item in asked)}/{len(asked)}"


def _seen(page: Page, judge: Judge, lot: Lot, kept: Kept) -> int:
    """The version behind the inputs as this tab shows them: another tab's later saving must not be lost.

    Inputs that are mounted keep what was typed, so their version stays; fresh ones show what is kept.
    """
    held = f"{page.here.workspace.id}/{judge.id}/{lot.id}"
    mounted = any(str(key).startswith(f"mark/{held}/") for key in st.session_state)
    version: int = st.session_state.get(f"version/{held}", kept.version) if mounted else kept.version
    st.session_state[f"version/{held}"] = version
    return version


def _subtotals(case: Case, judge: Judge, lot: Lot, kept: Kept) -> None:
    rows = []
    for op in case.valid(lot.id):
        points = own_points(case, judge, lot, kept.marks.get(op, {}))
        rows.append([case.name(op), MISSING if points is None else text(half_up(points, 2), 2)])
    full = sum(c.weights[lot.column] for c in marked_alone(case, lot))
    st.subheader("本人小计（已保存的评分折算后）", anchor=False)
    show(table([case.book.terms.bidder, f"小计（满分{plain(Fraction(full))}）"], rows, "lr"))


def read_back(page: Page, judge: Judge) -> None:
    """Everything the server kept for one judge."""
    ws, case = page.here.workspace, page.here.look.case
    for lot in marked_lots(case):
        kept = ws.kept(judge.id, lot.id, page.here.look)
        items = asked_marks(case.book, lot)
        st.subheader(f"标段{lot.id}　{lot.name}", anchor=False)
        rows, whys = [], []
        for op in case.valid(lot.id):
            given = kept.marks.get(op, {})
            points = own_points(case, judge, lot, given)
            shown = [c.item.word(given[c.id]) if c.id in given else MISSING for c in items]
            rows.append([case.name(op), *shown, MISSING if points is None else text(half_up(points, 2), 2)])
            whys += [
                f"{case.name(op)}　{c.name}：{kept.reasons[op][c.id]}"
                for c in items
                if kept.reasons.get(op, {}).get(c.id)
            ]
        show(
            table(
                [case.book.terms.bidder, *(c.name for c in items), "小计"], rows, "l" + "r" * (len(items) + 1)
            )
        )
        if whys:
            show(Markup('<p class="hb-clause">评分理由：{}</p>').format(Markup("<br>").join(whys)))


def confirm(page: Page, judge: Judge) -> None:
    """Read back what was kept, then lock it."""
    ws, case = page.here.workspace, page.here.look.case
    flag = f"check/{ws.id}/{judge.id}"
    st.info("以下是服务器保存的全部评分。核对无误后锁定；要修改请返回。")
    read_back(page, judge)
    page.told()
    versions = {lot.id: ws.kept(judge.id, lot.id, page.here.look).version for lot in marked_lots(case)}
    seen = st.session_state.setdefault(f"seen-versions/{flag}", versions)
    says = f"{judge.name}：锁定后评分即提交，任何人不能再改；全体成员锁定后汇总。"
    if frame.final("lock", "锁定评分", says, ("O87-64", "N214-32"), page.here):
        found = ws.lock(judge.id, seen, page.now)
        st.session_state.pop(f"seen-versions/{flag}", None)
        st.session_state.pop(flag, None)
        page.done(found, "评分已锁定。")
    if st.button("返回修改", key="back-to-sheet"):
        st.session_state.pop(f"seen-versions/{flag}", None)
        st.session_state.pop(flag, None)
        st.rerun()


def progress(page: Page) -> None:
    """For the purchaser: who is waited for, sheets to hand out, sheets to take in; no mark is shown."""
    ws, look, case = page.here.workspace, page.here.look, page.here.look.case
    words = {"expert": "评审专家", "purchaser": f"{case.book.terms.buyer}代表"}
    rows: list[list[str | Markup]] = []
    for judge in case.book.judges:
        done = ws.progress(judge.id, look)
        state = Markup('<span class="hb-pass">✓ 已锁定</span>') if done.locked else "尚未锁定"
        late = sum(owing.id == judge.id for _, owing, _, _ in still_owed(case))
        state = f"待补评{late}项" if late else state
        rows.append([judge.name, words[judge.role], f"{done.filled - late}/{done.asked}", state])
    show(table(["姓名", "身份", "已填", "状态"], rows, "llrl"))
    if page.here.phase is not Phase.MARKING:
        return
    with st.expander("用评分表文件评分", key="sheets"):
        st.caption(
            "不便上机的成员可以填写评分表（点姓名下载本人的空白表）；收齐后一并导入，已在线锁定的成员不受影响。"
        )
        sheets = session.blank_sheets(look.record.head, look)
        for column, judge in zip(st.columns(len(case.book.judges)), case.book.judges, strict=True):
            column.download_button(
                judge.name, sheets[judge.id], f"{judge.id}.xlsx", key=f"sheet-{judge.id}", width="stretch"
            )
        with st.form("mark-files", clear_on_submit=True, border=False):
            uploads = st.file_uploader(
                "上传评分表",
                "xlsx",
                accept_multiple_files=True,
                key="mark-uploads",
                label_visibility="collapsed",
            )
            if st.form_submit_button("登记上传的评分表", key="keep-marks"):
                refused = [f for u in uploads for f in keep_upload(ws.folder, FOLDER, u.name, u.getvalue())]
                page.done(refused, f"已登记{len(uploads)}份评分表。")
        there = sorted(p.stem for p in (ws.folder / FOLDER).glob("*.xlsx"))
        names = [j.name for j in case.book.judges if j.id in there]
        st.text(f"已收到评分表：{'、'.join(names) or '无'}")
    page.told()
    if not there:
        return
    says = "已登记的各成员评分表一并导入并锁定；任何一份有错误，全部不导入。"
    if frame.final("import-marks", "导入评分表", says, ("O87-64", "N214-32"), page.here):
        page.done(ws.import_marks(page.now, page.head), "评分表已导入并锁定。")
