"""The peers on one 0/1 model: HiGHS, SCIP, CBC and CP-SAT, each in a process of its own.

All get the same rows and a time limit; what they claim is returned as they claim it. Answers
are money-like whole numbers, maximized.
"""

import pickle
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import highspy

THREADS = 2


@dataclass(frozen=True, slots=True)
class Mip:
    """Maximize ``cost`` over columns 0 to ``upper`` (0 or 1), ``rows`` at most ``limit``."""

    rows: csr_array
    limit: np.ndarray
    cost: np.ndarray
    upper: np.ndarray


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver came to; value and bound are None where it has none."""

    value: float | None
    bound: float | None
    seconds: float

    @property
    def gap(self) -> float | None:
        """How far the bound is above the value, as a share of the value; None if unknown."""
        if self.value is None or self.bound is None or abs(self.value) < 1:
            return None
        return (self.bound - self.value) / abs(self.value)


def highs_of(mip: Mip) -> "highspy.Highs":
    """The model handed to HiGHS."""
    import highspy  # not above: a process that knows HiGHS cannot load OR-Tools

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", THREADS)
    many = len(mip.cost)
    solver.passModel(
        many,
        len(mip.limit),
        mip.rows.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        mip.cost,
        np.zeros(many),
        mip.upper,
        np.full(len(mip.limit), -highspy.kHighsInf),
        mip.limit,
        mip.rows.indptr.astype(np.int32),
        mip.rows.indices.astype(np.int32),
        mip.rows.data,
        np.ones(many, dtype=np.int32),
    )
    return solver


def highs(mip: Mip, seconds: float, gap: float) -> Answer:
    """HiGHS as it comes."""
    import highspy

    solver = highs_of(mip)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", gap)
    began = perf_counter()
    solver.run()
    took, info = perf_counter() - began, solver.getInfo()
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    bound = float(info.mip_dual_bound)
    value = float(info.objective_function_value) if found else None
    return Answer(value, bound if np.isfinite(bound) else None, took)


def scip(mip: Mip, seconds: float, gap: float) -> Answer:
    """SCIP as it comes."""
    from pyscipopt import Model

    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/question.mps"
        highs_of(mip).writeModel(file)
        model = Model()
        model.hideOutput()
        model.readProblem(file)
    model.setParam("limits/time", seconds)
    model.setParam("limits/gap", gap)
    began = perf_counter()
    model.optimize()
    took, bound = perf_counter() - began, float(model.getDualbound())
    value = float(model.getObjVal()) if model.getNSols() else None
    return Answer(value, bound if abs(bound) < 1e19 else None, took)


def cbc(mip: Mip, seconds: float, gap: float) -> Answer:
    """The CBC that PuLP brings, as it comes."""
    import highspy
    from pulp.apis.coin_api import PULP_CBC_CMD

    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/question.mps"
        question = highs_of(Mip(mip.rows, mip.limit, -mip.cost, mip.upper))
        question.changeObjectiveSense(highspy.ObjSense.kMinimize)
        question.writeModel(file)
        limits = ["-sec", str(seconds), "-timeMode", "elapsed", "-ratio", str(gap)]
        began = perf_counter()
        try:
            done = subprocess.run(
                [PULP_CBC_CMD.pulp_cbc_path, file, *limits, "-solve"],
                capture_output=True,
                text=True,
                timeout=seconds + 30,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answer(None, None, perf_counter() - began)
    took, said = perf_counter() - began, done.stdout
    value, bound = (
        _number(r"Objective value:\s+([-\d.e+]+)", said),
        _number(r"Lower bound:\s+([-\d.e+]+)", said),
    )
    if bound is None and "Optimal solution found" in said:
        bound = value
    if "No feasible solution" in said:
        value = None
    return Answer(None if value is None else -value, None if bound is None else -bound, took)


def _number(pattern: str, said: str) -> float | None:
    found = re.search(pattern, said)
    return float(found[1]) if found else None


def cp_sat(mip: Mip, seconds: float, gap: float) -> Answer:
    """CP-SAT of OR-Tools as it comes."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    columns = [model.new_bool_var("") if most else model.new_constant(0) for most in mip.upper]
    starts, rows = mip.rows.indptr, mip.rows
    for i, limit in enumerate(mip.limit):
        inside = slice(starts[i], starts[i + 1])
        terms = [columns[j] for j in rows.indices[inside]]
        model.add(cp_model.LinearExpr.weighted_sum(terms, rows.data[inside].astype(int)) <= int(limit))
    earning = np.flatnonzero(mip.cost)
    model.maximize(
        cp_model.LinearExpr.weighted_sum([columns[j] for j in earning], mip.cost[earning].astype(int))
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.relative_gap_limit = gap
    began = perf_counter()
    status = solver.solve(model)
    took = perf_counter() - began
    value = solver.objective_value if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return Answer(value, solver.best_objective_bound, took)


PEERS = {"HiGHS": "highs", "SCIP": "scip", "CBC": "cbc", "CP-SAT": "cp_sat"}  # and their functions


def apart(module: str, function: str, *args: object, grace: float = 120) -> Any:
    """What a function of a benchmark gives in a fresh process, and the processor seconds it took.

    None when it gives nothing within ``grace`` seconds or dies.
    """
    command = [sys.executable, __file__]
    try:
        done = subprocess.run(
            command,
            input=pickle.dumps((module, function, args)),
            stdout=subprocess.PIPE,
            timeout=grace,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return pickle.loads(done.stdout)


def _answer() -> None:
    module, function, args = pickle.load(sys.stdin.buffer)
    given = getattr(import_module(module), function)(*args)
    spent = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    pickle.dump((given, sum(each.ru_utime + each.ru_stime for each in spent)), sys.stdout.buffer)


if __name__ == "__main__":
    _answer()
