"""What only people decide: answers to gates, confirmed prices, draws; each with a name and a reason."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from tender.findings import Answer, has_error
from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]
NOW = datetime(2026, 11, 21, 10, 0)


def edit(form: Path, changes: dict[str, str | None], sheet: int = 0) -> None:
    """Change cells of a bid form by their old text, as a bidder would."""
    book = openpyxl.load_workbook(form)
    for row in book.worksheets[sheet].iter_rows():
        for cell in row:
            if cell.value in changes:
                cell.value = changes[cell.value]
    book.save(form)


def test_a_price_in_words_waits_for_its_confirmation_and_takes_it_on_the_page(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    home = at(Phase.PUBLISHED)
    ws = workspace(home)
    (ws.folder / "decisions.toml").unlink()
    ws.open_bids(NOW, ws.look().record.head)
    app = visit("opening")
    told = words(app)
    assert "尚未书面确认，响应无效" in told
    assert "✗ 不通过" in told
    app.text_input("price-by/T4/L3E").input("丁日间授权代表（虚构）")
    app.text_input("price-why/T4/L3E").input("传真件一页")
    app.button("price-save/T4/L3E").click().run()
    assert "书面确认已记录" in words(app)
    assert "✓ 已书面确认" in words(app)
    event = ws.look().record.events[-1]
    assert (event.what.word, event.who, event.why) == ("修正报价", "丁日间授权代表（虚构）", "传真件一页")


def test_a_confirmation_without_a_name_is_not_taken(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    (ws.folder / "decisions.toml").unlink()
    ws.open_bids(NOW, ws.look().record.head)
    app = visit("opening")
    app.button("price-save/T4/L3E").click().run()
    assert "请填写确认人和说明" in words(app)
    assert not ws.look().state.price_corrections["T4", "L3E"].confirmed


def test_a_gate_that_cannot_be_decided_keeps_the_review_open_until_a_person_decides(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    drop_evidence(ws.folder / "bids" / "T3.xlsx")
    assert not has_error(ws.open_bids(NOW, ws.look().record.head))
    app = visit("opening")
    assert "无法判定" in words(app)
    assert app.button("review").disabled
    app.selectbox("gate-which").select_index(0)
    app.radio("gate-answer").set_value(Answer.PASS)
    app.text_input("gate-by").input("安知夏（虚构）")
    app.text_input("gate-why").input("已核对原件")
    app.button("gate-save").click().run()
    assert "人工结论已写入" in words(app)
    assert not app.button("review").disabled
    app.button("review").click().run()
    app.button("review-yes").click().run()
    decided = [d for d in ws.look().state.decisions.values() if d.who == "安知夏（虚构）"]
    assert [d.why for d in decided] == ["已核对原件"]
    assert ws.look().phase is Phase.MARKING


def drop_evidence(form: Path) -> None:
    """Leave out the proof of the first declaration."""
    book = openpyxl.load_workbook(form)
    sheet = book["资格声明"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "证明材料及所在页码" for cell in row))
    column = next(cell.column for cell in head if cell.value == "证明材料及所在页码")
    sheet.cell(row=head[0].row + 1, column=column).value = None
    book.save(form)


def test_equals_are_left_open_until_the_draw_is_written_down(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    bids = ws.folder / "bids"
    (bids / "T9.xlsx").write_bytes((bids / "T3.xlsx").read_bytes())
    before = openpyxl.load_workbook(bids / "T3.xlsx").worksheets[0]
    code = next(str(c.value) for row in before.iter_rows() for c in row if len(str(c.value)) == 18)
    edit(bids / "T9.xlsx", {"丙健康驿站示例有限公司": "壬康乐服务示例社", code: code[:-1] + "X"})
    for act in (ws.open_bids, ws.review):
        found = act(NOW, ws.look().record.head)
        assert not has_error(found), found
    case = ws.look().case
    for judge in case.book.judges:
        for lot in case.live_lots:
            marks = {op: {"plan": Fraction(80), "capability": Fraction(80)} for op in case.valid(lot.id)}
            assert ws.keep(judge.id, lot.id, marks, {}, version=0) == ()
        assert ws.lock(judge.id, {lot.id: 1 for lot in case.live_lots}, NOW) == ()
    assert ws.rank(NOW, ws.look().record.head) == ()
    app = visit("allocate")
    assert "抽签结果" in words(app)
    assert "award" not in [button.key for button in app.button]
    app.selectbox("draw-who").set_value(("L2H", "T9"))
    app.text_input("draw-by").input("采购人、公证员（虚构）")
    app.text_input("draw-why").input("抽签记录第1号")
    app.button("draw-save").click().run()
    assert "抽签结果已写入" in words(app)
    assert ws.allocate(ws.look()).by_lot()["L2H"].operator == "T9"
