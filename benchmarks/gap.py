"""Generalized assignment: jobs to agents at least cost, the module against its peers.

    python benchmarks/gap.py d5x100 e10x100 d20x200

Classes C, D and E by the published recipe (Chu and Beasley 1997; Laguna et al. 1995), seeded
by their size.
"""

import os
import re
import sys
from fractions import Fraction

import numpy as np
from allocation import NOTHING, OURS, WORKERS, line, mip_of
from peers import PEERS, Answer, Mip, apart

from scoring.allocation import Need, Objective, Offer, Problem, Resource, solve

SECONDS = 20


def assignment(kind: str, agents: int, jobs: int) -> Problem:
    """Every job to exactly one agent (a firm need and a lot), agents' capacities, least cost."""
    rng = np.random.default_rng([0, ord(kind), agents, jobs])
    shape = (agents, jobs)
    if kind == "c":
        load, cost = rng.integers(5, 26, shape), rng.integers(10, 51, shape)
    elif kind == "d":
        load = rng.integers(1, 101, shape)
        cost = 111 - load + rng.integers(-10, 11, shape)
    else:
        load = np.ceil(1 - 10 * np.log(np.maximum(1e-12, 1 - rng.random(shape)))).astype(int)
        cost = np.ceil(1000 / load - 10 * rng.random(shape)).astype(int)
    capacity = np.floor(0.8 * load.sum(axis=1) / agents).astype(int)
    nothing = np.zeros(shape, dtype=int)
    return problem(nothing, np.maximum(0, cost), load, capacity, Objective.PRICE)


def problem(
    points: np.ndarray, cost: np.ndarray, load: np.ndarray, capacity: np.ndarray, aim: Objective
) -> Problem:
    """Every job to one agent; points, costs and loads by agent and job, capacities by agent."""
    agents, jobs = load.shape
    offers = tuple(
        Offer(
            f"{job}-{agent}",
            f"agent {agent}",
            (f"job {job}",),
            Fraction(int(points[agent, job])),
            int(cost[agent, job]),
            {f"job {job}": 1, f"agent {agent}": int(load[agent, job])},
            {f"job {job}": 1},
        )
        for agent in range(agents)
        for job in range(jobs)
    )
    supplies = {f"job {job}": 1 for job in range(jobs)}
    supplies |= {f"agent {agent}": int(capacity[agent]) for agent in range(agents)}
    return Problem(
        offers,
        {key: Resource(key, supply) for key, supply in supplies.items()},
        tuple(Need(f"job {job}", 1, firm=True) for job in range(jobs)),
        (),
        (aim,),
    )


def ours(kind: str, agents: int, jobs: int, seconds: float) -> tuple[Answer, str]:
    """This module's answer, costs negated."""
    solve(assignment("c", 20, 80), seconds=0, workers=WORKERS)  # compiles once on a machine
    plan = solve(assignment(kind, agents, jobs), seconds=seconds, tie_limit=1, workers=WORKERS)
    bound = plan.bounds[Objective.PRICE]
    value = None if plan.totals is None else -float(plan.totals.price_fen)
    return Answer(value, None if bound is None else -float(bound), plan.seconds), plan.status.value


def costs(asked: Problem) -> Mip:
    """The module's rows with the costs to maximize, negated."""
    mip = mip_of(asked)
    prices = np.zeros(len(mip.cost))
    ordered = sorted(asked.offers, key=lambda offer: offer.id)
    prices[: len(ordered)] = [-offer.price_fen for offer in ordered]
    return Mip(mip.rows, mip.limit, prices, mip.upper)


if __name__ == "__main__":
    limit = SECONDS * float(os.environ.get("STRETCH", "1"))
    for name in sys.argv[1:] or ["c5x100", "d5x100", "d10x100", "d20x200", "e10x100", "e20x200"]:
        kind, agents, jobs = re.fullmatch(r"([cde])(\d+)x(\d+)", name).groups()
        mip = costs(assignment(kind, int(agents), int(jobs)))
        given = apart("gap", "ours", kind, int(agents), int(jobs), limit, grace=limit + 120)
        (answer, status), spent = given or ((NOTHING, "gave nothing"), 0)
        line("gap", name, 0, OURS, limit, answer, spent, status)
        for peer in PEERS:
            given = apart("peers", PEERS[peer], mip, limit, 0.0, grace=limit + 120)
            answer, spent = given or (NOTHING, 0)
            line("gap", name, 0, peer, limit, answer, spent, "" if given else "gave nothing")
