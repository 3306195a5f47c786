"""The second solver's sentences, row by row as the nouns say them, and what is made of its answers."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from time import monotonic

import pulp
import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource
from scoring.allocation import second_opinion as asking
from scoring.allocation.second_opinion import Opinion, Outcome
from scoring.allocation.second_opinion import second_opinion as ask

FAR = float("inf")
BEST, NEVER, UNSAID = Outcome.BEST, Opinion(Outcome.INFEASIBLE), Opinion(Outcome.UNDECIDED)

TOWN = Problem(
    offers=(
        Offer("a", "甲", ("L",), Fraction("10.5"), 700, {"room": 2, "money": 700}, {"care": 2}),
        Offer("b", "乙", ("L",), Fraction(7), 500, {"room": 3, "money": 500}, {"care": 1, "meals": 4}),
        Offer("c", "丙", ("M",), Fraction(5), 300, {"money": 300}, {"meals": 2}),
        Offer("d", "丁", ("M",), Fraction(1), 1, {"room": 5}),
    ),
    resources={"room": Resource("room", 4), "money": Resource("money", 1200), "air": Resource("air", 0)},
    needs=(Need("care", 2, firm=True), Need("meals", 3, firm=False), Need("none", 0, firm=True)),
    groups=(
        Group("plain", ("c",)),
        Group("hall", ("a", "b"), {"room": 1, "money": 100}),
        Group("asks", ("c", "a"), {}, 2, {"a": 2, "b": 1, "c": 1}),
    ),
    objective=(Objective.NEEDS, Objective.POINTS, Objective.PRICE),
)


def sentences(problem=TOWN, stop=lambda: False):
    return asking._Sentences(problem, stop)


def rows(of):
    """Every row as PuLP writes it."""
    return [str(row).replace("-0.0", "0").replace(".0", "") for row in of.model.constraints()]


def test_every_noun_is_a_row_in_its_smallest_numbers():
    assert rows(sentences()) == [
        "present1 - take0 >= 0",
        "present1 - take1 >= 0",
        "-take3 >= 0",  # wants more rooms than there are
        "-present1 - 2*take0 - 3*take1 >= -4",
        "-present1 - 7*take0 - 5*take1 - 3*take2 >= -12",
        "-2*met0 + 2*take0 + take1 >= 0",
        "-3*met1 + 4*take1 + 2*take2 >= 0",
        "2*take0 + take1 - take2 >= 0",  # when c is taken, a and b must count the rest; a alone is enough
    ]


def test_an_offer_may_take_all_there_is():
    full = [
        Offer(f"o{i}", "a", ("L",), Fraction(1), 0, {"room": amount}) for i, amount in enumerate((4, 3, 5))
    ]
    problem = Problem(tuple(full), {"room": Resource("room", 4)}, (), (), (Objective.POINTS,))
    assert rows(sentences(problem)) == ["-take2 >= 0", "-4*take0 - 3*take1 >= -4"]


def test_every_choice_is_yes_or_no_and_more_is_better():
    model = sentences().model
    assert {(v.name, v.lowBound, v.upBound, v.cat) for v in model.variables()} == {
        (name, 0, 1, pulp.LpInteger)
        for name in ("take0", "take1", "take2", "take3", "met0", "met1", "present1")
    }
    assert (model.sense, model.name) == (pulp.LpMaximize, "allocation")


def test_a_row_that_is_kept_whatever_is_taken_is_left_out():
    of = sentences()
    before = len(rows(of))
    of.at_least([(-3, of.take["a"]), (2, of.take["b"])], -3)
    assert len(rows(of)) == before
    of.at_least([(-3, of.take["a"]), (2, of.take["b"])], -2)
    assert rows(of)[before:] == ["-3*take0 + 2*take1 >= -2"]
    of.at_least([(4, of.take["a"]), (6, of.take["b"]), (0, of.take["c"])], 5)  # half of 5 is rounded up
    assert rows(of)[before + 1 :] == ["2*take0 + 3*take1 >= 3"]


TOP = 10**12


def test_numbers_of_more_than_twelve_digits_are_beyond_its_reach():
    of = sentences()
    a, b = of.take["a"], of.take["b"]
    assert of.smallest_numbers([(TOP, a), (1, b)])[1] == 1
    assert of.smallest_numbers([(TOP * 10, a), (-30, b)])[1] == 10
    assert str(of.smallest_numbers([(TOP * 10, a), (-30, b), (0, b)])[0]) == f"{TOP}*take0 - 3*take1"
    assert of.smallest_numbers([])[1] == 1
    of.at_least([(TOP, a), (1, b)], TOP)
    for terms, least in (
        ([(TOP + 1, a), (1, b)], 1),
        ([(1, a), (-TOP - 1, b)], 0),
        ([(1, a)], TOP + 1),
        ([(1, a)] * 2 + [(-TOP, b), (-5, b)], -TOP - 1),
    ):
        with pytest.raises(asking._BeyondReachError):
            of.at_least(terms, least)
    dear = Offer("a", "a", ("L",), Fraction(1), TOP + 1, {}, {"meals": 1})
    both = (dear, Offer("b", "b", ("L",), Fraction(1), 1))
    needs = (Need("meals", 1, firm=True),)
    assert ask(Problem(both, {}, needs, (), (Objective.PRICE,)), FAR) == UNSAID
    assert ask(Problem(both, {}, needs, (), (Objective.POINTS,)), FAR) == Opinion(BEST, frozenset("ab"))


def test_objectives_are_whole_numbers_of_which_more_is_better():
    of = sentences()
    goals = [[(amount, v.name) for amount, v in of.goal(objective)] for objective in Objective]
    assert goals == [
        [(1, "met1")],
        [(105, "take0"), (70, "take1"), (50, "take2"), (10, "take3")],
        [(-700, "take0"), (-500, "take1"), (-300, "take2"), (-1, "take3")],
    ]


class Prepared(asking._Sentences):
    """Sentences whose runs end as prepared: the names set to yes, or None where it came to nothing."""

    def __init__(self, problem, *answers):
        super().__init__(problem, lambda: False)
        self.answers, self.asked = list(answers), []

    def run(self, deadline):
        self.asked.append((str(self.model.objective).replace(" + 0.0", ""), rows(self)[8:], deadline))
        yes = self.answers.pop(0)
        for variable in self.model.variables():
            variable.varValue = None if yes is None else float(variable.name in yes)
        return yes is not None


YES = {"take0", "take2", "met0", "met2"}
FIRST = "met0 + met2 >= 2"
POINTS = "21*take0 + 14*take1 + 10*take2 + 2*take3"


def test_firm_needs_come_first_and_each_objective_is_held_at_what_was_reached():
    of = Prepared(TOWN, YES, YES, YES, YES)
    assert of.best(7.0) == Opinion(BEST, frozenset("ac"))
    assert of.asked == [
        ("met0 + met2", [], 7.0),
        ("met1", [FIRST], 7.0),  # no more than 0: nothing to hold
        (POINTS, [FIRST], 7.0),
        ("-700*take0 - 500*take1 - 300*take2 - take3", [FIRST, f"{POINTS} >= 31"], 7.0),
    ]
    assert rows(of)[-1] == "-700*take0 - 500*take1 - 300*take2 - take3 >= -1000"


def test_a_firm_need_that_the_best_answer_misses_is_infeasible():
    of = Prepared(TOWN, YES - {"met0"})
    assert of.best(7.0) == NEVER


@pytest.mark.parametrize("answers", [[None], [YES, None], [YES, YES, YES, None]])
def test_a_run_that_came_to_nothing_leaves_it_undecided(answers):
    assert Prepared(TOWN, *answers).best(7.0) == UNSAID


def test_a_plan_that_the_exact_check_refuses_is_no_opinion():
    wrong = YES | {"take1"}
    assert Prepared(TOWN, wrong, wrong, wrong, wrong).best(7.0) == UNSAID


def test_an_objective_without_anything_to_choose_is_not_asked():
    free = Problem(
        (Offer("a", "a", ("L",), Fraction(0), 0),),
        {},
        (),
        (),
        (Objective.NEEDS, Objective.POINTS, Objective.PRICE),
    )
    of = Prepared(free)
    assert of.best(7.0) == Opinion(BEST, frozenset())


@pytest.mark.parametrize(
    ("value", "yes"), [(None, False), (0.0, False), (0.5, False), (0.6, True), (1.0, True)]
)
def test_yes_is_more_than_a_half(value, yes):
    variable = pulp.LpProblem().add_variable("x")
    variable.varValue = value
    assert asking.is_one(variable) is yes


def test_the_solver_itself_comes_to_the_best_plan():
    assert ask(TOWN, FAR) == Opinion(BEST, frozenset("ac"))
    short = replace(TOWN, resources={**TOWN.resources, "money": Resource("money", 799)})
    assert ask(short, FAR) == NEVER  # 700 and the hall's 100 are one fen too much
    assert ask(replace(short, resources={**TOWN.resources, "money": Resource("money", 800)}), FAR) == Opinion(
        BEST, frozenset("a")
    )


def test_without_offers_the_rules_alone_decide_and_without_time_nothing_is_said():
    nothing = replace(TOWN, offers=(), groups=())
    assert ask(nothing, 0) == NEVER
    assert ask(replace(nothing, needs=()), 0) == Opinion(BEST, frozenset())
    assert ask(TOWN, 0) == UNSAID
    assert ask(TOWN, monotonic() - 1) == UNSAID
    assert ask(TOWN, FAR, lambda: True) == UNSAID


def test_the_end_of_the_time_is_no_time(monkeypatch):
    monkeypatch.setattr(asking, "monotonic", lambda: 5.0)
    monkeypatch.setattr(asking, "_Sentences", None)
    assert ask(TOWN, 5.0) == UNSAID
    with pytest.raises(TypeError):
        ask(TOWN, 5.1)


class Waiting(asking._Sentences):
    """Sentences whose process is not started; the command and its time are kept."""

    def wait(self, command, seconds):
        self.command, self.seconds = command, seconds
        raise subprocess.TimeoutExpired(command, seconds)


@pytest.mark.parametrize(("deadline", "seconds"), [(47.5, "7.500"), (40.5, "0.500"), (FAR, "1000000.000")])
def test_the_solver_gets_its_question_its_time_and_no_liberties(monkeypatch, deadline, seconds):
    monkeypatch.setattr(asking, "monotonic", lambda: 40.0)
    of = Waiting(TOWN, lambda: False)
    of.model.setObjective(of.take["a"] + 0)
    assert of.run(deadline) is False
    program, question, *rest, answer = of.command
    assert program == str(asking.PULP_CBC_CMD.pulp_cbc_path)
    assert (question.rpartition("/")[2], answer.rpartition("/")[2]) == ("question.mps", "answer.txt")
    assert "/allocation-" in question
    assert rest == [
        "-max", "-sec", seconds, "-timeMode", "elapsed", "-ratio", "0", "-preprocess", "off", "-solve", "-solution",
    ]  # fmt: skip
    assert of.seconds == float(seconds) + 1


def test_a_run_without_time_is_not_begun(monkeypatch):
    monkeypatch.setattr(asking, "monotonic", lambda: 40.0)
    of = Waiting(TOWN, lambda: False)
    of.model.setObjective(of.take["a"] + 0)
    assert of.run(40.0) is False
    assert not hasattr(of, "command")


def test_a_solver_that_wrote_no_answer_came_to_nothing(monkeypatch):
    monkeypatch.setattr(asking._Sentences, "wait", lambda *_: None)
    of = sentences()
    of.model.setObjective(of.take["a"] + 0)
    assert of.run(monotonic() + 60) is False


def test_a_run_says_whether_it_came_to_an_optimum():
    of = sentences()
    of.model.setObjective(of.take["a"] + of.take["b"])
    assert of.run(monotonic() + 60) is True
    assert sum(v.varValue for v in (of.take["a"], of.take["b"])) == 1


PYTHON = [sys.executable, "-c"]


def test_a_process_is_waited_for_and_one_that_fails_is_told():
    sentences().wait([*PYTHON, "pass"], 60)
    with pytest.raises(subprocess.CalledProcessError) as failed:
        sentences().wait([*PYTHON, "raise SystemExit(3)"], 60)
    assert failed.value.returncode == 3
    assert failed.value.cmd == [*PYTHON, "raise SystemExit(3)"]


@pytest.mark.parametrize(("seconds", "stop"), [(0.3, False), (60, True)])
def test_a_process_is_ended_when_its_time_is_over_or_at_a_stop(seconds, stop):
    began, command = monotonic(), [*PYTHON, "import time; time.sleep(30)"]
    written = sentences()
    written.stop = lambda: stop
    with pytest.raises(subprocess.TimeoutExpired) as over:
        written.wait(command, seconds)
    assert (over.value.cmd, over.value.timeout) == (command, seconds)
    assert monotonic() - began < 20


def test_a_process_neither_speaks_nor_listens(capfd):
    reading, writing = os.pipe()
    os.write(writing, b"x")
    os.close(writing)
    own = os.dup(0)
    os.dup2(reading, 0)
    try:
        talk = (
            "import sys; print('out'); print('err', file=sys.stderr); raise SystemExit(len(sys.stdin.read()))"
        )
        sentences().wait([*PYTHON, talk], 60)
    finally:
        os.dup2(own, 0)
        os.close(own)
        os.close(reading)
    assert capfd.readouterr() == ("", "")


def test_an_answer_of_any_length_does_not_hold_the_process_up():
    sentences().wait([*PYTHON, "print('x' * 10**6)"], 60)
