"""The app's entry: only the pages that this role may open now, and the side bar to reach them."""

from pathlib import Path

import streamlit as st

from tender.ui import session
from tender.ui.rooms import HOME
from tender.ui.sidebar import sidebar

STYLE = Path(session.__file__).with_name("app.css")

st.set_page_config(page_title="衡标", layout="wide", initial_sidebar_state="expanded")
session.freeze()
st.html(STYLE)
now = session.here()
open_rooms = session.rooms_of(now)
pages = [st.Page(HOME, title="衡标", default=True)]
pages += [st.Page(room.file, title=f"{room.name} 衡标", url_path=room.key) for room in open_rooms]
current = st.navigation(pages, position="hidden")
sidebar(now, open_rooms)
current.run()
