"""Not opening a form on the page: a reason, a name, a second question; a readable file needs a rule."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tender.workspace import Phase, Workspace

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]


def told(app: AppTest, file: str) -> AppTest:
    """The form filled in for ``file`` and agreed to."""
    app.selectbox("aside-file").set_value(file)
    app.text_input("aside-why").input("介质损坏，当场两次读取失败")
    app.text_input("aside-by").input("安知夏（虚构）")
    app.run()
    app.button("set-aside").click().run()
    return app.button("set-aside-yes").click().run()


def test_an_unreadable_form_is_left_aside_and_the_others_are_opened(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    (ws.folder / "bids" / "T8.xlsx").write_bytes(b"PK\x03\x04 cut short")
    app = visit("opening")
    app.button("open-bids").click().run()
    app.button("open-bids-yes").click().run()
    assert "操作没有完成" in words(app)
    assert not ws.look().state.bids
    assert app.button("set-aside").disabled
    app = told(app, "bids/T8.xlsx")
    assert "bids/T8.xlsx已记为不予开启" in words(app)
    app.button("open-bids").click().run()
    app.button("open-bids-yes").click().run()
    state = ws.look().state
    assert sorted(state.bids) == ["T1", "T2", "T3", "T4", "T5", "T6", "T7"]
    [aside] = state.set_aside.values()
    assert (aside.file, aside.legible, aside.who) == ("bids/T8.xlsx", False, "安知夏（虚构）")
    assert "不予开启的文件" in words(app)


def test_a_readable_form_is_not_left_aside_without_a_rule(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    app = told(visit("opening"), "bids/T8.xlsx")
    assert "文件可以正常读取，没有写明依据" in words(app)
    assert ws.left_aside() == {}
    app.selectbox("aside-article").select_index(0)
    app = told(app, "bids/T8.xlsx")
    assert ws.left_aside()["bids/T8.xlsx"].article == "N214-13"
    assert "第十三条" in words(app)
