"""What two solvers together may claim: which is proved, which contradicts, which bounds still stand."""

import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from scoring.allocation import (
    Need,
    Objective,
    SecondSolver,
    Status,
    Ties,
    Totals,
    solve,
)
from scoring.allocation.large import run as large_run
from scoring.allocation.large.run import Reached
from scoring.allocation.search import Found
from scoring.allocation.second_opinion import NAME, Opinion, Outcome
from tests.scoring.allocation.town import TOWN

solving = sys.modules["scoring.allocation.solve"]  # its name in the package is the function

AC, BC = frozenset("ac"), frozenset("bc")
BEST = (1, 155, -10)
NEVER = Opinion(Outcome.INFEASIBLE)
UNSAID = Opinion(Outcome.UNDECIDED)


def found(chosen, proved=True, bounds=BEST):
    return Found(chosen, bounds, proved)


def judged(first, second, contradicted=False, problem=TOWN):
    return solving.Judged(SimpleNamespace(problem=problem, contradicted=contradicted), first, second)


@pytest.mark.parametrize(
    ("first", "second", "agrees", "contradicts", "chosen"),
    [
        (found(AC), Opinion(Outcome.BEST, AC), True, False, AC),
        (found(AC), Opinion(Outcome.BEST, BC), False, True, AC),
        (found(BC), Opinion(Outcome.BEST, AC), False, True, AC),
        (found(AC), NEVER, False, True, AC),
        (found(AC), UNSAID, False, False, AC),
        (found(None), NEVER, True, False, None),
        (found(None), Opinion(Outcome.BEST, BC), False, True, BC),
        (found(None), UNSAID, False, False, None),
        (found(AC, proved=False), Opinion(Outcome.BEST, AC), False, False, AC),
        (found(AC, proved=False), UNSAID, False, False, AC),
        (found(None, proved=False), NEVER, False, False, None),
        (found(None, proved=False), UNSAID, False, False, None),
    ],
)
def test_two_solvers_agree_contradict_or_leave_it_open(first, second, agrees, contradicts, chosen):
    both = judged(first, second)
    assert (both.agrees, both.contradicts, both.chosen) == (agrees, contradicts, chosen)
    assert judged(first, second, contradicted=True).contradicts is True


def test_two_equal_plans_agree_though_they_differ():
    twins = replace(TOWN, offers=(TOWN.offers[0], replace(TOWN.offers[0], id="b"), TOWN.offers[2]))
    assert judged(found(AC), Opinion(Outcome.BEST, BC), problem=twins).agrees


N, P, M = Objective.NEEDS, Objective.POINTS, Objective.PRICE


def test_bounds_are_said_in_the_units_of_the_totals():
    both = judged(found(AC), Opinion(Outcome.BEST, AC))
    assert solving._bounds(both, certain=True) == {N: 1, P: Fraction("15.5"), M: 10}
    assert solving._bounds(judged(found(AC, bounds=(1, 160, None)), UNSAID), certain=False) == {
        N: 1,
        P: 16,
        M: None,
    }
    assert solving._bounds(judged(found(None), NEVER), certain=True) == {}
    assert solving._bounds(judged(found(None), NEVER), certain=False) == {N: 1, P: Fraction("15.5"), M: 10}
    clash = judged(found(AC), NEVER)
    assert solving._bounds(clash, certain=False) == {N: None, P: None, M: None}


def test_of_two_bounds_the_sharper_one_stands():
    assert solving._nearer({N: 5, P: None, M: 100}, {N: 4, P: 7, M: 90}) == {N: 4, P: 7, M: 100}
    assert solving._nearer({N: 3, P: 8, M: None}, {N: 4, M: 90}) == {N: 3, P: 8, M: 90}
    assert solving._nearer({N: None}, {}) == {N: None}
    assert solving._nearer({N: None}, {N: None}) == {N: None}
    assert solving._nearer({M: 0}, {M: 5, N: 1}) == {M: 5}


def test_a_bound_in_the_unit_of_its_objective():
    units = solving.in_units
    assert [units(o, 155, TOWN) for o in (N, P, M)] == [155, Fraction("15.5"), -155]
    hundredths = replace(TOWN, offers=(replace(TOWN.offers[0], points=Fraction("10.25")),))
    assert units(P, 1025, hundredths) == Fraction("10.25")
    assert [units(o, None, TOWN) for o in (N, P, M)] == [None, None, None]


@pytest.mark.parametrize(
    ("has_plan", "certain", "status"),
    [
        (True, True, Status.PROVED_BEST),
        (True, False, Status.FEASIBLE),
        (False, True, Status.INFEASIBLE),
        (False, False, Status.UNKNOWN),
    ],
)
def test_the_status_says_how_much_is_known(has_plan, certain, status):
    assert solving._status(has_plan, certain) is status


@pytest.fixture
def clock(monkeypatch):
    """A time that stands at 100 seconds."""
    monkeypatch.setattr(solving, "monotonic", lambda: 100.0)


