"""Explanations at the edge: nothing to choose from, numbers at the end of 64 bits, no time."""

from fractions import Fraction

import pytest

from scoring.allocation import Need, Objective, Offer, Problem, ProblemError, Resource, Status, solve
from scoring.allocation.aims import Aim
from scoring.allocation.conflict import diagnose
from scoring.allocation.doctor import why_not
from scoring.allocation.frontier import frontier
from scoring.allocation.margins import Reach, margins, threshold
from scoring.allocation.rule_prices import rule_prices
from scoring.allocation.scenarios import play, read_scenario

EMPTY = Problem((), {}, (), (), (Objective.NEEDS, Objective.POINTS, Objective.PRICE))


def huge(firm=True):
    """Two offers that together use more than any amount can be."""
    offers = tuple(
        Offer(name, name, (name,), Fraction(points), 2**62, {"money": 2**62 + 1}, {name: 1})
        for name, points in (("a", 2), ("b", 1))
    )
    needs = tuple(Need(name, 1, firm) for name in "ab")
    return Problem(offers, {"money": Resource("money", 2**62 + 5)}, needs, (), (Objective.POINTS,))


def test_an_empty_problem_explains_itself_with_nothing():
    assert diagnose(EMPTY).conflict is None
    assert rule_prices(EMPTY).prices == ()
    assert margins(EMPTY, solve(EMPTY)) == ()
    assert {played.status for played in play(EMPTY)} == {Status.PROVED_BEST}
    (spot,) = frontier(EMPTY).spots
    assert spot.offers == ()


def test_a_need_that_no_offer_serves_is_its_own_conflict():
    nobody = Problem((), {}, (Need("care", 1, firm=True),), (), (Objective.POINTS,))
    found = diagnose(nobody)
    assert [rule.id for rule in found.conflict.rules] == ["care"]
    assert [(c.rule.id, c.to) for r in found.repairs for c in r.changes] == [("care", 0)]


def test_uses_that_together_pass_64_bits_are_not_guessed_about():
    assert not diagnose(huge()).complete
    soft = huge(firm=False)
    assert not rule_prices(soft).complete
    assert threshold(soft, "a", ["money"]).by_price in (Reach.UNKNOWN, Reach.NEVER)
    told = why_not(soft, solve(soft), "b")
    assert told.releases == ()
    assert not told.complete


def test_a_supply_beyond_64_bits_is_a_mistake_of_the_scenario():
    form = {"id": "x", "says": "甲", "aims": ["points"], "limits": {"resource:money": 2**63}}
    with pytest.raises(ProblemError) as wrong:
        read_scenario(form, huge())
    assert [m.where for m in wrong.value.mistakes] == ["limits.resource:money"]


def test_without_time_every_answer_says_that_it_is_none():
    problem = huge(firm=False)
    assert not frontier(problem, (Aim.POINTS, Aim.PRICE), seconds=0).complete
    assert threshold(problem, "a", seconds=0).wins is None
    assert not rule_prices(problem, seconds=0).complete
