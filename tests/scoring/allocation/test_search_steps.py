"""The search step by step, with a solver that says what the test lets it say: nothing it says is believed unseen."""

from fractions import Fraction

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, search
from scoring.allocation.highs import Run, Verdict
from scoring.allocation.matrix import Row
from scoring.allocation.search import Found, Search, Stage, _unit, _whole_above, values

FAR = float("inf")
TOWN = Problem(
    offers=(
        Offer("a", "a", ("L",), Fraction(100), 7, {"room": 1}),
        Offer("b", "b", ("L",), Fraction(70), 5, {"room": 1}),
        Offer("c", "c", ("M",), Fraction(50), 3, {}, {"care": 1}),
    ),
    resources={"room": Resource("room", 1)},
    needs=(Need("care", 1, firm=False),),
    groups=(),
    objective=(Objective.POINTS, Objective.PRICE),
)
A, B, C, CARE = 0, 1, 2, 3
"""The columns of the model."""


@pytest.fixture
def ask(monkeypatch):
    """A search of the town whose solver gives prepared answers; each question is kept."""

    def prepare(*answers, problem=TOWN, deadline=FAR):
        found = Search(problem, deadline)
        found.questions = []
        waiting = list(answers)

        def run(model, weights, extra, seconds, start, stop):
            assert model is found.model
            assert stop is found.stop
            found.questions.append((dict(weights), list(extra), seconds, start))
            return waiting.pop(0)

        monkeypatch.setattr(search, "run", run)
        return found

    return prepare


def said(*ones, value, verdict=Verdict.OPTIMAL, bound=None):
    return Run(verdict, frozenset(ones), value, bound)


def plain(rows):
    return [(list(row.columns), list(row.coefficients), row.at_most) for row in rows]


def test_the_solver_is_asked_in_smallest_numbers_with_the_plan_at_hand(ask):
    asked = ask(said(A, C, CARE, value=15.0000001, bound=15.0))
    assert asked.stage((), frozenset("c")) == Stage(frozenset("ac"), 150, proved=True)
    assert asked.questions == [({A: 10, B: 7, C: 5}, [], FAR, frozenset({C, CARE}))]


def test_without_a_plan_at_hand_the_solver_begins_with_none(ask):
    asked = ask(Run(Verdict.INFEASIBLE))
    assert asked.stage((), None) == Stage(None, None, proved=True)
    assert asked.questions[0][3] is None


def test_what_was_reached_is_held_and_further_rows_are_passed_on(ask):
    within = [Row([C], [1], 0)]
    asked = ask(said(A, value=-7.0))
    assert asked.stage((100,), frozenset("a"), within) == Stage(frozenset("a"), -7, proved=True)
    ((weights, extra, _, _),) = asked.questions
    assert weights == {A: -7, B: -5, C: -3}
    assert plain(extra) == [([A, B, C], [-10, -7, -5], -10), ([C], [1], 0)]


def test_with_every_objective_held_any_plan_will_do(ask):
    asked = ask(said(A, C, CARE, value=0.0))
    assert asked.stage((150, -10), None) == Stage(frozenset("ac"), 0, proved=True)
    assert asked.questions[0][0] == {}


def test_a_plan_below_what_the_solver_claims_is_kept_and_only_a_better_one_is_asked_for(ask):
    asked = ask(said(B, C, value=15.0, bound=15.0), Run(Verdict.INFEASIBLE))
    assert asked.stage((), frozenset("c")) == Stage(frozenset("bc"), 120, proved=True)
    _, extra, _, start = asked.questions[1]
    assert plain(extra) == [([A, B, C], [-10, -7, -5], -13), ([A, B, C], [-1, 1, 1], 1)]
    assert start is None  # the old plan does not keep the new row


def test_a_plan_as_good_as_claimed_ends_the_search_though_the_claim_is_rounded(ask):
    asked = ask(said(A, C, value=14.6))
    assert asked.stage((), None) == Stage(frozenset("ac"), 150, proved=True)


def test_no_solution_beside_a_known_plan_is_a_contradiction_that_proves_nothing(ask):
    asked = ask(Run(Verdict.INFEASIBLE))
    assert asked.stage((), frozenset("c")) == Stage(frozenset("c"), 50, proved=False)


def test_a_refused_plan_is_cut_off_for_good_with_all_its_like(ask):
    asked = ask(said(A, B, value=17.0), said(A, C, value=15.0), said(A, value=10.0))
    assert asked.stage((), None) == Stage(frozenset("ac"), 150, proved=True)
    cut = ([A, B], [1, 1], 1)
    assert plain(asked.refuted) == [cut]
    better = ([A, B, C], [-10, -7, -5], -11)  # than a, which is what can be kept of the refused plan
    assert plain(asked.questions[1][1]) == [cut, better]
    asked.stage((), None)
    assert plain(asked.questions[2][1]) == [cut]


