"""The sample's tender book as text, to be spoiled one snippet at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tender.book import ReadBook, parse_book
from tender.paths import samples

Spoil = Callable[..., ReadBook]


@pytest.fixture(scope="session")
def sample() -> Path:
    return samples() / "teda-haiqing"


@pytest.fixture(scope="session")
def text(sample: Path) -> str:
    return (sample / "project.toml").read_text("utf-8")


@pytest.fixture(scope="session")
def spoil(text: str) -> Spoil:
    """The book after each ``old, new`` pair was replaced once, from the top."""

    def read(*changes: tuple[str, str]) -> ReadBook:
        spoiled = text
        for old, new in changes:
            assert old in spoiled, f"the sample no longer says {old!r}"
            spoiled = spoiled.replace(old, new, 1)
        return parse_book(spoiled)

    return read
