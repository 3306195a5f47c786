"""A large problem from its nouns to a checked plan and its bounds (大规模分配).

The plan is sought for all objectives at once, each weighed above all that follow, as far as
numbers of that size are exact; those that are too fine for it come after, one by one, while
what the others reached is held. A firm need is sought like a soft one of still greater weight,
so that the empty plan is always a start; a plan counts only when it meets them all. Bounds
are made for each objective by itself, with every firm need met: valid whatever the others do.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from scoring.allocation.arrays import Arrays, Floats
from scoring.allocation.check import breaches
from scoring.allocation.large.assignment import assigned, choices
from scoring.allocation.large.blocks import Blocks
from scoring.allocation.large.dual import Dual, improve_bound
from scoring.allocation.large.pricing import COMPILED
from scoring.allocation.large.primal import Builder
from scoring.allocation.mend import mended
from scoring.allocation.model import Model
from scoring.allocation.problem import Objective, Problem

_FOR_BOUNDS = 0.35  # of the time
_FOR_BUILDING = 0.15
_FOR_ANNEALING = 0.8  # of the time has passed when the plan of an assignment is only improved
_FOR_THE_REST = 0.15  # of the time for objectives that are too fine to be weighed with the others
_FOR_THE_END = 3  # times what checking the empty plan took: the last plan is checked, and told
_EXACT = 2.0**50  # sums up to here are whole numbers in a double
_WELL_ABOVE = 100  # times the largest single number below it


@dataclass(frozen=True, slots=True)
class Reached:
    """The best plan found, None if none keeps every rule; ``bounds`` as whole numbers to maximize.

    A bound is None where none is claimed: for every objective after price, and price after
    another one. ``interrupted`` says that somebody at the keyboard wanted no more.
    """

    chosen: frozenset[str] | None
    bounds: tuple[int | None, ...]
    interrupted: bool = False


def reach(
    problem: Problem,
    seconds: float,
    *,
    executor: Executor | None = None,
    workers: int = 1,
    stop: Callable[[], bool] = lambda: False,
    seed: int = 0,
    patience: float = 1.0,
) -> Reached | None:
    """The best plan and bounds within ``seconds``; ``executor`` solves ``workers`` parts at once.

    None where amounts add up to more than a double holds exactly: that is no work for this way.
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
    if _beyond(model.arrays):
        return None
    firm = {need.id for need in problem.needs if need.firm}
    forced = np.zeros(model.width, dtype=bool)
    forced[[model.met[key] for key in firm]] = True
    weights = _weights(problem, model, forced)
    blocks = Blocks(model, workers if COMPILED else 1)
    worth, together = combined(weights, forced)
    given = choices(blocks, worth, forced) if COMPILED else None
    compiling = monotonic()
    blocks.price(np.zeros(blocks.offers), 1)  # compiles once on a machine, outside the time
    began += monotonic() - compiling
    deadline = began + seconds - ending
    first = deadline - (_FOR_THE_REST * seconds if together < len(weights) else 0)
    interrupted = False
    bounds: list[int | None] = [None] * len(weights)
    builder: Builder | None = None
    try:
        until = began + seconds * _FOR_BOUNDS
        guide = _bounds(blocks, problem, weights, forced, until, stop, bounds)
        builder = Builder(blocks, worth, guide, executor, workers, stop, forced)
        offers = None
        if given is not None:
            early, last = min(_FOR_ANNEALING, patience) * seconds, _FOR_ANNEALING * seconds
            offers = assigned(given, began + last, workers, stop, give_up=began + early)
        ids = [] if offers is None else [model.offers[i].id for i in offers]
        plan = np.zeros(model.width)
        plan[list(model.ones(softened, ids))] = 1
        if offers is None or not builder.begin(plan):
            until = min(deadline, began + seconds * patience)
            builder.build(min(until, monotonic() + seconds * _FOR_BUILDING))
        alone = bounds[0] if len(bounds) == 1 else None
        most = np.inf if alone is None else float(worth[forced].sum()) + alone
        if firm and patience < 1:
            builder.improve(seed, most, min(first, began + seconds * patience))
        if not firm or builder.standing.now[forced].all() or patience >= 1:
            builder.improve(seed + 1, most, first)
        if builder.standing.now[forced].all():
            for k in range(together, len(weights)):
                builder.hold(weights[:k], weights[k])
                until = monotonic() + (deadline - monotonic()) / (len(weights) - k)
                builder.improve(seed + 2 + k, np.inf, until)
    except KeyboardInterrupt:
        interrupted = True  # what there is by now is the answer
    now = np.zeros(model.width) if builder is None else builder.standing.now
    ids = [model.offers[i].id for i in np.flatnonzero(now[: blocks.offers] > 0.5)]
    chosen = mended(problem, ids)  # a coarse row may have let too much pass
    if chosen is None and nothing_may_be_awarded:
        chosen = frozenset()
    return Reached(chosen, tuple(bounds), interrupted)


def _beyond(given: Arrays) -> bool:
    """Whether what is used of a resource, or counted in a group, may add up to more than a double holds."""
    together = (
        np.bincount(given.uses.column, given.uses.amount),
        np.bincount(given.group_uses.column, given.group_uses.amount),
        np.bincount(given.counts.row, given.counts.amount),
        given.group_at_least,
    )
    return any(float(sums.max(initial=0)) > _EXACT for sums in together)


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
        most = 0.0 if problem.objective[k] is Objective.PRICE else np.inf  # nobody is paid to run a lot
        bounds[k] = int(np.floor(min(guide.bound, most)))
    return guide or improve_bound(blocks, np.zeros(blocks.model.width), forced, deadline, stop=stop)


def combined(weights: list[Floats], forced: np.ndarray) -> tuple[Floats, int]:
    """One worth for all: firm needs above everything, then each objective above those after it.

    Where the weight that is above all doubt would be too large to be exact, a smaller one
    must do, and where even that is too small, what comes after is left out: this worth
    guides the search and proves nothing. Also how many objectives are in it.
    """
    total, together = np.zeros(len(forced)), len(weights)
    for k, weight in reversed(list(enumerate([forced.astype(np.float64), *weights]))):
        beyond_doubt = 1 + float(abs(total).sum())
        above = min(beyond_doubt, _EXACT / max(float(abs(weight).sum()), 1.0))
        if above < min(beyond_doubt, _WELL_ABOVE * float(abs(total).max(initial=0))):
            total, above, together = np.zeros(len(forced)), 1.0, k
        total = total + above * weight
    return total, together
