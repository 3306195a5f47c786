"""Books with other dates: the sample's text with its [dates] written anew."""

import re
from pathlib import Path

import pytest

from tender.book import parse_book

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "teda-haiqing" / "project.toml"
AGENCY = (
    '[agency]\nname = "示例代理有限公司（虚构）"\naddress = "示例路9号（虚构）"\nphone = "000-00000009"\n\n'
)


def rewrite(method="competitive_consultation", route="gov_procurement", agency=False, **dates):
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace('method = "competitive_consultation"', f'method = "{method}"', 1)
    text = text.replace('route = "gov_procurement"', f'route = "{route}"', 1)
    for field, value in dates.items():
        text, found = re.subn(rf"(?m)^{field} = .*$", f"{field} = {value}", text, count=1)
        assert found == 1, field
    if agency:
        text = text.replace("[contact]", AGENCY + "[contact]", 1)
    read = parse_book(text)
    assert read.book is not None, read.findings
    return read.book


@pytest.fixture
def book():
    """A function: the sample's book with another method, route or date, or with an agency."""
    return rewrite
