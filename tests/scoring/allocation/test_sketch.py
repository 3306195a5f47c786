"""Plans where proofs are out of reach: every rule kept, and no more claimed than is known."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import Need, Offer, Status, solve
from scoring.allocation.aims import Aim, measures
from scoring.allocation.check import breaches
from scoring.allocation.frontier import frontier
from scoring.allocation.rules import Kind
from scoring.allocation.scenarios import STANDARD, Scenario, play
from scoring.allocation.sketch import sketched, sketched_frontier
from tests.scoring.allocation import frozen

POSSIBLE = [seed for seed, line in enumerate(frozen.answers()) if not line.endswith("none")]
LONG = 600


def now(problem):
    return {offer.id: len(offer.lots) for offer in problem.offers if offer.operator == "乙"}


@pytest.mark.parametrize("seed", POSSIBLE[::1500])
def test_with_enough_time_a_sketch_is_as_good_as_the_proved_scenario_and_still_not_called_best(seed):
    problem = frozen.instance(seed)
    known = solve(problem).offers
    for proved in play(problem, incumbents=now(problem), seconds=LONG):
        found = sketched(problem, proved.scenario, known, now(problem), seconds=LONG)
        assert found.status is Status.FEASIBLE
        assert not breaches(problem, found.offers)
        assert found.measures == measures(problem, found.offers, now(problem))
        assert [found.measures.of(a) for a in found.scenario.aims] == [
            proved.measures.of(a) for a in proved.scenario.aims
        ]


@pytest.mark.parametrize("scenario", STANDARD, ids=lambda one: one.id)
def test_without_time_the_known_plan_stands(scenario):
    problem = frozen.instance(POSSIBLE[0])
    known = solve(problem).offers
    assert sketched(problem, scenario, known, seconds=0).offers == known


def test_limits_and_bounds_are_kept_and_where_nothing_keeps_them_that_is_said():
    problem = frozen.instance(POSSIBLE[3])
    plan = solve(problem)
    money = plan.totals.price_fen - 1
    fewer = Scenario("x", "x", (Aim.NEEDS, Aim.POINTS), {}, {Aim.PRICE: money})
    found = sketched(problem, fewer, plan.offers, seconds=LONG)
    assert found.status is not Status.FEASIBLE or found.measures.price_fen <= money
    firm = replace(problem, needs=(*problem.needs, Need("nobody", 1, firm=True)))
    assert sketched(firm, STANDARD[0], (), seconds=LONG).status is Status.INFEASIBLE
    assert sketched(firm, STANDARD[0], (), seconds=0).status is Status.UNKNOWN
    closed = Scenario("x", "x", (Aim.POINTS,), {(Kind.RESOURCE, "budget"): 0})
    assert not sketched(problem, closed, plan.offers, seconds=LONG).offers


def test_a_stop_keeps_what_is_known():
    problem = frozen.instance(POSSIBLE[0])
    known = solve(problem).offers
    found = sketched(problem, STANDARD[3], known, seconds=LONG, stop=lambda: True)
    assert found.offers == known
    assert sketched_frontier(problem, known, seconds=LONG, stop=lambda: True).spots[0].offers == known


@pytest.mark.parametrize("seed", POSSIBLE[::1500])
def test_a_sketched_frontier_holds_plans_that_the_whole_frontier_holds_or_beats(seed):
    problem = frozen.instance(seed)
    found = sketched_frontier(problem, solve(problem).offers, seconds=LONG)
    assert not found.complete
    assert found.spots
    whole = frontier(problem, found.aims, seconds=LONG)
    assert whole.complete

    def key(spot):
        return [(1 if aim.more_is_better else -1) * spot.measures.of(aim) for aim in found.aims]

    for spot in found.spots:
        assert not breaches(problem, spot.offers)
        assert any(all(a >= b for a, b in zip(key(one), key(spot), strict=True)) for one in whole.spots)


def test_a_problem_without_a_plan_has_no_frontier():
    gift = Offer("a", "甲", ("L1",), Fraction(1), 1)
    problem = replace(
        frozen.instance(POSSIBLE[0]), offers=(gift,), groups=(), needs=(Need("x", 1, firm=True),)
    )
    assert sketched_frontier(problem, (), seconds=1).spots == ()
