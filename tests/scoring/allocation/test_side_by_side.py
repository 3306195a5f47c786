"""Several questions at once in one process, as the app asks them: none waits for, or hinders, another."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import Event, Thread

import pytest

from scoring.allocation import Objective, Offer, Problem, Resource, Status, solve
from scoring.allocation.replan import replan


def problem(money):
    offers = tuple(
        Offer(f"o{i:02}", "a", ("l",), Fraction(7 + i * i % 11), 1, {"money": 30 + i * 7 % 13})
        for i in range(24)
    )
    return Problem(offers, {"money": Resource("money", money)}, (), (), (Objective.POINTS,))


def test_questions_asked_at_the_same_time_get_the_answers_they_get_alone():
    moneys = [90 + 17 * n for n in range(12)]
    alone = [solve(problem(money), tie_limit=1).totals for money in moneys]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda money: solve(problem(money), tie_limit=1), moneys))
    assert [plan.totals for plan in together] == alone
    assert {plan.status for plan in together} == {Status.PROVED_BEST}


@pytest.mark.parametrize("ask", [solve, replan])
def test_stopping_one_question_leaves_the_other_alone(ask):
    stop, answers = Event(), []
    stop.set()
    stopped = Thread(target=lambda: answers.append(ask(problem(200), stop=stop.is_set)))
    stopped.start()
    other = ask(problem(150))
    stopped.join(60)
    assert other.status is Status.PROVED_BEST
    assert answers[0].status in (Status.FEASIBLE, Status.UNKNOWN)
