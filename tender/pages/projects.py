"""项目: all projects as cards; the empty office starts with the sample."""

import streamlit as st

from tender import paths
from tender.ui import frame, session
from tender.ui.markup import Markup, show
from tender.ui.rooms import BY_KEY
from tender.ui.sidebar import project_titles
from tender.workspace import Phase, Workspace, open_sample

room = BY_KEY["projects"]
now = session.here()
if now:
    frame.top(now)
st.header(room.heading, anchor=False)
titles = project_titles()


def add_sample() -> None:
    """Copy the sample and open it."""
    session.remember(open_sample(paths.home()).name)
    st.session_state["opened"] = True


if not titles:
    st.caption("还没有项目。可以先打开样例，走一遍从发布到公告的全过程；样例中的机构、人员、金额均为虚构。")
    st.button("打开样例", key="open-sample", type="primary", on_click=add_sample)
else:
    st.caption(room.says)

if st.session_state.pop("opened", False):
    st.switch_page(BY_KEY["draft"].file)

cards = []
for folder, name in titles.items():
    workspace = Workspace(session.store(), paths.home() / "projects" / folder)
    look = workspace.look()
    under = look.published or workspace.book()
    book = under.book
    card = session.Here(workspace, look, book, None, under.packs)
    deadline = (
        (book.dates.bid_deadline if look.phase < Phase.OPENED else book.dates.evaluation) if book else None
    )
    # Work under way first, the next deadline first; what is announced goes to the end.
    rank = (look.phase is Phase.ANNOUNCED, deadline.isoformat() if deadline else "", folder)
    cards.append((rank, folder, name, card, deadline))

for _, folder, name, card, deadline in sorted(cards, key=lambda c: c[0]):
    with st.container(border=True):
        left, right = st.columns([6, 1], vertical_alignment="center")
        number = f"{card.book.number}　{card.book.terms.method}" if card.book else ""
        facts = [("进度", frame.steps(card.phase)), ("", frame.next_step(card))]
        if deadline and card.phase < Phase.MARKED:
            word = "提交截止" if card.phase < Phase.OPENED else "评审时间"
            facts.append((word, frame.until(deadline)))
        with left:
            said = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*fact) for fact in facts)
            show(
                Markup('<div class="hb-project">{}<span>{}</span></div><dl class="hb-facts">{}</dl>').format(
                    name, number, said
                )
            )
        with right:
            if st.button("打开", key=f"open-{folder}", width="stretch"):
                session.remember(folder)
                goal = frame.next_room(card)
                st.switch_page(goal.file)

if titles:
    st.button("再打开一份样例", key="open-sample", on_click=add_sample)
