"""Every figure of law: its sentence says it, and what the product does turns exactly there.

The tables are written from the texts of law, not from the product. Deadlines stand in
``tests/tender/schedule/test_schedule_figures.py``, figures inside the checks of the law with
their records in ``test_checks.py``; ``tests/mutation/provisions.py`` moves every figure.
"""

import re
from decimal import Decimal
from fractions import Fraction

import cn2an
import pytest

from tender.book import Method, read_book
from tender.book.low_price import LowPrice
from tender.case import least_bidders
from tender.check.law import law
from tender.paths import samples
from tender.policy import policies
from tender.review.low_price import rates
from tender.schedule.steps import steps

VALUED = [
    pytest.param(row, id=row.id)
    for pack in policies().packs.values()
    for row in pack.provisions
    if row.value is not None
]
NUMERALS = "零一二两三四五六七八九十百千万〇0-9."
CONSULTATION, TENDER = Method.COMPETITIVE_CONSULTATION, Method.OPEN_TENDER


@pytest.fixture(scope="module")
def read():
    return read_book(samples() / "teda-haiqing")


def spellings(value, unit):
    """A figure as a text of law writes it: 百分之十, 三分之二, 一千万元, 两家, 5个工作日."""
    value = int(value) if value == int(value) else value
    low = cn2an.an2cn(value, "low")
    words = {str(value), low, "两" if low == "二" else low, re.sub("^一十", "十", low)}
    for word in words:
        if unit == "%":
            yield from (f"百分之{word}", f"{word}%")
        elif unit == "三分之一":
            yield f"三分之{word}"
        elif unit == "万元":
            yield from (f"{word}万元", f"{cn2an.an2cn(value * 10_000, 'low')}元")
        else:
            yield from (f"{word}{unit}", f"{word}个{unit}")


@pytest.mark.parametrize("row", VALUED)
def test_the_sentence_of_a_provision_says_its_figure(row):
    said = "|".join(map(re.escape, spellings(row.value, row.unit)))
    assert re.search(f"(?<![{NUMERALS}])({said})(?![{NUMERALS}])", row.says)


def test_a_figure_beside_another_is_not_mistaken_for_it():
    said = "|".join(map(re.escape, spellings(Decimal(5), "工作日")))
    assert not re.search(f"(?<![{NUMERALS}])({said})", "自公告之日起十五个工作日、15工作日内")


def changed(read, **update):
    return read.book.model_copy(update=update)


def judges(read, size, experts):
    first = read.book.judges[0]
    roles = ["expert"] * experts + ["purchaser"] * (size - experts)
    return tuple(first.model_copy(update={"id": f"P{n}", "role": role}) for n, role in enumerate(roles))


def codes(book, read):
    return {f.code for f in law(book, read.register, policies())}


@pytest.mark.parametrize(
    ("method", "size", "experts", "wrong"),
    [
        (CONSULTATION, 1, 1, {"law.panel_size"}),
        (CONSULTATION, 2, 2, {"law.panel_size"}),
        (CONSULTATION, 3, 2, set()),  # 三人以上单数，专家不少于三分之二
        (CONSULTATION, 3, 1, {"law.panel_experts"}),
        (CONSULTATION, 5, 3, {"law.panel_experts"}),
        (CONSULTATION, 5, 4, set()),
        (TENDER, 3, 3, {"law.panel_size"}),
        (TENDER, 4, 4, {"law.panel_size"}),
        (TENDER, 5, 4, set()),  # 五人以上单数
        (TENDER, 5, 3, {"law.panel_experts"}),
        (TENDER, 9, 6, set()),
        (TENDER, 9, 5, {"law.panel_experts"}),
    ],
)
def test_a_panel_is_large_enough_and_expert_enough(read, method, size, experts, wrong):
    book = changed(read, method=method, judges=judges(read, size, experts))
    assert codes(book, read) & {"law.panel_size", "law.panel_experts"} == wrong


@pytest.mark.parametrize(("method", "least"), [(CONSULTATION, "3人以上单数"), (TENDER, "5人以上单数")])
def test_a_panel_of_one_is_told_how_many_the_law_wants(read, method, least):
    book = changed(read, method=method, judges=judges(read, 1, 1))
    [found] = [f for f in law(book, read.register, policies()) if f.code == "law.panel_size"]
    assert least in found.expected


def weighed(read, points, method):
    """The book with so many points for the price in every column."""
    criteria = [
        c.model_copy(update={"weights": dict.fromkeys(c.weights, Fraction(points))})
        if c.group == "price"
        else c
        for c in read.book.criteria
    ]
    return changed(read, criteria=tuple(criteria), method=method)


