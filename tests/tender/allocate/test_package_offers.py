"""Package offers: they hold only where all their lots are won, change what is paid, and never a point."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation import Status, solve
from scoring.exact import split
from tender import paths
from tender.allocate import Outcome, allocate, problem_of
from tender.allocate.paid import paid_findings
from tender.announce import evaluation_report, package_sentences, result_notice
from tender.book import parse_book
from tender.book.register import parse_register
from tender.case import Case
from tender.check import check_book
from tender.documents.blocks import plain_text
from tender.record.state import Result
from tests.tender.allocate import ruled as rules
from tests.tender.allocate.ruled import head

YUAN = 100


def stating(case, stated):
    """The case with packages in the bids: operator → (lots, yuan) in the order of its form."""
    bids = dict(case.state.bids)
    for operator, own in stated.items():
        said = [{"lots": list(lots), "price_fen": round(price * YUAN)} for lots, price in own]
        bids[operator] = replace(bids[operator], bid={**bids[operator].bid, "packages": said})
    return Case(case.book, replace(case.state, bids=bids), case.packs)


def declared(ranked, stated, *changes, quota=3, packages="[award.packages]\nmax_lots = 3"):
    rule = head(quota) + packages
    return stating(rules.with_rule(ranked, rule, *(changes or (rules.RICH,))), stated)


def faults(allocation):
    return [one.fault for one in allocation.packages]


# T1 is first in L1 (820,000) and L2X (100,000); T6 in L2G (60,000) and L3S (180,000).


def test_a_package_whose_lots_are_all_won_is_paid_at_its_price(ranked):
    given = allocate(declared(ranked, {"T6": [(("L2G", "L3S"), 228000)]}))
    assert given.outcome is Outcome.DECIDED
    lots = given.by_lot()
    assert {lot: lots[lot].price_fen for lot in ("L2G", "L3S")} == {"L2G": 57_000_00, "L3S": 171_000_00}
    alone = allocate(declared(ranked, {}))
    assert alone.total_fen - given.total_fen == 12_000_00
    assert rules.winners(given) == rules.winners(alone)


def test_a_package_changes_no_point_and_no_place(ranked):
    given, alone = (allocate(declared(ranked, own)) for own in ({"T6": [(("L2G", "L3S"), 1000)]}, {}))
    assert [(a.rank, a.total) for a in given.lots] == [(a.rank, a.total) for a in alone.lots]
    assert given.plan.totals.points == alone.plan.totals.points


def test_a_package_is_not_taken_apart(ranked):
    """T2 is nowhere first: its cheap package would save money but lose points."""
    given = allocate(declared(ranked, {"T2": [(("L2G", "L3S"), 10)]}))
    assert all(lot.package is None for lot in given.lots)
    assert given.by_lot()["L3S"].operator == "T6"
    assert faults(given) == [""]


def test_a_package_may_bring_a_better_ranked_bidder_under_the_fiscal_baseline(ranked):
    """All firsts cost 2,105,000; the baseline of 2,000,000 stops that unless T1 gives enough away."""
    tight = rules.with_rule(ranked, head(3) + "[award.packages]")
    without = allocate(tight)
    assert without.by_lot()["L1"].operator != "T1"
    given = allocate(stating(tight, {"T1": [(("L1", "L2X"), 815000)]}))
    assert given.by_lot()["L1"].operator == "T1"
    assert given.by_lot()["L2X"].operator == "T1"
    assert given.total_fen == 200_000_000
    assert given.departures == ()


def test_the_shares_of_an_odd_price_lose_no_fen(ranked):
    given = allocate(declared(ranked, {"T6": [(("L3S", "L2G"), 230000.01)]}))
    lots = given.by_lot()
    assert (lots["L2G"].price_fen, lots["L3S"].price_fen) == (57_500_00, 172_500_01)


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        ([(("L2G", "L9"), 10)], "没有标段L9"),
        ([(("L2G",), 10)], "只写了标段L2G"),
        ([((), 10)], "没有写明所含标段"),
        ([(("L2G", "L3S", "L2G"), 10)], "标段L2G写了不止一次"),
        ([(("L2G", "L1"), 10)], "标段L1没有单独报价"),
        ([(("L2G", "L3S"), 240000)], "合并报价240,000.00元不低于所含标段单独报价之和240,000.00元"),
        ([(("L2G", "L3S"), 280000.01)], "合并报价280,000.01元高于所含标段最高限价之和280,000.00元"),
    ],
)
def test_a_package_that_is_none_falls_away_and_the_single_prices_stand(ranked, stated, fault):
    given = allocate(declared(ranked, {"T6": stated}))
    assert fault in faults(given)[0]
    assert given.by_lot()["L3S"].price_fen == 180_000_00
    assert all(lot.package is None for lot in given.lots)


@pytest.mark.parametrize(("price", "stands"), [(228_000, True), (227_999.99, False)])
def test_a_package_may_take_off_as_much_as_the_book_says(ranked, price, stands):
    """5 % of 240,000 are 12,000."""
    five = "[award.packages]\nmax_discount_percent = 5"
    case = declared(ranked, {"T6": [(("L2G", "L3S"), price)]}, packages=five)
    assert (faults(allocate(case)) == [""]) is stands
    assert "低于这些标段单独报价之和，少于的部分不超过其5%" in case.book.award_sentence


def test_two_prices_for_the_same_lots_count_neither(ranked):
    given = allocate(declared(ranked, {"T6": [(("L2G", "L3S"), 200000), (("L3S", "L2G"), 210000)]}))
    assert ["所含标段相同" in fault for fault in faults(given)] == [True, True]
    assert given.by_lot()["L3S"].price_fen == 180_000_00


def test_more_packages_than_the_book_allows_are_not_read(ranked):
    own = [(("L1", "L2X"), 900000), (("L1", "L2G"), 700000), (("L2X", "L2G"), 100000)]
    few = "[award.packages]\nmax_offers = 2"
    given = allocate(declared(ranked, {"T2": own}, packages=few))
    assert [bool(fault) for fault in faults(given)] == [True, False, True]
    assert "每家至多2项" in faults(given)[2]


def test_lots_that_the_book_does_not_name_cannot_be_joined(ranked):
    given = allocate(
        declared(ranked, {"T6": [(("L2G", "L3S"), 10)]}, packages='[award.packages]\nlots = ["L1", "L2X"]')
    )
    assert faults(given) == ["标段L2G、L3S不在可以合并的标段之内"]


def test_one_invalid_lot_brings_the_package_down(ranked):
    results = ranked.state.results
    out = {**results, "L3S": replace(results["L3S"], ranking=results["L3S"].ranking[1:])}
    case = declared(ranked, {"T6": [(("L2G", "L3S"), 10)]})
    decisions = {
        key: replace(d, answer=type(d.answer).FAIL) if key[:2] == ("T6", "L3S") else d
        for key, d in case.state.decisions.items()
    }
    given = allocate(Case(case.book, replace(case.state, results=out, decisions=decisions), case.packs))
    assert faults(given) == ["标段L3S的响应无效"]
    assert given.by_lot()["L2G"].price_fen == 60_000_00
    said = list(package_sentences(case, given))
    assert said == [
        "己公益孵化示例中心对标段L2G、L3S的合并优惠（合并报价10.00元/年）不计：标段L3S的响应无效。"
    ]


@pytest.mark.parametrize(
    ("second", "applies"),
    [(750_000, {"L1", "L3E"}), (749_000, {"L3E", "L3I"})],
    ids=["both save 10,000: the first stated", "the second saves more"],
)
def test_of_two_packages_that_share_a_lot_one_applies(ranked, second, applies):
    """T7 alone bids for L1 at 700,000, L3E at 400,000 and L3I at 360,000, among others."""
    case = declared(ranked, {"T7": [(("L1", "L3E"), 1_090_000), (("L3E", "L3I"), second)]}, quota=4)
    only = {
        lot: replace(r, ranking=tuple(e for e in r.ranking if e["operator"] == "T7"))
        for lot, r in case.state.results.items()
        if any(e["operator"] == "T7" for e in r.ranking)
    }
    given = allocate(Case(case.book, replace(case.state, results=only), case.packs))
    assert given.outcome is Outcome.DECIDED
    assert {a.lot for a in given.lots if a.package} == applies
    said = [s for s in package_sentences(case, given) if "未适用：所含标段适用另一项合并优惠" in s]
    assert len(said) == 1


def test_equals_are_drawn_for_lots_and_the_package_of_who_was_drawn_applies(ranked):
    """T2 and T6 are made equal in L2G, and T6 gives away nothing: the price decides no more."""
    case = rules.tied(declared(ranked, {"T6": [(("L2G", "L3S"), 239_999)]}, quota=3), "L2G")
    given = allocate(case)
    assert given.outcome is Outcome.DECIDED  # the package is what makes T6 cheaper
    assert given.by_lot()["L2G"].operator == "T6"
    free = rules.tied(declared(ranked, {}), "L2G")
    open_ = allocate(free)
    assert open_.outcome is Outcome.OPEN_TIE
    assert {offer for plan in open_.open_plans for offer in plan} >= {"T2@L2G", "T6@L2G"}


def test_while_a_tie_is_open_no_package_is_said_to_apply_or_not(ranked):
    case = rules.tied(declared(ranked, {"T2": [(("L1", "L2X"), 800_000), (("L1",), 1)]}), "L2G")
    given = allocate(case)
    assert given.outcome is Outcome.OPEN_TIE
    [said] = package_sentences(case, given)
    assert "不计：只写了标段L1" in said
    settled = allocate(case, [rules.drawn("L2G", "T6")])
    assert settled.outcome is Outcome.DECIDED
    assert "未适用：标段L1、L2X不由其成交" in "".join(package_sentences(case, settled))


# ── papers ─────────────────────────────────────────────────────────


def test_the_papers_tell_what_is_paid_and_how_it_is_shared_out(ranked):
    case = declared(ranked, {"T6": [(("L2G", "L3S"), 228000)], "T2": [(("L2G", "L3S"), 250000)]})
    given = allocate(case)
    report = plain_text(evaluation_report(case, given, "0" * 64))
    notice = plain_text(result_notice(case, given))
    shared = "标段L2G为57,000.00元、标段L3S为171,000.00元"
    assert shared in report
    assert shared in notice
    assert "57,000.00元/年（人民币伍万柒仟元整）" in notice
    assert "单独报价之和240,000.00元/年少12,000.00元/年" in notice
    assert "乙社区服务示例中心对标段L2G、L3S的合并优惠" in report
    assert "乙社区服务示例中心对标段L2G" not in notice


def test_the_record_of_the_award_keeps_the_package(ranked):
    given = allocate(declared(ranked, {"T6": [(("L2G", "L3S"), 228000)]}))
    said = given.by_lot()["L3S"].to_json(2)
    assert said["package"] == {"lots": ["L2G", "L3S"], "price_fen": 228_000_00, "single_fen": 240_000_00}
    assert "package" not in given.by_lot()["L1"].to_json(2)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lots: [replace(a, price_fen=a.price_fen + 1) if a.lot == "L2G" else a for a in lots],
        lambda lots: [replace(a, price_fen=a.price_fen + {"L2G": 1, "L3S": -1}.get(a.lot, 0)) for a in lots],
        lambda lots: [
            replace(a, package=None, price_fen=p)
            if (p := {"L2G": 6000000, "L3S": 18000000}.get(a.lot))
            else a
            for a in lots
        ],
        lambda lots: [replace(a, operator="T2") if a.lot == "L2G" else a for a in lots],
        lambda lots: [replace(a, price_fen=1) if a.lot == "L1" else a for a in lots],
    ],
    ids=["a fen more", "a fen moved", "not applied", "taken apart", "another price"],
)
def test_what_is_paid_is_added_up_again_apart_from_the_solver(ranked, spoil):
    case = declared(ranked, {"T6": [(("L2G", "L3S"), 228000)]})
    given = allocate(case)
    assert list(paid_findings(case, given.lots, given.packages)) == []
    wrong = list(paid_findings(case, spoil(given.lots), given.packages))
    assert {f.code for f in wrong} == {"award.package_paid"}


# ── the book ───────────────────────────────────────────────────────


def checked(award, *changes):
    text = (paths.samples() / "teda-haiqing" / "project.toml").read_text(encoding="utf-8")
    text = text.replace(rules.COMBINATION, f"\n{award}\n")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    register = (paths.samples() / "teda-haiqing" / "register.toml").read_text(encoding="utf-8")
    return check_book(parse_book(text).book, parse_register(register)[0])


@pytest.mark.parametrize(
    ("award", "code"),
    [
        (head(3) + '[award.packages]\nlots = ["L1", "L9"]', "book.unknown_reference"),
        (head(3) + '[award.packages]\nlots = ["L1"]', "book.packages_few"),
        (head(3) + '[award.packages]\nlots = ["L1", "L1", "L2X"]', "book.packages_lot"),
        (head(4) + '[award.packages]\nlots = ["L1", "L2X"]\nmax_lots = 3', "book.packages_most"),
        (head(2) + "[award.packages]\nmax_lots = 3", "book.packages_quota"),
        (head(1) + "[award.packages]", "book.packages_quota"),
        (head(3) + "[award.packages]\nmax_discount_percent = 0", "book.packages_discount"),
        (head(3) + "[award.packages]", "law.package_floor"),
        (head(3).replace(', "price"', "") + "[award.packages]", "book.packages_price"),
        (head(3) + '[award.packages]\narticle = "NO-1"', "book.unknown_article"),
    ],
)
def test_packages_that_could_decide_nothing_are_findings(award, code):
    assert code in {f.code for f in checked(award)}


def test_a_sound_book_with_packages_is_told_to_ask_a_lawyer():
    found = {f.code: f for f in checked(head(3) + "[award.packages]")}
    assert not [code for code in found if code.startswith("book.packages")]
    assert found["law.package_offers"].article == "REG-34"


@pytest.mark.parametrize(
    "rule", ['kind = "per_lot"', rules.lot_order(2, "relax")], ids=["per_lot", "lot_order"]
)
@pytest.mark.parametrize("table", ["packages", "coverage"])
def test_rules_for_lots_together_have_no_place_where_lots_go_one_by_one(rule, table):
    text = (paths.samples() / "teda-haiqing" / "project.toml").read_text(encoding="utf-8")
    wrong = {
        "packages": "[award.packages]\nmax_lots = 2",
        "coverage": '[[award.coverage]]\nid = "a"\nsays = "a"\nat_least = 1',
    }[table]
    read = parse_book(text.replace(rules.COMBINATION, f"\n{rule}\n{wrong}\n"))
    assert read.book is None
    [found] = read.findings
    assert found.where == "project.toml › award"
    assert "组合定标" in found.expected
    assert table in found.expected


def test_the_clause_says_what_the_package_leaves_alone_and_how_it_is_shared_out(ranked):
    said = declared(ranked, {}, packages='[award.packages]\nlots = ["L2G", "L3S"]').book.award_sentence
    for words in (
        "可以对标段L2G、L3S提出合并优惠，每家至多3项",
        "报价得分、异常低价审查、综合得分和名次均按单独报价确定",
        "按各标段单独报价的比例分摊合并报价",
        "各标段报价之和最低（适用合并优惠的按合并报价）",
    ):
        assert words in said
    three = declared(ranked, {}).book.award_sentence
    assert "标段L1、L2H、L2X、L2G、L3E、L3I、L3S中的2至3个" in three


def test_a_book_without_packages_speaks_of_none(ranked):
    assert "合并" not in rules.with_rule(ranked, head(3)).book.award_sentence


# ── the law: the plan is what counting every award gives ───────────


LOTS = ("L1", "L2H", "L2G")
OPERATORS = ("T1", "T2", "T3")
prices = st.integers(10, 60)
offered = st.lists(
    st.tuples(st.sampled_from([("L1", "L2H"), ("L1", "L2G"), ("L2H", "L2G"), LOTS]), st.integers(5, 150)),
    max_size=3,
    unique_by=lambda one: one[0],
)


@st.composite
def small(draw):
    """Three lots and bidders: points and prices of who bids, what each joins, quota and baseline."""
    bids = {
        (op, lot): (draw(st.integers(60, 64)), draw(prices))
        for op in OPERATORS
        for lot in LOTS
        if draw(st.booleans())
    }
    joined = {op: draw(offered) for op in OPERATORS}
    return bids, joined, draw(st.integers(2, 3)), draw(st.integers(40, 180))


def best_by_counting(bids, joined, quota, baseline):
    """Every award there is, each at the least that its packages make of it: the best totals."""
    best = (0, 0, 0)
    choices = [[None, *(op for op in OPERATORS if (op, lot) in bids)] for lot in LOTS]
    for won in itertools.product(*choices):
        held = {op: [lot for lot, who in zip(LOTS, won, strict=True) if who == op] for op in OPERATORS}
        if max(map(len, held.values())) > quota:
            continue
        cost = sum(_least(op, frozenset(own), bids, joined[op], quota) for op, own in held.items())
        if cost <= baseline:
            points = sum(bids[op, lot][0] for op, own in held.items() for lot in own)
            best = max(best, (sum(map(len, held.values())), points, -cost))
    return best


def _least(op, lots, bids, joined, quota):
    costs = [sum(bids[op, lot][1] for lot in lots)]
    for own, price in joined:
        stands = len(own) <= quota and all((op, lot) in bids for lot in own)
        if stands and set(own) <= lots and price < sum(bids[op, lot][1] for lot in own):
            costs.append(price + _least(op, lots - set(own), bids, joined, quota))
    return min(costs)


@settings(max_examples=20)
@given(small())
def test_the_award_is_the_best_of_all_that_there_are(ranked, drawn):
    bids, joined, quota, baseline = drawn
    case = declared(
        ranked,
        {},
        ("baseline_yuan = 2000000", f"baseline_yuan = {baseline}"),
        quota=quota,
        packages="[award.packages]",
    )
    results = {
        lot: Result(0, lot, tuple(
            {"rank": n, "operator": op, "total": str(points), "price_fen": price * YUAN, "open_with": []}
            for n, (op, points, price) in enumerate(
                sorted(((op, *bids[op, lot]) for op in OPERATORS if (op, lot) in bids), key=lambda b: -b[1]), 1
            )
        ))
        for lot in LOTS
        if any((op, lot) in bids for op in OPERATORS)
    }  # fmt: skip
    opened = {}
    for op in OPERATORS:
        form = case.state.bids[op].bid
        some = next(iter(form["lots"].values()))
        own = {lot: {**some, "price_fen": bids[op, lot][1] * YUAN} for lot in LOTS if (op, lot) in bids}
        opened[op] = replace(case.state.bids[op], bid={**form, "lots": own})
    case = stating(
        Case(case.book, replace(case.state, bids=opened, results=results, price_corrections={}), case.packs),
        joined,
    )
    plan = solve(problem_of(case), seconds=60)
    assert plan.status is Status.PROVED_BEST
    wanted = best_by_counting(bids, joined, quota, baseline)
    found = (plan.totals.needs, plan.totals.points, Fraction(-plan.totals.price_fen, YUAN))
    assert found == wanted
    given = allocate(case)
    if given.outcome is Outcome.DECIDED:
        assert given.total_fen == plan.totals.price_fen
        assert list(paid_findings(case, given.lots, given.packages)) == []
        for one in {a.package for a in given.lots if a.package}:
            shares = split(one.price_fen, one.singles)
            assert [given.by_lot()[lot].price_fen for lot in one.lots] == list(shares)
