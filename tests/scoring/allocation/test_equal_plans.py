"""Equally good plans: which of them is shown first, and what is said when not all are known."""

from fractions import Fraction

import pytest

from scoring.allocation import Objective, Offer, Problem, Resource, Ties, solve
from scoring.allocation.search import Search, Stage
from scoring.allocation.ties import equally_good

POINTS = (Objective.POINTS,)


def offer(name, points, *rooms):
    return Offer(name, name, ("L",), Fraction(points), 0, dict.fromkeys(rooms, 1))


def rooms(*offers):
    """Every room once; as many points as possible."""
    used = sorted({room for one in offers for room in one.uses})
    return Problem(offers, {room: Resource(room, 1) for room in used}, (), (), POINTS)


CROSSED = rooms(
    offer("a", 1, "1", "3"),
    offer("b", 1, "1", "4"),
    offer("c", 1),
    offer("d", 1, "2", "3"),
    offer("e", 1, "2", "4"),
)
"""a and b want one room, d and e another; a cannot go with d, nor b with e."""


@pytest.mark.parametrize("first", ["ace", "bcd"])
def test_the_first_in_the_order_of_ids_is_shown_whichever_was_found_first(first):
    ties = equally_good(Search(CROSSED, float("inf")), frozenset(first), (3,), limit=1)
    assert ties.plans == (("a", "c", "e"),)
    assert ties.canonical is True
    assert ties.complete is False


def test_of_two_plans_of_which_one_holds_the_other_the_shorter_is_shown():
    """What brings no points may be there or not; without it the plan comes first."""
    idle = [offer(f"z{i}", 0) for i in range(8)]
    ties = equally_good(
        Search(rooms(offer("a", 1), *idle), float("inf")), frozenset({"a", "z0", "z5"}), (1,), limit=1
    )
    assert (ties.plans, ties.canonical) == ((("a",),), True)
    plan = solve(rooms(offer("a", 1), *idle), tie_limit=3)
    assert (plan.offers, len(plan.ties.plans), plan.ties.complete) == (("a",), 3, False)


def test_without_time_the_plan_at_hand_is_shown_and_called_neither_first_nor_only():
    ties = equally_good(Search(CROSSED, 0), frozenset("bcd"), (3,), limit=1)
    assert ties.plans == (("b", "c", "d"),)
    assert (ties.complete, ties.canonical) == (False, False)


def test_a_plan_that_the_second_solver_found_is_one_of_the_equals():
    ties = equally_good(Search(CROSSED, 0), frozenset("bcd"), (3,), limit=5, also=[frozenset("ace")])
    assert ties.plans == (("a", "c", "e"), ("b", "c", "d"))
    assert ties.complete is False


class Scripted(Search):
    """A search that gives prepared answers, then none."""

    def __init__(self, *answers):
        super().__init__(CROSSED, float("inf"))
        self.answers, self.asked = list(answers), []

    def another(self, held, within):
        self.asked.append([(list(row.columns), list(row.coefficients), row.at_most) for row in within])
        return self.answers.pop(0) if self.answers else Stage(None, None, proved=False)


def test_a_plan_that_came_when_the_time_was_up_is_not_asked_beyond():
    late = Stage(frozenset("ace"), 3, proved=False)
    search = Scripted(late)
    ties = equally_good(search, frozenset("bcd"), (3,), limit=5)
    assert ties.plans == (("b", "c", "d"),)
    assert not ties.complete


def test_a_plan_that_is_given_twice_ends_the_list():
    again = Stage(frozenset("bcd"), 3, proved=True)
    search = Scripted(again, again, again)
    ties = equally_good(search, frozenset("bcd"), (3,), limit=5)
    assert ties.plans == (("b", "c", "d"),)
    assert not ties.complete


def test_all_equal_plans_are_listed_in_order_and_called_complete():
    ties = equally_good(Search(CROSSED, float("inf")), frozenset("bcd"), (3,), limit=5)
    assert ties == Ties((("a", "c", "e"), ("b", "c", "d")), complete=True, canonical=True)
    assert (ties.complete, ties.canonical) == (True, True)


NONE_LEFT = Stage(None, None, proved=True)


def test_each_question_keeps_what_is_settled_and_asks_for_an_earlier_next_one():
    """a is settled: is there a plan with a and b? a and c are: one with a, without b, with c and d?"""
    more = Stage(frozenset("bcd"), 3, proved=True)
    search = Scripted(more, NONE_LEFT, NONE_LEFT)
    ties = equally_good(search, frozenset("ace"), (3,), limit=1)
    assert ties == Ties((("a", "c", "e"),), complete=False, canonical=True)
    assert search.asked[1:] == [
        [([0], [-1], -1), ([1], [-1], -1)],
        [([0, 1, 2], [-1, 1, -1], -2), ([3], [-1], -1)],
    ]


def test_the_first_plan_is_looked_for_from_the_first_of_those_known():
    known, more = Stage(frozenset("ace"), 3, proved=True), Stage(frozenset("be"), 3, proved=True)
    search = Scripted(known, more, NONE_LEFT, NONE_LEFT)
    ties = equally_good(search, frozenset("bcd"), (3,), limit=2)
    assert ties.plans == (("a", "c", "e"), ("b", "c", "d"))
    assert [rows[0][0] for rows in search.asked[2:]] == [[0], [0, 1, 2]]
