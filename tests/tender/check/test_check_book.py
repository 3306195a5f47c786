"""Every check fires on the smallest spoiling of the sample, names the place, and is silent on the sample."""

from collections import Counter
from fractions import Fraction

import pytest

from tender.check import check_book, ordered
from tender.findings import Level, has_error
from tender.policy import Policies, policies

WEIGHTS = "weights = { whole_center = 15, partial_zone = 10, professional_service = 15 }"
COMBINATION = """kind = "combination"
objective = ["needs", "points", "price"]
max_lots_per_operator = 2
quota_reason = "保证各中心有足够的专职团队，运营多元、风险分散\""""
PER_LOT = (COMBINATION, 'kind = "per_lot"')
LOT_ORDER = (
    'kind = "lot_order"\nmax_lots_per_operator = 2\nquota_reason = "甲"\nonly_quota_holders = "relax"\n'
)
PREFERENCE = 'order = ["L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"]\norder_by = "preference"\n'
JUDGE = '[[judges]]\nid = "J5"\nname = "苏听澜（虚构）"\nrole = "purchaser"\n'
FISCAL = """[fiscal]
baseline_yuan = 2000000
scope = "三个中心上一年度公共支出合计，含专业服务财政补贴"
article = "TEDA-04a"
"""
NEGATIVE_LIST = """kind = "negative_list"
stage = "conformity"
forbids = ["棋牌室", "桌游"]
encourages = ["文化", "体育", "教育", "书刊", "便民"]"""
OPEN_TENDER = (
    ('method = "competitive_consultation"', 'method = "open_tender"'),
    ("publish = 2026-03-02", "publish = 2026-02-24"),  # twenty days before the deadline, no fewer
    ('ties = ["price", "technical"]', 'ties = ["price"]'),
    ("questions_until = 2026-03-10", "questions_until = 2026-02-27"),  # clarified fifteen days before
)

OWN = Counter(
    {
        ("book.ceilings_over_baseline", "lots › ceiling_yuan"): 1,
        ("law.combination_award", "award › kind"): 1,
        ("law.conflict", "gates › legal_person"): 1,
        ("law.conflict", "项目 › TEDA-03b"): 1,
        ("law.conflict", "项目 › TEDA-11a"): 1,
        ("system.status", "regime"): 1,
        ("rule.broken", "项目 › TEDA-13c"): 1,
        ("schedule.answer_after_clarification", "dates › questions_until"): 1,
        ("calendar.unpublished", "dates"): 1,
    }
)
"""What the sample itself is told: a cap that binds, a rule that wants a lawyer's signature, three rules of
its measures that collide with law, one waiver."""

ALL_LOTS = ("L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S")


def told(findings) -> Counter:
    return Counter((f.code, f.where.removeprefix("project.toml › ")) for f in findings)


@pytest.fixture(scope="session")
def check(spoil, register):
    def findings(*changes):
        read = spoil(*changes)
        assert read.book, read.findings
        return check_book(read.book, register)

    return findings


def test_the_sample_is_told_what_it_shows_and_nothing_else(check):
    assert told(check()) == OWN
    assert not has_error(check())


