"""What the rules of Futian answer over records: layers, rhythm, brand and indicators of sample S7 of the seeds."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.exact import half_up, text
from tender import paths
from tender.bids import Service
from tender.book import read_book
from tender.case import case
from tender.decisions import read_decisions
from tender.findings import Answer
from tender.open import open_bids
from tender.policy import policies
from tender.policy.expression import Expression
from tender.policy.judge import verdicts
from tender.publish import publish
from tender.record import Record
from tender.rules.bid_nouns import bid_nouns
from tender.schedule import series
from tests.samples.reading import told

SAMPLE = paths.samples() / "futian-three"
PUBLISHED = date(2025, 11, 3)


@pytest.fixture(scope="module")
def now():
    """The sample after its bids were opened."""
    read, decided = read_book(SAMPLE), read_decisions(SAMPLE)[0]
    return case(Record().extend([*publish(read)[0], *open_bids(SAMPLE, read.book, read.sha256, decided)[0]]))


def answer(rule, **nouns):
    return Expression(policies().on(rule, PUBLISHED).expression).answer(nouns).answer


# ── layers: a street may tighten and never loosen ──────────────────


def layer(*tightened, loosened=()):
    """The district's pack with what a street rewrote, and what of it is at least as strict."""
    return {"overridden_params": [*tightened, *loosened], "is_at_least_as_strict": list(tightened)}


def test_a_street_that_adds_ten_days_of_display_is_accepted(now):
    assert now.nouns["pack"]["overridden_params"] == ["result_display_days"]
    assert answer("FT-2.3", pack=now.nouns["pack"]) is Answer.PASS
    assert any("公示10日" in line for line in now.book.notice.other)


def test_a_street_that_drops_the_fee_hearing_is_refused():
    assert answer("FT-2.3", pack=layer(loosened=["fee_hearing"])) is Answer.FAIL
    assert answer("FT-2.3", pack=layer("result_display_days", loosened=["fee_hearing"])) is Answer.FAIL


def test_nothing_is_said_of_a_street_whose_layer_is_not_told():
    assert answer("FT-2.3", pack={}) is Answer.CANNOT_DECIDE
    assert answer("FT-2.3", pack=layer()) is Answer.PASS  # one that changes nothing loosens nothing


def test_check_tells_of_a_street_that_loosens(project):
    dropped = ('["result_display_days"]\nis', '["result_display_days", "fee_hearing"]\nis')
    assert told(project(register=[dropped])).keys() == {"FT-2.3"}


# ── rhythm ────────────────────────────────────────────────────────


def counted(start, end):
    """How many events of each rhythm a contract of these days holds."""
    return Counter(o.step for o in series("futian_rhythm", start, end).occurrences)


def test_the_sample_s_contracts_run_through_all_of_2026(now):
    days = now.book.dates
    events = counted(days.service_from, days.service_until)
    assert events == {"weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}
    assert answer("FT-3.3a", contract={"count_events": dict(events)}) is Answer.PASS


@pytest.mark.parametrize("short", ["weekly", "monthly", "quarterly", "yearly"])
def test_one_event_less_in_a_full_year_is_too_few(now, short):
    days = now.book.dates
    events = counted(days.service_from, days.service_until)
    events[short] -= 1
    assert answer("FT-3.3a", contract={"count_events": dict(events)}) is Answer.FAIL


def test_a_contract_from_july_needs_its_share_of_the_year():
    events = counted(date(2026, 7, 1), date(2026, 12, 31))
    assert events == {"weekly": 26, "monthly": 6, "quarterly": 2, "yearly": 1}


# ── brand ─────────────────────────────────────────────────────────


def branded(now, operator, lot, *services):
    """The answers of the rule on brands for each service of one bid, or for other ``services``."""
    bid = now.bids[operator]
    lot_bid = replace(bid.lots[lot], services=services or bid.lots[lot].services)
    nouns = bid_nouns(now.nouns, now.book, bid, lot_bid, ())
    return [v.answer for v in verdicts(policies().on("FT-4.1", PUBLISHED), nouns)]


def test_the_brand_stands_in_front_of_every_service_of_every_bid(now):
    for operator, bid in now.bids.items():
        for lot in bid.lots:
            assert branded(now, operator, lot) == [Answer.PASS] * len(bid.lots[lot].services)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("邻里咖啡", Answer.FAIL), ("幸福+邻里咖啡", Answer.PASS), ("邻里咖啡（幸福+）", Answer.FAIL)],
)
def test_a_neighbourhood_coffee_needs_the_brand_in_front(now, name, expected):
    assert branded(now, "Q5", "G2d", Service(name, "茶咖轻食", "市场服务")) == [expected]


