"""Checks of the law over the evaluation on a page (评审法规对照): what is open or broken first, the rest counted."""

import streamlit as st

from tender.case import Case
from tender.findings import Answer
from tender.review.law_answers import LawAnswer, law_answers, law_findings
from tender.ui.findings import show_findings
from tender.ui.markup import Cell, Markup, show, table
from tender.workspace import Look


@st.cache_resource(show_spinner=False, max_entries=50)
def _answers(head: str, _case: Case) -> tuple[LawAnswer, ...]:
    return law_answers(_case)


def answered(look: Look) -> None:
    """Each check with its provision and how the record answers it; nothing outside procurement law."""
    case = look.case
    found = _answers(look.record.head, case)
    if not found:
        return
    told = list(law_findings(found))
    rows: list[list[str | Markup | Cell]] = []
    for check in dict.fromkeys(one.check.id for one in found):
        same = [one for one in found if one.check.id == check]
        counts = [(answer.word, sum(one.answer is answer for one in same)) for answer in Answer]
        said = "，".join(f"{word}{count}项" for word, count in counts if count)
        rows.append([same[0].verdict.provision.says, case.packs.cite(same[0].basis), Cell(said, "short")])
    with st.expander("评审过程与法规的对照", expanded=bool(told), key="law-answers"):
        show(table(["规定", "依据", "结论"], rows))
        show_findings(told, look)