SPOILED = {
    "weights of 99.9": (
        [(WEIGHTS, WEIGHTS.replace("whole_center = 15", "whole_center = 14.9"))],
        [("book.weights", "criteria › weights › whole_center")],
    ),
    "weights of 100.5": (
        [(WEIGHTS, WEIGHTS.replace("whole_center = 15", "whole_center = 15.5"))],
        [("book.weights", "criteria › weights › whole_center")],
    ),
    "a column that no lot uses": (
        [(WEIGHTS, WEIGHTS.replace("{ ", "{ whole_centre = 15, "))],
        [("book.weight_column", "criteria › price › weights › whole_centre")],
    ),
    "a lot scored by a column of its own that has no weights": (
        [('id = "L1"', 'id = "L1"\nweights = "own"')],
        [("book.weights", "criteria › weights › own")]
        + [("law.price_weight", "criteria › 价格部分 › own")]
        + [
            ("book.weight_column", f"criteria › {c} › weights › whole_center")
            for c in ("price", "reach", "investment", "feedback", "plan", "capability")
        ],
    ),
    "two lots of one id": (
        [('id = "L2X"', 'id = "L2H"')],
        [("book.id_twice", "lots › L2H")],
    ),
    "two judges of one name": (
        [('name = "江映月（虚构）"', 'name = "云知远（虚构）"')],
        [("book.name_twice", "judges › 云知远(虚构)")],
    ),
    "two criteria whose names differ by a space": (
        [('name = "履约能力"', 'name = "运营 方案"')],
        [("book.name_twice", "criteria › 运营方案")],
    ),
    "a room named twice": (
        [('spaces = ["C2-01"]', 'spaces = ["C2-01", "C2-01"]')],
        [("book.id_twice", "lots › L2H › spaces › C2-01")],
    ),
    "an unknown center": (
        [('center = "C2"\nspaces = ["C2-01"]', 'center = "C9"\nspaces = ["C2-01"]')],
        [("book.unknown_reference", "lots › L2H › center")]
        + [("rule.cannot_decide", f"标段L2H › TEDA-{rule}") for rule in ("02", "08b", "10a", "10c", "12c")],
    ),
    "a room of another center": (
        [('spaces = ["C2-01"]', 'spaces = ["C3-01"]')],
        [("book.unknown_reference", "lots › L2H › spaces")],
    ),
    "an unknown source of money": (
        [('ceiling_yuan = 120000\nfunding = "street"', 'ceiling_yuan = 120000\nfunding = "city"')],
        [("book.unknown_reference", "lots › L2H › funding")],
    ),
    "a minimum for a fact that is not asked": (
        [("minimums = { free_sessions = 240,", "minimums = { staff = 3, free_sessions = 240,")],
        [("book.unknown_reference", "lots › L1 › minimums")],
    ),
    "a rule about a fact that is not asked": (
        [('fact = "feedback"', 'fact = "feedbacks"')],
        [("book.unknown_reference", "criteria › feedback › rule › fact")],
    ),
    "a scored fact that may stay empty": (
        [('fact = "feedback"', 'fact = "brand_exports"')],
        [("book.scored_fact_optional", "facts › brand_exports › required")],
    ),
    "counting money by the piece": (
        [
            (
                'rule = { kind = "ratio_to_best", fact = "feedback" }',
                'rule = { kind = "count_step", fact = "feedback", each = "每万元", step = 1 }',
            )
        ],
        [("book.rule", "criteria › feedback › rule › fact")],
    ),
    "a price scored outside the price block": (
        [('group = "price"', 'group = "business"')],
        [("book.price_group", "criteria › price › group")]
        + [
            ("law.price_weight", f"criteria › 价格部分 › {column}")
            for column in ("whole_center", "partial_zone", "professional_service")
        ],
    ),
    "a promise scored inside the price block": (
        [('name = "反哺社区"\ngroup = "business"', 'name = "反哺社区"\ngroup = "price"')],
        [("book.price_group", "criteria › feedback › group")],
    ),
    "minimums that no gate enforces": (
        [('kind = "minimums"', 'kind = "declared"\nsays = "甲。"\nevidence = "乙"')],
        [("book.minimum_without_gate", "gates")],
    ),
    "ceilings that no gate enforces": (
        [('kind = "price_ceiling"', 'kind = "declared"\nsays = "甲。"\nevidence = "乙"')],
        [("book.ceiling_without_gate", "gates")],
    ),
    "a forbidden category that nobody can choose": (
        [('forbids = ["棋牌室", "桌游"]', 'forbids = ["棋牌", "桌游"]')],
        [
            ("book.unknown_category", "gates › negative_list › forbids"),
            ("book.negative_list_open", "gates › negative_list › forbids"),
        ],
    ),
    "a gate with the id of the price confirmation": (
        [('id = "quota"', 'id = "price_confirmed"')],
        [("book.reserved_id", "gates › price_confirmed")],
    ),
    "an article that no pack knows": (
        [('articles = ["TEDA-07a"]', 'articles = ["TEDA-99z"]')],
        [("book.unknown_article", "gates › legal_person › articles"), ("law.conflict", "项目 › TEDA-07a")],
    ),
    "more rooms than the center has floor": (
        [("indoor_area_m2 = 980", "indoor_area_m2 = 879.5")],
        [("book.area", "centers › C2 › spaces")],
    ),
    "a reserved room in a lot": (
        [('spaces = ["C2-01"]', 'spaces = ["C2-05"]')],
        [("book.reserved_space", "lots › L2H › spaces › C2-05")],
    ),
    "a zone that is the whole center": (
        [
            ('mode = "whole_center"', 'mode = "partial_zone"\ntheme = "综合"'),
        ],
        [("book.zone_is_all", "lots › L1 › spaces")]
        + [("rule.broken", "标段L1 › TEDA-10a"), ("rule.broken", "标段L1 › TEDA-18a")]
        + [
            ("book.weight_column", f"criteria › {c} › weights › whole_center")
            for c in ("price", "reach", "investment", "feedback", "plan", "capability")
        ],
    ),
    "a ceiling above its budget": (
        [("budget_yuan = 2320000", "budget_yuan = 899999.99")],
        [("book.ceiling_over_budget", "lots › L1 › ceiling_yuan")],
    ),
    "questions before publication": (
        [("questions_until = 2026-03-10", "questions_until = 2026-03-01")],
        [("book.date_order", "dates › questions_until")],
    ),
    "evaluation an hour before the deadline": (
        [("evaluation = 2026-03-16T10:00:00", "evaluation = 2026-03-16T08:30:00")],
        [("book.date_order", "dates › evaluation")],
    ),
    "an award that prefers to award nothing": (
        [('objective = ["needs", "points", "price"]', 'objective = ["price", "points", "needs"]')],
        [("book.objective", "award › objective")],
    ),
    "an aim named twice": (
        [('objective = ["needs", "points", "price"]', 'objective = ["needs", "points", "points"]')],
        [("book.objective", "award › objective")],
    ),
    "a regime that nobody knows": (
        [('regime = "teda"', 'regime = "tead"')],
        [("system.unknown", "regime")],
    ),
    "a price that counts too little": (
        [
            (WEIGHTS, WEIGHTS.replace("partial_zone = 10", "partial_zone = 9.5")),
            ("partial_zone = 20", "partial_zone = 20.5"),
        ],
        [("law.price_weight", "criteria › 价格部分 › partial_zone")],
    ),
    "a price that counts too much": (
        [
            (WEIGHTS, WEIGHTS.replace("whole_center = 15", "whole_center = 35")),
            ("whole_center = 20, ", ""),
        ],
        [("law.price_weight", "criteria › 价格部分 › whole_center")],
    ),
    "a deduction below the range": (
        [("small_deduction_percent = 10", "small_deduction_percent = 9.99")],
        [("law.small_deduction", "criteria › price › rule › small_deduction_percent")],
    ),
    "a deduction above the range": (
        [("small_deduction_percent = 10", "small_deduction_percent = 21")],
        [("law.small_deduction", "criteria › price › rule › small_deduction_percent")],
    ),
    "no deduction": (
        [(", small_deduction_percent = 10", "")],
        [("law.small_deduction", "criteria › price › rule › small_deduction_percent")],
    ),
    "the tie chain of the other method": (
        [('ties = ["price", "technical"]', 'ties = ["price"]')],
        [("law.tie_chain", "ties")],
    ),
    "ties that nothing breaks": (
        [('ties = ["price", "technical"]', "ties = []")],
        [("law.tie_chain", "ties")],
    ),
    "an even panel": ([(JUDGE, "")], [("law.panel_size", "judges")]),
    "a panel with two of five from the purchaser": (
        [('name = "叶晚舟（虚构）"\nrole = "expert"', 'name = "叶晚舟（虚构）"\nrole = "purchaser"')],
        [("law.panel_experts", "judges")],
    ),
    "nine days to answer": (
        [("publish = 2026-03-02", "publish = 2026-03-07")],
        [("schedule.too_early", "dates › bid_deadline")],
    ),
    "a day long before the law": (
        [("publish = 2026-03-02", "publish = 1998-03-02")],
        [
            ("law.no_provision", "dates › publish"),
            ("schedule.no_provision", "dates › publish"),
            ("rule.broken", "项目 › TEDA-27"),
        ],
    ),
    "no fiscal baseline": (
        [
            (
                FISCAL,
                "",
            )
        ],
        [("rule.wanted_later", "TEDA-04a")],
    ),
    "a department less": (
        [('id = "community_service_office"', 'id = "another_office"')],
        [("rule.broken", "项目 › TEDA-06a")],
    ),
    "only enterprises": (
        [('accepts = ["enterprise", "social_org", "public_institution"]', 'accepts = ["enterprise"]')],
        [("rule.cannot_decide", f"标段{lot} › TEDA-04d") for lot in ALL_LOTS],
    ),
    "a station without a theme": (
        [('theme = "健康"\n', "")],
        [("rule.broken", "标段L2H › TEDA-10b"), ("rule.broken", "标段L2H › TEDA-18a")],
    ),
    "a station of a theme that the measures do not name": (
        [('theme = "健康"', 'theme = "体育"')],
        [("rule.broken", "标段L2H › TEDA-18a")],
    ),
    "two stations of one theme": (
        [('theme = "幸福"', 'theme = "健康"')],
        [("rule.broken", f"标段{lot} › TEDA-10c") for lot in ("L2H", "L2X", "L2G")],
    ),
    "a professional lot without subsidy": (
        [('subsidies = [{ name = "孵化基地补贴（虚构金额）", amount_yuan = 60000 }]\n', "")],
        [("rule.broken", "标段L3S › TEDA-11a")],
    ),
    "a professional lot without a document": (
        [('policy_documents = ["《天津市社会组织孵化基地建设管理暂行办法》"]\n', "")],
        [("rule.broken", "标段L3S › TEDA-11a")],
    ),
    "no free sessions": (
        [("minimums = { free_sessions = 240,", "minimums = { free_sessions = 0,")],
        [("rule.broken", "标段L1 › TEDA-12g")],
    ),
    "no word about free sessions": (
        [("minimums = { free_sessions = 240,", "minimums = {")],
        [("rule.cannot_decide", "标段L1 › TEDA-12g")],
    ),
    "no negative list": (
        [
            (
                NEGATIVE_LIST,
                'kind = "declared"\nstage = "conformity"\nsays = "甲。"\nevidence = "乙"',
            )
        ],
        [("book.negative_list_without_gate", "gates")],
    ),
    "one room in two lots that are awarded one by one": (
        [('spaces = ["C2-02"]', 'spaces = ["C2-01"]'), PER_LOT],
        [("book.space_twice", "lots › L2X › spaces › C2-01")],
    ),
    "a lot order that forgets a lot": (
        [(COMBINATION, LOT_ORDER + 'order = ["L1", "L2H", "L2X", "L2G", "L3E", "L3I"]')],
        [("book.lot_order", "award › order")],
    ),
    "a lot order that names a lot twice": (
        [(COMBINATION, LOT_ORDER + 'order = ["L1", "L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"]')],
        [("book.lot_order", "award › order")],
    ),
    "an order by a preference that nobody is asked": (
        [(COMBINATION, LOT_ORDER + PREFERENCE + 'preference = "wish"')],
        [("book.unknown_reference", "award › preference")],
    ),
    "an order by a preference that is no place in an order": (
        [(COMBINATION, LOT_ORDER + PREFERENCE + 'preference = "brand_exports"')],
        [("book.lot_order_preference", "award › preference")],
    ),
    "an open tender with the panel of a consultation": (
        [
            *OPEN_TENDER,
            ('[[judges]]\nid = "J4"\nname = "叶晚舟（虚构）"\nrole = "expert"\n', ""),
            (JUDGE, ""),
        ],
        [("law.panel_size", "judges")],
    ),
    "an open tender with the tie chain of a consultation": (
        [*OPEN_TENDER[:2], OPEN_TENDER[3]],
        [("law.tie_chain", "ties")],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_book_is_told_exactly_what_is_wrong(check, changes, expected):
    assert told(check(*changes)) - OWN == Counter(expected)


@pytest.mark.parametrize("changes", [changes for changes, _ in SPOILED.values()], ids=SPOILED)
def test_what_is_told_is_chinese_and_cites_what_the_packs_know(check, changes):
    for f in check(*changes):
        assert f.what
        assert f.expected
        assert not f.what.isascii()
        assert not f.article or policies().knows(f.article)


@pytest.mark.parametrize(
    ("weight", "said"),
    [("14.9", "还差0.1分"), ("15.5", "多出0.5分"), ("0", "还差15分"), ("14.999999", "还差0.000001分")],
)
def test_a_wrong_sum_says_how_much_is_missing(check, weight, said):
    findings = check((WEIGHTS, WEIGHTS.replace("whole_center = 15", f"whole_center = {weight}")))
    (sum_up,) = [f for f in findings if f.code == "book.weights"]
    assert said in sum_up.mend
    assert "标段L1" in sum_up.what


def test_thirds_that_make_a_hundred_are_a_hundred(check):
    thirds = [
        ("whole_center = 20", "whole_center = 33.33"),
        ("whole_center = 25", "whole_center = 33.33"),
        (WEIGHTS, WEIGHTS.replace("whole_center = 15", "whole_center = 10")),
        ("weights = { whole_center = 15, partial_zone = 10", "weights = { partial_zone = 10"),
        ("weights = { whole_center = 10, partial_zone = 15", "weights = { partial_zone = 15"),
        (
            "weights = { whole_center = 15, partial_zone = 15",
            "weights = { whole_center = 23.34, partial_zone = 15",
        ),
    ]
    assert told(check(*thirds)) == OWN


def test_an_open_tender_by_the_book_of_an_open_tender_is_fine(check):
    assert told(check(*OPEN_TENDER, PER_LOT)) == OWN - Counter({("law.combination_award", "award › kind"): 1})


def test_an_open_tender_asks_twenty_days_and_a_day_less_is_an_error(check):
    late = ("publish = 2026-03-02", "publish = 2026-02-25")
    [found] = [
        f for f in check(OPEN_TENDER[0], late, *OPEN_TENDER[2:], PER_LOT) if f.code == "schedule.too_early"
    ]
    assert found.article == "LAW-35"
    assert found.expected == "投标文件提交截止不得早于2026年3月17日"


def test_rooms_may_overlap_where_the_combination_keeps_one_of_the_lots_empty(check):
    findings = check(('spaces = ["C2-02"]', 'spaces = ["C2-01"]'))
    assert "book.space_twice" not in {f.code for f in findings}


def test_all_that_is_wrong_comes_at_once_and_errors_come_first(check):
    changes = [
        change
        for name in ("weights of 99.9", "an even panel", "no free sessions")
        for change in SPOILED[name][0]
    ]
    findings = check(*changes)
    assert {"book.weights", "law.panel_size", "rule.broken"} <= {f.code for f in findings}
    assert "标段L1 › TEDA-12g" in {f.where for f in findings}
    levels = [f.level for f in findings]
    assert levels == [f.level for f in ordered(findings)]
    assert levels.index(Level.WARNING) == sum(level is Level.ERROR for level in levels)


def amended(rule: str, value) -> Policies:
    """The packs with one figure changed, as a ministry would change it."""

    def change(provision):
        return provision.model_copy(update={"value": value}) if provision.id == rule else provision

    packs = policies().packs.values()
    return Policies(
        pack.model_copy(update={"provisions": tuple(change(p) for p in pack.provisions)}) for pack in packs
    )


@pytest.mark.parametrize(
    ("rule", "value", "code", "says"),
    [
        ("N214-24-price", 12, "law.price_weight", "12%"),
        ("N214-24-price-max", 14, "law.price_weight", "14%"),
        ("N46-9", 11, "law.small_deduction", "11%"),
        ("N46-9-max", 9, "law.small_deduction", "9%"),
        ("N214-14-size", 7, "law.panel_size", "7人"),
        ("N214-10", 15, "schedule.too_early", "3月17日"),
    ],
)
def test_every_figure_of_law_comes_from_the_packs(spoil, rule, value, code, says):
    book = spoil().book
    assert code not in {f.code for f in check_book(book)}
    found = [f for f in check_book(book, packs=amended(rule, value)) if f.code == code]
    assert found
    assert all(says in f.expected for f in found)


def test_the_share_of_experts_comes_from_the_packs(spoil):
    book = spoil().book
    assert book.judges[-1].role == "purchaser"
    assert "law.panel_experts" in {
        f.code for f in check_book(book, packs=amended("N214-14-experts", Fraction(3)))
    }


def test_a_figure_that_is_in_force_twice_is_told_and_not_guessed(spoil):
    (pack,) = [p for p in policies().packs.values() if any(v.id == "N214-10" for v in p.provisions)]
    twice = pack.model_copy(
        update={"provisions": (*pack.provisions, *(p for p in pack.provisions if p.id == "N214-10"))}
    )
    others = [p for p in policies().packs.values() if p is not pack]
    found = check_book(spoil().book, packs=Policies([*others, twice]))
    assert "schedule.no_provision" in {f.code for f in found if f.level is Level.ERROR}
