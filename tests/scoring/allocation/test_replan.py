"""Planning anew after one figure moved: at once, honest, and the same answer as from scratch when proved."""

from dataclasses import replace
from fractions import Fraction
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation import Need, Objective, Offer, Problem, Resource, Status, solve
from scoring.allocation.check import breaches
from scoring.allocation.replan import mended, replan
from scoring.allocation.search import values

ORDER = (Objective.NEEDS, Objective.POINTS, Objective.PRICE)


def problem(prices, money, quota=2, firm=False):
    """Two operators bid for every lot: 甲 is better, 乙 is cheaper by a third."""
    offers = []
    for i, price in enumerate(prices):
        for operator, points, share in (("甲", 90 - i, 3), ("乙", 80 + i, 2)):
            cost = price * share // 3
            uses = {f"lot:{i}": 1, "money": cost, f"quota:{operator}": 1}
            offers.append(
                Offer(f"{operator}@{i}", operator, (str(i),), Fraction(points), cost, uses, {f"lot:{i}": 1})
            )
    resources = [Resource(f"lot:{i}", 1) for i in range(len(prices))]
    resources += [Resource(f"quota:{o}", quota, shared="quota") for o in "甲乙"]
    needs = tuple(Need(f"lot:{i}", 1, firm) for i in range(len(prices)))
    return Problem(tuple(offers), {r.id: r for r in (*resources, Resource("money", money))}, needs, (), ORDER)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from([300, 600, 900]), min_size=1, max_size=4),
    st.sampled_from([0, 500, 1100, 1900]),
    st.sampled_from([0, 700, 1500]),
    st.integers(1, 2),
)
def test_a_proved_answer_is_as_good_as_solving_from_scratch(prices, before, after, quota):
    old = solve(problem(prices, before), tie_limit=1)
    asked = problem(prices, after, quota)
    fresh, again = solve(asked, tie_limit=1), replan(asked, [old.offers])
    assert again.status is fresh.status is Status.PROVED_BEST
    assert values(asked, again.offers) == values(asked, fresh.offers)
    assert again.bounds == fresh.bounds
    assert again.second_solver.agrees


def test_no_plan_is_said_only_when_both_solvers_say_so():
    asked = problem([600, 600], 700, firm=True)
    assert replan(asked).status is Status.INFEASIBLE
    assert replan(asked, seconds=0).status is Status.UNKNOWN


def test_without_time_what_can_be_kept_of_the_old_plan_is_the_answer():
    old = solve(problem([600, 600], 2000), tie_limit=1)
    asked = problem([600, 600], 700)
    plan = replan(asked, [old.offers], seconds=0)
    assert plan.status is Status.FEASIBLE
    assert len(plan.offers) == 1
    assert set(plan.offers) < set(old.offers)
    assert plan.checked_exactly


def test_a_stop_leaves_the_best_plan_so_far_and_no_claim():
    began = monotonic()
    plan = replan(problem([600] * 4, 1500), [["甲@0"]], stop=lambda: True)
    assert monotonic() - began < 30
    assert plan.status is Status.FEASIBLE
    assert plan.totals.points >= 90
    assert not plan.second_solver.agrees


def test_what_is_told_on_the_way_only_gets_better():
    asked, heard = problem([300, 600, 900, 600], 1500), []
    plan = replan(asked, told=heard.append)
    worths = [values(asked, one.offers) for one in [*heard, plan]]
    assert worths == sorted(worths)
    assert all(one.status is Status.FEASIBLE for one in heard)
    assert plan.status is Status.PROVED_BEST


def test_the_offer_with_the_fewest_points_for_its_money_is_left_out_first():
    asked = problem([600, 600, 600], 1000)
    assert mended(asked, ["甲@0", "乙@1", "甲@2"]) == {"乙@1", "甲@0"}
    assert mended(asked, ["gone", "甲@0"]) == {"甲@0"}


@pytest.mark.parametrize("firm", [True, False])
def test_a_plan_that_leaving_out_cannot_mend_is_no_start(firm):
    asked = problem([600, 600], 700, firm=firm)
    kept = mended(asked, ["甲@0", "甲@1"])
    assert (kept is None) == firm
    assert firm or not breaches(asked, kept)


def test_without_an_objective_any_plan_will_do():
    asked = replace(problem([600], 700), objective=())
    assert replan(asked).status is Status.PROVED_BEST
