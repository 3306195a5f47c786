"""Ctrl-C while a solver runs: the best plan so far, and no claim about it."""

from fractions import Fraction

import highspy
import pytest

from scoring.allocation import Objective, Offer, Problem, Resource, Status, solve
from scoring.allocation.check import breaches

LOTS = tuple(Offer(f"o{i}", "a", ("l",), Fraction(7 + i % 5), 1, {"money": 3 + i % 4}) for i in range(12))
PROBLEM = Problem(LOTS, {"money": Resource("money", 20)}, (), (), (Objective.POINTS,))


def test_an_interrupted_solver_leaves_an_honest_plan(monkeypatch):
    wait, impatient = highspy.Highs.wait, [True]

    def interrupted(self, timeout):
        if impatient:
            impatient.pop()
            raise KeyboardInterrupt
        return wait(self, timeout)

    monkeypatch.setattr(highspy.Highs, "wait", interrupted)
    plan = solve(PROBLEM)
    assert not impatient
    assert plan.checked_exactly
    assert not breaches(PROBLEM, plan.offers)
    if plan.status is not Status.PROVED_BEST:  # it may have been done before it heard
        assert plan.bounds[Objective.POINTS] >= plan.totals.points


def test_an_interrupted_second_opinion_does_not_agree(monkeypatch):
    def impatient(*_):
        raise KeyboardInterrupt

    monkeypatch.setitem(solve.__globals__, "second_opinion", impatient)
    plan = solve(PROBLEM)
    assert plan.status is Status.FEASIBLE
    assert not plan.second_solver.agrees
    assert plan.bounds[Objective.POINTS] == plan.totals.points


@pytest.mark.parametrize("seconds", [0, 30])
def test_the_time_is_a_limit_and_no_promise(seconds):
    assert not breaches(PROBLEM, solve(PROBLEM, seconds=seconds).offers)
