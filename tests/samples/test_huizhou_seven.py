"""The Huizhou sample: what sample S4 of the seeds computed by full enumeration must come out."""

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest

from scoring.exact import text
from tender import paths
from tender.book import read_book
from tender.checked import check_project
from tender.findings import Answer, Level
from tender.policy import policies
from tender.policy.judge import verdicts
from tender.rules.nouns import project_nouns
from tender.run import run
from tender.schedule import publicity, series
from tests.samples.reading import block, offers, told, totals, winners, without_marks
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "huizhou-seven"
SITES = ("H1", "H2", "H3", "H4", "H5", "H6", "H7")

TOTALS = SEEDS["huizhou-seven"]

# Written out from sample S4: agency, price and sites it can run; site, agency.
PRICES = {"A1": 308_000, "A2": 305_000, "A3": 300_000, "A4": 309_000, "A5": 310_000}
SITES_AT_MOST = {"A1": 3, "A2": 2, "A3": 2, "A4": 1, "A5": 1}
AWARD = {"H1": "A5", "H2": "A2", "H3": "A1", "H4": "A1", "H5": "A3", "H6": "A3", "H7": "A4"}
SECOND = {"H1": "A5", "H2": "A2", "H3": "A1", "H4": "A3", "H5": "A2", "H6": "A3", "H7": "A4"}
GREEDY = {"H1": "A5", "H2": "A2", "H3": "A1", "H4": "A3", "H5": "A3", "H6": "A2", "H7": "A4"}
BEST_ALONE = {"H1": "A5", "H2": "A2", "H3": "A1", "H4": "A3", "H5": "A3", "H6": "A3", "H7": "A4"}


def points(plan):
    return sum(Fraction(TOTALS[site][agency]) for site, agency in plan.items())


def nouns(folder=SAMPLE):
    read = read_book(folder)
    return project_nouns(read.book, read.register, policies())


def answers(rule, folder=SAMPLE):
    """The answers of one rule over the book and register of a folder."""
    return {v.answer for v in verdicts(policies().on(rule, date(2026, 9, 1)), nouns(folder))}


# ── the award ────────────────────────────────────────────────────


def test_the_award_is_the_one_found_by_full_enumeration(done):
    assert winners(done) == AWARD
    assert text(done.allocation.total_points, 2) == "617.68"
    assert done.allocation.total_fen == 214_000_000
    assert done.allocation.plan.to_json()["status"] == "proved_best"


def test_counting_all_plans_by_hand_gives_436_and_the_same_first_and_second():
    plans = [dict(zip(SITES, chosen, strict=True)) for chosen in product(*(TOTALS[s] for s in SITES))]
    full = [p for p in plans if all(list(p.values()).count(a) <= n for a, n in SITES_AT_MOST.items())]
    assert len(full) == 436
    first, second = sorted(full, key=points, reverse=True)[:2]
    assert (first, text(points(first), 2)) == (AWARD, "617.68")
    assert (second, text(points(second), 2)) == (SECOND, "616.73")
    assert sum(PRICES[a] for a in AWARD.values()) == 2_140_000


def test_going_site_by_site_down_the_scores_ends_with_fewer_points():
    left, plan = dict(SITES_AT_MOST), {}
    offers = [(Fraction(total), site, a) for site, row in TOTALS.items() for a, total in row.items()]
    for _, site, agency in sorted(offers, reverse=True):
        if site not in plan and left[agency]:
            plan[site], left[agency] = agency, left[agency] - 1
    assert plan == GREEDY
    assert text(points(plan), 2) == "614.73"
    assert points(plan) < points(AWARD)


def test_the_best_agency_of_every_site_alone_would_need_staff_that_one_of_them_lacks(done, project):
    assert {site: next(iter(ranking)) for site, ranking in totals(done).items()} == BEST_ALONE
    limits = block(SAMPLE / "project.toml", "[[award.limits]]", "[[judges]]")
    unlimited = run(project(book=[(limits, "")]))
    assert winners(unlimited) == BEST_ALONE
    assert list(BEST_ALONE.values()).count("A3") * 3 > 6  # social workers that A3 has


