"""Established facts on the page: what staff looked up counts in place of the form, with who and on what."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender.decisions import Established, read_decisions
from tender.workspace import Phase, Workspace

NOW = datetime(2026, 11, 21, 11, 0)


def test_a_fact_found_otherwise_than_stated_counts_as_found_and_is_told_on_the_page(
    at: Callable[[Phase], Path],
    visit: Callable[..., AppTest],
    words: Callable[[AppTest], str],
    workspace: Callable[[Path], Workspace],
) -> None:
    home = at(Phase.OPENED)
    ws = workspace(home)
    before = ws.look().case.bids["T1"].lots["L1"].facts["free_sessions"]
    app = visit("opening")
    app.selectbox("found-operator").select("T1")
    app.selectbox("found-lot").select("L1")
    app.selectbox("found-fact").select("free_sessions")
    app.run()
    assert f"标段L1所填：{int(before):,}" in words(app)
    app.button("found-save").click().run()
    assert "请填写核实结果、核实人和依据" in words(app)
    assert read_decisions(ws.folder)[0].established == ()
    next(box for box in app.number_input if box.key.startswith("found-value/T1/L1")).set_value(12)
    app.text_input("found-by").set_value("安知夏（虚构）")
    next(box for box in app.text_input if box.key.startswith("found-why/T1/L1")).set_value("附件合同只有12场")
    app.button("found-save").click().run()
    assert not app.exception
    assert "核实结果已写入" in words(app)
    assert "附件合同只有12场" in words(app)
    app.button("found-save").click().run()
    assert "此项已经写入核实结果，每项只写一次" in words(app) or "请填写核实结果" in words(app)
    [entry] = read_decisions(ws.folder)[0].established
    assert (entry.fact, entry.value, entry.lot, entry.by) == ("free_sessions", 12, "L1", "安知夏（虚构）")
    ws.review(NOW, ws.look().record.head)
    now = ws.look().case
    assert now.bids["T1"].lots["L1"].facts["free_sessions"] == 12
    assert now.state.bids["T1"].bid["lots"]["L1"]["facts"]["free_sessions"] == str(before)
    told = words(visit("opening"))
    assert "核实为12场" in told


def test_what_staff_state_for_all_lots_is_found_in_each(
    at: Callable[[Phase], Path], workspace: Callable[[Path], Workspace]
) -> None:
    ws = workspace(at(Phase.OPENED))
    said = {"operator": "T1", "fact": "free_sessions", "value": 13, "by": "甲", "why": "乙"}
    assert ws.decide(Established, said, NOW) == ()
    ws.review(NOW, ws.look().record.head)
    bid = ws.look().case.bids["T1"]
    assert {lot.facts["free_sessions"] for lot in bid.lots.values()} == {13}
