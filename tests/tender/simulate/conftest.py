"""A small sound book, to be spoiled one snippet at a time and played in the wind tunnel."""

from collections.abc import Callable

import pytest

from tender.book import Book, parse_book
from tender.paths import samples
from tender.simulate import Report, defects, simulate

LOTS = """
[[funding]]
id = "street"
name = "社区经费"
budget_yuan = 700000

[[lots]]
id = "A"
name = "便民服务台"
mode = "partial_zone"
center = "C1"
spaces = ["C1-02"]
ceiling_yuan = 300000
funding = "street"
scope = "服务台的代办服务"
requirement = "提供代办服务"
standard = "年度服务不少于100场"
positioning = "就近代办"
mode_reason = "只占用一处服务台"
minimums = { sessions = 100 }

[[facts]]
id = "sessions"
name = "年度服务场次"
unit = "场"
kind = "whole"
evidence = "年度计划"
at_most = 2000

[[facts]]
id = "staff"
name = "持证社工人数"
unit = "名"
kind = "whole"
evidence = "证书"
at_most = 60

[[gates]]
id = "entity"
name = "主体类型"
kind = "entity_type"
stage = "qualification"
accepts = ["enterprise", "social_org", "public_institution"]

[[gates]]
id = "team"
name = "团队人数"
kind = "figure"
stage = "qualification"
fact = "staff"
at_least = 1
says = "持证社工不少于1名。"

[[gates]]
id = "ceiling"
name = "最高限价"
kind = "price_ceiling"
stage = "conformity"

[[gates]]
id = "quota"
name = "服务数量"
kind = "minimums"
stage = "conformity"

[[criteria]]
id = "price"
name = "报价"
group = "price"
weights = { partial_zone = 20 }
rule = { kind = "lowest_price" }

[[criteria]]
id = "staff"
name = "持证社工"
group = "business"
weights = { partial_zone = 20 }
rule = { kind = "count_step", fact = "staff", each = "每提供1名持证社工", step = 2 }

[[criteria]]
id = "sessions"
name = "服务场次"
group = "business"
weights = { partial_zone = 15 }
rule = { kind = "ratio_to_best", fact = "sessions" }

[[criteria]]
id = "plan"
name = "服务方案"
group = "technical"
weights = { partial_zone = 45 }
rule = { kind = "panel_mean", scale = 100, rubric = ["五个方面各0至20分。"] }

[rounding]
places = 2
at = "total"
"""


@pytest.fixture(scope="session")
def book() -> Callable[..., Book]:
    """The sound book after each ``old, new`` pair was replaced once."""
    sample = (samples() / "bailu-bay" / "project.toml").read_text("utf-8")
    head = sample[: sample.index("# ── 标段")]
    tail = sample[sample.index("[award]") :]

    def read(*changes: tuple[str, str]) -> Book:
        text = head + LOTS + tail
        for old, new in changes:
            assert old in text, f"the book does not say {old!r}"
            text = text.replace(old, new, 1)
        parsed = parse_book(text)
        assert parsed.book, parsed.findings
        return parsed.book

    return read


@pytest.fixture(scope="session")
def played(book: Callable[..., Book]) -> Callable[..., Report]:
    """The book, spoiled so, after 120 openings."""
    return lambda *changes: simulate(book(*changes), draws=120, seed=7)


@pytest.fixture(scope="session")
def codes(played: Callable[..., Report]) -> Callable[..., set[str]]:
    """The codes of the defects that the book, spoiled so, shows."""
    return lambda *changes: {found.code for found in defects(played(*changes))}
