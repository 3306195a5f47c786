"""A project in which nobody is paid: the pages speak of no ceiling and no sum of ceilings."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender.paths import samples

UNPAID = "zibo-liuan-xinhe"


@pytest.mark.parametrize(
    ("part", "says"), [("资金与基数", "不支付费用"), ("标段", "各标段均不支付费用，不设最高限价。")]
)
def test_a_project_without_payment_shows_no_ceilings(
    part: str, says: str, empty: Path, visit: Callable[..., AppTest], words: Callable[[AppTest], str]
) -> None:
    shutil.copytree(samples() / UNPAID, empty / "projects" / UNPAID)
    app = visit("draft", project=UNPAID)
    app.radio(key="part").set_value(part).run()
    told = words(app)
    assert says in told
    assert "最高限价合计" not in told
    assert "最高限价（元/年）" not in told
