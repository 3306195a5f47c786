"""The Zibo sample: what sample S6 of the seeds computed by full enumeration must come out."""

import json
import shutil
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from scoring.exact import half_up, number, text
from tender import paths
from tender.checked import check_project
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Answer, Level
from tender.policy import policies
from tender.policy.judge import verdicts
from tender.rank import measured
from tender.run import run
from tests.samples.reading import block, failed, offer, operator, reviewed, winners, with_marks
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "zibo-liuan-xinhe"
LIUAN, XINHE = ("U1", "U2", "U3", "U4", "U5"), ("X1", "X2", "X3", "X4", "X5")

TOTALS = SEEDS["zibo-liuan-xinhe"]
AWARD = dict(zip((*LIUAN, *XINHE), ("Z1", "Z2", "Z3", "Z4", "Z7", "Z5", "Z6", "Z6", "Z7", "Z7"), strict=True))
WORTH = {"U1": 10, "U2": 10, "U3": 8, "U4": 5, "U5": 4, "X1": 10, "X2": 9, "X3": 7, "X4": 5, "X5": 4}
CAPS = {"Z1": 2, "Z2": 1, "Z3": 1, "Z4": 1, "Z5": 1, "Z6": 2, "Z7": 3}


def promised(done, fact, lots=(*LIUAN, *XINHE)):
    bids = done.case.bids
    return sum(bids[op].lots[lot].facts[fact] for lot, op in winners(done).items() if lot in lots)


def gate(id_):
    """One gate of the book as text, for a test that removes it."""
    return block(SAMPLE / "project.toml", f'[[gates]]\nid = "{id_}"', "[[gates]]", "# ──")


@pytest.fixture
def ledger(project):
    """The rules that a copy breaks whose register a test edits: ``ledger((old, new), …)``."""

    def broken(*changes: tuple[str, str]) -> set[str]:
        _, findings = check_project(project(register=list(changes)), book_only=True)
        assert [f for f in findings if f.level is Level.ERROR] == []
        return {f.article for f in findings if f.code == "rule.broken"}

    return broken


# ── scores and award ──────────────────────────────────────────────


def test_the_award_is_the_one_found_by_full_enumeration(done):
    assert winners(done) == AWARD
    assert done.allocation.plan.to_json()["status"] == "proved_best"
    # The seeds state value of 1, the book scores of 100.
    assert text(half_up(done.allocation.plan.totals.points / 100, 4), 4) == "50.0401"
    assert json.loads(done.files["award.json"])["weighted_points"] == "5004.0110"


def test_full_enumeration_under_the_caps_of_each_body_gives_the_same_two_best(done):
    stated = {op: bid.lots[next(iter(bid.lots))].facts["zones_at_most"] for op, bid in done.case.bids.items()}
    assert {op: stated[op] for op in CAPS} == CAPS
    found = {}
    for chosen in product(*(TOTALS[lot] for lot in WORTH)):
        if all(n <= CAPS[op] for op, n in Counter(chosen).items()):
            points = (number(TOTALS[lot][op]) * w for (lot, w), op in zip(WORTH.items(), chosen, strict=True))
            found[chosen] = text(half_up(sum(points, Fraction(0)) / 100, 4), 4)
    best, second, *_ = sorted(found, key=lambda chosen: number(found[chosen]), reverse=True)
    assert dict(zip(WORTH, best, strict=True)) == AWARD
    assert dict(zip(WORTH, second, strict=True)) == {**AWARD, "U3": "Z6", "X3": "Z3"}
    assert (found[best], found[second]) == ("50.0401", "49.8322")


def test_the_cap_of_one_body_couples_the_two_communities(done, project):
    [x3] = done.allocation.departures
    [z3] = x3.passed_over
    assert (x3.lot, z3.operator, z3.rank) == ("X3", "Z3", 1)
    assert "加权得分之和最高为4983.2224分，低于现方案的5004.0110分" in z3.why
    assert "该数额不低于2个时结果才会改变" in z3.why
    confirmed = (block(SAMPLE / "decisions.toml", "[departure_confirmed]"), "")
    two_zones = run(project(decisions=[confirmed], bidding=operator("Z3", zones_at_most=2)))
    assert winners(two_zones) == {**AWARD, "X3": "Z3"}


def test_without_weights_of_needs_the_points_are_added_as_they_are(project):
    book = (SAMPLE / "project.toml").read_text(encoding="utf-8")
    lines = [(f'\nworth = {w}\ncategory = "{c}"', f'\ncategory = "{c}"') for w, c in _worths(book)]
    flat = run(project(book=lines))
    assert "加权" not in flat.allocation.rule
    assert flat.allocation.plan.totals.points == sum(number(TOTALS[x][op]) for x, op in winners(flat).items())


def _worths(book):
    lots = book.split("[[lots]]")[1:]
    return [
        (lot.split("worth = ")[1].split("\n")[0], lot.split('category = "')[1].split('"')[0]) for lot in lots
    ]


