"""The page of the wind tunnel: nothing until it is asked, then answers in Chinese, and mends for defects."""

import re
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender.workspace import Phase

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]


def play(app: AppTest) -> AppTest:
    app.selectbox("draws").set_value(60).run()
    return app.button("play").click().run(timeout=300)


def test_the_page_waits_until_it_is_asked_and_then_answers(at: At, visit: Visit, words: Words) -> None:
    at(Phase.DRAFTING)
    app = visit("simulate")
    assert "按下“开始试算”后" in words(app)
    told = words(play(app))
    assert not app.exception
    assert "价格起作用吗" in told
    assert "模拟60次开启，7个标段" in told
    assert "没有发现不起作用或容易失控的规则" in told


def test_a_defect_is_shown_with_its_mend_in_chinese_alone(at: At, visit: Visit, words: Words) -> None:
    book = at(Phase.DRAFTING) / "projects" / "teda-haiqing" / "project.toml"
    text = book.read_text("utf-8")
    low = text.replace("ceiling_yuan = 900000", "ceiling_yuan = 500000\nbudget_yuan = 900000")
    assert low != text
    book.write_text(low, "utf-8")
    told = words(play(visit("simulate")))
    assert "没有一家能通过“最高限价”" in told
    assert "按预算和成本测算调高最高限价" in told
    assert not re.search(r"ceiling|gates|simulate\.", told)


def test_a_book_with_errors_is_not_played(at: At, visit: Visit, words: Words) -> None:
    book = at(Phase.DRAFTING) / "projects" / "teda-haiqing" / "project.toml"
    book.write_text(book.read_text("utf-8").replace("whole_center = 15", "whole_center = 14"), "utf-8")
    assert "改正后才能试算" in words(visit("simulate"))
