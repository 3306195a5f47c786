"""Instances that strangers may bring: numbers at the edge, limits that meet, people who interrupt."""

import sys
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from fractions import Fraction
from time import monotonic

import numpy as np
import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, ProblemError, Resource, Status, solve
from scoring.allocation.aims import Aim
from scoring.allocation.check import breaches
from scoring.allocation.doctor import why_not
from scoring.allocation.large.blocks import Blocks
from scoring.allocation.large.dual import improve_bound
from scoring.allocation.large.primal import Builder
from scoring.allocation.large.run import combined, reach
from scoring.allocation.mend import mended
from scoring.allocation.model import Model
from scoring.allocation.optimum import UndecidedError, any_plan, likely, optimum
from scoring.allocation.preference import by_preference
from scoring.allocation.replan import replan
from scoring.allocation.scenarios import Scenario, play, read_scenario
from scoring.allocation.second_opinion import Opinion, Outcome, second_opinion
from scoring.allocation.sequence import Candidate, Fallback, in_order
from scoring.allocation.sequence import Outcome as Lot
from scoring.allocation.ties import equally_good
from tests.scoring.allocation.town import TOWN

solving = sys.modules["scoring.allocation.solve"]
POINTS = (Objective.POINTS,)


def single(name, operator=None, points=1, price=1, **uses):
    return Offer(name, operator or name, (name,), Fraction(points), price, uses)


@pytest.mark.parametrize("bounds", [{Aim.NEEDS: 1, Aim.OPERATORS: 1}, {Aim.OPERATORS: 1, Aim.NEEDS: 1}])
def test_the_order_of_bounds_changes_nothing(bounds):
    """Covering counts with offers of its own, which are nobody's and no operator."""
    one = Problem((replace(single("A"), serves={"n": 1}),), {}, (Need("n", 1, firm=False),), (), POINTS)
    for scenario in (
        Scenario("x", "x", (Aim.POINTS,), bounds=bounds),
        Scenario("y", "y", (Aim.OPERATORS,), bounds={Aim.NEEDS: 1}),
    ):
        [played] = play(one, [scenario])
        assert (played.status, played.offers) == (Status.PROVED_BEST, ("A",))


def test_a_plan_that_misses_by_one_fen_in_three_billion_is_mended_and_all_its_like_are_cut_off():
    """Ten of twenty such bids miss the budget by a fen or more; 60,626 sets of ten do so narrowly."""
    offers = tuple(single(f"o{i:02}", points=90, budget=3_000_000_001 + 2 * (i % 2)) for i in range(20))
    problem = Problem(offers, {"budget": Resource("budget", 30_000_000_009)}, (), (), POINTS)
    plan = solve(problem, seconds=30)
    assert not breaches(problem, plan.offers)
    assert (plan.totals.points, plan.bounds[Objective.POINTS]) == (810, 810)


def test_what_is_mended_keeps_every_rule_and_gives_up_groups_that_fall_short():
    offers = (
        single("a", points=9, money=5),
        single("b", points=8, money=4),
        single("c", points=1, money=2),
        single("d"),
    )
    groups = (
        Group("pair", ("c", "d"), {}, 2),
        Group("hall", ("a", "b"), {"room": 1}),
    )
    supplies = {"money": Resource("money", 10), "room": Resource("room", 1)}
    problem = Problem(offers, supplies, (), groups, POINTS)
    assert mended(problem, "abcd") == {"a", "b"}  # without c its pair falls short too
    assert mended(problem, ["a", "gone"]) == {"a"}
    no_room = replace(problem, resources={**supplies, "room": Resource("room", 0)})
    assert mended(no_room, "acd") == {"c", "d"}
    firm = replace(problem, needs=(Need("x", 1, firm=True),))
    assert mended(firm, "ab") is None


def test_objectives_that_are_too_fine_to_be_weighed_together_come_after():
    """Two bids a lot with equal points, one nine times as dear: the cheap one, lot after lot."""
    offers, lots = [], {}
    for i in range(40):
        lots[f"lot:{i}"] = Resource(f"lot:{i}", 1)
        for name, price in (("cheap", 100_000_000), ("dear", 900_000_000)):
            offers.append(single(f"{name}{i}", points=10**6, price=price, **{f"lot:{i}": 1}))
    problem = Problem(tuple(offers), lots, (), (), (Objective.POINTS, Objective.PRICE))
    found = reach(problem, 3, workers=2)
    assert found.chosen == {f"cheap{i}" for i in range(40)}
    assert not found.interrupted


