"""Thresholds, scenarios and the frontier against plain enumeration of every set of offers."""

import importlib.util
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.allocation import Objective, ProblemError, Status, solve
from scoring.allocation.aims import Aim, limited, measures
from scoring.allocation.frontier import frontier
from scoring.allocation.margins import Reach, margins, repointed, repriced, threshold
from scoring.allocation.rules import Kind
from scoring.allocation.scenarios import STANDARD, Scenario, play, read_scenario

spec = importlib.util.spec_from_file_location("frozen", Path(__file__).with_name("frozen.py"))
frozen = importlib.util.module_from_spec(spec)
spec.loader.exec_module(frozen)

POSSIBLE = [seed for seed, line in enumerate(frozen.answers()) if not line.endswith("none")]


def plans(problem):
    """Every set of offers that keeps every rule, measured."""
    kept = []
    for chosen in frozen._sets(problem, 0, (), {}):
        if frozen._worth(problem, chosen) is not None:
            ids = frozenset(offer.id for offer in chosen)
            kept.append((ids, measures(problem, ids, INCUMBENTS(problem))))
    return kept


def INCUMBENTS(problem):  # noqa: N802 (a constant of each problem)
    return {offer.id: len(offer.lots) for offer in problem.offers if offer.operator == "乙"}


def wins(problem, offer):
    """Whether every best plan holds the offer."""
    _, best = frozen.enumerated(problem)
    return bool(best) and all(offer in plan for plan in best)


@pytest.mark.parametrize("seed", POSSIBLE[::1600])
def test_from_its_points_on_an_offer_wins_and_one_decimal_below_it_does_not(seed):
    problem = frozen.instance(seed)
    last = Fraction(1, 10**problem.places)
    for offer in problem.offers[:4]:
        found = threshold(problem, offer.id)
        assert found.wins == wins(problem, offer.id)
        if found.by_points is Reach.FROM:
            assert wins(repointed(problem, offer.id, found.points), offer.id)
            assert not wins(repointed(problem, offer.id, found.points - last), offer.id)
        else:
            far = Fraction(10**6) if found.by_points is Reach.NEVER else Fraction(-(10**6))
            assert wins(repointed(problem, offer.id, far), offer.id) is (found.by_points is Reach.ALWAYS)


@pytest.mark.parametrize("seed", POSSIBLE[::1600])
def test_up_to_its_price_an_offer_wins_and_one_yuan_above_it_does_not(seed):
    problem = frozen.instance(seed)
    for offer in problem.offers[:3]:
        found = threshold(problem, offer.id, ["budget"], seconds=600)
        if found.by_price is Reach.FROM:
            assert wins(repriced(problem, offer.id, found.price_fen, ["budget"]), offer.id)
            assert not wins(repriced(problem, offer.id, found.price_fen + 100, ["budget"]), offer.id)
        else:
            assert found.by_price in (Reach.ALWAYS, Reach.NEVER)
            far = 0 if found.by_price is Reach.NEVER else 10**13
            moved = repriced(problem, offer.id, far, ["budget"])
            assert wins(moved, offer.id) is (found.by_price is Reach.ALWAYS)


def test_every_winner_has_a_margin_and_a_stranger_is_a_programmers_mistake():
    problem = frozen.instance(POSSIBLE[0])
    plan = solve(problem)
    told = margins(problem, plan, ["budget"])
    assert tuple(one.offer for one in told) == plan.offers
    with pytest.raises(KeyError):
        threshold(problem, "nobody")
    assert threshold(problem, plan.offers[0], seconds=0).by_points is Reach.UNKNOWN


@pytest.mark.parametrize("seed", POSSIBLE[::1000])
def test_every_standard_scenario_is_the_lexicographic_best_of_all_plans(seed):
    problem = frozen.instance(seed)
    every = plans(problem)
    for played in play(problem, incumbents=INCUMBENTS(problem), seconds=600):
        signs = [(aim, 1 if aim.more_is_better else -1) for aim in played.scenario.aims]
        best = max(tuple(sign * m.of(aim) for aim, sign in signs) for _, m in every)
        assert played.status is Status.PROVED_BEST
        assert tuple(sign * played.measures.of(aim) for aim, sign in signs) == best
        assert (frozenset(played.offers), played.measures) in every


