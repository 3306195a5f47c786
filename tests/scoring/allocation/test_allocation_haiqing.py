"""Haiqing street: the published tables are the oracle, found there by full enumeration."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import Problem, Status, solve
from scoring.allocation.check import breaches, totals
from scoring.allocation.doctor import why_not

BEST = ("L1-T7", "L2G-T6", "L2H-T3", "L2X-T1", "L3E-T4", "L3I-T5", "L3S-T6")
RUNNER_UP = ("L1-T7", "L2G-T2", "L2H-T3", "L2X-T1", "L3E-T4", "L3I-T5", "L3S-T6")
UNCOUPLED = ("L1-T1", "L2G-T6", "L2H-T3", "L2X-T1", "L3E-T4", "L3I-T5", "L3S-T6")


def solved(form):
    return solve(Problem.from_json(form), seconds=60)


def test_the_fiscal_cap_makes_the_lowest_ranked_bid_win_the_first_lot(haiqing):
    plan = solved(haiqing())
    assert plan.status is Status.PROVED_BEST
    assert plan.offers == BEST
    assert plan.to_json()["totals"] == {"needs": 0, "points": "632.59", "price_fen": 198_500_000}
    assert plan.to_json()["bounds"] == {"needs": 0, "points": "632.59", "price_fen": 198_500_000}
    assert plan.checked_exactly
    assert plan.second_solver.agrees
    assert plan.ties.plans == (BEST,)
    assert plan.ties.complete


def test_lots_as_soft_needs_give_the_same_award_and_count_seven(haiqing):
    plan = solved(haiqing(firm=False))
    assert plan.offers == BEST
    assert plan.to_json()["totals"] == {"needs": 7, "points": "632.59", "price_fen": 198_500_000}


def test_forbidding_the_best_award_leaves_the_published_runner_up(haiqing):
    problem = Problem.from_json(haiqing())
    offers = tuple(replace(o, uses={**o.uses, "together": 1}) if o.id in BEST else o for o in problem.offers)
    together = replace(problem.resources["fiscal"], id="together", supply=len(BEST) - 1)
    runner_up = solve(replace(problem, offers=offers, resources={**problem.resources, "together": together}))
    assert runner_up.offers == RUNNER_UP
    assert runner_up.to_json()["totals"] == {"needs": 0, "points": "629.75", "price_fen": 199_500_000}


def test_one_lot_per_operator_gives_the_published_variant(haiqing):
    plan = solved(haiqing(quota=1))
    assert plan.offers == RUNNER_UP
    assert plan.to_json()["totals"] == {"needs": 0, "points": "629.75", "price_fen": 199_500_000}


def test_a_cap_that_fits_returns_the_best_bid_of_every_lot(haiqing):
    plan = solved(haiqing(cap=2105))
    assert plan.offers == UNCOUPLED
    assert plan.to_json()["totals"]["points"] == "646.00"


@pytest.mark.parametrize(("quota", "cheapest"), [(7, 1885), (2, 1930)])
def test_the_cheapest_full_award_is_found_at_its_own_cost_and_not_below(haiqing, quota, cheapest):
    assert solved(haiqing(cap=cheapest, quota=quota)).totals.price_fen == cheapest * 100_000
    assert solved(haiqing(cap=cheapest - 1, quota=quota)).status is Status.INFEASIBLE


def test_a_cap_under_the_cheapest_full_award_leaves_lots_empty_and_never_overruns(haiqing):
    firm = solved(haiqing(cap=1884))
    assert firm.status is Status.INFEASIBLE
    assert firm.second_solver.agrees
    assert firm.to_json()["totals"] is None
    soft = solved(haiqing(cap=1884, firm=False))
    assert soft.status is Status.PROVED_BEST
    assert soft.totals.needs == 6
    assert soft.totals.price_fen <= 188_400_000


def test_the_row_order_of_the_bids_never_matters(haiqing):
    form = haiqing()
    turned = form | {
        "offers": form["offers"][::-1],
        "resources": dict(reversed(form["resources"].items())),
        "needs": form["needs"][::-1],
    }
    assert solved(turned) == solved(form)


def test_the_exact_check_names_what_the_uncoupled_award_would_break(haiqing):
    problem = Problem.from_json(haiqing())
    (breach,) = breaches(problem, UNCOUPLED)
    assert (breach.kind, breach.id, breach.has, breach.limit) == (
        "resource",
        "fiscal",
        210_500_000,
        200_000_000,
    )
    assert totals(problem, UNCOUPLED).points == Fraction(646)


def test_only_the_fiscal_cap_keeps_the_best_ranked_bid_out_of_the_first_lot(haiqing):
    problem = Problem.from_json(haiqing())
    answer = why_not(problem, solve(problem), "L1-T1")
    assert answer.forced.status is Status.INFEASIBLE
    assert answer.difference is None
    assert answer.complete
    (release,) = answer.releases
    assert (release.resource.id, release.resource.article) == ("fiscal", "TEDA-04a")
    # at 2,055,000 yuan the bid is in the best plan, one thousand yuan below it is not
    assert release.enough == 205_500_000
    assert "L1-T1" in solved(haiqing(cap=2055)).offers
    assert "L1-T1" not in solved(haiqing(cap=2054)).offers


def test_forcing_the_second_bid_of_a_lot_in_costs_what_the_runner_up_lacks(haiqing):
    problem = Problem.from_json(haiqing())
    answer = why_not(problem, solve(problem), "L2G-T2")
    assert answer.forced.offers == RUNNER_UP
    assert answer.difference.points == Fraction("629.75") - Fraction("632.59")
    assert answer.difference.price_fen == 1_000_000
    assert [release.resource.id for release in answer.releases] == ["lot:L2G"]


def test_nothing_is_to_be_released_for_an_offer_in_the_plan(haiqing):
    problem = Problem.from_json(haiqing())
    answer = why_not(problem, solve(problem), "L2X-T1")
    assert answer.forced.offers == BEST
    assert answer.releases == ()
    assert answer.complete


def test_without_time_the_doctor_claims_no_complete_answer(haiqing):
    problem = Problem.from_json(haiqing())
    answer = why_not(problem, solve(problem), "L1-T1", seconds=0)
    assert answer.forced.status is Status.UNKNOWN
    assert answer.releases == ()
    assert not answer.complete


def test_an_offer_that_does_not_exist_is_a_programmers_mistake(haiqing):
    problem = Problem.from_json(haiqing())
    with pytest.raises(KeyError):
        why_not(problem, solve(problem), "L9-T9")