def test_what_a_large_plan_passes_by_a_coarse_row_is_given_up_at_the_end():
    offers = [single(f"a{i}", budget=1) for i in range(120)] + [single("big", points=100, budget=2**31 + 1)]
    problem = Problem(tuple(offers), {"budget": Resource("budget", 2**31 + 101)}, (), (), POINTS)
    found = reach(problem, 1)
    assert not breaches(problem, found.chosen)
    assert 120 <= len(found.chosen) <= found.bounds[0]


@pytest.mark.parametrize(
    "problem",
    [
        Problem((single("a", "甲"), single("b", "甲")), {}, (),
                (Group("g", ("a", "b"), {}, 2**62, {"a": 2**62, "b": 2**62}),), POINTS),
        Problem((single("a", "甲", r=2**62), single("b", "甲", r=1)), {"r": Resource("r", 2**62 + 1)}, (), (), POINTS),
        Problem((single("a", "甲"), single("b", "甲")), {"r": Resource("r", 2**62)}, (),
                (Group("g", ("a",), {"r": 2**62}),), POINTS),
    ],
)  # fmt: skip
def test_numbers_beyond_a_double_are_no_work_for_parts_and_solved_in_one_piece(monkeypatch, problem):
    assert reach(problem, 1) is None
    monkeypatch.setattr(solving, "is_large", lambda _: True)
    plan = solve(problem)
    assert plan.offers == ("a", "b")
    assert plan.bounds[Objective.POINTS] >= 2


def test_a_second_solver_that_beats_the_bound_leaves_no_bound_and_its_plan(monkeypatch):
    problem = Problem((single("a", points=2), single("b", points=3)), {}, (), (), POINTS)
    claimed = solving.Opinion(Outcome.BEST, frozenset("ab"))
    wrong = reach(replace(problem, offers=problem.offers[:1]), 1)
    monkeypatch.setattr(solving, "is_large", lambda _: True)
    monkeypatch.setattr(solving, "_reached", lambda *_: wrong)
    monkeypatch.setattr(solving, "second_opinion", lambda *_: claimed)
    plan = solve(problem)
    assert (plan.status, plan.offers) == (Status.FEASIBLE, ("a", "b"))
    assert plan.bounds == {Objective.POINTS: None}
    assert not plan.second_solver.agrees


