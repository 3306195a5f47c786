"""The sample of the initial plan: what sample S3 of the seeds computed must come out."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tender import paths
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Answer, Level
from tender.policy import policies
from tender.policy.expression import Expression
from tender.run import Step, run
from tests.samples.reading import block, failed, maker, offers, reviewed, told, totals
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "bailu-bay"

TOTALS = SEEDS["bailu-bay"]["D"]

# Written out from sample S3: the points of fee level, coverage, qualification.
POINTS = {
    "D1": ("24.0000", "22.5000", "24.6000"),
    "D2": ("40.0000", "15.0000", "22.2000"),
    "D3": ("24.0000", "30.0000", "23.7000"),
    "D4": ("24.0000", "7.5000", "27.0000"),
}
FLOOR_PLAN = 'contact_staff_id = "S-03"\n'


def answer(rule, **nouns):
    provision = policies().on(rule, date(2026, 3, 16))
    return Expression(provision.expression).answer(nouns).answer


def level(operator, what):
    """The edit by which the purchaser finds another level of fees."""
    return (
        f'operator = "{operator}"\nnoun = "item.fee_level"\nvalue = "low_fee"',
        f'operator = "{operator}"\nnoun = "item.fee_level"\nvalue = "{what}"',
    )


# ── the desk ──────────────────────────────────────────────────────


def test_points_are_the_weighted_shares_of_fee_level_coverage_and_qualification(done):
    rows = json.loads(done.files["totals.json"])["D"]
    order = ("fee_level", "coverage", "qualification")
    assert {r["operator"]: tuple(r["items"][c]["points"] for c in order) for r in rows} == POINTS


def test_the_desk_goes_to_d3_by_half_a_point_and_costs_nothing(done):
    award = json.loads(done.files["award.json"])
    assert [lot["operator"] for lot in award["lots"]] == ["D3"]
    assert award["total_price_fen"] == 0
    assert award["total_points"] == "77.70"


def test_the_desk_is_twelve_square_meters_without_any_public_money(done):
    [lot] = done.case.book.lots
    [desk] = [s for s in done.case.book.center_by_id["C1"].spaces if s.id in lot.spaces]
    assert desk.area_m2 == 12
    assert not lot.paid
    assert done.case.book.funding == ()


def test_a_kind_of_service_more_would_have_given_d2_the_desk(project):
    make = maker(SAMPLE)
    three = make.offer("D2", "0", (make.HOME, make.JOBS, make.TICKETS), 74)
    other = run(project(bidding=offers(lambda two: three, operators=["D2"])))
    assert [(lot.operator, lot.rank) for lot in other.allocation.lots] == [("D2", 1)]
    assert next(iter(totals(other)["D"].items())) == ("D2", "84.70")


def test_the_book_of_one_desk_speaks_of_no_other_lot_and_of_no_money(done):
    said = done.files["book.html"].decode("utf-8")
    assert "可以参加一个或者多个标段" not in said
    assert "不支付费用" in said
    assert "0.00" not in said


def test_the_annex_tells_the_force_of_the_plan_once(done):
    said = plain_text(book_document(done.case.book, policies()))
    assert [line for line in said.splitlines() if "| 《社区服务中心初期运行方案》" in line] == [
        "| 1 | 《社区服务中心初期运行方案》 | 示范文本 |"
    ]


# ── free or low fee only ──────────────────────────────────────────


def test_nobody_is_kept_out(done):
    assert {op: failed(done.case, "D", op) for op in TOTALS} == {op: [] for op in TOTALS}


def test_an_agency_service_at_the_market_s_price_is_refused(project):
    now = reviewed(project(decisions=[level("D4", "market")]))
    assert {op: failed(now, "D", op) for op in TOTALS} == {"D1": [], "D2": [], "D3": [], "D4": ["low_fee"]}


def test_a_fee_that_nobody_has_looked_at_does_not_pass(project):
    entry = block(SAMPLE / "decisions.toml", '[[noted]]\noperator = "D3"', "[[noted]]")
    stopped = run(project(decisions=[(entry, "")]))
    assert stopped.stopped is Step.REVIEW
    [found] = [f for f in stopped.findings if f.level is Level.ERROR]
    assert "收费水平" in found.what


def test_a_rule_on_agency_services_knows_the_categories_that_the_form_offers(done):
    book = done.case.book
    assert book.service_code["机票火车票预订"] == "ticketing"
    assert [
        answer("IOP-3.2.6", item={"category": code, "fee_level": "market"})
        for code in (*book.service_code.values(), "haircut")
    ] == [Answer.FAIL] * 4 + [Answer.PASS]


# ── the plan itself ───────────────────────────────────────────────


def test_only_the_missing_floor_plan_is_open(done):
    assert [f for f in done.findings if f.level is Level.ERROR] == []
    assert told(SAMPLE, "rule.broken") == {}
    assert told(SAMPLE, "rule.cannot_decide") == {"IOP-3.2.3b": Level.WARNING}


def test_with_the_floor_plan_of_the_last_compound_nothing_is_open(project):
    given = (FLOOR_PLAN, FLOOR_PLAN + 'floor_plan_ref = "平面图（虚构）"\n')
    assert told(project(register=[given]), "rule.cannot_decide") == {}


def test_a_compound_without_its_five_counts_keeps_the_rule_open(project):
    edits = [(FLOOR_PLAN, FLOOR_PLAN + 'floor_plan_ref = "平面图（虚构）"\n'), (", disabled = 19", "")]
    assert "IOP-3.2.3b" in told(project(register=edits), "rule.cannot_decide")


def test_every_compound_has_one_contact_worker_and_one_worker_has_none(done, project):
    community = done.case.nouns["community"]
    contacts = [compound["contact_staff_id"] for compound in community["compounds"]]
    assert contacts == ["S-01", "S-02", "S-03", "S-04"]
    workers = {duty["owner_id"] for duty in done.case.nouns["plan"]["duties"]}
    assert workers - set(contacts) == {"S-05"}
    without = project(register=[('contact_staff_id = "S-04"\n', "")])
    assert "IOP-3.2.0" in told(without, "rule.cannot_decide")
    nobody = project(register=[('id = "青柚坊"', 'id = "青柚坊"\ncontact_staff_id = ""')])
    assert "IOP-3.2.0" in told(nobody, "rule.broken")


def test_the_households_of_the_four_compounds_are_those_of_the_plan(done):
    compounds = done.case.nouns["community"]["compounds"]
    assert [c["households"] for c in compounds] == [820, 640, 1150, 410]
    assert sum(c["has_counts"]["elderly"] for c in compounds) == 402 + 355 + 280 + 96


# ── who is on duty, who may leave, who signs ──────────────────────

STAFF = ("S-01", "S-02", "S-03", "S-04", "S-05")


def rota(staff):
    """Ten days from 2 March: five turns, and the turn of who is on leave stays empty."""
    turns = [(date(2026, 3, 2) + timedelta(n), STAFF[n % 5]) for n in range(10)]
    return [(day, who) for day, who in turns if who in staff]


def measured(turns):
    """A rota as the rule asks for it: people a day, days until the same person's next turn, people."""
    on_duty: dict[str, list[date]] = {}
    for day, who in turns:
        on_duty.setdefault(who, []).append(day)
    [cycle] = {(second - first).days for first, second in on_duty.values()}
    [per_day] = set(Counter(day for day, _ in turns).values())
    return {"persons_per_day": per_day, "cycle_days": cycle, "headcount": len(on_duty)}


