"""Planning on the allocation page: only when asked for, and never without its label."""

from collections.abc import Callable
from typing import Any

import pytest

from tender.planning import LABEL
from tender.ui import planning
from tender.workspace import Phase


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "SECONDS", 2)  # what is not settled in time is said on the page


def test_planning_is_asked_for_and_labelled_wherever_it_is_shown(
    at: Callable[..., Any], visit: Callable[..., Any], words: Callable[[Any], str]
) -> None:
    at(Phase.RANKED)
    page = visit("allocate")
    assert "条件的代价" not in words(page)
    page.toggle(key="planning-on").set_value(True).run(timeout=300)
    assert not page.exception, page.exception
    told = words(page)
    assert "条件的代价" in told
    assert told.count(LABEL) >= 3
    page.selectbox(key="planning-why").set_value("T1@L1").run(timeout=300)
    assert not page.exception, page.exception
    assert "为何未入选" in words(page)