def test_weights_that_no_award_rule_reads_are_an_error(project):
    start = '[award]\nkind = "combination"'
    award = block(SAMPLE / "project.toml", start, "[[judges]]")
    copy = project(book=[(award, '[award]\nkind = "per_lot"\n\n')])
    errors = {f.code for f in check_project(copy, book_only=True)[1] if f.level is Level.ERROR}
    assert errors == {"book.worth_unread"}


# ── saving and feedback are measured over the whole project ───────


def test_the_best_saving_and_feedback_of_all_zones_are_the_measure(done):
    item = {e["operator"]: e["items"] for e in done.case.state.results["X5"].ranking}["Z7"]
    assert item["saving"]["how"] == "21000÷216000×15≈1.4583"  # X1 saves 216,000
    assert item["feedback"]["how"] == "1200÷30000×15＝0.6"  # U1 returns 30,000
    said = plain_text(book_document(done.case.book, policies()))
    assert "以全部标段有效申请文件中“节省公共支出”的最高值为基准" in said


def test_compared_within_its_zone_a_bid_that_stands_alone_earns_full_points(project):
    rule = 'rule = { kind = "ratio_to_best", fact = "feedback", among = "project" }'
    alone = run(project(book=[(rule, rule.replace(', among = "project"', ""))]))
    items = {e["operator"]: e["items"] for e in alone.case.state.results["X5"].ranking}["Z7"]
    assert items["feedback"]["points"] == "15.0000"
    assert items["saving"]["points"] == "1.4583"


def test_the_feedback_of_a_refused_bid_is_no_measure(done, project):
    """Z8 offers 33,000, more than anyone; refused, it moves nobody's points."""
    assert done.case.bids["Z8"].lots["U5"].facts["feedback"] == 33_000
    z1 = {e["operator"]: e["items"] for e in done.case.state.results["U1"].ranking}["Z1"]
    assert z1["feedback"]["points"] == "15.0000"
    copy = project(
        register=[("negative_list_inherit = true", "negative_list_inherit = false")],
        book=[(gate("negative_list"), "")],
        bidding=with_marks(("U5", "Z8")),
    )
    let_in = run(copy)
    z1 = {e["operator"]: e["items"] for e in let_in.case.state.results["U1"].ranking}["Z1"]
    assert z1["feedback"]["how"] == "30000÷33000×15≈13.6364"


def most_saved(case):
    """The largest saving that any zone's bids are compared with."""
    book = case.book
    saving = next(c for c in book.criteria if c.id == "saving")
    everywhere = measured(case, case.live_lots[0], saving).everywhere
    return max(entry.facts["saving"] for entry in everywhere.values())


def test_a_zone_that_ended_for_want_of_bidders_sets_no_measure(done, project):
    assert most_saved(done.case) == 216_000
    two_each = reviewed(project(book=[("least_bidders = 1", "least_bidders = 2")]))
    assert most_saved(two_each) == 198_000  # only Z5 bids for X1


# ── who is kept out ───────────────────────────────────────────────


def test_only_the_card_room_is_refused_and_by_the_inherited_list(done):
    kept_out = {(lot.id, op) for lot in done.case.book.lots for op in done.case.rejected(lot.id)}
    assert kept_out == {("U5", "Z8")}
    [(why, cited)] = done.case.reasons("Z8", "U5")
    assert "棋牌室" in why
    assert cited == "泰达街办法（试行）第十五条"


def test_the_rule_itself_refuses_the_card_room_over_the_inherited_list(project):
    rule = (
        '[[gates]]\nid = "negative_list"\nname = "负面清单"\nkind = "rule"\nstage = "conformity"\n'
        'says = "不开展负面清单所列的服务。"\narticles = ["TEDA-15b"]\n\n'
    )
    now = reviewed(project(book=[(gate("negative_list"), rule)]))
    assert failed(now, "U5", "Z8") == ["negative_list"]
    assert failed(now, "U5", "Z7") == []


def test_an_inherited_list_wants_a_gate_that_names_all_of_it(project):
    errors = lambda copy: {f.code for f in check_project(copy, book_only=True)[1] if f.level is Level.ERROR}  # noqa: E731
    copy = project(book=[('forbids = ["棋牌室", "桌游"]', 'forbids = ["桌游"]')])
    assert errors(copy) == {"book.negative_list_open"}
    book = copy / "project.toml"
    shutil.copy(SAMPLE / "project.toml", book)
    book.write_text(book.read_text(encoding="utf-8").replace(gate("negative_list"), ""), encoding="utf-8")
    assert errors(copy) == {"book.negative_list_without_gate"}


def test_a_saving_that_is_not_fit_out_and_utilities_is_refused(project):
    now = reviewed(project(bidding=offer("U1", "Z3", saving=12_100_000)))
    assert failed(now, "U1", "Z3") == ["saving"]
    assert failed(now, "U1", "Z1") == []


def test_a_body_that_returns_nothing_is_refused(project):
    assert failed(reviewed(project(bidding=offer("U3", "Z6", feedback_ratio=0, feedback=0))), "U3", "Z6") == [
        "feedback"
    ]


