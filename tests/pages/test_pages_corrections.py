"""Corrections after the ranking on the pages: answers and prices turned round, with all that follows from them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender.decisions import GateCorrected, PriceAmended, read_decisions
from tender.findings import Answer, has_error
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]

NOW = datetime(2026, 11, 21, 11, 0)
GATE = {
    "operator": "T7",
    "lot": "L1",
    "gate": "liability",
    "by": "磋商小组（虚构）",
    "why": "复核查明执照已注销",
}


def head(ws: Workspace) -> str:
    return ws.look().record.head


def amended(app: AppTest, yuan: float) -> AppTest:
    """The page after T7's price of the first lot was amended on it."""
    app.selectbox(key="price-operator").select("T7").run()
    next(box for box in app.number_input if box.key.startswith("price-new/T7")).set_value(yuan)
    app.radio(key="price-confirmed").set_value(True)
    app.text_input(key="price-why").set_value("分项合计与总价不一致")
    app.text_input(key="price-by").set_value("磋商小组（虚构）")
    app.run()
    app.button(key="correct-price-now").click().run()
    app.button(key="correct-price-now-yes").click().run()
    assert not app.exception
    return app


def test_the_page_turns_an_answer_round_and_the_lot_is_ranked_anew(
    at: At, visit: Visit, workspace: Open, words: Words
) -> None:
    home = at(Phase.RANKED)
    app = visit("rank")
    assert app.button(key="correct-gate-now").disabled
    app.selectbox(key="gate-operator").select("T7")
    app.selectbox(key="gate-gate").select("liability")
    app.text_input(key="gate-why").set_value("复核查明执照已注销")
    app.text_input(key="gate-by").set_value("磋商小组（虚构）")
    app.run()
    assert "更正为：不通过" in words(app)
    app.button(key="correct-gate-now").click().run()
    assert "将由通过更正为不通过，标段L1重新汇总排序" in words(app)
    app.button(key="correct-gate-now-yes").click().run()
    assert not app.exception
    ws = workspace(home)
    look = ws.look()
    assert (look.phase, "L1" in look.state.results) == (Phase.MARKED, False)
    assert "通过 → 不通过" in words(visit("rank"))
    assert read_decisions(ws.folder)[0].gate_corrected[0].answer == "fail"
    assert not has_error(ws.rank(NOW, head(ws)))
    assert [e["operator"] for e in ws.look().state.results["L1"].ranking] == ["T1", "T2"]
    assert "由通过改为不通过" in words(visit("record"))


def test_a_price_amended_below_a_limit_holds_the_lot_until_the_panel_has_decided(
    at: At, visit: Visit, workspace: Open, words: Words
) -> None:
    home = at(Phase.RANKED)
    app = amended(visit("rank"), 400_000.0)
    ws = workspace(home)
    assert ws.look().phase is Phase.MARKED
    assert "rank.low_price" in {f.code for f in ws.rank(NOW, head(ws))}
    app = visit("rank")
    assert "405,000.00元" in words(app)
    app.datetime_input("low-asked").set_value(datetime(2026, 11, 21, 9, 0))
    app.datetime_input("low-answered").set_value(datetime(2026, 11, 21, 9, 40))
    app.radio("low-answer").set_value(Answer.PASS)
    app.multiselect("low-papers").set_value(["explanation", "proof", "search_history"])
    app.text_input("low-by").set_value("磋商小组（虚构）")
    app.text_input("low-why").set_value("场地自有")
    app.button("low-save").click().run()
    assert "审查结论已记录" in words(app)
    assert not has_error(ws.rank(NOW, head(ws)))
    look = ws.look()
    assert look.phase is Phase.RANKED
    assert look.case.price_fen("T7", "L1") == 40_000_000
    assert "最后报价" in words(visit("rank"))


def test_after_the_award_an_answer_is_turned_round_only_when_it_was_reported(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.AWARDED))
    silent = ws.correct(GateCorrected, {**GATE, "answer": "fail"}, NOW, head(ws))
    assert [f.code for f in silent] == ["signed-already"]
    signed = {
        **GATE,
        "answer": "fail",
        "after_signature": True,
        "reported": "2026年11月22日书面报告区财政局（虚构）",
    }
    assert ws.correct(GateCorrected, signed, NOW, head(ws)) == ()
    assert ws.look().state.award is None


def test_a_text_that_no_file_can_hold_is_refused_and_nothing_is_written(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.RANKED))
    before = (ws.folder / "decisions.toml").read_bytes()
    price = {"operator": "T7", "lot": "L1", "price_yuan": 1, "confirmed": True, "by": "甲", "why": "乙\x00"}
    assert has_error(ws.correct(PriceAmended, price, NOW, head(ws)))
    assert (ws.folder / "decisions.toml").read_bytes() == before


def test_a_price_of_less_than_a_fen_is_refused_and_never_rounded(
    at: At, visit: Visit, workspace: Open, words: Words
) -> None:
    home = at(Phase.RANKED)
    app = amended(visit("rank"), 400_000.005)
    assert "两位小数" in words(app)
    assert workspace(home).look().phase is Phase.RANKED
