"""The Shenzhen sample: what sample S5 of the seeds computed by full enumeration must come out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from scoring.exact import number, text
from tender import paths
from tender.book import read_book
from tender.decisions import read_decisions
from tender.findings import Answer, Level
from tender.open import open_bids
from tender.policy import policies
from tender.policy.expression import Expression
from tender.run import run
from tests.samples.reading import (
    block,
    failed,
    offer,
    offers,
    operator,
    reviewed,
    sums,
    told,
    totals,
    winners,
    with_marks,
    without_marks,
)
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "shenzhen-three"

TOTALS = SEEDS["shenzhen-three"]
AWARD = {"N1": "P1", "N2": "P2", "N3": "P3"}
REJECTED = {
    ("N1", "P2"): {"SZ-7.4f"},
    ("N1", "P4"): {"SZ-1.3a"},
    ("N2", "P3"): {"SZ-3.1b"},
    ("N3", "P5"): {"SZ-3.1a"},
    ("N3", "P6"): {"SZ-5.4"},
}
WAIVED = """
[[gate_decided]]
operator = "P5"
lot = "N3"
gate = "full_time"
answer = "pass"
by = "听海区民政局（虚构）"
at = 2026-03-25T16:00:00
why = "原则性要求，因服务人口较少同意放宽"
"""
DEBARRED = (
    'operator = "P1"\nnoun = "operator.debarments"\n'
    'value = [{ project_key = "帆影社区服务中心", year = 2026 }]'
)
DEPARTURE = (block(SAMPLE / "decisions.toml", "[departure_confirmed]"), "")
"""The edit for an award in which every lot goes to its first-ranked bidder: nothing to confirm."""


def broken(now, lot, operator):
    """The rules of the pack behind every gate that one bid failed."""
    gates = {gate.id: gate for gate in now.book.gates}
    return {rule for gate in failed(now, lot, operator) for rule in gates[gate].articles}


def mutual_help(items):
    """The edit of the bidding in which every bid names these items of table 7."""
    return offers(lambda o: replace(o, facts={**o.facts, "table7": items}))


# ── scores and award ──────────────────────────────────────────────


def test_the_award_is_the_one_found_by_full_enumeration(done):
    assert winners(done) == AWARD
    assert sums(done) == ("251.01", 133_900_000)
    assert done.allocation.plan.to_json()["status"] == "proved_best"


def test_three_full_awards_remain_once_nobodys_staff_is_counted_twice(done):
    bids = done.case.bids
    feasible = {}
    for chosen in product(*(TOTALS[lot] for lot in AWARD)):
        held = list(zip(AWARD, chosen, strict=True))
        enough = all(
            sum(bids[op].lots[lot].facts[used] for lot, op in held if op == who)
            <= bids[who].lots[next(iter(bids[who].lots))].facts[supply]
            for who in chosen
            for used, supply in (("full_time", "all_full_time"), ("registered", "all_registered"))
        )
        if enough:
            feasible[chosen] = text(sum((number(TOTALS[lot][op]) for lot, op in held), Fraction(0)), 2)
    assert feasible == {
        ("P1", "P2", "P3"): "251.01",
        ("P5", "P1", "P3"): "248.71",
        ("P5", "P2", "P3"): "245.85",
    }


def test_the_best_bid_of_n2_is_passed_over_because_its_staff_serves_n1(done):
    [n2] = done.allocation.departures
    [p1] = n2.passed_over
    assert (n2.lot, p1.operator, p1.rank) == ("N2", "P1", 1)
    assert p1.articles == ("SZ-3.1a", "SZ-3.1b")
    assert "248.71分，低于现方案的251.01分" in p1.why
    assert "全职人员合计" in p1.why
    assert "注册社工合计" in p1.why


def test_with_staff_for_both_centers_the_best_operator_holds_both(project):
    both = run(project(decisions=[DEPARTURE], bidding=operator("P1", all_full_time=16, all_registered=10)))
    assert winners(both) == {"N1": "P1", "N2": "P1", "N3": "P3"}
    assert sums(both) == ("253.87", 134_100_000)


def test_one_registered_social_worker_short_is_short(project):
    short = run(project(bidding=operator("P1", all_full_time=16, all_registered=9)))
    assert winners(short) == AWARD
    [p1] = short.allocation.departures[0].passed_over
    assert p1.articles == ("SZ-3.1b",)
    assert "该数额不低于10人时" in p1.why


# ── who is kept out, and by which rule ────────────────────────────


def test_every_rejected_bid_fails_exactly_its_own_rule(done):
    found = {
        (lot.id, op): broken(done.case, lot.id, op)
        for lot in done.case.book.lots
        for op in done.case.rejected(lot.id)
    }
    assert found == REJECTED


def test_all_gates_of_the_other_bids_pass(done):
    assert {lot.id: set(done.case.valid(lot.id)) for lot in done.case.book.lots} == {
        lot: set(totals) for lot, totals in TOTALS.items()
    }


def test_a_debarment_holds_for_its_center_and_year_only(done, project):
    assert broken(done.case, "N1", "P2") == {"SZ-7.4f"}
    assert broken(done.case, "N2", "P2") == set()
    copy = project(decisions=[("year = 2026 }", "year = 2025 }")])
    assert broken(reviewed(copy), "N1", "P2") == set()


def test_after_an_unqualified_year_at_n1_its_operator_may_still_win_n2(project):
    """The third year: the contract of N1 ended by itself, and P1 may not bid there this year."""
    debarred = ('operator = "P1"\nnoun = "operator.debarments"\nvalue = []', DEBARRED)
    later = run(project(decisions=[debarred, DEPARTURE], bidding=without_marks(("N1", "P1"))))
    assert broken(later.case, "N1", "P1") == {"SZ-7.4f"}
    assert winners(later) == {"N1": "P5", "N2": "P1", "N3": "P3"}
    assert sums(later)[0] == "248.71"


def test_without_a_look_into_the_debarments_nobody_passes(project):
    entry = block(SAMPLE / "decisions.toml", '[[noted]]\noperator = "P3"', "[[noted]]")
    stopped = run(project(decisions=[(entry, "")]))
    found = [f for f in stopped.findings if f.level is Level.ERROR]
    assert {f.code for f in found} == {"review.cannot_decide"}
    assert len(found) == 2  # the two lots that P3 bids for
    assert all("禁止参加记录" in f.what for f in found)


def test_the_six_in_principle_can_be_waived_by_a_person_with_a_reason(project):
    folder = project(bidding=with_marks(("N3", "P5")))
    decisions = folder / "decisions.toml"
    decisions.write_text(decisions.read_text(encoding="utf-8") + WAIVED, encoding="utf-8")
    waived = run(folder)
    assert list(totals(waived)["N3"].items()) == [("P5", "83.00"), ("P3", "80.67")]
    assert winners(waived) == {**AWARD, "N3": "P5"}


def test_a_body_founded_by_a_residents_committee_bids_as_a_private_non_enterprise_unit(done, project):
    p6 = done.case.bids["P6"].lots["N3"].chosen
    assert (p6["founder"], p6["subtype"]) == (("居民委员会",), ("民办非企业单位",))
    assert "SZ-1.3c" not in broken(done.case, "N3", "P6")
    code = '"private_non_enterprise_unit", "association"'
    swapped = reviewed(project(book=[(code, '"association", "private_non_enterprise_unit"')]))
    assert broken(swapped, "N3", "P6") == {"SZ-1.3c", "SZ-5.4"}
    assert broken(swapped, "N3", "P3") == set()  # not founded by a committee: any kind may bid


# ── sixty per cent in whole numbers, twenty people, 400 square meters ─────


@pytest.mark.parametrize(("full_time", "least"), [(6, 4), (7, 5), (8, 5), (10, 6)])
def test_sixty_per_cent_needs_a_whole_number_of_social_workers(full_time, least):
    assert [answer("SZ-3.1b", full_time, n) for n in (least - 1, least)] == [Answer.FAIL, Answer.PASS]


def test_sixty_per_cent_is_compared_exactly_for_every_team():
    for full_time, registered in product(range(1, 41), range(41)):
        wanted = Answer.PASS if Fraction(registered, full_time) >= Fraction(3, 5) else Answer.FAIL
        assert answer("SZ-3.1b", full_time, registered) is wanted, (full_time, registered)


def answer(rule, full_time, registered):
    provision = policies().on(rule, date(2026, 3, 3))
    people = {"full_time": full_time, "registered_social_workers_full_time": registered}
    params = {p.key: p.value for p in policies().packs["shenzhen"].parameters}
    return Expression(provision.expression).answer({"staff": people, "pack": {"params": params}}).answer


def test_five_of_ten_is_below_the_edge_that_six_of_ten_holds(done, project):
    assert broken(done.case, "N1", "P1") == set()
    assert broken(reviewed(project(bidding=offer("N1", "P1", registered=5))), "N1", "P1") == {"SZ-3.1b"}


def test_a_group_of_twenty_needs_no_items_and_one_more_person_does(done, project):
    assert done.case.bids["P1"].lots["N1"].facts["for_entitled"] == 0
    assert broken(done.case, "N1", "P1") == set()
    copy = project(register=[('"entitled", people = 20', '"entitled", people = 21')])
    assert broken(reviewed(copy), "N1", "P1") == {"SZ-5.5"}


def test_one_community_is_not_measured_by_the_groups_of_another(done):
    """34 entitled people in Zhuyu ask nothing of the bids for Fanying."""
    assert done.case.bids["P5"].lots["N1"].facts["for_entitled"] == 1
    assert broken(done.case, "N1", "P5") == set()


def test_all_items_of_mutual_help_must_be_offered(project):
    now = reviewed(project(bidding=mutual_help("居民融合、慈善、邻里互助")))
    assert all("SZ-5.6" in broken(now, "N3", op) for op in ("P3", "P5", "P6"))


def test_n3_is_large_enough_only_with_the_library_handed_over(project):
    assert not {"SZ-2.2a", "SZ-2.3a"} & set(told(SAMPLE))
    library = 'id = "C3-05"\norigin = "library"\nhanded_over = '
    kept = project(register=[(library + "true", library + "false")])
    assert "SZ-2.2a" in told(kept)
    without = project(book=[("indoor_area_m2 = 445", "indoor_area_m2 = 385")])
    assert "SZ-2.3a" in told(without)


def test_four_hundred_square_meters_are_enough(done, project):
    assert done.case.book.center_by_id["C2"].indoor_area_m2 == 400
    less = project(book=[("indoor_area_m2 = 400", "indoor_area_m2 = 399.99")])
    assert "SZ-2.3a" in told(less)


# ── what a form may say ───────────────────────────────────────────


def opening(folder):
    """The errors found on opening: (code, what is expected)."""
    read, decided = read_book(folder), read_decisions(folder)[0]
    found = open_bids(folder, read.book, read.sha256, decided)[1]
    return {(f.code, f.expected) for f in found if f.level is Level.ERROR}


def test_an_option_that_the_book_does_not_offer_is_named(project):
    [(code, expected)] = opening(project(bidding=mutual_help("居民融合、舞会")))
    assert code == "bid.unknown_option"
    assert "居民融合、慈善、邻里互助、志愿者队伍建设" in expected


def test_an_empty_choice_of_a_lot_asks_for_an_option_and_no_figure(project):
    assert opening(project(bidding=mutual_help(None))) == {("bid.fact_missing", "应填写可选项，没有的填“无”")}


# ── the book ──────────────────────────────────────────────────────


def test_check_tells_that_the_reference_text_wants_a_public_tender(done):
    assert done.stopped is None
    assert [f for f in done.findings if f.level is Level.ERROR] == []
    assert told(SAMPLE) == dict.fromkeys(("SZ-1.3b", "SZ-7.1a"), Level.WARNING)


def test_rules_that_a_gate_asks_of_every_bid_are_not_asked_of_the_book(project):
    """The plan belongs to the bidder, so the book alone can say nothing about it."""
    gate = block(SAMPLE / "project.toml", '[[gates]]\nid = "mutual_items"', "[[gates]]")
    assert "SZ-5.6" not in told(SAMPLE, "rule.cannot_decide")
    assert "SZ-5.6" in told(project(book=[(gate, "")]), "rule.cannot_decide")