def test_a_plan_below_what_is_held_is_cut_off_in_this_stage_alone(ask):
    asked = ask(said(B, value=-5.0), said(A, value=-7.0), said(A, value=-7.0))
    assert asked.stage((100,), frozenset("ac")) == Stage(frozenset("a"), -7, proved=True)
    assert plain(asked.questions[1][1])[1:] == [
        ([A, B, C], [7, 5, 3], 9),  # better than the plan at hand
        ([A, B, C], [-1, 1, -1], 0),  # not b alone
    ]
    assert asked.refuted == []
    asked.stage((100,), None)
    assert len(asked.questions[2][1]) == 1


def test_a_plan_that_beats_what_was_held_as_proved_contradicts_it(ask):
    asked = ask(said(A, C, value=-10.0))
    assert asked.stage((100,), frozenset("a")) == Stage(frozenset("ac"), None, proved=False)
    assert asked.contradicted is True


@pytest.mark.parametrize(
    ("ones", "bound", "stage"),
    [
        (None, None, Stage(frozenset("c"), 220, proved=False)),  # no better bound than all offers together
        (None, 12.3, Stage(frozenset("c"), 120, proved=False)),
        (None, 99.0, Stage(frozenset("c"), 220, proved=False)),
        ((B, C), 15.2, Stage(frozenset("bc"), 150, proved=False)),
        ((B,), 15.2, Stage(frozenset("b"), 150, proved=False)),
        (
            (A, B),
            15.2,
            Stage(frozenset("a"), 150, proved=False),
        ),  # what can be kept of a plan that breaks a rule
        ((C,), 15.2, Stage(frozenset("c"), 150, proved=False)),
    ],
)
def test_a_stopped_solver_leaves_the_best_plan_and_the_least_bound(ask, ones, bound, stage):
    run = Run(Verdict.STOPPED, None if ones is None else frozenset(ones), ones and 0.0, bound)
    assert ask(run).stage((), frozenset("c")) == stage


def test_a_worse_plan_than_the_one_at_hand_is_not_taken(ask):
    run = Run(Verdict.STOPPED, frozenset({C}), 5.0, None)
    assert ask(run).stage((), frozenset("a")).chosen == frozenset("a")


def test_the_best_value_claimed_without_a_plan_proves_nothing(ask):
    assert ask(Run(Verdict.OPTIMAL, None, 15.0, 15.0)).stage((), None) == Stage(None, 150, proved=False)


def test_a_bound_stays_through_the_steps_of_a_stage(ask):
    asked = ask(said(A, B, value=17.0, bound=16.0), Run(Verdict.STOPPED, bound=19.0))
    assert asked.stage((), None) == Stage(frozenset("a"), 160, proved=False)


def test_the_time_that_is_left_is_passed_on(ask, monkeypatch):
    monkeypatch.setattr(search, "monotonic", lambda: 40.0)
    asked = ask(Run(Verdict.STOPPED), deadline=100.0)
    asked.stage((), None)
    assert asked.questions[0][2] == 60.0


def test_a_number_too_large_for_the_solver_is_scaled_upward(ask):
    """Points of 2**33 and 3 units: in steps of 4 units both are rounded up, so no plan is worth more than said."""
    offers = (Offer("a", "a", ("L",), Fraction(2**33), 0), Offer("b", "b", ("L",), Fraction(3), 0))
    large = Problem(offers, {}, (), (), (Objective.POINTS,))
    asked = ask(said(0, 1, value=2.0**31 + 1, bound=2.0**31 + 1), Run(Verdict.INFEASIBLE), problem=large)
    assert asked.stage((), None) == Stage(frozenset("ab"), 2**33 + 3, proved=True)
    assert asked.questions[0][0] == {0: 2**31, 1: 1}


def test_with_every_objective_held_a_plan_is_worth_nothing_more(ask):
    asked = ask(Run(Verdict.INFEASIBLE))
    assert asked.stage((150, -10), frozenset("ac")) == Stage(frozenset("ac"), 0, proved=False)


def test_what_an_objective_is_divided_by():
    assert _unit({}) == 1
    assert _unit({0: 4, 1: -6}) == 2
    assert _unit({0: -(2**31)}) == 2**31
    assert _unit({0: 2**31, 1: 1}) == 1
    assert _unit({0: 2**31 + 1, 1: 1}) == 2
    assert _unit({0: -(2**32) - 1, 1: 1}) == 3
    assert _unit({0: 2**33, 1: 4}) == 4


@pytest.mark.parametrize(
    ("bound", "whole"),
    [
        (3.0, 3), (2.9999995, 3), (2.9999993, 3), (2.9999985, 2), (2.999, 2), (3.5, 3), (0.0, 0),
        (-1e-7, 0), (-0.5, -1), (-5.0000005, -5), (1e12, 10**12 + 1000), (-1e12, -(10**12) + 1000),
        (1999999.9975, 1999999), (1999999.9985, 2000000),
    ],
)  # fmt: skip
def test_a_bound_in_floating_point_is_read_with_its_error_and_no_more(bound, whole):
    assert _whole_above(bound) == whole


