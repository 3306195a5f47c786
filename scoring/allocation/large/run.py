"""A large problem from its nouns to a checked plan and its bounds (大规模分配).

The plan is sought for all objectives at once, each weighed above all that follow, as far as
numbers of that size are exact. A firm need is sought like a soft one of still greater weight,
so that the empty plan is always a start; a plan counts only when it meets them all. Bounds
are made for each objective by itself, with every firm need met: valid whatever the others do.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from scoring.allocation.check import breaches
from scoring.allocation.large.assignment import assigned, choices
from scoring.allocation.large.blocks import Blocks, Floats
from scoring.allocation.large.dual import Dual, improve_bound
from scoring.allocation.large.pricing import COMPILED
from scoring.allocation.large.primal import Builder
from scoring.allocation.model import Model
from scoring.allocation.problem import Objective, Problem

_FOR_BOUNDS = 0.35  # of the time
_FOR_BUILDING = 0.15
_FOR_ANNEALING = 0.8  # of the time has passed when the plan of an assignment is only improved
_FOR_THE_END = 3  # times what checking the empty plan took: the last plan is checked, and told
_EXACT = 2.0**50  # sums up to here are whole numbers in a double
_WELL_ABOVE = 100  # times the largest single number below it


@dataclass(frozen=True, slots=True)
class Reached:
    """The best plan found, None if none keeps every rule; ``bounds`` as whole numbers to maximize.

    A bound is None where none is claimed: for every objective after price, and price after
    another one.
    """

    chosen: frozenset[str] | None
    bounds: tuple[int | None, ...]


def reach(
    problem: Problem,
    seconds: float,
    *,
    executor: Executor | None = None,
    workers: int = 1,
    stop: Callable[[], bool] = lambda: False,
    seed: int = 0,
    patience: float = 1.0,
) -> Reached:
    """The best plan and bounds within ``seconds``; ``executor`` solves ``workers`` parts at once.

    The first run on a machine also compiles, which is not counted.

    A firm need that is still open after the share ``patience`` of the time ends the work.

    ``stop`` is asked between steps; it, or a keyboard interrupt, ends the work with the best
    plan so far.
    """
    began = monotonic()
    nothing_may_be_awarded = not breaches(problem, ())
    ending = _FOR_THE_END * (monotonic() - began)
    softened = replace(problem, needs=tuple(replace(need, firm=False) for need in problem.needs))
    model = Model(softened)
    firm = {need.id for need in problem.needs if need.firm}
    forced = np.zeros(model.width, dtype=bool)
    forced[[model.met[key] for key in firm]] = True
    weights = _weights(problem, model, forced)
    blocks = Blocks(model, workers if COMPILED else 1)
    worth = combined(weights, forced)
    given = choices(blocks, worth, forced) if COMPILED else None
    compiling = monotonic()
    blocks.price(np.zeros(blocks.offers), 1)  # compiles once on a machine, outside the time
    began += monotonic() - compiling
    deadline = began + seconds - ending
    bounds: list[int | None] = [None] * len(weights)
    builder: Builder | None = None
    try:
        until = began + seconds * _FOR_BOUNDS
        guide = _bounds(blocks, problem, weights, forced, until, stop, bounds)
        builder = Builder(blocks, worth, guide, executor, workers, stop, forced)
        offers = None
        if given is not None:
            first, last = min(_FOR_ANNEALING, patience) * seconds, _FOR_ANNEALING * seconds
            offers = assigned(given, began + last, workers, stop, give_up=began + first)
        ids = [] if offers is None else [model.offers[i].id for i in offers]
        plan = np.zeros(model.width)
        plan[list(model.ones(softened, ids))] = 1
        if offers is None or not builder.begin(plan):
            builder.build(min(deadline, monotonic() + seconds * _FOR_BUILDING))
        alone = bounds[0] if len(bounds) == 1 else None
        most = np.inf if alone is None else float(worth[forced].sum()) + alone
        if firm and patience < 1:
            builder.improve(seed, most, min(deadline, began + seconds * patience))
        if not firm or builder.standing.now[forced].all() or patience >= 1:
            builder.improve(seed + 1, most, deadline)
    except KeyboardInterrupt:
        pass  # what there is by now is the answer
    now = np.zeros(model.width) if builder is None else builder.standing.now
    ids = [model.offers[i].id for i in np.flatnonzero(now[: blocks.offers] > 0.5)]
    chosen = None if breaches(problem, ids) else frozenset(ids)
    if chosen is None and nothing_may_be_awarded:
        chosen = frozenset()
    return Reached(chosen, tuple(bounds))


def _weights(problem: Problem, model: Model, forced: np.ndarray) -> list[Floats]:
    """Each objective's weights over all columns; a firm need is not one of the soft ones counted."""
    found = []
    for objective in problem.objective:
        weight = model.costs(objective)
        if objective is Objective.NEEDS:
            weight[forced] = 0
        found.append(weight)
    return found


def _bounds(
    blocks: Blocks,
    problem: Problem,
    weights: list[Floats],
    forced: np.ndarray,
    deadline: float,
    stop: Callable[[], bool],
    bounds: list[int | None],
) -> Dual:
    """Fill ``bounds``; returns what guides the plan: the bound of the last that is claimed."""
    claimed = [k for k, goal in enumerate(problem.objective) if goal is not Objective.PRICE or not k]
    if Objective.PRICE in problem.objective:
        claimed = [k for k in claimed if k <= problem.objective.index(Objective.PRICE)]
    guide = None
    for turn, k in enumerate(claimed):
        until = monotonic() + max(0.0, deadline - monotonic()) / (len(claimed) - turn)
        guide = improve_bound(blocks, weights[k], forced, until, stop=stop)
        bounds[k] = int(np.floor(guide.bound))
    return guide or improve_bound(blocks, np.zeros(blocks.model.width), forced, deadline, stop=stop)


def combined(weights: list[Floats], forced: np.ndarray) -> Floats:
    """One worth for all: firm needs above everything, then each objective above those after it.

    Where the weight that is above all doubt would be too large to be exact, a smaller one
    must do, and where even that is too small, what comes after is left out: this worth
    guides the search and proves nothing.
    """
    total = np.zeros(len(forced))
    for weight in reversed([forced.astype(np.float64), *weights]):
        beyond_doubt = 1 + float(abs(total).sum())
        above = min(beyond_doubt, _EXACT / max(float(abs(weight).sum()), 1.0))
        if above < min(beyond_doubt, _WELL_ABOVE * float(abs(total).max(initial=0))):
            total, above = np.zeros(len(forced)), 1.0
        total = total + above * weight
    return total
