"""Planning anew step by step, with a search and a second solver that say what the test lets them say."""

import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import (
    Group,
    Need,
    Objective,
    Resource,
    SecondSolver,
    Status,
    Ties,
    Totals,
)
from scoring.allocation.replan import _Run, mended, replan
from scoring.allocation.search import Stage
from scoring.allocation.second_opinion import NAME, Opinion, Outcome
from tests.scoring.allocation import town

again = sys.modules["scoring.allocation.replan"]

TOWN = replace(town.TOWN, objective=(Objective.POINTS, Objective.PRICE))
POINTS, PRICE = TOWN.objective
FIRM = replace(TOWN, needs=(Need("care", 1, firm=True),))
AC, BC, C, NONE = frozenset("ac"), frozenset("bc"), frozenset("c"), frozenset()


class Clock:
    """A time that the test moves."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def under_way(monkeypatch):
    """A run whose stages are prepared; what was asked and told is kept. A stage may take time."""

    def prepare(*stages, problem=TOWN, seconds=20.0, takes=0.0, opinion=None):
        clock, heard, asked, waiting = Clock(), [], [], list(stages)
        monkeypatch.setattr(again, "monotonic", clock)
        run = _Run(problem, clock(), seconds, lambda: False, heard.append)

        def stage(held, start):
            asked.append((held, start, run.search.deadline))
            clock.now += takes
            said = waiting.pop(0)
            if isinstance(said, tuple):
                said, run.search.contradicted = said
            return said

        def second(given, end, stop):
            run.second = (given, end, stop)
            return opinion

        run.search.stage = stage
        run.heard, run.asked, run.clock, run.second = heard, asked, clock, None
        monkeypatch.setattr(again, "second", second)
        return run

    return prepare


def settled(chosen, bound):
    return Stage(chosen, bound, proved=True)


def open_at(chosen, bound):
    return Stage(chosen, bound, proved=False)


def test_the_first_round_gives_each_objective_but_the_last_a_share_of_the_time(under_way):
    run = under_way(settled(AC, 155), settled(AC, -10))
    run.first_round([])
    assert run.asked == [((), NONE, 113.0), ((155,), AC, 120.0)]  # 65 % of 20 seconds
    assert (run.best, run.held, run.bound) == (AC, (155, -10), None)
    assert [(plan.offers, plan.status) for plan in run.heard] == [(("a", "c"), Status.FEASIBLE)] * 2
    run.in_order()
    assert run.settled is True
    assert len(run.asked) == 2  # nothing is left to prove


def test_a_stage_that_took_time_leaves_less_for_the_next(under_way):
    run = under_way(open_at(BC, 160), open_at(AC, -8), takes=4.0)
    run.first_round([])
    assert run.asked == [((), NONE, 113.0), ((120,), BC, 120.0)]
    assert (run.best, run.held, run.bound) == (AC, (), 160)


def test_the_second_round_takes_up_the_first_objective_that_is_not_proved(under_way):
    run = under_way(open_at(BC, 160), open_at(BC, -8), settled(AC, 155), settled(AC, -10))
    run.first_round([])
    run.in_order()
    assert run.asked[2:] == [((), BC, 120.0), ((155,), AC, 120.0)]
    assert (run.held, run.settled, run.best) == ((155, -10), True, AC)


def test_what_the_first_round_did_not_prove_is_not_begun_again_with_less_time(under_way):
    run = under_way(open_at(BC, 160), open_at(BC, -8), takes=5.5)
    run.first_round([])
    run.in_order()
    assert (len(run.asked), run.settled) == (2, False)
    just = under_way(open_at(BC, 160), open_at(BC, -8), open_at(BC, 160), takes=5.0)
    just.first_round([])
    just.in_order()  # half the time is left
    assert (len(just.asked), just.settled) == (3, False)


def test_a_proved_objective_is_gone_on_from_however_little_time_is_left(under_way):
    run = under_way(settled(AC, 155), open_at(AC, -5), settled(AC, -10), takes=8.0)
    run.first_round([])
    assert (run.held, run.bound) == ((155,), -5)
    run.in_order()
    assert run.asked[2] == ((155,), AC, 120.0)
    assert (run.held, run.settled) == ((155, -10), True)


def test_a_round_that_gets_no_further_ends(under_way):
    run = under_way(open_at(BC, 160), open_at(BC, -8), open_at(BC, 158))
    run.first_round([])
    run.in_order()
    assert (len(run.asked), run.settled, run.held, run.bound) == (3, False, (), 158)


def test_the_best_of_the_starts_is_where_it_begins(under_way):
    run = under_way(settled(AC, 155), settled(AC, -10))
    run.first_round([["c"], ["a", "b"], ["b", "gone"], ["c"]])
    assert run.asked[0][1] == frozenset(
        "a"
    )  # b of the second start is left out: it has fewer points for its room
    run = under_way(settled(AC, 155), settled(AC, -10), problem=FIRM)
    run.first_round([["a"], ["b", "c"]])  # the first cannot be mended
    assert run.asked[0][1] == BC


def test_without_any_plan_the_first_round_ends_with_the_first_objective(under_way):
    run = under_way(open_at(None, 160), problem=FIRM)
    run.first_round([])
    assert (run.asked, run.best, run.bound) == ([((), None, 113.0)], None, 160)
    assert [(plan.status, plan.offers, plan.totals) for plan in run.heard] == [(Status.UNKNOWN, (), None)]
    assert run.heard[0].bounds == {POINTS: 16, PRICE: None}
    proved = under_way(settled(None, None), problem=FIRM)
    proved.first_round([])
    assert (proved.settled, proved.heard) == (True, [])
    proved.in_order()
    assert len(proved.asked) == 1


def test_a_plan_that_beats_what_was_held_without_a_proof_is_only_better(under_way):
    run = under_way(open_at(BC, 160), (open_at(AC, None), True), settled(AC, 155), settled(AC, -10))
    run.first_round([])
    assert (run.search.contradicted, run.best) == (False, AC)
    run.in_order()
    assert run.settled is True


def test_a_plan_that_beats_what_was_proved_ends_the_proof(under_way):
    run = under_way(settled(BC, 120), (open_at(AC, None), True))
    run.first_round([])
    assert (run.search.contradicted, run.best) == (True, AC)
    assert len(run.heard) == 1
    plan = run.finished()
    assert run.second is None
    assert (plan.status, plan.bounds) == (Status.FEASIBLE, {POINTS: None, PRICE: None})


def test_after_a_contradiction_no_further_objective_is_asked(under_way):
    three = replace(TOWN, objective=(Objective.NEEDS, *TOWN.objective))
    run = under_way(settled(C, 1), (open_at(AC, None), True), problem=three)
    run.first_round([])
    assert (len(run.asked), run.search.contradicted) == (2, True)


def test_a_worse_or_equal_plan_is_not_taken(under_way):
    run = under_way()
    run.take(BC)
    run.take(C)
    assert run.best == BC
    twin = replace(TOWN, offers=(*TOWN.offers, replace(TOWN.offers[1], id="b2")))
    run = under_way(problem=twin)
    run.take(frozenset({"b2", "c"}))
    run.take(BC)
    assert run.best == frozenset({"b2", "c"})


def finished(under_way, opinion, best=AC, problem=TOWN, contradicted=False):
    run = under_way(opinion=opinion, problem=problem)
    run.settled, run.best = True, best
    run.held = (155, -10) if best is not None else ()
    run.search.contradicted = contradicted
    return run, run.finished()


def test_both_solvers_together_prove_the_plan(under_way):
    run, plan = finished(under_way, Opinion(Outcome.BEST, AC))
    assert run.second == (TOWN, 120.0, run.stop)
    assert (plan.status, plan.offers, plan.totals) == (
        Status.PROVED_BEST,
        ("a", "c"),
        Totals(0 + 1, Fraction("15.5"), 10),
    )
    assert plan.bounds == {POINTS: Fraction("15.5"), PRICE: 10}
    assert (plan.checked_exactly, plan.second_solver) == (True, SecondSolver(NAME, agrees=True))
    assert (plan.ties, plan.places, plan.seconds) == (Ties((("a", "c"),)), 1, 0.0)
    assert [one.status for one in run.heard] == [Status.FEASIBLE]


def test_both_solvers_together_prove_that_there_is_no_plan(under_way):
    _, plan = finished(under_way, Opinion(Outcome.INFEASIBLE), best=None)
    assert (plan.status, plan.offers, plan.totals, plan.bounds) == (Status.INFEASIBLE, (), None, {})
    assert (plan.checked_exactly, plan.ties, plan.second_solver.agrees) == (False, Ties(()), True)
    assert plan.checked_exactly is False


def test_an_undecided_second_solver_leaves_the_plan_and_its_bounds(under_way):
    _, plan = finished(under_way, Opinion(Outcome.UNDECIDED))
    assert (plan.status, plan.bounds) == (Status.FEASIBLE, {POINTS: Fraction("15.5"), PRICE: 10})
    assert plan.second_solver.agrees is False
    _, none = finished(under_way, Opinion(Outcome.UNDECIDED), best=None)
    assert (none.status, none.bounds) == (Status.UNKNOWN, {POINTS: None, PRICE: None})


@pytest.mark.parametrize(
    ("opinion", "best", "offers"),
    [
        (Opinion(Outcome.BEST, BC), AC, ("a", "c")),
        (Opinion(Outcome.BEST, AC), BC, ("a", "c")),
        (Opinion(Outcome.BEST, BC), None, ("b", "c")),
        (Opinion(Outcome.BEST, NONE), None, ()),
        (Opinion(Outcome.INFEASIBLE), BC, ("b", "c")),
    ],
)
def test_where_the_two_differ_the_better_plan_is_shown_and_no_bound_is_believed(
    under_way, opinion, best, offers
):
    run, plan = finished(under_way, opinion, best=best)
    assert (plan.status, plan.offers) == (Status.FEASIBLE, offers)
    assert plan.bounds == {POINTS: None, PRICE: None}
    assert run.search.contradicted is True
    assert plan.second_solver == SecondSolver(NAME, agrees=False)


def test_what_is_not_settled_is_not_put_to_the_second_solver(under_way):
    run = under_way(opinion=Opinion(Outcome.BEST, AC))
    run.best, run.bound = AC, 160
    plan = run.finished()
    assert (run.second, run.heard, plan.status) == (None, [], Status.FEASIBLE)
    assert plan.bounds == {POINTS: 16, PRICE: None}
    run, plan = finished(under_way, Opinion(Outcome.BEST, AC), contradicted=True)
    assert (run.second, plan.status) == (None, Status.FEASIBLE)


def test_bounds_are_proved_values_the_next_bound_and_nothing_after_it(under_way):
    run = under_way()
    assert run.bounds() == {POINTS: None, PRICE: None}
    run.bound = 160
    assert run.bounds() == {POINTS: 16, PRICE: None}
    run.held, run.bound = (155,), -8
    assert run.bounds() == {POINTS: Fraction("15.5"), PRICE: 8}
    run.held, run.bound = (155, -10), None
    assert run.bounds() == {POINTS: Fraction("15.5"), PRICE: 10}
    run.search.contradicted = True
    assert run.bounds() == {}
    run.best = C
    assert run.bounds() == {POINTS: None, PRICE: None}


def test_the_plan_has_the_time_since_the_question(under_way):
    run = under_way()
    run.clock.now = 104.5
    assert (run.plan().seconds, run.end, run.search.deadline) == (4.5, 120.0, 120.0)
    assert run.search.stop is run.stop


def test_what_a_group_uses_counts_with_each_of_its_members():
    """By points for what it takes of the hall: a 10.5 for 1 and 4, b 7 for 1, c 5 for 1."""
    hall = Group("hall", ("a",), {"room": 4})
    problem = replace(TOWN, groups=(hall,), resources={"room": Resource("room", 5)})
    assert mended(problem, ["a", "b"]) == frozenset("b")
    assert mended(problem, ["a"]) == frozenset("a")
    alike = replace(problem, groups=(), resources={"room": Resource("room", 0)})
    assert mended(alike, ["a", "b", "c"]) == C
    halls = {"hall": Resource("hall", 1), **TOWN.resources}
    both = replace(TOWN, groups=(Group("hall", ("a", "c"), {"hall": 2}),), resources=halls)
    assert mended(both, ["a", "b", "c"]) == frozenset("b")


def test_what_a_member_takes_is_its_own_use_and_its_groups():
    """a brings 10.5 for a room of its own and one of the hall, b 7 for one; c brings 5 for the hall's, b then 3."""
    with_a = replace(
        TOWN, groups=(Group("hall", ("a",), {"room": 1}),), resources={"room": Resource("room", 2)}
    )
    assert mended(with_a, ["a", "b"]) == frozenset("b")
    offers = (TOWN.offers[0], replace(TOWN.offers[1], points=Fraction(3)), TOWN.offers[2])
    assert mended(replace(TOWN, offers=offers, groups=(Group("hall", ("c",), {"room": 1}),)), ["b", "c"]) == C


