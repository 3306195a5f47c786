"""One run of HiGHS on a model: what it says, as columns set to 1; nothing here is trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import highspy
import numpy as np
from scipy.sparse import csr_array

from scoring.allocation.model import Model, Row


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
) -> Run:
    """The best columns for ``weights``, within the model's rows and the extra ones.

    ``start`` is a set of columns known to be feasible: never worse than that is returned.
    """
    if not model.width:  # nothing to choose: no matter for a solver
        possible = all(row.at_most >= 0 for row in (*model.rows, *extra))
        return Run(Verdict.OPTIMAL, frozenset(), 0.0, 0.0) if possible else Run(Verdict.INFEASIBLE)
    if seconds <= 0:
        return Run(Verdict.STOPPED)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", seconds)
    solver.passModel(_program(model, weights, extra))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [1.0 if column in start else 0.0 for column in range(model.width)]
        solver.setSolution(solution)
    solver.run()
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


def _program(model: Model, weights: Mapping[int, int], extra: Sequence[Row]) -> highspy.HighsLp:
    rows = [*model.rows, *extra]
    cost = np.zeros(model.width)
    for column, weight in weights.items():
        cost[column] = weight
    upper = np.ones(model.width)
    upper[sorted(model.fixed_at_zero)] = 0
    program = highspy.HighsLp()
    program.num_col_ = model.width
    program.num_row_ = len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = cost
    program.col_lower_ = np.zeros(model.width)
    program.col_upper_ = upper
    program.integrality_ = [highspy.HighsVarType.kInteger] * model.width
    program.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    program.row_upper_ = np.array([row.at_most for row in rows], dtype=float)
    sparse = _sparse(rows, model.width)
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_ = model.width
    matrix.num_row_ = len(rows)
    matrix.start_, matrix.index_, matrix.value_ = sparse.indptr, sparse.indices, sparse.data
    return program


def _sparse(rows: Sequence[Row], width: int) -> csr_array:
    """The coefficients of all rows; a column named twice in a row counts with their sum."""
    starts = np.cumsum([0, *(len(row.columns) for row in rows)], dtype=np.int32)
    columns = np.fromiter((c for row in rows for c in row.columns), dtype=np.int32)
    amounts = np.fromiter((a for row in rows for a in row.coefficients), dtype=float)
    sparse = csr_array((amounts, columns, starts), shape=(len(rows), width))
    sparse.sum_duplicates()
    return sparse