def test_ten_days_of_the_rota_bring_everyone_twice():
    turns = rota(STAFF)
    assert turns == list(zip([date(2026, 3, day) for day in range(2, 12)], [*STAFF, *STAFF], strict=True))
    assert measured(turns) == {"persons_per_day": 1, "cycle_days": 5, "headcount": 5}
    assert answer("IOP-3.1.4", roster=measured(turns)) is Answer.PASS


def test_with_one_worker_on_leave_four_people_cannot_fill_a_cycle_of_five():
    turns = rota(STAFF[:4])
    assert measured(turns) == {"persons_per_day": 1, "cycle_days": 5, "headcount": 4}
    assert answer("IOP-3.1.4", roster=measured(turns)) is Answer.FAIL


def test_check_tells_of_a_rota_with_a_worker_too_few(project):
    assert "IOP-3.1.4" not in told(SAMPLE, "rule.broken")
    short = project(register=[("cycle_days = 5\nheadcount = 5", "cycle_days = 5\nheadcount = 4")])
    assert told(short, "rule.broken") == {"IOP-3.1.4": Level.WARNING}


@pytest.mark.parametrize(
    ("request_no", "days", "approver", "expected"),
    [
        ("LR-1", 2, "community_director", Answer.PASS),
        ("LR-2", 3, "community_director", Answer.FAIL),
        ("LR-3", Decimal("2.5"), "leader_in_charge", Answer.PASS),
        ("two days to the leader", 2, "leader_in_charge", Answer.FAIL),
        ("nobody has approved", 3, None, Answer.CANNOT_DECIDE),
    ],
)
def test_leave_above_two_days_is_for_the_leader_in_charge(request_no, days, approver, expected):
    assert answer("IOP-3.1.6", leave={"days": days, "approver": approver}) is expected, request_no


THREE = ["community_director", "leader_in_charge", "main_leader"]


@pytest.mark.parametrize(
    ("order", "signatures", "buyer", "expected"),
    [
        ("PO-1", THREE, "finance_tax_office", Answer.PASS),
        ("PO-2", ["community_director", "main_leader"], "finance_tax_office", Answer.FAIL),
        ("PO-3", THREE, "community", Answer.FAIL),
        ("not signed yet", None, "finance_tax_office", Answer.CANNOT_DECIDE),
    ],
)
def test_supplies_need_three_signatures_and_one_buyer(order, signatures, buyer, expected):
    assert answer("IOP-3.1.7", po={"signatures": signatures, "buyer": buyer}) is expected, order


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("IOP-3.1.8", "electric_vehicle = 1, ", ""),
        ("IOP-3.1.9", "camera = 1", "camera = 0"),
        ("IOP-3.1.10", "internet = true", "internet = false"),
        ("IOP-3.2.5", '["volunteers", "arts"]', '["volunteers"]'),
        ("IOP-1.2b", "opinion_survey_date = 2026-01-20", "opinion_survey_date = 2026-02-20"),
        ("IOP-1.2c", "cost_fen = 18000000", "cost_fen = 20000001"),
    ],
)
def test_check_tells_what_the_opening_lacks(project, rule, old, new):
    assert rule in told(project(register=[(old, new)]), "rule.broken")
