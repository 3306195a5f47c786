"""The allocation module against HiGHS, SCIP, CBC and CP-SAT on the fictional cities.

    pip install -e .[peers,scale]
    python benchmarks/allocation.py building S M L XL      (sizes of benchmarks/instances.py)

One solver after the other, each in a fresh process, on the same rows. Prints one JSON line
for each; ``all.py`` makes the page of them.
"""

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, process_time

import highspy
import numpy as np
import pulp
from city_rows import strong_rows
from instances import city, instance
from peers import PEERS, Answer, Mip, apart, highs_of
from scipy.sparse import csr_array

from scoring.allocation import Objective, Problem, solve
from scoring.allocation.arrays import Arrays
from scoring.allocation.check import breaches
from scoring.allocation.highs import hand_over
from scoring.allocation.model import Model
from scoring.allocation.search import Search, values

OURS, ALONE = "hengbiao", "hengbiao, first solver alone"
WORKERS = 2
NOTHING = Answer(None, None, 0)
SECONDS = {"S": (60,), "M": (30,), "L": (100,), "XL": (60, 480)}
PEER_SECONDS = {"S": 60, "M": 120, "L": 100}  # at M four times ours
PEERS_OF = dict.fromkeys(("S", "M", "L"), tuple(PEERS))
BUILT, ROUNDS = ("S", "M", "L"), {"S": 101, "M": 25, "L": 7}  # a small model takes a millisecond


def mip_of(problem: Problem) -> Mip:
    """The module's own rows, for every peer."""
    model = Model(problem)
    matrix = model.matrix
    rows = csr_array(
        (matrix.coefficient.astype(float), matrix.column, matrix.start), shape=(len(matrix), model.width)
    )
    upper = np.ones(model.width)
    upper[model.fixed_at_zero] = 0
    return Mip(rows, matrix.at_most.astype(float), model.costs(Objective.POINTS), upper)


def ours(size: str, seed: int, seconds: float) -> tuple[Answer, str, int]:
    """This module on one instance: its answer, status, and peak memory of all processes in MB."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        list(pool.map(abs, range(WORKERS)))  # processes stand ready, as in an app
        if size != "S":
            solve(instance("M", 1), seconds=0, workers=WORKERS)  # compiles once on a machine
        problem = instance(size, seed)
        began = perf_counter()
        plan = solve(problem, seconds=seconds, executor=pool, workers=WORKERS)
        took = perf_counter() - began
        peak = sum(map(_peak, [os.getpid(), *pool._processes]))
    assert not breaches(problem, set(plan.offers))
    unit, bound = 10**problem.places, plan.bounds.get(Objective.POINTS)
    value = None if plan.totals is None else float(plan.totals.points * unit)
    answer = Answer(value, None if bound is None else float(bound * unit), took)
    return answer, plan.status.value, peak // 1024


def alone(size: str, seed: int, seconds: float) -> tuple[Answer, str]:
    """The first solver without the second opinion, as an optimum is sought for planning."""
    problem = instance(size, seed)
    began = perf_counter()
    found = Search(problem, monotonic() + seconds).best()
    took = perf_counter() - began
    value = None if found.chosen is None else float(values(problem, found.chosen)[0])
    bound = None if found.bounds[0] is None else float(found.bounds[0])
    return Answer(value, bound, took), "closed" if found.proved else "open"


def _peak(process: int) -> int:
    """The most memory a running process has had, in KB; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in told.splitlines() if row.startswith("VmHWM")), 0)


def compared(size: str, seed: int, times: float) -> None:
    """One line for each solver on one instance, limits stretched; peers stop at the gap that we proved."""
    gap = 1e-4
    for limit in SECONDS[size]:
        seconds = limit * times
        given = apart("allocation", "ours", size, seed, seconds, grace=seconds * 2 + 300)
        (found, status, peak), spent = given or ((NOTHING, "gave nothing", 0), 0)
        line("solve", size, seed, OURS, seconds, found, spent, status, peak)
        gap = max(found.gap or 0, 1e-4)
    if size == "S":
        given = apart("allocation", "alone", size, seed, seconds, grace=seconds + 120)
        (found, status), spent = given or ((NOTHING, "gave nothing"), 0)
        line("solve", size, seed, ALONE, seconds, found, spent, status)
    names = PEERS_OF.get(size, ())
    mip = mip_of(instance(size, seed)) if names else None
    for name in names:
        limit = PEER_SECONDS[size] * times
        given = apart("peers", PEERS[name], mip, limit, gap, grace=limit + 120)
        answer, spent = given or (NOTHING, 0)
        line("solve", size, seed, name, limit, answer, spent, "" if given else "gave nothing")