@pytest.mark.parametrize(
    "aims",
    [
        (Aim.POINTS, Aim.PRICE),
        (Aim.PRICE, Aim.NEEDS),
        (Aim.POINTS, Aim.PRICE, Aim.CONCENTRATION),
        (Aim.OPERATORS, Aim.POINTS, Aim.INCUMBENTS),
    ],
)
@pytest.mark.parametrize("seed", POSSIBLE[::2200])
def test_the_frontier_is_all_that_is_not_dominated(seed, aims):
    problem = frozen.instance(seed)

    def key(m):
        return tuple((1 if aim.more_is_better else -1) * m.of(aim) for aim in aims)

    values = {key(m) for _, m in plans(problem)}
    expected = {
        v
        for v in values
        if not any(o != v and all(a >= b for a, b in zip(o, v, strict=True)) for o in values)
    }
    found = frontier(problem, aims, INCUMBENTS(problem), seconds=600)
    assert found.complete
    assert {key(spot.measures) for spot in found.spots} == expected
    assert len(found.spots) == len(expected)


@pytest.mark.parametrize("seed", POSSIBLE[::2000])
def test_a_limited_measure_is_kept_and_loses_no_plan_that_keeps_it(seed):
    problem = frozen.instance(seed)
    every = plans(problem)
    for aim in (Aim.NEEDS, Aim.PRICE, Aim.OPERATORS, Aim.CONCENTRATION, Aim.INCUMBENTS):
        at = sorted({m.of(aim) for _, m in every})
        bound = at[len(at) // 2]
        found = solve(limited(problem, {aim: bound}, INCUMBENTS(problem)), tie_limit=1)
        kept = [m for _, m in every if (m.of(aim) >= bound if aim.more_is_better else m.of(aim) <= bound)]
        signs = {Objective.PRICE: -1}
        assert tuple(signs.get(o, 1) * found.totals.of(o) for o in problem.objective) == max(
            tuple(signs.get(o, 1) * m.of(Aim(o.value)) for o in problem.objective) for m in kept
        )


def test_a_frontier_cut_short_says_so():
    problem = frozen.instance(POSSIBLE[0])
    assert not frontier(problem, most=1).complete
    assert not frontier(problem, seconds=0).complete
    with pytest.raises(ValueError, match="aims"):
        frontier(problem, ())
    with pytest.raises(ValueError, match="limit"):
        limited(problem, {Aim.POINTS: 1})


def test_a_planners_own_scenario_is_data():
    problem = frozen.instance(POSSIBLE[0])
    form = {"id": "own", "says": "预算加倍", "aims": ["points", "operators"], "bounds": {"operators": 1}}
    budget = problem.resources["budget"].supply
    own = read_scenario(form | {"limits": {"resource:budget": 2 * budget}}, problem)
    assert own == Scenario(
        "own", "预算加倍", (Aim.POINTS, Aim.OPERATORS), {(Kind.RESOURCE, "budget"): 2 * budget},
        {Aim.OPERATORS: 1},
    )  # fmt: skip
    (played,) = play(problem, [own])
    assert played.status is Status.INFEASIBLE or played.measures.operators <= 1


def test_everything_wrong_with_a_scenario_is_told_at_once():
    problem = frozen.instance(POSSIBLE[0])
    form = {"says": "", "aims": ["speed"], "limits": {"resource:gold": -1}, "bounds": {"points": 1}, "x": 1}
    with pytest.raises(ProblemError) as wrong:
        read_scenario(form, problem)
    assert {m.where for m in wrong.value.mistakes} == {
        "id", "says", "aims", "limits.resource:gold", "bounds.points", "x",
    }  # fmt: skip
    with pytest.raises(ProblemError):
        read_scenario("points", problem)
    with pytest.raises(KeyError):
        play(problem, [replace(STANDARD[0], limits={(Kind.RESOURCE, "gold"): 1})])


def test_scenarios_without_time_or_without_a_plan_say_so():
    problem = frozen.instance(POSSIBLE[0])
    assert {p.status for p in play(problem, seconds=0)} == {Status.UNKNOWN}
    none = Scenario("none", "不可能", (Aim.POINTS,), bounds={Aim.NEEDS: 99})
    assert play(problem, [none])[0].status is Status.INFEASIBLE
