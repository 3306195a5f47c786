"""Separate award on the page: the purchaser chooses among the candidates of each lot, with a reason."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender.allocate import Outcome
from tender.findings import has_error
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]
NOW = datetime(2026, 11, 21, 10, 0)
RULE = """kind = "per_lot"
recommend = 2
choosing = "领导班子集体研究，质量优先"
basis = "《深圳经济特区政府采购条例》"
"""


def separate(folder: Path) -> None:
    """The same project with candidates and a choice instead of a combination."""
    file = folder / "project.toml"
    text = file.read_text("utf-8")
    begin, end = text.index('kind = "combination"'), text.index("articles = { lot")
    file.write_text(text[:begin] + RULE + text[end:], "utf-8")


def test_the_candidates_of_each_lot_wait_for_the_purchasers_choice(
    at: At, visit: Visit, workspace: Open, words: Words
) -> None:
    ws = workspace(at(Phase.DRAFTING))
    separate(ws.folder)
    for act in (ws.publish, ws.open_bids, ws.review, ws.import_marks, ws.rank):
        found = act(NOW, ws.look().record.head)
        assert not has_error(found), found
    app = visit("allocate")
    told = words(app)
    assert "择定办法：领导班子集体研究，质量优先" in told
    assert "抽签结果" not in told
    offered = app.selectbox("choose-who")
    results = ws.look().state.results
    wanted = [(lot, entry["operator"]) for lot, ranked in results.items() for entry in ranked.ranking[:2]]
    assert len(offered.options) == len(wanted)
    app.button("choose-save").click().run()
    assert "请选择标段和择定的候选人，并填写决定人、择定理由" in words(app)
    for lot, result in results.items():
        app = visit("allocate")
        app.selectbox("choose-who").set_value((lot, result.ranking[:2][-1]["operator"]))
        app.text_input("choose-by").input("主任办公会（虚构）")
        app.text_input("choose-why").input("服务方案更贴合居民需求")
        app.button("choose-save").click().run()
        assert "择定结果已写入" in words(app)
    given = ws.allocate(ws.look())
    assert given.outcome is Outcome.DECIDED, given.findings
    assert given.by_lot()["L1"].operator == results["L1"].ranking[1]["operator"]
    assert "award" in [button.key for button in visit("allocate").button]