@pytest.mark.parametrize(
    "fact", ["social_workers", "auxiliary_full_time", "auxiliary_part_time", "sites_at_most"]
)
def test_each_limit_on_an_agency_is_enough_by_itself(project, fact):
    """S4 gives every agency just the staff for its number of sites, but for some auxiliaries to spare."""
    limits = block(SAMPLE / "project.toml", "[[award.limits]]", "[[judges]]").split("[[award.limits]]")[1:]
    others = [("[[award.limits]]" + limit, "") for limit in limits if f'id = "{fact}"' not in limit]
    assert len(others) == 3
    assert winners(run(project(book=others)))["H4"] == "A1"


def test_the_notice_says_why_the_best_agency_of_h4_lost_and_which_staff_was_used_up(done):
    [h4] = done.allocation.departures
    assert (h4.lot, h4.operator) == ("H4", "A1")
    [over] = h4.passed_over
    assert (over.operator, over.rank, "HZ-3.3d" in over.articles) == ("A3", 1, True)
    said = done.files["result-notice.txt"].decode("utf-8")
    assert "最高为616.73分，低于现方案的617.68分" in said
    assert "其在现方案中已选定标段H5、H6" in said
    assert "同一人不重复计算" in said


# ── gates ────────────────────────────────────────────────────────


def test_an_enterprise_and_an_agency_with_two_social_workers_are_rejected_and_their_prices_are_no_base(done):
    [(why, article)] = done.case.reasons("A6", "H3")
    assert ("公益服务类社会组织" in why, article) == (True, "惠城示范点方案第三部分")
    [(why, article)] = done.case.reasons("A7", "H3")
    assert ("不少于3人" in why, article) == (True, "惠城示范点方案第三部分（三）")
    lowest = min(done.case.price_fen(op, "H3") for op in done.case.valid("H3"))
    assert lowest == PRICES["A2"] * 100
    assert done.case.price_fen("A6", "H3") < done.case.price_fen("A7", "H3") < lowest


WITHOUT_A5 = without_marks(("H1", "A5"), ("H2", "A5"))


def test_a_bid_of_311_thousand_is_above_the_ceiling_although_a_site_has_400_thousand(project):
    dearer = offers(lambda o: replace(o, price=31_100_000), operators=["A5"])
    changed = run(project(bidding=lambda bidding: dearer(WITHOUT_A5(bidding))))
    [(why, article)] = changed.case.reasons("A5", "H1")
    assert why == "报价311,000.00元超过最高限价310,000.00元"
    assert article == "惠城示范点方案第五部分（三）"
    assert nouns()["budget"]["center_total_fen"] == 40_000_000
    assert "A5" not in winners(changed).values()


def test_a_bid_whose_price_holds_more_than_the_service_is_rejected(project):
    def with_utilities(agency, values):
        if agency == "A5":
            values["资格声明"]["price_scope"]["met"] = False

    changed = run(project(bidding=lambda bidding: replace(WITHOUT_A5(bidding), slips=with_utilities)))
    [(why, article)] = changed.case.reasons("A5", "H1")
    assert "报价范围" in why
    assert "第四部分（二）2" in article


# ── money by head and source ─────────────────────────────────────


def test_the_lines_of_the_budget_add_up_to_what_the_text_gives():
    budget, project = nouns()["budget"], nouns()["project"]
    assert (budget["city_fen"], budget["district_fen"]) == (30_000_000, 10_000_000)
    assert len(budget["heads"]) == 8
    assert budget["amount_of"]["service_purchase"] == 31_000_000
    assert set(budget["city_transfer_heads"]) == {"service_purchase", "utilities", "furniture"}
    transfer = [x for x in budget["lines"] if x["source"] == "city" and x["payee"] != "city"]
    assert sum(x["amount_fen"] for x in transfer) == 26_000_000
    kept = [x["head"] for x in budget["lines"] if x["payee"] == "city"]
    assert kept == ["supervisor", "training", "assessment"]
    committee = [head for head, payee in budget["payee_of"].items() if payee == "residents_committee"]
    assert committee == ["utilities", "furniture"]
    assert project["budget_total_fen"] == 280_000_000
    assert (project["city_total_fen"], project["district_total_fen"]) == (210_000_000, 70_000_000)


