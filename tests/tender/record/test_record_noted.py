"""Facts noted after publication: who, when and why; the last one on a matter holds."""

import pytest

from tender.findings import has_error
from tender.record import Kind, Record, draft, state
from tender.record.order import refusals
from tender.record.state import State


def noted(value: str, at: str = "2026-03-10T09:00:00") -> dict[str, object]:
    data = {"noun": "plan", "record": "", "attribute": "approved_date", "value": value}
    return {"data": data, "at": at, "who": "林舒（虚构）", "why": "会议纪要第3号"}


def fact(value: str, at: str = "2026-03-10T09:00:00"):
    told = noted(value, at)
    return draft(Kind.FACT_NOTED, told.pop("data"), **told)


def test_a_fact_before_publication_is_refused() -> None:
    assert has_error(refusals(State(), fact("2026-03-01")))


def test_the_last_fact_on_a_matter_holds_and_says_who_when_and_why(told: Record) -> None:
    at = told.events[-1].at
    record = told.append(fact("2026-03-01", at)).append(fact("2026-03-02", at))
    now = state(record)
    assert now.findings == state(told).findings
    [held] = now.noted.values()
    assert (held.value, held.who, held.why, held.at) == ("2026-03-02", "林舒（虚构）", "会议纪要第3号", at)
    assert now.award == state(told).award


@pytest.mark.parametrize("missing", ["noun", "attribute", "value"])
def test_a_fact_without_its_matter_is_no_event(missing: str) -> None:
    told = noted("1")
    data = {**told.pop("data"), missing: ""}
    with pytest.raises(ValueError, match=missing):
        draft(Kind.FACT_NOTED, data, **told)
