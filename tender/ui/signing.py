"""Who and why (决定人和理由): the two fields with which every decision of a person ends."""

from collections.abc import Mapping

import streamlit as st


def signature(key: str, by: str, why: str) -> Mapping[str, str]:
    """``by`` and ``why`` label the fields; what was typed is told by the names of the decisions, without blanks."""
    return {
        "by": st.text_input(by, key=f"{key}-by", max_chars=50).strip(),
        "why": st.text_input(why, key=f"{key}-why", max_chars=500).strip(),
    }