def test_where_there_is_no_fund_another_channel_or_a_fund_comes_first(done, project):
    """Xinhe has no fund yet: its bidders name a channel until there is one."""
    assert failed(done.case, "X4", "Z7") == []
    silent = offer("X4", "Z7", channel_before_fund="无")
    copy = project(bidding=silent)
    now = reviewed(copy)
    assert failed(now, "X4", "Z7") == ["fund_channel"]
    assert [cited for _, cited in now.reasons("Z7", "X4")] == [policies().cite("ZB-2.1d")]
    assert failed(now, "X5", "Z7") == []
    register = copy / "register.toml"
    said = register.read_text(encoding="utf-8")
    register.write_text(said.replace('fund_id = ""', 'fund_id = "xinhe-fund"'), encoding="utf-8")
    assert failed(reviewed(copy), "X4", "Z7") == []


# ── what the communities get ──────────────────────────────────────


def test_fourteen_projects_by_seven_bodies(done):
    held = winners(done).items()
    assert sum(len(done.case.bids[op].lots[lot].services) for lot, op in held) == 14
    assert len(set(winners(done).values())) == 7


def test_totals_against_the_benchmarks_of_the_report(done):
    assert promised(done, "fit_out") == 711_000 > 600_000
    assert promised(done, "utilities") == 188_000 < 200_000
    assert promised(done, "feedback") == 137_500 < 190_000
    assert (promised(done, "feedback", LIUAN), promised(done, "feedback", XINHE)) == (79_300, 58_200)


def test_the_report_adds_up_what_the_winners_promise(done):
    said = done.files["evaluation-report.html"].decode("utf-8")
    for figure in ("合计（7家）", "711,000.00", "188,000.00", "137,500.00", "79,300.00", "58,200.00"):
        assert figure in said, figure


def test_nothing_is_paid_and_no_paper_speaks_of_a_price(done):
    assert done.allocation.total_fen == 0
    for paper in ("book.html", "result-notice.html", "evaluation-report.html"):
        said = done.files[paper].decode("utf-8")
        assert "不支付费用" in said
        for word in ("报价（元", "最高限价", "选定金额", "预算金额", ">0.00<"):
            assert word not in said, (paper, word)


def test_xinhe_lets_out_all_that_is_not_reserved_and_not_a_square_meter_more(done):
    let = {c: sum(z["area_m2"] for z in _zones(done, c)) for c in ("L", "X")}
    assert let == {"L": 610, "X": 540}
    assert _areas(done, let) == [Answer.PASS, Answer.PASS]
    assert _areas(done, {**let, "X": let["X"] + Fraction(1, 100)}) == [Answer.PASS, Answer.FAIL]


def _zones(done, center):
    let = {zone for lot in done.case.nouns["lot"] for zone in lot["zone_ids"]}
    [found] = [c for c in done.case.nouns["center"] if c["id"] == center]
    return [zone for zone in found["zones"] if zone["id"] in let]


def _areas(done, let):
    rule = policies().on("ZB-1.1b", done.case.book.dates.publish)
    nouns = {**done.case.nouns, "allocation": {"let_area_m2": let}}
    return [verdict.answer for verdict in verdicts(rule, nouns)]


# ── the fund ──────────────────────────────────────────────────────

SPENT = 'payee_id = "示例维修店"\nbeneficiary_community_id = "liuan"'


def test_the_book_and_its_register_break_no_rule_but_the_one_set_aside(ledger):
    assert ledger() == {"ZB-1.4f"}  # waived: use rates are recorded, not scored


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (('committee_ids = ["K1", "K2", "K3"]', 'committee_ids = ["K1", "K2"]'), "ZB-2.3a"),
        (("paid_on = 2026-04-16", "paid_on = 2026-04-13"), "ZB-2.3c"),
        ((SPENT, SPENT.replace("liuan", "xinhe")), "ZB-2.3e"),
        ((SPENT, SPENT.replace("示例维修店", "Z7")), "ZB-2.3f"),
        (('form = "donation"', 'form = "fee"'), "ZB-2.2c"),
    ],
)
def test_a_fund_that_is_run_wrongly_breaks_its_rule_and_no_other(ledger, change, rule):
    assert ledger(change) == {"ZB-1.4f", rule}


def test_a_purchase_from_a_donor_stands_after_a_related_party_review(ledger):
    reviewed_first = ('related_party_review_ref = ""', 'related_party_review_ref = "关联方审查记录（虚构）"')
    assert ledger((SPENT, SPENT.replace("示例维修店", "Z7")), reviewed_first) == {"ZB-1.4f"}


def test_a_second_fund_is_not_measured_by_the_spending_of_the_first(ledger):
    other = '[[fund]]\nid = "xinhe-fund"\ncommunity_id = "xinhe"\ncommittee_ids = ["K4", "K5", "K6"]\n'
    first = "[[fund]]\n"
    assert ledger((first, f"{other}\n{first}")) == {"ZB-1.4f"}