def test_what_can_be_bid_for_is_the_service_head_of_the_seven_sites():
    book = read_book(SAMPLE).book
    [service] = [f for f in book.funding if f.id == "service"]
    assert sum(lot.ceiling_fen for lot in book.lots) == service.budget_fen == 217_000_000
    assert {lot.ceiling_fen for lot in book.lots} == {nouns()["budget"]["amount_of"]["service_purchase"]}


@pytest.mark.parametrize("rule", ["HZ-4.2d", "HZ-4.2e", "HZ-5.3a", "HZ-5.3b", "HZ-5.3c", "HZ-5.3d"])
def test_every_rule_on_money_is_answered_and_respected(rule):
    assert answers(rule) == {Answer.PASS}


def test_utilities_paid_to_the_operator_are_flagged(project):
    old = 'head = "utilities", source = "city", amount_fen = 1800000, payee = "residents_committee"'
    copy = project(register=[(old, old.replace("residents_committee", "operator"))])
    assert "HZ-4.2e" in told(copy)


def test_a_ceiling_that_would_take_in_the_utilities_is_flagged(project):
    h1 = '"C1-04"]\nceiling_yuan = 310000'
    copy = project(book=[(h1, h1.replace("310000", "328000"))])
    assert "HZ-5.3d" in told(copy)


def test_assessment_money_sent_down_with_the_city_transfer_is_flagged(project):
    old = 'head = "assessment", source = "city", amount_fen = 1200000, payee = "city"'
    copy = project(register=[(old, old.replace('payee = "city"', 'payee = "operator"'))])
    assert "HZ-4.2d" in told(copy)


def test_a_district_that_gives_less_breaks_the_sums_of_the_site_and_of_the_batch(project):
    old = 'head = "organisation", source = "district", amount_fen = 1200000'
    copy = project(register=[(old, old.replace("1200000", "1100000"))])
    assert {"HZ-5.3a", "HZ-5.3b"} <= set(told(copy))


def test_a_line_without_an_amount_leaves_the_rules_on_money_open(project):
    old = 'head = "publicity", source = "district", amount_fen = 800000'
    copy = project(register=[(old, 'head = "publicity", source = "district"')])
    assert answers("HZ-5.3a", copy) == answers("HZ-4.2e", copy) == {Answer.CANNOT_DECIDE}


# ── rules of the plan ────────────────────────────────────────────


def test_only_the_missing_seat_of_jiangbei_is_warned_of():
    assert told(SAMPLE) == {"HZ-2d": Level.WARNING}


def test_with_a_seat_for_jiangbei_nothing_is_left(project):
    copy = project(register=[('"河南岸", "江南"]', '"河南岸", "江南", "江北"]')])
    _, findings = check_project(copy, book_only=True)
    left = [f for f in findings if f.level is not Level.NOTE]
    assert {f.code for f in left} == {"law.conflict"}
    assert [f.article for f in left] == ["HZ-3b", "HZ-3.3a", "HZ-3.3b"]


def test_nothing_stops_the_sample_and_its_blemishes_are_told(done):
    assert done.stopped is None
    codes = {(f.code, f.where) for f in done.findings}
    assert ("cell-understood", "bids/A2.xlsx › 报价 › E7") in codes  # a price typed as text
    assert any(c == "bid.no_words" and w.startswith("bids/A4.xlsx") for c, w in codes)
    assert any(c == "cell-understood" and w.startswith("bids/A5.xlsx › 基本情况") for c, w in codes)


