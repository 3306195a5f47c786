from dataclasses import replace

import pytest

from tender import paths
from tender.announce import evaluation_report, result_notice
from tender.draft import book_document
from tender.policy import policies
from tender.run import run


@pytest.fixture(scope="session")
def done():
    return run(paths.samples() / "teda-haiqing")


@pytest.fixture(scope="session")
def papers(done):
    """The three documents of a project: book, notice and report."""
    return {
        "book": book_document(done.case.book, policies()),
        "notice": result_notice(done.case, done.allocation),
        "report": evaluation_report(done.case, done.allocation, done.record.head),
    }


@pytest.fixture
def with_bid(done):
    """The case with one operator's bid changed: ``with_bid("T3", size="small")``."""

    def change(operator, **changes):
        state = done.case.state
        opened = state.bids[operator]
        bids = {**state.bids, operator: replace(opened, bid={**opened.bid, **changes})}
        return replace(done.case, state=replace(state, bids=bids))

    return change
