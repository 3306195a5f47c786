"""A home of one's own for each test, with the sample brought to any phase; built once, then copied."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tender.decisions import read_decisions
from tender.findings import has_error
from tender.workspace import Phase, Workspace, open_sample, store_at

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 10, 0)
SAMPLE = "teda-haiqing"

At = Callable[[Phase], Path]
Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[Phase, Path]:
    """A home for each phase, the sample brought there by the same acts as in the app."""
    folder = tmp_path_factory.mktemp("phases")
    built: dict[Phase, Path] = {}
    before: Path | None = None
    for phase in Phase:
        home = folder / phase.name
        if before:
            shutil.copytree(before, home)
        else:
            home.mkdir()
            open_sample(home)
        with store_at(home) as store:
            if phase is not Phase.DRAFTING:
                advance(Workspace(store, home / "projects" / SAMPLE), phase)
            else:
                Workspace(store, home / "projects" / SAMPLE)
        built[phase] = before = home
    return built


def advance(workspace: Workspace, to: Phase) -> None:
    """The one act that leads to the phase ``to``."""
    look = workspace.look()
    head = look.record.head
    if to is Phase.AWARDED:
        confirmed = read_decisions(workspace.folder)[0].departure_confirmed
        found = workspace.award(workspace.allocate(look), confirmed, NOW, head)
    elif to is Phase.ANNOUNCED:
        found = workspace.announce(workspace.allocate(look), NOW, head)
    else:
        acts = {
            Phase.PUBLISHED: workspace.publish,
            Phase.OPENED: workspace.open_bids,
            Phase.MARKING: workspace.review,
            Phase.MARKED: workspace.import_marks,
            Phase.RANKED: workspace.rank,
        }
        found = acts[to](NOW, head)
    assert not has_error(found), found
    assert workspace.look().phase is to


@pytest.fixture
def at(homes: dict[Phase, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Go to a fresh home in which the sample is in the phase given."""

    def go(phase: Phase) -> Path:
        home = tmp_path / "home"
        shutil.copytree(homes[phase], home)
        monkeypatch.setenv("HENGBIAO_HOME", str(home))
        return home

    return go


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any project."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HENGBIAO_HOME", str(home))
    return home


@pytest.fixture
def workspace() -> Callable[[Path], Workspace]:
    """The sample in a home, behind the pages' back."""
    return lambda home: Workspace(store_at(home), home / "projects" / SAMPLE)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Open a page as somebody, as a browser with that address would."""
    monkeypatch.chdir(ROOT)

    def go(page: str = "", role: str = "purchaser", project: str = SAMPLE) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        if project:
            app.query_params["project"] = project
            app.query_params["role"] = role
        app.run()
        if page:
            app.switch_page(f"tender/pages/{page}.py").run()
        assert not app.exception, app.exception
        return app

    return go


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Run one page's file without the router: what it does when nothing else stands in the way."""
    monkeypatch.chdir(ROOT)

    def go(page: str, role: str = "purchaser", project: str = SAMPLE) -> AppTest:
        app = AppTest.from_file(str(ROOT / f"tender/pages/{page}.py"), default_timeout=60)
        app.query_params["project"] = project
        app.query_params["role"] = role
        return app.run()

    return go


@pytest.fixture
def words() -> Callable[[AppTest], str]:
    """All that a page says."""
    return said


def said(app: AppTest) -> str:
    """Every text of the page and its side bar, whatever element shows it."""
    return "\n".join([*_texts(app.main), *_texts(app.sidebar)])


def _texts(node: Any) -> Iterator[str]:
    proto = node.proto
    for name in ("body", "label", "value", "text", "placeholder"):
        text = getattr(proto, name, "")
        if isinstance(text, str):
            yield text
    yield from (option for option in getattr(proto, "options", ()) if isinstance(option, str))
    yield from (option.content for option in getattr(proto, "options", ()) if hasattr(option, "content"))
    for child in getattr(node, "children", {}).values():
        yield from _texts(child)
