"""Price rules and the law: what a project of government procurement may not declare, and what contradicts itself."""

import pytest

from tender.check import check_book
from tender.findings import Level

RULE = 'rule = { kind = "lowest_price", small_deduction_percent = 10 }'
OPEN_TENDER = (
    ('method = "competitive_consultation"', 'method = "open_tender"'),
    ("publish = 2026-03-02", "publish = 2026-02-24"),
    ('ties = ["price", "technical"]', 'ties = ["price"]'),
)
EVEN = "above = { points = 1 }, below = { points = 1 }"
MEAN = f'rule = {{ kind = "price_deviation", small_deduction_percent = 10, {EVEN}, base = {{ kind = "mean"'
EXCLUDING = 'base = { kind = "excluding_mean", above_percent = 30, below_percent = 30 }'


@pytest.fixture
def found(spoil):
    def findings(*changes):
        read = spoil(*changes)
        assert read.book, read.findings
        return [(f.code, f.article, f.what) for f in check_book(read.book) if f.level is Level.ERROR]

    return findings


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (f"{MEAN} }} }}", "价格分没有采用低价优先法"),
        (f"{MEAN}, trims = [{{ from = 5 }}] }} }}", "评审基准价去掉了部分报价"),
        (
            f'rule = {{ kind = "price_ratio", small_deduction_percent = 10, {EXCLUDING} }}',
            "评审基准价去掉了部分报价",
        ),
        ('rule = { kind = "highest_price" }', "价格分没有采用低价优先法"),
        (
            'rule = { kind = "price_rank", small_deduction_percent = 10, by_place = [10] }',
            "价格分没有采用低价优先法",
        ),
    ],
)
@pytest.mark.parametrize(("method", "article"), [((), "N214-24-lowest"), (OPEN_TENDER, "O87-55-lowest")])
def test_procurement_has_one_formula_and_drops_no_price(found, rule, says, method, article):
    told = [f for f in found((RULE, rule), *method) if f[0] == "law.price_base"]
    assert told == [("law.price_base", article, says)]


def test_a_ratio_to_the_lowest_price_is_the_lawful_formula(found):
    ratio = 'rule = { kind = "price_ratio", small_deduction_percent = 10, base = { kind = "lowest" } }'
    assert found((RULE, ratio)) == []
    assert [f[0] for f in found((RULE, ratio.replace('"lowest"', '"lowest", factor = 0.95')))] == [
        "law.price_base"
    ]


SHARE = 'share_deduction_percent = 4, share_from_percent = 30, share_fact = "share" }'
ASKED = """[[facts]]
id = "share"
name = "小微企业份额"
unit = "%"
kind = "decimal"
evidence = "联合体协议"

[[facts]]
"""
SHARE_FACT = ("[[facts]]\n", ASKED)


@pytest.mark.parametrize(
    ("share", "codes"),
    [
        (SHARE, []),
        (SHARE.replace("= 4", "= 3.9"), ["law.small_deduction"]),
        (SHARE.replace("= 4", "= 6.1"), ["law.small_deduction"]),
        (SHARE.replace("= 30", "= 25"), ["law.small_share"]),
    ],
)
def test_the_deduction_for_a_share_is_held_to_its_provisions(found, share, codes):
    rule = RULE.replace(" }", f", {share}")
    assert [f[0] for f in found((RULE, rule), SHARE_FACT)] == codes


def test_a_reserved_lot_allows_no_deduction_and_asks_for_none(found, spoil):
    reserved = tuple((f'\nid = "{lot}"\n', f'\nid = "{lot}"\nreserved_for_small = true\n') for lot in LOTS)
    assert [f[0] for f in found(*reserved)] == ["law.small_deduction"]
    assert found((RULE, 'rule = { kind = "lowest_price" }'), *reserved) == []
    assert found(reserved[0]) == []  # other lots of the same rule are open to all


LOTS = ("L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S")
CRITERION = """[[criteria]]
id = "fixed"
name = "固定价格"
group = "price"
weights = { whole_center = 0 }
rule = { kind = "fixed_price" }

[[criteria]]
"""
HOLD = """[[gates]]
id = "fixed"
name = "固定价格"
stage = "conformity"
kind = "fixed_price"
lots = ["L1"]
articles = ["N214-21"]

[[gates]]
"""
FIXED = (
    (
        "whole_center = 15, partial_zone = 10, professional_service = 15",
        "partial_zone = 10, professional_service = 15",
    ),
    ("whole_center = 20, partial_zone = 20", "whole_center = 35, partial_zone = 20"),
    ("[[criteria]]\n", CRITERION),
)
GATE = ("[[gates]]\n", HOLD)


def test_a_fixed_price_takes_the_place_of_the_price_weight(found):
    assert found(*FIXED, GATE) == []
    assert [f[0] for f in found(*FIXED)] == ["book.fixed_price_gate"]
    weighed = (FIXED[0], FIXED[1], (FIXED[2][0], FIXED[2][1].replace("whole_center = 0", "whole_center = 1")))
    assert {"book.fixed_price_weight", "book.weights"} <= {f[0] for f in found(*weighed, GATE)}
    assert [f[0] for f in found(FIXED[0], FIXED[1])] == ["law.price_weight"]


@pytest.mark.parametrize(
    ("method", "article"), [((), "N214-23"), (OPEN_TENDER, "O87-54")], ids=["consultation", "tender"]
)
def test_value_for_money_is_no_method_of_procurement(found, method, article):
    value = ('ties = ["price', 'ranking = "value"\nties = ["price')
    told = [f for f in found(*method, value) if f[0] == "law.ranking"]
    assert [f[1] for f in told] == [article]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('rule = { kind = "price_range", zero_at = "ceiling", least = 2 }', None),
        (f"{MEAN.replace('mean', 'budget')} }} }}", "book.price_base"),
        (f"{MEAN} }}, start = 20 }}", "book.price_start"),
        (f"{MEAN} }}, start = 5, least = 6 }}", "book.price_start"),
        ('rule = { kind = "lowest_price", costs = [{ fact = "free_sessions" }] }', "book.price_fact"),
        (
            'rule = { kind = "lowest_price", quote = { kind = "discount", fact = "nothing" } }',
            "book.unknown_reference",
        ),
    ],
)
def test_a_rule_that_contradicts_the_book_is_found(found, rule, code):
    codes = {f[0] for f in found((RULE, rule))} - {"law.price_base", "law.small_deduction"}
    assert codes == ({code} if code else set())
