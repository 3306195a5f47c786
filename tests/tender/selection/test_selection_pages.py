"""The pages of a selection with unpaid lots: nothing breaks, and no law of procurement is shown."""

from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender.findings import has_error
from tender.workspace import Workspace, store_at

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 21, 10, 0)


@pytest.fixture(scope="module", params=["mixed_text", "unpaid_text"])
def home(request, tmp_path_factory, with_forms):
    """A home whose one project has gone the whole way."""
    home = tmp_path_factory.mktemp("home")
    folder = with_forms(home / "projects" / "selection", request.getfixturevalue(request.param))
    with store_at(home) as store:
        workspace = Workspace(store, folder)
        for act in ("publish", "open_bids", "review", "import_marks", "rank"):
            found = getattr(workspace, act)(NOW, workspace.look().record.head)
            assert not has_error(found), found
        for act in (workspace.award, workspace.announce):
            look = workspace.look()
            confirmed = (None,) if act == workspace.award else ()
            found = act(workspace.allocate(look), *confirmed, NOW, look.record.head)
            assert not has_error(found), found
    return home


@pytest.mark.parametrize("page", ["draft", "opening", "rank", "allocate", "notice", "record"])
def test_every_page_of_a_selection_opens_and_speaks_its_words(home, monkeypatch, page):
    monkeypatch.setenv("HENGBIAO_HOME", str(home))
    monkeypatch.chdir(ROOT)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.query_params["project"] = "selection"
    app.query_params["role"] = "purchaser"
    app.run()
    app.switch_page(f"tender/pages/{page}.py").run()
    assert not app.exception, app.exception
    texts = (getattr(e.proto, name, "") for e in app.main for name in ("body", "value", "text", "label"))
    said = "\n".join(text for text in texts if isinstance(text, str))
    for word in (
        "None",
        "财政部令第87号",
        "财库〔2014〕214号",
        "政府采购法第",
        "政府采购法实施",
        "成交",
        "中标",
    ):
        assert word not in said, word
    if page in ("opening", "allocate", "record"):
        assert "不支付费用" in said
