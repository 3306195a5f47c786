"""One run of HiGHS on a model: what it says, as columns set to 1; nothing here is trusted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from threading import Lock, RLock

import highspy
import numpy as np

from scoring.allocation.arrays import Floats
from scoring.allocation.matrix import Row, stacked
from scoring.allocation.model import Model


class Verdict(Enum):
    """How a run ended, in the solver's own opinion."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Run:
    """``ones`` is None without a solution; ``bound`` is what no solution passes, None if unknown."""

    verdict: Verdict
    ones: frozenset[int] | None = None
    value: float | None = None
    bound: float | None = None


# Every solve uses one thread: a process may not change that number between solves.
_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
}


def run(
    model: Model,
    weights: Mapping[int, int],
    extra: Sequence[Row],
    seconds: float,
    start: frozenset[int] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Run:
    """The best columns for ``weights``, within the model's rows and the extra ones.

    ``start`` is a set of columns known to be feasible: never worse than that is returned.
    ``stop`` is asked ten times a second; then the run ends with what it has found so far.
    """
    if not model.width:  # nothing to choose: no matter for a solver
        possible = all(limit >= 0 for limit in stacked(model.matrix, extra).at_most.tolist())
        return Run(Verdict.OPTIMAL, frozenset(), 0.0, 0.0) if possible else Run(Verdict.INFEASIBLE)
    if seconds <= 0 or stop():
        return Run(Verdict.STOPPED)
    solver = _own_solver()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", seconds)
    cost = np.zeros(model.width)
    where = np.fromiter(weights, dtype=np.int64, count=len(weights))
    cost[where] = np.fromiter(weights.values(), dtype=np.float64, count=len(weights))
    hand_over(solver, model, cost, extra)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [1.0 if column in start else 0.0 for column in range(model.width)]
        solver.setSolution(solution)
    _run_interruptibly(solver, stop)
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Run(Verdict.INFEASIBLE)  # 0/1 columns cannot be unbounded
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    known_bound = bound if np.isfinite(bound) else None
    if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return Run(Verdict.STOPPED, bound=known_bound)
    ones = np.flatnonzero(np.asarray(solver.getSolution().col_value) > 0.5)
    verdict = Verdict.OPTIMAL if status == highspy.HighsModelStatus.kOptimal else Verdict.STOPPED
    return Run(verdict, frozenset(ones.tolist()), float(info.objective_function_value), known_bound)


def _own_solver() -> highspy.Highs:
    """A solver that may run beside others of the process.

    highspy keeps its two locks in the class: a second solve at the same time would be refused
    ("already running"), and waiting for one would wait for the other.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver._Highs__solver_stopped = RLock()  # type: ignore[attr-defined]
    solver._Highs__solver_started = Lock()  # type: ignore[attr-defined]
    return solver


def _run_interruptibly(solver: highspy.Highs, stop: Callable[[], bool]) -> None:
    """Run; a keyboard interrupt or ``stop`` ends the run early, with what it has found so far."""
    solver.HandleUserInterrupt = True
    solver.startSolve()
    done = False
    while not done:  # waiting for the thread itself would lose it at an interrupt
        try:
            done = solver.wait(0.1)[0]
            if not done and stop():
                solver.cancelSolve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            solver.cancelSolve()  # type: ignore[no-untyped-call]


def hand_over(solver: highspy.Highs, model: Model, cost: Floats, extra: Sequence[Row] = ()) -> None:
    """Hand the model over, arrays at a time: to maximize ``cost``, every column 0 or 1."""
    matrix = stacked(model.matrix, extra)
    upper = np.ones(model.width)
    upper[model.fixed_at_zero] = 0
    solver.passModel(
        model.width,
        len(matrix),
        len(matrix.column),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        cost,
        np.zeros(model.width),
        upper,
        np.full(len(matrix), -highspy.kHighsInf),
        matrix.at_most.astype(np.float64),
        matrix.start.astype(np.int32),
        matrix.column,
        matrix.coefficient.astype(np.float64),
        np.ones(model.width, dtype=np.int32),
    )