# ── indicators ────────────────────────────────────────────────────

BEFORE, NOW = {"sessions": 30, "footfall": 8_200}, {"sessions": 68, "footfall": 18_900}
WEIGHTS = {"popularity": 30, "service_effect": 30, "satisfaction": 40}


def growth(now=NOW):
    """How often the start the present figures are."""
    return {f"{kind}_growth": Fraction(now[kind], BEFORE[kind]) for kind in BEFORE}


def test_sessions_have_grown_to_the_benchmark_and_visits_have_not(now):
    params, grown = now.nouns["pack"]["params"], growth()
    assert (params["sessions_growth_target"], params["footfall_growth_target"]) == (
        Decimal("2.204"),
        Decimal("2.427"),
    )
    assert grown["sessions_growth"] >= Fraction(params["sessions_growth_target"])
    assert grown["footfall_growth"] < Fraction(params["footfall_growth_target"])
    assert [text(half_up(g, 3), 3) for g in grown.values()] == ["2.267", "2.305"]


@pytest.mark.parametrize(
    ("sessions", "footfall", "expected"),
    [(68, 18_900, Answer.PASS), (66, 18_900, Answer.FAIL), (66, 19_902, Answer.PASS), (67, 0, Answer.PASS)],
)
def test_one_of_two_growths_must_reach_its_benchmark(now, sessions, footfall, expected):
    grown = growth({"sessions": sessions, "footfall": footfall})
    pack = now.nouns["pack"]
    assert answer("FT-5.3", assessment={"value_of": grown}, pack=pack) is expected


def test_kept_projects_and_satisfaction_stand_below_the_benchmark_and_above_the_start():
    kept, satisfied = Fraction(11, 12), Fraction(96, 100)
    assert text(half_up(kept * 100, 1), 1) == "91.7"
    assert Fraction(90, 100) < satisfied < Fraction(98, 100)


def test_an_appraisal_has_the_three_indicators_and_the_council_in_it():
    indicators = [{"id": name, "weight": weight} for name, weight in WEIGHTS.items()]
    assert sum(WEIGHTS.values()) == 100
    assert answer("FT-3.3b", assessment={"indicators": indicators}) is Answer.PASS
    assert answer("FT-3.3b", assessment={"indicators": indicators[:2]}) is Answer.FAIL
    assert answer("FT-3.2d", assessment={"assessor_kinds": ["residents_council"]}) is Answer.PASS
    assert answer("FT-3.2d", assessment={"assessor_kinds": ["subdistrict_office"]}) is Answer.FAIL


def test_a_renewal_names_the_appraisal_it_rests_on():
    assert (
        answer("FT-3.3c", contract={"decision": "renewed", "decision_assessment_id": "2026"}) is Answer.PASS
    )
    assert answer("FT-3.3c", contract={"decision": "renewed", "decision_assessment_id": ""}) is Answer.FAIL


@pytest.mark.parametrize(
    ("days", "closed_on", "expected"),
    [(5, date(2026, 3, 6), Answer.PASS), (6, date(2026, 3, 7), Answer.FAIL), (5, None, Answer.CANNOT_DECIDE)],
)
def test_an_opinion_is_answered_within_the_street_s_days(now, days, closed_on, expected):
    complaint = {"response_days": days, "closed_on": closed_on}
    assert answer("FT-3.1b", complaint=complaint, pack=now.nouns["pack"]) is expected
