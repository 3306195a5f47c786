"""A store in an empty folder, and the first events of a small tender."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tender.record import Draft, Kind, draft
from tender.store import Store

BOOK = '[project]\nname = "青禾里社区养老服务中心"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "衡标 100%.db"  # a per cent sign and Chinese must not disturb any configuration


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        opened.add_project("P1", "青禾里")
        yield opened


@pytest.fixture(scope="session")
def published() -> Draft:
    data = {"sha256": hashlib.sha256(BOOK.encode()).hexdigest(), "book": BOOK}
    return draft(Kind.BOOK_PUBLISHED, data, at="2026-11-01T09:00:00", who="林舒")


@pytest.fixture(scope="session")
def opened() -> tuple[Draft, ...]:
    return tuple(
        draft(
            Kind.BID_OPENED,
            {"operator": operator, "file": f"{operator}.xlsx", "sha256": "a" * 64, "bid": {}},
            at="2026-11-02T09:00:00",
            who="林舒",
        )
        for operator in ("青松", "晚晴")
    )
