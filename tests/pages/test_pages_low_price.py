"""An abnormally low price on the page: what started the review, the form of the panel, the decision told."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from tender.documents.wording import capital_yuan
from tender.findings import Answer
from tender.workspace import Phase, Workspace

NOW = datetime(2026, 11, 21, 10, 0)
LOW = 5_399_900  # fen; the ceiling of L2H is 120,000 yuan, 45 % of it are 54,000


def cheaper(form: Path) -> None:
    """T7 asks 53,999 yuan for L2H instead of 90,000, in figures and in words."""
    book = openpyxl.load_workbook(form)
    for row in book["报价"].iter_rows():
        if any(cell.value == "L2H" for cell in row):
            for cell in row:
                if cell.value == 90_000:
                    cell.value = LOW / 100
                elif cell.value == capital_yuan(9_000_000):
                    cell.value = capital_yuan(LOW)
    book.save(form)


def test_a_low_price_holds_the_review_until_the_panel_has_decided(
    at: Callable[[Phase], Path],
    visit: Callable[..., AppTest],
    words: Callable[[AppTest], str],
    workspace: Callable[[Path], Workspace],
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    cheaper(ws.folder / "bids" / "T7.xlsx")
    ws.open_bids(NOW, ws.look().record.head)
    app = visit("opening")
    told = words(app)
    assert "低于最高限价120,000.00元的45%（54,000.00元）" in told
    assert "等待说明和结论" in told
    assert "？ 无法判定，见注1" in told
    assert app.button("review").disabled
    app.button("low-save").click().run()
    assert "请填写要求说明的时间、结论、成员和理由" in words(app)
    app.datetime_input("low-asked").set_value(datetime(2026, 11, 21, 9, 0))
    app.datetime_input("low-answered").set_value(datetime(2026, 11, 21, 9, 40))
    app.radio("low-answer").set_value(Answer.PASS)
    app.text_input("low-by").input("磋商小组（虚构）")
    app.text_input("low-why").input("场地自有，人员兼任")
    app.button("low-save").click().run()
    assert "请选择存档的材料" in words(app)
    app.multiselect("low-papers").set_value(["explanation", "proof", "search_history"])
    app.button("low-save").click().run()
    assert "审查结论已写入" in words(app)
    assert "✓ 报价合理（磋商小组（虚构））" in words(app)
    app.button("review").click().run()
    app.button("review-yes").click().run()
    assert ws.look().phase is Phase.MARKING
    assert "T7" in ws.look().case.valid("L2H")
    told = words(visit("opening"))
    assert "9:40收到说明，认定报价合理：场地自有，人员兼任" in told