@pytest.mark.parametrize(
    ("method", "points", "lawful"),
    [
        (CONSULTATION, "9.99", False),
        (CONSULTATION, "10", True),
        (CONSULTATION, "30", True),  # 服务项目百分之十至百分之三十
        (CONSULTATION, "30.01", False),
        (TENDER, "9.99", False),
        (TENDER, "10", True),  # 服务项目不低于百分之十
        (TENDER, "31", True),
    ],
)
def test_the_price_weighs_within_the_law(read, method, points, lawful):
    assert ("law.price_weight" not in codes(weighed(read, points, method), read)) is lawful


def deducted(read, **percents):
    """The book with other deductions, all in percent."""
    update = {name: Fraction(percent) / 100 for name, percent in percents.items()}
    criteria = [
        c.model_copy(update={"rule": c.rule.model_copy(update=update)}) if c.group == "price" else c
        for c in read.book.criteria
    ]
    return changed(read, criteria=tuple(criteria))


@pytest.mark.parametrize(
    ("percents", "wrong"),
    [
        ({"small_deduction": "9.99"}, {"law.small_deduction"}),
        ({"small_deduction": "10"}, set()),
        ({"small_deduction": "20"}, set()),  # 百分之十至百分之二十
        ({"small_deduction": "20.01"}, {"law.small_deduction"}),
        ({"small_deduction": 10, "share_deduction": "3.99", "share_from": 30}, {"law.small_deduction"}),
        ({"small_deduction": 10, "share_deduction": "4", "share_from": 30}, set()),
        ({"small_deduction": 10, "share_deduction": "6", "share_from": 30}, set()),  # 百分之四至百分之六
        ({"small_deduction": 10, "share_deduction": "6.01", "share_from": 30}, {"law.small_deduction"}),
        ({"small_deduction": 10, "share_deduction": "4", "share_from": 29}, {"law.small_share"}),
        ({"small_deduction": 10, "share_deduction": "4", "share_from": 31}, {"law.small_share"}),
    ],
)
def test_small_enterprises_are_deducted_within_the_law(read, percents, wrong):
    assert codes(deducted(read, **percents), read) & {"law.small_deduction", "law.small_share"} == wrong


def test_a_low_price_starts_a_review_at_the_limits_of_the_law(read):
    found = rates(changed(read, low_price=None), policies())
    assert found is not None
    half = Fraction(1, 2)
    assert (found.mean, found.second, found.ceiling, found.minutes) == (half, half, Fraction(45, 100), 30)


@pytest.mark.parametrize(
    ("name", "percent", "lawful"),
    [
        ("mean_percent", "49.9", False),
        ("mean_percent", "50", True),
        ("mean_percent", "65", True),
        ("mean_percent", "65.1", False),
        ("second_percent", "49.9", False),
        ("second_percent", "50", True),
        ("ceiling_percent", "44.9", False),
        ("ceiling_percent", "45", True),
        ("ceiling_percent", "65.1", False),
    ],
)
def test_a_book_raises_the_limits_of_low_prices_up_to_the_bound(read, name, percent, lawful):
    book = changed(read, low_price=LowPrice.model_validate({name: Decimal(percent)}))
    assert ("law.low_price" not in codes(book, read)) is lawful


@pytest.mark.parametrize(
    ("method", "purchase", "least", "rule"),
    [
        (CONSULTATION, True, 2, "N124-two"),
        (CONSULTATION, False, 3, "N214-6"),
        (TENDER, True, 3, "O87-44"),
        (TENDER, False, 3, "O87-44"),
    ],
)
def test_so_many_bidders_a_lot_needs(read, method, purchase, least, rule):
    book = changed(read, method=method, service_purchase=purchase)
    assert least_bidders(book, policies()) == (least, (rule,))


@pytest.mark.parametrize(
    "twins",
    [
        ("O87-41", "O87-43", "O87-44", "LAW-36", "N214-6"),  # 不足三家的，不开标，不评标
        ("N214-12", "REG-33"),  # 保证金
    ],
)
def test_provisions_of_several_texts_on_one_matter_agree(read, twins):
    day = read.book.dates.publish
    assert len({(policies().on(rule, day).number, policies().on(rule, day).unit) for rule in twins}) == 1


@pytest.mark.parametrize("agency", [False, True])
@pytest.mark.parametrize("method", [CONSULTATION, TENDER])
def test_the_provisions_of_one_deadline_agree(read, method, agency):
    """The schedule counts by the first; one that said otherwise would have to be asked about."""
    book = changed(read, method=method, agency=read.book.purchaser if agency else None)
    for step in steps(book):
        found = [policies().on(rule, book.dates.publish) for rule in step.rules]
        told = {(row.number, row.unit) for row in found if row.value is not None}
        assert len(told) <= 1, step.id
