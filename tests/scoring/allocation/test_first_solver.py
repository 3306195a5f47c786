"""One run of the first solver: what it is handed over, and what is made of how it ends."""

from fractions import Fraction
from types import SimpleNamespace

import highspy
import numpy as np
import pytest

from scoring.allocation import Need, Objective, Offer, Problem, Resource, highs
from scoring.allocation.highs import Run, Verdict, run
from scoring.allocation.matrix import Row
from scoring.allocation.model import Model

TOWN = Problem(
    offers=(
        Offer("a", "a", ("L",), Fraction(10), 7, {"room": 2}, {"care": 1}),
        Offer("b", "b", ("L",), Fraction(7), 5, {"room": 3}),
        Offer("c", "c", ("M",), Fraction(5), 3, {"room": 1}),
        Offer("d", "d", ("M",), Fraction(50), 3, {"room": 9}),
    ),
    resources={"room": Resource("room", 4)},
    needs=(Need("care", 1, firm=False),),
    groups=(),
    objective=(Objective.POINTS,),
)
MODEL = Model(TOWN)
POINTS = MODEL.weights(Objective.POINTS)
EMPTY = Model(Problem((), {}, (), (), ()))
NEED = Model(Problem((), {}, (Need("care", 1, firm=True),), (), ()))


def test_the_best_columns_with_their_value_and_bound():
    assert run(MODEL, POINTS, [], 60) == Run(Verdict.OPTIMAL, frozenset({0, 2}), 15.0, 15.0)
    assert run(MODEL, POINTS, [Row([0], [1], 0)], 60) == Run(Verdict.OPTIMAL, frozenset({1, 2}), 12.0, 12.0)
    both = [Row([0], [1], 0), Row([1, 2], [1, 1], 1)]
    assert run(MODEL, POINTS, both, 60).ones == frozenset({1})
    assert run(MODEL, {4: 1}, [], 60).ones >= {0, 4}  # the need is met where it is served


def test_rows_that_nothing_keeps_are_infeasible():
    assert run(MODEL, POINTS, [Row([0, 1], [-1, -1], -2)], 60) == Run(Verdict.INFEASIBLE)
    assert run(MODEL, POINTS, [Row([3], [-1], -1)], 60) == Run(Verdict.INFEASIBLE)  # d fits in no case


def test_where_there_is_nothing_to_choose_the_rows_alone_decide():
    best = Run(Verdict.OPTIMAL, frozenset(), 0.0, 0.0)
    assert run(EMPTY, {}, [], 60) == best
    assert run(EMPTY, {}, [Row([], [], 0)], 0) == best
    assert run(EMPTY, {}, [Row([], [], 0), Row([], [], -1)], 60) == Run(Verdict.INFEASIBLE)
    assert run(NEED, {}, [], 60) == Run(Verdict.INFEASIBLE)


def test_without_time_or_at_a_stop_nothing_is_begun(monkeypatch):
    monkeypatch.setattr(highs, "_own_solver", None)
    assert run(MODEL, POINTS, [], 0) == Run(Verdict.STOPPED)
    assert run(MODEL, POINTS, [], -1) == Run(Verdict.STOPPED)
    assert run(MODEL, POINTS, [], 60, stop=lambda: True) == Run(Verdict.STOPPED)
    with pytest.raises(TypeError):
        run(MODEL, POINTS, [], 0.5)


STATUS, SOLUTION = highspy.HighsModelStatus, highspy.SolutionStatus


class Told:
    """A solver that is handed everything over and ends as prepared."""

    def __init__(self, status, solution, values=(), bound=0.0, objective=0.0, waits=((True,),)):
        self.status, self.values, self.waits = status, values, list(waits)
        self.info = SimpleNamespace(
            mip_dual_bound=bound, primal_solution_status=int(solution), objective_function_value=objective
        )
        self.options, self.passed, self.start, self.steps = {}, None, None, []

    def setOptionValue(self, name, value):  # noqa: N802 - the solver's own names
        self.options[name] = value

    def passModel(self, *given):  # noqa: N802
        self.passed = given

    def setSolution(self, solution):  # noqa: N802
        self.start = list(solution.col_value)

    def startSolve(self):  # noqa: N802
        self.steps.append("start")

    def wait(self, seconds):
        self.steps.append(seconds)
        said = self.waits.pop(0)
        if said is KeyboardInterrupt:
            raise KeyboardInterrupt
        return said

    def cancelSolve(self):  # noqa: N802
        self.steps.append("cancel")

    def getModelStatus(self):  # noqa: N802
        return self.status

    def getInfo(self):  # noqa: N802
        return self.info

    def getSolution(self):  # noqa: N802
        return SimpleNamespace(col_value=list(self.values))


@pytest.fixture
def ending(monkeypatch):
    def prepare(*given, **more):
        solver = Told(*given, **more)
        monkeypatch.setattr(highs, "_own_solver", lambda: solver)
        return solver

    return prepare


