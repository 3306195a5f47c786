"""Equally good plans: which of them is shown first, and what is said when not all are known."""

from fractions import Fraction

import pytest

from scoring.allocation import Objective, Offer, Problem, Resource, solve
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


class Scripted(Search):
    """A search that gives prepared answers, then none."""

    def __init__(self, *answers):
        super().__init__(CROSSED, float("inf"))
        self.answers = list(answers)

    def another(self, held, within):
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
