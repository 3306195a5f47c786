import io

import docx
import pytest

from tender import paths
from tender.book import Method, read_book
from tender.documents.blocks import plain_text
from tender.draft import book_document, draft_files
from tender.policy import policies

SAMPLE = paths.samples() / "teda-haiqing"


@pytest.fixture(scope="session")
def read():
    return read_book(SAMPLE)


@pytest.fixture(scope="session")
def book(read):
    return read.book


@pytest.fixture(scope="session")
def tendered(book):
    """The same project bought by open tender."""
    return book.model_copy(update={"method": Method.OPEN_TENDER})


@pytest.fixture(scope="session")
def document(book):
    return book_document(book, policies())


@pytest.fixture(scope="session")
def said(document):
    return plain_text(document)


@pytest.fixture(scope="session")
def files(read):
    return draft_files(read.book, read.sha256)


@pytest.fixture(scope="session")
def word(files):
    return docx.Document(io.BytesIO(files["book.docx"]))