@pytest.fixture
def judging(monkeypatch):
    """Prepared judgements in place of both solvers; what was asked is kept."""
    asked = []

    def prepare(both):
        def judge(problem, deadline, stop):
            asked.append((problem, deadline, stop))
            return both

        monkeypatch.setattr(solving, "judge", judge)
        return asked

    return prepare


def test_a_confirmed_plan_is_proved_best_and_its_equals_are_listed(judging, clock, monkeypatch):
    both = judged(found(AC), Opinion(Outcome.BEST, AC))
    asked, ties = judging(both), Ties((("a", "c"), ("b", "c")), complete=True, canonical=True)

    def equally_good(search, first, held, limit, also):
        assert (search, first, held, limit, also) == (both.search, AC, BEST, 7, [AC])
        return ties

    monkeypatch.setattr(solving, "equally_good", equally_good)
    stop = lambda: False  # noqa: E731
    plan = solve(TOWN, seconds=20, tie_limit=7, stop=stop)
    assert asked == [(TOWN, 120.0, stop)]
    assert (plan.status, plan.offers, plan.totals) == (
        Status.PROVED_BEST,
        ("a", "c"),
        Totals(1, Fraction("15.5"), 10),
    )
    assert (plan.ties, plan.checked_exactly, plan.second_solver) == (
        ties,
        True,
        SecondSolver(NAME, agrees=True),
    )
    assert plan.second_solver.agrees is True
    assert plan.bounds == {N: 1, P: Fraction("15.5"), M: 10}
    assert (plan.places, plan.seconds) == (1, 0.0)


def test_a_contradiction_while_the_equals_are_listed_ends_the_proof(judging, monkeypatch):
    both = judged(found(AC), Opinion(Outcome.BEST, AC))
    judging(both)

    def equally_good(search, *_):
        search.contradicted = True
        return Ties((("a", "c"),))

    monkeypatch.setattr(solving, "equally_good", equally_good)
    plan = solve(TOWN)
    assert plan.status is Status.FEASIBLE
    assert plan.bounds == {N: None, P: None, M: None}


def test_an_unconfirmed_plan_is_shown_alone_with_its_bounds(judging):
    judging(judged(found(AC, bounds=(1, 160, None)), UNSAID))
    plan = solve(TOWN)
    assert (plan.status, plan.offers, plan.checked_exactly) == (Status.FEASIBLE, ("a", "c"), True)
    assert plan.ties == Ties((("a", "c"),), complete=False, canonical=False)
    assert (plan.ties.complete, plan.ties.canonical) == (False, False)
    assert plan.bounds == {N: 1, P: 16, M: None}
    assert plan.second_solver == SecondSolver(NAME, agrees=False)


def test_no_plan_is_infeasible_where_both_say_so_and_unknown_elsewhere(judging):
    judging(judged(found(None), NEVER))
    plan = solve(TOWN)
    assert (plan.status, plan.offers, plan.totals, plan.bounds) == (Status.INFEASIBLE, (), None, {})
    assert plan.ties == Ties((), complete=True, canonical=True)
    assert (plan.checked_exactly, plan.second_solver.agrees) == (False, True)
    judging(judged(found(None, proved=False, bounds=(None, None, None)), UNSAID))
    plan = solve(TOWN)
    assert (plan.status, plan.totals, plan.ties) == (
        Status.UNKNOWN,
        None,
        Ties((), complete=False, canonical=False),
    )
    assert plan.bounds == {N: None, P: None, M: None}
    assert plan.checked_exactly is False


def test_a_tie_limit_below_the_plan_itself_is_a_programmers_mistake():
    with pytest.raises(ValueError, match=r"^tie_limit counts the plan itself: at least 1$"):
        solve(TOWN, tie_limit=0)


@pytest.mark.parametrize(
    ("many", "of_one", "compiled", "large"),
    [
        (1500, 187, True, True),
        (1499, 1, True, False),
        (1500, 188, True, False),
        (1500, 187, False, False),
        (1600, 200, True, True),
    ],
)
def test_a_problem_is_large_with_many_offers_of_many_operators(monkeypatch, many, of_one, compiled, large):
    from scoring.allocation.large import pricing

    monkeypatch.setattr(pricing, "COMPILED", compiled)
    one = TOWN.offers[2]
    offers = [replace(one, id=f"o{i}", operator="甲" if i < of_one else f"乙{i}") for i in range(many)]
    assert max(Counter(o.operator for o in offers).values()) == of_one
    assert solving.is_large(replace(TOWN, offers=tuple(offers))) is large


@pytest.fixture
def reaching(monkeypatch, clock):
    """A problem that counts as large; a prepared result of its parts and a prepared second opinion."""
    asked = SimpleNamespace(reach=[], second=[])

    def prepare(chosen, bounds, opinion=UNSAID):
        def reach(problem, seconds, **given):
            asked.reach.append((problem, seconds, given))
            return Reached(chosen, bounds)

        def second(problem, deadline, stop=None):
            asked.second.append((problem, deadline))
            return opinion

        monkeypatch.setattr(solving, "is_large", lambda _: True)
        monkeypatch.setattr(large_run, "reach", reach)
        monkeypatch.setattr(solving, "second_opinion", second)
        return asked

    return prepare


