"""The sample's book with a register that a test may write itself."""

from collections.abc import Callable

import pytest

from tender.book import Book, parse_book
from tender.book.register import parse_register
from tender.policy import policies
from tender.rules.nouns import project_nouns


@pytest.fixture(scope="session")
def book(text: str) -> Book:
    read = parse_book(text)
    assert read.book
    return read.book


@pytest.fixture(scope="session")
def nouns(book: Book) -> Callable[[str], dict]:
    """The nouns of the sample's book with the register written in the argument."""

    def gathered(register: str = "") -> dict:
        found, findings = parse_register(register)
        assert findings == ()
        return project_nouns(book, found, policies())

    return gathered
