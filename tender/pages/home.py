"""The start: leads to the first page that this role may open, so that every page has an address of its own."""

import streamlit as st

from tender.ui import session

now = session.here()
st.switch_page(session.rooms_of(now)[0].file, query_params=now.address if now else None)