def test_of_equally_worthy_offers_the_first_by_id_is_left_out():
    twins = tuple(replace(TOWN.offers[0], id=name) for name in "yxz")
    problem = replace(TOWN, offers=twins)
    assert mended(problem, "xyz") == frozenset("z")


def test_a_missed_need_is_not_mended_by_leaving_out_and_a_missed_demand_with_its_group():
    assert mended(FIRM, ["a"]) is None
    alone = replace(TOWN, groups=(Group("two", ("c",), at_least=2),))
    assert mended(alone, ["c"]) == frozenset()
    passed = replace(
        TOWN, groups=(Group("two", ("c",), at_least=2),), resources={"room": Resource("room", 0)}
    )
    assert mended(passed, ["a", "c"]) == frozenset()
    assert mended(TOWN, []) == NONE


def test_planning_anew_runs_both_rounds_and_asks_the_second_solver(monkeypatch):
    heard, stop = [], lambda: False
    plan = replan(TOWN, [["b"]], seconds=60, stop=stop, told=heard.append)
    assert (plan.status, plan.offers) == (Status.PROVED_BEST, ("a", "c"))
    assert all(one.status is Status.FEASIBLE for one in heard)
    late = replan(TOWN, [["b"]], seconds=0)
    assert (late.status, late.offers) == (Status.FEASIBLE, ("b",))
    asked = []
    monkeypatch.setattr(again, "solve", lambda *given, **named: asked.append((given, named)) or plan)
    none = replace(TOWN, objective=())
    assert replan(none, [["b"]], seconds=7, stop=stop) is plan
    assert asked == [((none,), {"seconds": 7, "tie_limit": 1, "stop": stop})]
