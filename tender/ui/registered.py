"""The register as people read it (登记情况): every attribute with its Chinese label."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from scoring.exact import yuan
from tender.book.register import Register
from tender.documents.wording import date_zh
from tender.policy.schema import Attribute, schema, value_words
from tender.ui.markup import show, table

_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")
_CODED = "已登记"
"""What a value is called that only rules know by a name of their own."""


def view(register: Register) -> None:
    """One table for each noun; what is written nowhere else in the book."""
    if not register:
        st.caption("还没有登记情况。")
    for noun, value in register.items():
        records = value if isinstance(value, list) else [value]
        known = schema()[noun]
        st.subheader(known.label, anchor=False)
        rows = [
            [str(record.get("id", "")), field.label, said(field, given)]
            for record in records
            for name, given in record.items()
            if name != "id" and (field := known.attributes.get(name)) is not None
        ]
        if isinstance(value, list):
            show(table(["编号", "情况", "登记为"], rows))
        else:
            show(table(["情况", "登记为"], [row[1:] for row in rows]))


def said(field: Attribute, value: Any) -> str:
    """A value in words: yes and no, days, money in yuan, known values by what they are called."""
    words = value_words()
    match value:
        case bool():
            return "是" if value else "否"
        case date():
            return date_zh(value)
        case int() if field.money:
            return f"{yuan(value)}元"
        case list():
            told = [said(field, one) for one in value]
            return f"{len(told)}项" if _CODED in told else "、".join(told) or "无"
        case Mapping():
            return f"{len(value)}项"
    text = str(value)
    return words.get(text) or (_CODED if _CODE.fullmatch(text) else text)
