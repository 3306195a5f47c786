"""The ranked case that every award rule is tried on."""

import pytest

from tender.run import run
from tests.tender.allocate.ruled import SAMPLE


@pytest.fixture(scope="session")
def ranked():
    """The sample's case after ranking; its record is the same whatever award rule follows."""
    return run(SAMPLE, seconds=0).case
