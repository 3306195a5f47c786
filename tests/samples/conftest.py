"""One sample under test: ``SAMPLE`` of the test's module, run once for all of its tests, and a copy to edit."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tender.run import Run, run
from tests.samples.reading import Change, maker

FILES = {"book": "project.toml", "register": "register.toml", "decisions": "decisions.toml"}

_run_once = cache(run)


@pytest.fixture
def sample(request: pytest.FixtureRequest) -> Path:
    return request.module.SAMPLE


@pytest.fixture
def done(sample: Path) -> Run:
    """The run of the sample as it is."""
    return _run_once(sample)


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the sample: ``project(book=[(old, new)], register=…, decisions=…)`` edits its files.

    With ``bidding`` the forms are filled in anew, the entries changed by it.
    """
    copy = tmp_path / "project"
    shutil.copytree(sample, copy)

    def edit(*, bidding: Change | None = None, **edits: list[tuple[str, str]]) -> Path:
        for name, pairs in edits.items():
            file = copy / FILES[name]
            said = file.read_text(encoding="utf-8")
            for old, new in pairs:
                assert said.count(old) == 1, old
                said = said.replace(old, new)
            file.write_text(said, encoding="utf-8")
        if bidding:
            bidding(maker(copy).BIDDING).fill(copy)
        return copy

    return edit