class Staged(Search):
    """A search whose stages are prepared."""

    def __init__(self, *stages, problem=TOWN, contradicted=False):
        super().__init__(problem, FAR)
        self.stages, self.asked, self.contradiction = list(stages), [], contradicted

    def stage(self, held, start, within=()):
        self.asked.append((held, start))
        self.contradicted = self.contradiction
        return self.stages.pop(0)


def test_objective_after_objective_is_held_at_its_best():
    staged = Staged(Stage(frozenset("ac"), 150, proved=True), Stage(frozenset("ac"), -10, proved=True))
    assert staged.best() == Found(frozenset("ac"), (150, -10), proved=True)
    assert staged.asked == [((), frozenset()), ((150,), frozenset("ac"))]


def test_what_was_not_finished_has_its_bound_and_what_comes_after_none():
    assert Staged(Stage(frozenset("c"), 170, proved=False)).best() == Found(
        frozenset("c"), (170, None), proved=False
    )
    first = Stage(frozenset("ac"), 150, proved=True)
    assert Staged(first, Stage(frozenset("ac"), -4, proved=False)).best() == Found(
        frozenset("ac"), (150, -4), proved=False
    )


def test_no_plan_is_found_with_or_without_a_proof():
    firm = Problem(TOWN.offers, TOWN.resources, (Need("care", 2, firm=True),), (), TOWN.objective)
    staged = Staged(Stage(None, None, proved=True), problem=firm)
    assert staged.best() == Found(None, (None, None), proved=True)
    assert staged.asked == [((), None)]  # the empty plan misses the need
    assert Staged(Stage(None, 99, proved=False), problem=firm).best() == Found(None, (99, None), proved=False)


def test_after_a_contradiction_nothing_that_was_held_is_proved():
    staged = Staged(Stage(frozenset("ac"), 150, proved=True), contradicted=True)
    assert staged.best() == Found(frozenset("ac"), (None, None), proved=False)


def test_without_an_objective_one_stage_finds_any_plan():
    none = Problem(TOWN.offers, TOWN.resources, TOWN.needs, (), ())
    assert Staged(Stage(frozenset("c"), 0, proved=True), problem=none).best() == Found(
        frozenset("c"), (), proved=True
    )


def test_a_new_search_has_refuted_nothing_and_stops_for_nobody():
    fresh = Search(TOWN, 5.0)
    assert (fresh.refuted, fresh.contradicted, fresh.deadline, fresh.stop()) == ([], False, 5.0, False)
    assert fresh.ids == ["a", "b", "c"]
    assert values(TOWN, "ac") == (150, -10)


def test_the_plan_that_is_forbidden_is_exactly_one():
    row = Search(TOWN, FAR).without(frozenset("ac"))
    assert plain([row]) == [([A, B, C], [1, -1, 1], 1)]


def test_another_plan_is_asked_for_within_the_given_rows(ask):
    asked = ask(said(B, value=0.0))
    within = [Row([A], [1], 0)]
    assert asked.another((70, -5), within) == Stage(frozenset("b"), 0, proved=True)
    assert plain(asked.questions[0][1])[-1] == ([A], [1], 0)
    assert asked.questions[0][3] is None


def test_a_supply_passed_by_a_present_group_is_cut_off_with_the_group():
    """The hall needs 3 of 3 places and two members 1 each: the group and one of them are too many."""
    problem = Problem(
        tuple(Offer(n, n, ("L",), Fraction(1), 0, {"place": 1} if n < "c" else {}) for n in "abcd"),
        {"place": Resource("place", 3)}, (),
        (Group("hall", ("a", "b"), {"place": 3}), Group("asks", ("c",), {}, 1), Group("gone", ("d",), {"place": 1})),
        (Objective.POINTS,),
    )  # fmt: skip
    found, seen = Search(problem, FAR), []
    found._refute(frozenset("abc"), seen)
    (row,) = found.refuted
    hall = found.model.present["hall"]
    assert plain([row]) == [([1, hall], [1, 1], 1)]
    assert seen == []


def test_half_points_are_whole_numbers_of_the_last_decimal():
    halves = Problem(
        (Offer("a", "a", ("L",), Fraction("2.5"), 7), Offer("b", "b", ("L",), Fraction(1), 0)),
        {},
        (),
        (),
        TOWN.objective,
    )
    assert (values(halves, "ab"), values(halves, "a")) == ((35, -7), (25, -7))


def test_soft_needs_without_any_bound_are_at_most_all_of_them(ask):
    needs = (Need("care", 1, firm=False), Need("meals", 1, firm=False))
    asked = ask(
        Run(Verdict.STOPPED), problem=Problem(TOWN.offers, TOWN.resources, needs, (), (Objective.NEEDS,))
    )
    assert asked.stage((), None) == Stage(None, 2, proved=False)


def test_a_plan_is_not_exchanged_for_one_that_is_only_as_good(ask):
    twins = tuple(Offer(name, name, ("L",), Fraction(9), 0) for name in "ab")
    asked = ask(
        Run(Verdict.STOPPED, frozenset({1}), 9.0), problem=Problem(twins, {}, (), (), (Objective.POINTS,))
    )
    assert asked.stage((), frozenset("a")).chosen == frozenset("a")
