"""The register of the sample, as text and as read."""

from pathlib import Path

import pytest

from tender.book.register import Register, parse_register


@pytest.fixture(scope="session")
def register_text(sample: Path) -> str:
    return (sample / "register.toml").read_text("utf-8")


@pytest.fixture(scope="session")
def register(register_text: str) -> Register:
    found, findings = parse_register(register_text)
    assert not findings
    return found
