"""The allocation module against HiGHS, SCIP, CBC and CP-SAT on the fictional cities.

    pip install -e .[peers,scale]
    python benchmarks/allocation.py S M L        (sizes of benchmarks/instances.py; XL takes long)

One solver after the other, each in a fresh process, on the same rows. Prints one JSON line
for each; ``all.py`` makes the page of them.
"""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

import highspy
import numpy as np
import pulp
from instances import instance
from peers import PEERS, Answer, Mip, apart, highs_of
from scipy.sparse import csr_array

from scoring.allocation import Objective, Problem, solve
from scoring.allocation.arrays import Arrays
from scoring.allocation.check import breaches
from scoring.allocation.highs import _pass
from scoring.allocation.model import Model

OURS = "hengbiao"
WORKERS = 2
NOTHING = Answer(None, None, 0)
SECONDS = {"S": 60, "M": 30, "L": 100, "XL": 480}
PEER_SECONDS = {"S": 60, "M": 60, "L": 100}
PEERS_OF = {"S": tuple(PEERS), "M": tuple(PEERS), "L": ("HiGHS",)}  # at L the others have no award either


def mip_of(problem: Problem) -> Mip:
    """The module's own rows, for every peer."""
    model = Model(problem)
    matrix = model.matrix
    rows = csr_array(
        (matrix.coefficient.astype(float), matrix.column, matrix.start), shape=(len(matrix), model.width)
    )
    cost, upper = np.zeros(model.width), np.ones(model.width)
    for column, weight in model.weights(Objective.POINTS).items():
        cost[column] = weight
    upper[model.fixed_at_zero] = 0
    return Mip(rows, matrix.at_most.astype(float), cost, upper)


def ours(size: str, seed: int, seconds: float) -> tuple[Answer, str, int]:
    """This module on one instance: its answer, status, and peak memory of all processes in MB."""
    problem = instance(size, seed)
    few = len(problem.offers) < 1500
    context = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        if not few:
            list(pool.map(abs, range(WORKERS)))  # processes stand ready, as in an app
        began = perf_counter()
        plan = solve(problem, seconds=seconds, executor=pool, workers=WORKERS)
        took = perf_counter() - began
    assert plan.totals is not None
    assert not breaches(problem, set(plan.offers))
    unit = 10**problem.places
    answer = Answer(float(plan.totals.points * unit), float(plan.bounds[Objective.POINTS] * unit), took)
    peak = getrusage(RUSAGE_SELF).ru_maxrss + (0 if few else WORKERS * getrusage(RUSAGE_CHILDREN).ru_maxrss)
    return answer, plan.status.value, peak // 1024


def compared(size: str, seed: int, times: float) -> None:
    """One line for each solver on one instance, limits stretched; peers stop at the gap that we proved."""
    seconds = SECONDS[size] * times
    given = apart("allocation", "ours", size, seed, seconds, grace=seconds * 2 + 300)
    if given is None:
        return
    (found, status, peak), spent = given
    line("solve", size, seed, OURS, seconds, found, spent, status, peak)
    gap, mip = max(found.gap or 0, 1e-4), mip_of(instance(size, seed))
    for name in PEERS_OF.get(size, ()):
        limit = PEER_SECONDS[size] * times
        answer, spent = apart("peers", PEERS[name], mip, limit, gap, grace=limit + 120) or (NOTHING, 0)
        line("solve", size, seed, name, limit, answer, spent)


def handed_over(size: str, rounds: int = 3) -> None:
    """Building the model and handing it over, ours against raw arrays and PuLP, interleaved."""
    problem = instance(size)
    mip = mip_of(problem)
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, work in {
            "raw rows to HiGHS": lambda: _raw(mip),
            "from nouns": lambda: _nouns(problem),
            "nouns to arrays alone": lambda: Arrays.of(problem),
            "PuLP": lambda: _pulp(mip),
        }.items():
            began = perf_counter()
            work()
            times.setdefault(name, []).append(perf_counter() - began)
    form = {name: round(median(found), 4) for name, found in times.items()}
    print(json.dumps({"kind": "build", "size": size, "load": load(), "seconds": form}), flush=True)


def _raw(mip: Mip) -> None:
    coo = mip.rows.tocoo()
    rows = csr_array((coo.data, (coo.row, coo.col)), shape=coo.shape)
    highs_of(Mip(rows, mip.limit, mip.cost, mip.upper))


def _nouns(problem: Problem) -> None:
    model, solver = Model(problem), highspy.Highs()
    solver.setOptionValue("output_flag", False)
    _pass(solver, model, model.weights(Objective.POINTS), [])


def _pulp(mip: Mip) -> None:
    problem = pulp.LpProblem("peer", pulp.LpMaximize)
    columns = [
        problem.add_variable(f"x{j}", 0, int(most), pulp.LpInteger) for j, most in enumerate(mip.upper)
    ]
    problem.setObjective(
        pulp.LpAffineExpression([(columns[j], mip.cost[j]) for j in np.flatnonzero(mip.cost)])
    )
    starts, rows = mip.rows.indptr, mip.rows
    for i, limit in enumerate(mip.limit):
        inside = slice(starts[i], starts[i + 1])
        terms = zip(rows.indices[inside], rows.data[inside], strict=True)
        problem += pulp.LpAffineExpression([(columns[j], value) for j, value in terms]) <= limit
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)


def load() -> float:
    """The machine's load at this moment, in processes waiting for its cores."""
    return round(os.getloadavg()[0], 1)


def line(
    kind: str,
    size: str,
    seed: int,
    solver: str,
    limit: float,
    answer: Answer,
    spent: float,
    status: str = "",
    mb: int = 0,
) -> None:
    """One result as one JSON line."""
    form = {
        "kind": kind,
        "size": size,
        "seed": seed,
        "solver": solver,
        "limit": limit,
        "seconds": round(answer.seconds, 1),
        "cpu": round(spent, 1),
        "value": answer.value,
        "bound": answer.bound,
        "gap": answer.gap,
        "status": status,
        "mb": mb,
        "load": load(),
    }
    print(json.dumps(form), flush=True)


if __name__ == "__main__":
    stretch = float(os.environ.get("STRETCH", "1"))  # on a busy machine: multiplies every time limit
    for wanted in sys.argv[1:] or ["S", "M"]:
        handed_over(wanted)
        compared(wanted, 0, stretch)
