"""The form for facts that rules ask for and the book lacks (补充情况), one field a fact."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import streamlit as st

from scoring.exact import ExactError, number, plain
from tender.book.register import RegisterFact
from tender.check.wanted import Wanted
from tender.policy import Policies
from tender.policy.schema import Attribute, value_words
from tender.ui.frame import Page
from tender.workspace import Phase

AT_ONCE = 20
"""Fields of one form; what is left comes after these are saved."""
_DAY = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")
_HINTS = {"whole": "整数", "decimal": "数字", "date": "例如2026年3月1日"}


def form(page: Page, part: str, facts: Sequence[Wanted], register: str) -> None:
    """Ask for the facts of one part; after publication also for a name and a reason."""
    if not facts:
        return
    drafting = page.here.phase is Phase.DRAFTING
    st.subheader(f"待补充的情况（{len(facts)}项）", anchor=False)
    st.caption(
        "规则要用到而文件和登记表都没有写明。知道几项填几项，"
        + ("保存后写入登记表并重新检查。" if drafting else "保存后以登记人、时间和理由记入项目记录。")
    )
    with st.form(f"facts/{part}", border=True):
        sides = st.columns(2, gap="medium")
        typed = []
        for n, fact in enumerate(facts[:AT_ONCE]):
            with sides[n % 2]:
                typed.append((fact, _field(fact, page.here.packs)))
        if len(facts) > AT_ONCE:
            st.caption(f"另有{len(facts) - AT_ONCE}项，保存后列出。")
        by = why = ""
        if not drafting:
            by = st.text_input("登记人", key=f"fact-by/{part}")
            why = st.text_input("理由和核对的材料", key=f"fact-why/{part}")
        if st.form_submit_button("保存所填情况", key=f"fact-save/{part}"):
            told = [
                RegisterFact(fact.noun, fact.record, fact.attribute, as_text(fact.field, entry))
                for fact, entry in typed
                if entry
            ]
            if not told:
                st.error("还没有填写任何一项。")
            elif not drafting and not (by.strip() and why.strip()):
                st.error("请填写登记人和理由。")
            else:
                found = page.here.workspace.note_facts(
                    told, by=by.strip(), why=why.strip(), now=page.now, head=page.head, register=register
                )
                page.done(found, f"已登记{len(told)}项情况。")


def _field(fact: Wanted, packs: Policies) -> str:
    """One widget; returns what was typed or chosen, empty for nothing."""
    field, key = fact.field, f"fact/{fact.noun}/{fact.record}/{fact.attribute}"
    cite = packs.cite(*fact.rules)
    if field.form == "yes_no":
        words = {"": "未填", "true": "是", "false": "否"}
    elif field.form == "choice":
        words = {"": "未填", **{value: value_words()[value] for value in field.values}}
    else:
        return st.text_input(
            fact.label,
            key=key,
            help=f"用于{cite}",
            placeholder="金额" if field.money else _HINTS.get(field.form, ""),
        ).strip()
    return st.selectbox(fact.label, list(words), format_func=words.__getitem__, key=key, help=f"用于{cite}")


def as_text(field: Attribute, typed: str) -> str:
    """What was typed as the record keeps it; text that is no such value stays as it is, to be refused."""
    try:
        if field.money:
            return plain(number(typed.replace(",", "").replace("，", "")) * Fraction(100))
        if field.form in ("whole", "decimal"):
            return plain(number(typed))
        if field.form == "date" and (told := _DAY.fullmatch(typed)):
            return date(*(int(n) for n in told.groups())).isoformat()
    except (ExactError, ValueError):
        return typed
    return typed
