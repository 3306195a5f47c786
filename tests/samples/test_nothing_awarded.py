"""A tender that ends without a single winner: no result notice, an exit code that says so."""

import pytest

from tender import paths
from tender.run import run
from tests.samples.reading import block

SAMPLE = paths.samples() / "teda-haiqing"

DECLARE = """
[[gate_decided]]
operator = "{operator}"
lot = "{lot}"
gate = "liability"
answer = "fail"
by = "磋商小组（虚构）"
at = 2026-03-16T10:00:00
why = "证照过期（虚构）"
"""


@pytest.fixture
def ended(project):
    """The sample with every bid refused by a person, and nothing left to confirm."""
    bids = [
        *(("T1", lot) for lot in ("L1", "L2X")),
        *(("T2", lot) for lot in ("L1", "L2X", "L2G", "L3S")),
        ("T3", "L2H"),
        ("T4", "L3E"),
        ("T5", "L3I"),
        *(("T6", lot) for lot in ("L2G", "L3S")),
        *(("T7", lot) for lot in ("L1", "L2H", "L3E", "L3I")),
    ]
    refused = "".join(DECLARE.format(operator=operator, lot=lot) for operator, lot in bids)
    confirmed = block(SAMPLE / "decisions.toml", "[departure_confirmed]")
    return project(decisions=[(confirmed, refused)])


def test_where_every_lot_has_ended_no_result_is_announced(ended):
    done = run(ended)
    assert done.stopped is None
    assert done.no_award
    assert {lot.operator for lot in done.allocation.lots} == {None}
    assert not [name for name in done.files if name.startswith("result-notice")]
    [found] = [f for f in done.findings if f.code == "award.nothing"]
    assert "终止公告" in found.expected