def test_a_large_plan_whose_bound_is_reached_and_confirmed_is_proved_best(reaching):
    asked = reaching(AC, BEST, Opinion(Outcome.BEST, AC))
    stop = lambda: False  # noqa: E731
    plan = solve(TOWN, seconds=20, executor="pool", workers=3, stop=stop)
    assert asked.reach == [(TOWN, 20, {"executor": "pool", "workers": 3, "stop": stop, "patience": 1.0})]
    assert asked.second == [(TOWN, 120.0)]
    assert (plan.status, plan.offers, plan.totals) == (
        Status.PROVED_BEST,
        ("a", "c"),
        Totals(1, Fraction("15.5"), 10),
    )
    assert (plan.checked_exactly, plan.second_solver) == (True, SecondSolver(NAME, agrees=True))
    assert plan.bounds == {N: 1, P: Fraction("15.5"), M: 10}
    assert plan.ties == Ties((("a", "c"),), complete=False, canonical=False)
    assert (plan.places, plan.seconds) == (1, 0.0)


@pytest.mark.parametrize("opinion", [UNSAID, NEVER, Opinion(Outcome.BEST, BC)])
def test_a_large_plan_that_is_not_confirmed_is_only_feasible(reaching, opinion):
    reaching(AC, BEST, opinion)
    plan = solve(TOWN)
    assert plan.status is Status.FEASIBLE
    assert plan.second_solver == SecondSolver(NAME, agrees=False)


def test_a_large_plan_below_its_bound_is_not_put_to_the_second_solver(reaching):
    asked = reaching(BC, (1, 155, None), Opinion(Outcome.BEST, BC))
    plan = solve(TOWN)
    assert (plan.status, asked.second) == (Status.FEASIBLE, [])
    assert plan.bounds == {N: 1, P: Fraction("15.5"), M: None}
    assert plan.checked_exactly is True


FIRM = replace(TOWN, needs=(Need("care", 1, firm=True),))


def test_what_parts_did_not_meet_is_asked_in_one_piece_with_the_time_that_is_left(reaching, judging):
    asked = reaching(None, (4, 155, -9))
    one_piece = judging(judged(found(AC, proved=False, bounds=(1, 160, None)), UNSAID, problem=FIRM))
    plan = solve(FIRM, seconds=20)
    assert asked.reach[0][2]["patience"] == 0.5  # the empty plan meets not every firm need
    assert [(problem, deadline) for problem, deadline, _ in one_piece] == [(FIRM, 120.0)]
    assert (plan.status, plan.offers) == (Status.FEASIBLE, ("a", "c"))
    assert plan.bounds == {N: 1, P: Fraction("15.5"), M: 9}  # the sharper of both


def test_a_stop_while_parts_are_solved_ends_without_a_plan(reaching, judging):
    asked = reaching(None, (4, 155, None), Opinion(Outcome.BEST, AC))
    one_piece = judging(judged(found(AC), UNSAID))
    plan = solve(FIRM, stop=lambda: True)
    assert (plan.status, plan.offers, plan.totals, plan.ties) == (Status.UNKNOWN, (), None, Ties(()))
    assert (plan.checked_exactly, plan.second_solver.agrees) == (False, False)
    assert plan.bounds == {N: 4, P: Fraction("15.5"), M: None}
    assert (one_piece, asked.second) == ([], [])


def test_one_piece_has_its_share_of_the_time_however_late_the_parts_ended(reaching, judging, monkeypatch):
    reaching(None, (None, None, None))
    times = iter((100.0, 100.0, 119.0, 130.0))
    monkeypatch.setattr(solving, "monotonic", lambda: next(times))
    one_piece = judging(judged(found(AC), UNSAID, problem=FIRM))
    assert solve(FIRM, seconds=20, tie_limit=1).seconds == 30.0
    assert one_piece[0][1] == 129.0


class Searching:
    """A search with a prepared result."""

    result = found(AC)

    def __init__(self, problem, deadline, stop):
        self.given = (problem, deadline, stop)

    def best(self):
        return self.result


@pytest.mark.parametrize("proved", [True, False])
def test_the_second_solver_is_asked_only_about_what_the_first_has_proved(monkeypatch, proved):
    asked, stop = [], lambda: False
    monkeypatch.setattr(Searching, "result", found(AC, proved=proved))
    monkeypatch.setattr(solving, "Search", Searching)
    monkeypatch.setattr(solving, "second_opinion", lambda *given: asked.append(given) or NEVER)
    both = solving.judge(TOWN, 30.0, stop)
    assert both.search.given == (TOWN, 30.0, stop)
    assert both.found == found(AC, proved=proved)
    assert (both.opinion, asked) == ((NEVER, [(TOWN, 30.0, stop)]) if proved else (UNSAID, []))


def test_an_interrupted_second_opinion_is_none(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(solving, "second_opinion", interrupted)
    assert solving.second(TOWN, 1.0) == UNSAID