def teams(**members):
    """The snippets that give every contract its team; without a word each has people of its own."""
    return [
        (
            f'lot_id = "{site}"\n',
            f'lot_id = "{site}"\nteam = {json.dumps(members.get(site, [f"S{site}{n}" for n in "123"]))}\n',
        )
        for site in SITES
    ]


def test_one_social_worker_in_the_teams_of_two_sites_is_told(project):
    copy = project(register=teams(H1=["S101", "S102", "S103"], H2=["S103", "S104", "S105"]))
    assert "HZ-3.3d" in told(copy)
    assert nouns(copy)["allocation"] == {"staff_double_count": 1}


def test_teams_without_a_common_member_are_in_order(project):
    copy = project(register=teams())
    assert "HZ-3.3d" not in told(copy)
    assert answers("HZ-3.3d", copy) == {Answer.PASS}


def test_while_a_team_is_not_named_nobody_can_say_that_staff_is_counted_once(project):
    assert answers("HZ-3.3d") == {Answer.CANNOT_DECIDE}
    assert answers("HZ-3.3d", project(register=teams()[:1])) == {Answer.CANNOT_DECIDE}


# ── calendar ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "rule",
    [
        "HZ-3.2c",
        "HZ-4.1a",
        "HZ-4.2a",
        "HZ-4.2c",
        "HZ-4.2f",
        "HZ-4.2i",
        "HZ-4.2j",
        "HZ-4.2k",
        "HZ-4.3a",
        "HZ-4.3b",
    ],
)
def test_every_rule_on_dates_is_answered_and_respected(rule):
    assert answers(rule) == {Answer.PASS}


def test_the_days_of_the_register_are_those_of_the_book_and_of_the_rhythms():
    book, told = read_book(SAMPLE).book, nouns()
    assert told["award"]["decided_on"] == book.dates.result
    assert told["notice"]["published_on"] == book.dates.result + timedelta(1)
    [span] = {(c["entry_on"], c["end_date"]) for c in told["contract"]}
    assert span == (book.dates.service_from, book.dates.service_until)
    tender = {o.step: o.day for o in series("huizhou_tender", book.dates.publish).occurrences}
    assert told["plan"]["approved_date"] == tender["plan"]
    assert told["award"]["decided_on"] == tender["decision"]
    assert told["center"][0]["rooms_ready_on"] == tender["rooms"]
    assert span[0] > tender["entry"]
    assessed = {o.step: o.day for o in series("huizhou_assessment", *span).occurrences}
    assert assessed == {"year_end": date(2026, 12, 31), "final": date(2027, 9, 6)}


def test_five_natural_days_fit_before_signing_and_five_working_days_end_on_its_very_day():
    book, [signed] = read_book(SAMPLE).book, {c["signed_on"] for c in nouns()["contract"]}
    found = publicity(book.dates.result, 5, book.dates.service_from)
    assert found.natural == nouns()["notice"]["ends_on"] == date(2026, 9, 20)
    assert found.natural < signed
    assert found.working == signed == date(2026, 9, 21)  # Sunday the 20th is worked in exchange


def test_a_notice_that_ends_on_the_day_of_signing_is_flagged(project):
    copy = project(register=[("ends_on = 2026-09-20", "ends_on = 2026-09-21")])
    assert "HZ-4.2i" in told(copy)


def test_a_contract_signed_on_a_day_of_its_own_is_flagged(project):
    h7 = 'lot_id = "H7"\nterm_months = 12\nsigned_on = 2026-09-21'
    copy = project(register=[(h7, h7.replace("09-21", "09-22"))])
    assert told(copy)["HZ-4.2j"] is Level.WARNING


def test_an_entry_in_the_middle_of_september_is_flagged(project):
    old = 'lot_id = "H1"\nterm_months = 12\nsigned_on = 2026-09-21\nentry_on = 2026-09-22'
    copy = project(register=[(old, old.replace("entry_on = 2026-09-22", "entry_on = 2026-09-16"))])
    assert {"HZ-4.3b", "HZ-4.2k"} <= set(told(copy))


# ── files ────────────────────────────────────────────────────────
