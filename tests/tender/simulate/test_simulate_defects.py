"""Each planted defect is found, a sound book shows none, and every finding says how to mend it."""

from collections.abc import Callable

import pytest

from tender.book import read_book
from tender.paths import samples
from tender.simulate import Report, defects, simulate

Codes = Callable[..., set[str]]
Played = Callable[..., Report]

PLAN = 'rule = { kind = "panel_mean", scale = 100, rubric = ["五个方面各0至20分。"] }'
PRICE = 'rule = { kind = "lowest_price" }'
WIDE = (
    'rule = { kind = "bands", bands = [{ word = "优", above = 40, at_most = 80 }, '
    '{ word = "一般", at_least = 0, at_most = 40 }] }'
)
MEAN = (
    'rule = { kind = "price_deviation", base = { kind = "mean" }, '
    "above = { points = 3 }, below = { points = 1.5 } }"
)
FLAT = (
    'rule = { kind = "price_deviation", base = { kind = "mean" }, '
    "above = { points = 1, free_percent = 60 }, below = { points = 1, free_percent = 60 } }"
)
PRICE_WEIGHT = (
    'group = "price"\nweights = { partial_zone = 20 }',
    'group = "price"\nweights = { partial_zone = %s }',
)
PLAN_WEIGHT = ("weights = { partial_zone = 45 }", "weights = { partial_zone = %s }")


def weights(price: str, plan: str) -> tuple[tuple[str, str], ...]:
    return ((PRICE_WEIGHT[0], PRICE_WEIGHT[1] % price), (PLAN_WEIGHT[0], PLAN_WEIGHT[1] % plan))


SECOND_LOT = """
[[lots]]
id = "B"
name = "第二服务台"
mode = "partial_zone"
center = "C1"
spaces = ["C1-02"]
ceiling_yuan = 600000
funding = "street"
scope = "代办"
requirement = "代办"
standard = "代办"
positioning = "代办"
mode_reason = "只占用一处"

[[facts]]
"""

NO_STAFF = (
    'weights = { partial_zone = 20 }\nrule = { kind = "count_step"',
    'weights = { partial_zone = 0 }\nrule = { kind = "count_step"',
)

PLANTED = [
    ("simulate.price_never", weights("0.5", "64.5")),
    ("simulate.item_alike", (("{ sessions = 100 }", "{ sessions = 100, staff = 12 }"),)),
    ("simulate.item_alike", ((PRICE, FLAT),)),
    ("simulate.minimum", (("{ sessions = 100 }", "{ sessions = 3000 }"),)),
    ("simulate.gate", (("at_least = 1\n", "at_least = 80\n"),)),
    ("simulate.gate", (("ceiling_yuan = 300000", "ceiling_yuan = 180000\nbudget_yuan = 300000"),)),
    ("simulate.one_judge", ((PLAN, WIDE), *weights("5", "80"), NO_STAFF)),
    ("simulate.rounding", (("places = 2", "places = 0"),)),
    ("simulate.one_shape", (*weights("80", "5"), NO_STAFF)),
    ("simulate.price_gamed", ((PRICE, MEAN), *weights("50", "15"))),
    ("simulate.budget", (("[[facts]]", SECOND_LOT),)),
]


@pytest.mark.parametrize(
    ("code", "changes"), PLANTED, ids=[f"{n}-{c[9:]}" for n, (c, _) in enumerate(PLANTED)]
)
def test_a_planted_defect_is_found(code: str, changes: tuple[tuple[str, str], ...], codes: Codes) -> None:
    assert code in codes(*changes)


def test_a_sound_book_shows_no_defect(played: Played) -> None:
    assert defects(played()) == ()


@pytest.mark.parametrize("sample", ["teda-haiqing", "wuhan-jiangting", "bailu-bay", "zibo-liuan-xinhe"])
def test_the_samples_give_few_alarms(sample: str) -> None:
    read = read_book(samples() / sample)
    assert read.book
    found = defects(simulate(read.book, read.packs, draws=30, seed=7))
    assert len(found) <= 1, found


def test_a_finding_names_the_field_and_the_mend(played: Played) -> None:
    (found,) = defects(played(("minimums = { sessions = 100 }", "minimums = { sessions = 3000 }")))
    assert found.where == "project.toml › lots › A › minimums › sessions"
    assert "年度服务场次" in found.what
    assert "0%" in found.what
    assert found.mend