def handed_over(size: str) -> None:
    """Building the model and handing it over: processor time, every way in turn."""
    problem = instance(size)
    mip, arrays, columns = mip_of(problem), Arrays.of(problem), city(size)
    ways: dict[str, Callable[[], object]] = {
        "raw": lambda: _raw(mip),
        "csr": lambda: _csr(arrays),
        "strong": lambda: highs_of(strong_rows(columns)),
        "arrays": lambda: _ours(problem, arrays),
        "nouns": lambda: _ours(problem, None),
        "script": lambda: _script(problem),
        "PuLP": lambda: _pulp(mip),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS[size]):
        for name, work in ways.items():
            began = process_time()
            work()
            times[name].append(process_time() - began)
    form = {name: round(median(found), 5) for name, found in times.items()}
    print(json.dumps({"kind": "build", "size": size, "load": load(), "seconds": form}), flush=True)


def _raw(mip: Mip) -> None:
    coo = mip.rows.tocoo()
    rows = csr_array((coo.data, (coo.row, coo.col)), shape=coo.shape)
    highs_of(Mip(rows, mip.limit, mip.cost, mip.upper))


def _csr(given: Arrays) -> highspy.Highs:
    """What a script in NumPy does with the same columns: plain rows, all entries at once."""
    offers, groups, needs = len(given.offers), len(given.groups), len(given.needs)
    firm = np.array([need.firm for need in given.needs], dtype=bool)
    soft = np.flatnonzero(~firm)
    supplies, members = len(given.supply), len(given.members.row)
    first_member, first_demand = supplies + needs, supplies + needs + members
    each = np.arange(members)
    parts = (
        (given.uses.column, given.uses.row, given.uses.amount),
        (given.group_uses.column, offers + given.group_uses.row, given.group_uses.amount),
        (supplies + given.serves.column, given.serves.row, -given.serves.amount),
        (supplies + soft, offers + groups + np.arange(len(soft)), given.need_at_least[soft]),
        (first_member + each, given.members.column, np.ones(members)),
        (first_member + each, offers + given.members.row, -np.ones(members)),
        (first_demand + given.counts.row, given.counts.column, -given.counts.amount),
        (first_demand + np.arange(groups), offers + np.arange(groups), given.group_at_least),
    )
    row, column, amount = (np.concatenate(part) for part in zip(*parts, strict=True))
    many = offers + groups + len(soft)
    rows = csr_array((amount.astype(float), (row, column)), shape=(first_demand + groups, many))
    asked = np.where(firm, -given.need_at_least, 0)
    limit = np.concatenate([given.supply, asked, np.zeros(members + groups)])
    cost = np.zeros(many)
    cost[:offers] = given.points
    return highs_of(Mip(rows, limit, cost, np.ones(many)))


def _ours(problem: Problem, arrays: Arrays | None) -> None:
    model, solver = Model(problem, arrays), highspy.Highs()
    solver.setOptionValue("output_flag", False)
    hand_over(solver, model, model.costs(Objective.POINTS))


def _script(problem: Problem) -> None:
    """What a script without this module does: plain rows from the same nouns, one entry after the other."""
    row, column, amount = [], [], []
    number = {key: i for i, key in enumerate(problem.resources)}
    limit = [resource.supply for resource in problem.resources.values()]
    place = {offer.id: i for i, offer in enumerate(problem.offers)}

    def put(where: int, what: int, how_much: int) -> None:
        row.append(where)
        column.append(what)
        amount.append(how_much)

    for offer in problem.offers:
        for key, used in offer.uses.items():
            put(number[key], place[offer.id], used)
    many = len(place)
    for group in problem.groups:
        for key, used in group.uses.items():
            put(number[key], many, used)
        for member in group.members:
            put(len(limit), place[member], 1)
            put(len(limit), many, -1)
            limit.append(0)
        if group.at_least:
            for key, counted in group.weights.items():
                put(len(limit), place[key], -counted)
            put(len(limit), many, group.at_least)
            limit.append(0)
        many += 1
    rows = csr_array((np.array(amount, dtype=float), (row, column)), shape=(len(limit), many))
    cost = np.zeros(many)
    cost[: len(place)] = [float(offer.points) for offer in problem.offers]
    highs_of(Mip(rows, np.array(limit, dtype=float), cost, np.ones(many)))


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
    for wanted in sys.argv[1:] or ["building", "S", "M"]:
        if wanted == "building":
            for size_built in BUILT:
                handed_over(size_built)
        else:
            compared(wanted, 0, stretch)
