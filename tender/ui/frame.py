"""The page frame (页面框架): where we are, who is waited for, what this page is for, the final step."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from tender.calendar import Known, working_days_between
from tender.correct import still_owed
from tender.documents.wording import date_zh
from tender.findings import Finding, has_error
from tender.policy import PolicyError
from tender.record import Step
from tender.ui.findings import show_findings
from tender.ui.markup import Markup, show
from tender.ui.rooms import BY_KEY, Room, applies
from tender.ui.session import Here, clock, here
from tender.workspace import Phase
from tender.workspace.look import waiting

_FLASH = "flash"
_CURRENT = {
    Phase.DRAFTING: 0,
    Phase.PUBLISHED: 2,
    Phase.OPENED: 2,
    Phase.MARKING: 2,
    Phase.MARKED: 2,
    Phase.RANKED: 3,
    Phase.AWARDED: 4,
    Phase.ANNOUNCED: 5,
}
_NEXT_ROOM = {
    Phase.DRAFTING: "draft",
    Phase.PUBLISHED: "opening",
    Phase.OPENED: "opening",
    Phase.MARKING: "mark",
    Phase.MARKED: "rank",
    Phase.RANKED: "allocate",
    Phase.AWARDED: "notice",
    Phase.ANNOUNCED: "notice",
}


@dataclass(frozen=True)
class Page:
    """A page that may be shown: where we are, the time, and the record as last seen by the person."""

    room: Room
    here: Here
    now: datetime
    head: str

    def done(self, found: Sequence[Finding], said: str) -> None:
        """After an act: say it is done and show the page anew, or show what keeps it from being done."""
        if has_error(found):
            st.session_state[self._told] = (self.here.look.record.head, tuple(found))
        else:
            st.session_state.pop(self._told, None)
            st.session_state[_FLASH] = said
        st.rerun()

    def told(self) -> None:
        """What kept the last act from being done, until it is done or the record has moved on."""
        head, found = st.session_state.get(self._told, ("", ()))
        if found and head == self.here.look.record.head:
            st.error("操作没有完成，原因如下；改正后再操作。")
            show_findings(found, self.here.look)

    @property
    def _told(self) -> str:
        return f"told/{self.here.workspace.id}/{self.room.key}/{self.here.role}"


def enter(key: str) -> Page:
    """The frame of the page ``key``; stops here where this role may not open it in this state."""
    room, now = BY_KEY[key], here()
    if now is None:
        st.info("还没有打开项目。请先在“项目”页打开一个项目。")
        st.stop()
    if room not in now.rooms:
        st.warning("当前身份或项目状态下不能打开这一页。请从左侧选择页面。")
        st.stop()
    seen = f"seen/{now.workspace.id}"
    head = st.session_state.get(seen, now.look.record.head)
    st.session_state[seen] = now.look.record.head
    top(now)
    title(room, now)
    return Page(room, now, clock(), head)


def top(now: Here) -> None:
    """Project, step line, next step, and what was just done."""
    book = now.book
    name = book.name if book else "采购文件尚不能读取"
    detail = f"{book.number}　{book.terms.method}" if book else ""
    show(
        Markup(
            '<div class="hb-top"><div class="hb-project">{}<span>{}</span></div>{}</div><div class="hb-next">{}</div>'
        ).format(name, detail, steps(now.phase), next_step(now))
    )
    said = st.session_state.pop(_FLASH, None)
    if said:
        st.success(said)


def title(room: Room, now: Here) -> None:
    """Heading, one sentence, and the articles one click away."""
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    heading, says = room.watched if room.watched and now.judge is None else (room.heading, room.says)
    with left:
        st.header(now.said(heading), anchor=False)
        st.caption(now.said(says))
    if provisions(room.rules, now):
        with right.container(horizontal_alignment="right"):
            articles(room.rules, now, f"articles-{room.key}")


def articles(rules: Sequence[str], now: Here, key: str) -> None:
    """The rules a page rests on, as cited, with what they say."""
    with st.popover("依据", key=key):
        clauses(rules, now)


def clauses(rules: Sequence[str], now: Here) -> None:
    """Those of ``rules`` that apply, as cited, with what they say."""
    for cite, says in provisions(rules, now):
        show(Markup('<p class="hb-clause"><b>{}</b><br>{}</p>').format(cite, says))


def provisions(rules: Sequence[str], now: Here) -> list[tuple[str, str]]:
    """Those of ``rules`` that apply to the project: their citations, and what they say on its day."""
    packs, said = now.packs, []
    for rule in now.bound(*rules):
        if applies(rule, now.book):
            with suppress(PolicyError):
                said.append((packs.cite(rule), packs.on(rule, now.day).says))
    return said


def steps(phase: Phase) -> Markup:
    """编制─发布─评审─定标─公告, with what is done, what is under way and what is to come."""
    current = _CURRENT[phase]
    parts = []
    for i, step in enumerate(Step):
        form = (
            '<span class="done">● {}</span>'
            if i < current
            else "<b>◐ {}</b>"
            if i == current
            else "<span>○ {}</span>"
        )
        parts.append(Markup(form).format(step.word))
    return Markup('<div class="hb-steps">{}</div>').format(Markup("<i>─</i>").join(parts))


def next_step(now: Here) -> str:
    """What comes next and who is waited for, in one line."""
    look, book = now.look, now.book
    if look.published is None or book is None:
        return now.said("下一步：检查采购文件，改正错误后发布")
    t = book.terms
    if look.phase is Phase.MARKING:
        late = waiting(look)
        return f"下一步：{'、'.join(late)}尚未锁定评分（共{len(late)}人）"
    owing = still_owed(look.case) if look.phase is Phase.MARKED else ()
    if owing:
        names = dict.fromkeys(judge.name for _, judge, _, _ in owing)
        return f"下一步：{'、'.join(names)}补评恢复资格的响应（共{len(names)}人）"
    said = {
        Phase.PUBLISHED: f"收取{t.bid}，{until(book.dates.bid_deadline)}截止后开启",
        Phase.OPENED: "对已开启的文件作资格审查和符合性审查",
        Phase.MARKED: "全体成员已锁定评分，汇总得分并核对排名",
        Phase.RANKED: f"执行定标规则，{t.buyer}确认各标段结果",
        Phase.AWARDED: f"发布{t.award}结果公告",
    }
    return (
        f"下一步：{said[look.phase]}" if look.phase in said else "各步骤均已完成，可下载公告、报告和记录存档"
    )


def until(moment: datetime) -> str:
    """A moment with how far away it is."""
    today = clock().date()
    days = (moment.date() - today).days
    far = f"还有{days}天" if days > 0 else "今天" if days == 0 else f"已过{-days}天"
    left = working_days_between(today, moment.date()) if days > 0 else None
    if isinstance(left, Known):
        far += f"，{left.value}个工作日"
    return f"{date_zh(moment.date())}{moment:%H:%M}（{far}）"


def final(
    key: str, label: str, says: str, rules: Sequence[str], now: Here, *, disabled: bool = False
) -> bool:
    """A step that cannot be undone: the main button asks once, stating the consequence and the article."""
    asked = f"ask/{key}"

    def ask(whether: bool) -> None:
        st.session_state[asked] = whether

    # Told before the page is written again, so that a click while it is being written is not lost.
    if not st.session_state.get(asked):
        st.button(label, key=key, type="primary", disabled=disabled, on_click=ask, args=(True,))
        return False
    with st.container(border=True):
        st.text(says)
        for cite, text in provisions(rules, now):
            show(Markup('<p class="hb-clause">依据：{}　{}</p>').format(cite, text))
        yes, no, _ = st.columns([1, 1, 4])
        agreed = yes.button(f"确认{label}", key=f"{key}-yes", type="primary", width="stretch")
        no.button("返回", key=f"{key}-no", width="stretch", on_click=ask, args=(False,))
        if agreed:
            ask(False)
        return agreed


def onward(now: Here, room: str) -> None:
    """The link to the page where the next step is taken, where that is another page."""
    target = _NEXT_ROOM[now.phase]
    if target != room and BY_KEY[target] in now.rooms:
        goal = BY_KEY[target]
        st.page_link(goal.file, label=f"前往下一步：{now.said(goal.heading)} →", query_params=now.address)


def next_room(now: Here) -> Room:
    """The page where the next step is taken."""
    return BY_KEY[_NEXT_ROOM[now.phase]]