def test_who_interrupts_a_large_problem_is_not_asked_to_wait_for_another_way(monkeypatch):
    firm = replace(TOWN, needs=(Need("care", 2, firm=True),))

    def impatient(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("scoring.allocation.large.run.improve_bound", impatient)
    monkeypatch.setattr(solving, "is_large", lambda _: True)
    monkeypatch.setattr(solving, "judge", None)
    plan = solve(firm)
    assert (plan.status, plan.offers) == (Status.UNKNOWN, ())


def test_who_interrupts_while_equals_are_listed_keeps_the_proved_plan(monkeypatch):
    judged = solving.judge(TOWN, monotonic() + 60)

    def impatient(*_):
        raise KeyboardInterrupt

    judged.search.another = impatient
    ties = equally_good(judged.search, judged.chosen, solving.values(TOWN, judged.chosen), 100)
    assert ties.plans == (tuple(sorted(judged.chosen)),)
    assert not ties.complete
    assert not ties.canonical


def test_who_interrupts_the_second_opinion_of_planning_anew_keeps_the_plan(monkeypatch):
    def impatient(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(solving, "second_opinion", impatient)
    plan = replan(TOWN)
    assert (plan.status, plan.offers) == (Status.FEASIBLE, ("a", "c"))


class Broken(Executor):
    """Processes that are gone."""

    def submit(self, *_, **__):
        gone = Future()
        gone.set_exception(BrokenProcessPool("a worker was killed"))
        return gone


def test_parts_of_a_broken_executor_are_solved_here():
    offers = tuple(single(f"o{i}", points=i + 1, money=1) for i in range(4))
    blocks = Blocks(Model(Problem(offers, {"money": Resource("money", 4)}, (), (), POINTS)))
    worth, nobody = blocks.model.costs(Objective.POINTS), np.zeros(blocks.model.width, dtype=bool)
    dual = improve_bound(blocks, worth, nobody, float("inf"), steps=3)
    builder = Builder(blocks, worth, dual, Broken(), workers=2)
    halves = [np.arange(4) < 2, np.arange(4) >= 2]
    with pytest.warns(RuntimeWarning, match="in this process from now on"):
        builder._solve(halves, monotonic() + 60)
    assert builder.standing.now.tolist() == [1, 1, 1, 1]
    assert builder.executor is None


def test_a_question_asked_too_late_is_not_begun():
    firm = replace(TOWN, needs=(Need("care", 1, firm=True),))
    for ask in (optimum, likely, any_plan):
        with pytest.raises(UndecidedError):
            ask(firm, monotonic() - 1)


def test_a_shared_figure_is_released_for_all_who_share_it():
    """One more lot for everybody lets B1 in beside A2 and B3, and keeps A1 out."""
    lots = {f"L{i}": Resource(f"L{i}", 1) for i in (1, 2, 3)}
    quotas = {f"lots:{o}": Resource(f"lots:{o}", 1, shared="quota") for o in "甲乙"}
    offers = (
        Offer("A1", "甲", ("L1",), Fraction(90), 1, {"L1": 1, "lots:甲": 1}),
        Offer("A2", "甲", ("L2",), Fraction(100), 1, {"L2": 1, "lots:甲": 1}),
        Offer("B1", "乙", ("L1",), Fraction(95), 1, {"L1": 1, "lots:乙": 1}),
        Offer("B3", "乙", ("L3",), Fraction(100), 1, {"L3": 1, "lots:乙": 1}),
    )
    problem = Problem(offers, lots | quotas, (), (), POINTS)
    best = solve(problem)
    assert why_not(problem, best, "A1").releases == ()
    (release,) = why_not(problem, best, "B1").releases
    assert (release.resource.shared, release.enough) == ("quota", 2)


@pytest.mark.parametrize("aims", [[["points"]], [{}], [1], [None]])
def test_an_aim_that_is_no_word_is_a_mistake_of_the_form(aims):
    with pytest.raises(ProblemError) as error:
        read_scenario({"id": "x", "says": "x", "aims": aims}, TOWN)
    assert [mistake.where for mistake in error.value.mistakes] == ["aims"]


def test_a_lot_without_candidates_has_none_however_many_ties_there_are():
    ranked = {f"L{i:02}": [Candidate(f"{o}{i}", f"{o}{i}", 1, 1) for o in "ab"] for i in range(14)} | {
        "end": []
    }
    for results in (
        in_order(ranked, quota=1, fallback=Fallback.RELAX),
        by_preference(ranked, quota=1, fallback=Fallback.RELAX, wishes={}),
    ):
        assert results[-1].outcome is Lot.NO_CANDIDATE


def test_the_demand_of_a_large_group_is_written_once_for_all_its_members():
    members = tuple(f"o{i:03}" for i in range(150))
    offers = tuple(single(name, "甲", points=i % 7, money=1) for i, name in enumerate(members))
    group = Group("g", members, {}, 3)
    problem = Problem(offers, {"money": Resource("money", 2)}, (), (group,), POINTS)
    assert second_opinion(problem, monotonic() + 60) == Opinion(Outcome.BEST, frozenset())
    wider = replace(problem, resources={"money": Resource("money", 3)})
    said = second_opinion(wider, monotonic() + 60)
    assert said.outcome is Outcome.BEST
    assert sum(offer.points for offer in offers if offer.id in said.chosen) == 18


def test_a_model_is_not_written_to_its_end_when_nobody_waits_for_it():
    assert second_opinion(TOWN, monotonic() + 60, lambda: True) == Opinion(Outcome.UNDECIDED)


def test_how_many_objectives_are_weighed_together():

    points, price = np.full(3, 1e9), np.full(3, -1e9)
    assert combined([points, price], np.zeros(3, dtype=bool))[1] == 1
    assert combined([np.ones(3), np.ones(3)], np.zeros(3, dtype=bool))[1] == 2