FOUND, NOTHING = SOLUTION.kSolutionStatusFeasible, SOLUTION.kSolutionStatusNone


@pytest.mark.parametrize(
    ("status", "solution", "bound", "expected"),
    [
        (STATUS.kOptimal, FOUND, 15.5, Run(Verdict.OPTIMAL, frozenset({0, 2}), 15.0, 15.5)),
        (STATUS.kTimeLimit, FOUND, 15.5, Run(Verdict.STOPPED, frozenset({0, 2}), 15.0, 15.5)),
        (STATUS.kInterrupt, FOUND, float("inf"), Run(Verdict.STOPPED, frozenset({0, 2}), 15.0, None)),
        (STATUS.kTimeLimit, NOTHING, 15.5, Run(Verdict.STOPPED, bound=15.5)),
        (STATUS.kTimeLimit, NOTHING, float("inf"), Run(Verdict.STOPPED)),
        (STATUS.kInfeasible, NOTHING, 15.5, Run(Verdict.INFEASIBLE)),
        (STATUS.kUnboundedOrInfeasible, NOTHING, 15.5, Run(Verdict.INFEASIBLE)),
    ],
)
def test_how_a_run_ends_says_what_is_known(ending, status, solution, bound, expected):
    ending(status, solution, values=(0.9999999, 1e-9, 0.51, 0.5, 0.49), bound=bound, objective=15.0)
    assert run(MODEL, POINTS, [], 60) == expected


def test_the_solver_is_handed_the_model_over_and_told_to_be_exact(ending):
    solver = ending(STATUS.kInfeasible, NOTHING)
    run(MODEL, {0: 10, 2: -5}, [Row([1, 4], [2, -3], 6)], 12.5)
    assert solver.options == {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "time_limit": 12.5,
    }
    assert solver.HandleUserInterrupt is True
    width, rows, entries, order, sense, offset, *arrays = solver.passed
    plain = [array.tolist() for array in arrays]
    cost, lower, upper, row_lower, row_upper, start, column, amount, whole = plain
    assert (width, offset) == (5, 0.0)
    assert (order, sense) == (int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize))
    assert (cost, lower, upper) == ([10, 0, -5, 0, 0], [0] * 5, [1, 1, 1, 0, 1])  # d is fixed at 0
    assert (rows, row_lower) == (len(MODEL.matrix) + 1, [-highspy.kHighsInf] * (len(MODEL.matrix) + 1))
    assert (row_upper, start) == (
        [*MODEL.matrix.at_most.tolist(), 6],
        [*MODEL.matrix.start.tolist(), entries],
    )
    assert (column[-2:], amount[-2:], len(column)) == ([1, 4], [2, -3], entries)
    assert whole == [1] * 5  # every column is a whole number
    assert [array.dtype for array in arrays] == [
        np.float64, np.float64, np.float64, np.float64, np.float64, np.int32, np.int32, np.float64, np.int32,
    ]  # fmt: skip
    assert solver.start is None


def test_a_plan_at_hand_is_where_the_solver_begins(ending):
    solver = ending(STATUS.kInfeasible, NOTHING)
    run(MODEL, POINTS, [], 60, frozenset({0, 4}))
    assert solver.start == [1.0, 0.0, 0.0, 0.0, 1.0]


def test_a_stop_is_asked_for_while_the_solver_runs_and_ends_it():
    solver = Told(None, NOTHING, waits=[(False,), (False,), (True,)])
    asked = iter((False, True))
    highs._run_interruptibly(solver, lambda: next(asked))
    assert solver.steps == ["start", 0.1, 0.1, "cancel", 0.1]


def test_who_stops_the_question_stops_the_run(ending):
    solver = ending(STATUS.kTimeLimit, NOTHING, waits=[(False,), (True,)])
    asked = iter((False, True))  # before the run, then while it runs
    assert run(MODEL, POINTS, [], 60, stop=lambda: next(asked)) == Run(Verdict.STOPPED, bound=0.0)
    assert solver.steps == ["start", 0.1, "cancel", 0.1]


def test_a_keyboard_interrupt_ends_the_run_with_what_it_has():
    solver = Told(None, NOTHING, waits=[KeyboardInterrupt, (True,)])
    highs._run_interruptibly(solver, lambda: False)
    assert solver.steps == ["start", 0.1, "cancel", 0.1]
    assert solver.HandleUserInterrupt is True


def test_two_solvers_do_not_share_their_locks():
    one, other = highs._own_solver(), highs._own_solver()
    names = ("_Highs__solver_stopped", "_Highs__solver_started")
    for name in names:
        locks = [getattr(one, name), getattr(other, name), getattr(highspy.Highs, name)]
        assert all(lock.acquire(blocking=False) for lock in locks)
        for lock in locks:
            lock.release()
        assert len({id(lock) for lock in locks}) == 3
        assert all(type(lock) is type(locks[2]) for lock in locks)
