"""The best plan (最优方案), and how sure that is.

Three things must hold before a plan is called proved best: the search reached its bound, the
plan passed the exact check, and the second solver came to the same objective values. The
same agreement is asked before a problem is called infeasible.

A problem of many offers goes the way of ``large``, where a plan has bounds and a gap from
the start; what is asked before it is called proved best is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic
from typing import TYPE_CHECKING

from scoring.allocation.check import breaches, totals
from scoring.allocation.plan import Plan, SecondSolver, Status, Ties
from scoring.allocation.problem import Objective, Problem
from scoring.allocation.search import Chosen, Found, Search, Values, values
from scoring.allocation.second_opinion import NAME, Opinion, Outcome, second_opinion
from scoring.allocation.ties import equally_good

if TYPE_CHECKING:  # slow to import, and few problems are large
    from scoring.allocation.large.run import Reached

_MANY = 1500  # offers; fewer are faster solved in one piece
_FOR_PARTS = 0.5  # of the time, where firm needs leave no plan to begin with
_MOST_OF_ONE = 1 / 8  # of all offers; with larger operators the bound by operators is weak


Bounds = dict[Objective, int | Fraction | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finished search beside the second opinion on it; both plans have passed the exact check."""

    search: Search
    found: Found
    opinion: Opinion

    @property
    def agrees(self) -> bool:
        """Whether both came to the same objective values, or both to "there is no plan"."""
        if not self.found.proved:
            return False
        if self.found.chosen is None:
            return self.opinion.outcome is Outcome.INFEASIBLE
        return self.opinion.chosen is not None and self._worth(self.found) == self._worth(self.opinion)

    @property
    def contradicts(self) -> bool:
        """Whether one of the two must be wrong, so that no bound can be believed."""
        decided = self.found.proved and self.opinion.outcome is not Outcome.UNDECIDED
        return self.search.contradicted or (decided and not self.agrees)

    @property
    def chosen(self) -> Chosen | None:
        """The better of the two plans."""
        plans = [side.chosen for side in (self.found, self.opinion) if side.chosen is not None]
        return max(plans, key=lambda plan: values(self.search.problem, plan), default=None)

    def _worth(self, side: Found | Opinion) -> Values:
        return values(self.search.problem, side.chosen or frozenset())


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    tie_limit: int = 100,
    executor: Executor | None = None,
    workers: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """The best plan, its bounds and its equals, within about ``seconds``.

    At most ``tie_limit`` equally good plans are listed. The order of offers, resources, needs
    and groups never matters; without enough time the plan may depend on the machine.

    A large problem uses up to ``workers`` threads, and solves so many parts at once in
    ``executor`` (processes, or a cluster's) when one is given. ``stop`` is asked between its
    steps, and ten times a second while a solver runs; then the best plan so far is returned.
    So it is at a keyboard interrupt, whatever the size.
    """
    if tie_limit < 1:
        raise ValueError("tie_limit counts the plan itself: at least 1")
    started = monotonic()
    deadline = started + seconds
    known: Bounds = {}
    if is_large(problem):
        share = _FOR_PARTS if breaches(problem, ()) else 1.0
        found = _reached(problem, seconds, share, executor, workers, stop)
        if found is not None:
            plan = _solved_large(problem, found, started, seconds, stop)
            if plan.totals is not None or found.interrupted or stop():
                return plan  # else part by part has met not all firm needs: perhaps one piece does
            deadline, known = max(deadline, monotonic() + seconds * (1 - share)), dict(plan.bounds)
    judged = judge(problem, deadline, stop)
    certain, chosen = judged.agrees, judged.chosen
    ties = Ties(complete=certain, canonical=certain)
    if chosen is not None:
        ties = Ties((tuple(sorted(chosen)),))
        if certain:
            also = [judged.opinion.chosen] if judged.opinion.chosen is not None else []
            ties = equally_good(judged.search, chosen, values(problem, chosen), tie_limit, also)
    certain = certain and not judged.contradicts
    offers = ties.plans[0] if ties.plans else ()
    return Plan(
        status=_status(bool(ties.plans), certain),
        offers=offers,
        totals=totals(problem, offers) if ties.plans else None,
        bounds=_bounds(judged, certain) if judged.contradicts else _nearer(_bounds(judged, certain), known),
        checked_exactly=bool(ties.plans) and not breaches(problem, offers),
        second_solver=SecondSolver(NAME, judged.agrees),
        ties=ties,
        places=problem.places,
        seconds=monotonic() - started,
    )


def is_large(problem: Problem) -> bool:
    """Whether the problem takes the way of ``large``: many offers of many operators, and numba here."""
    many = len(problem.offers)
    if many < _MANY or max(Counter(o.operator for o in problem.offers).values()) > many * _MOST_OF_ONE:
        return False
    from scoring.allocation.large.pricing import COMPILED  # slow to import, and few problems are large

    return COMPILED


def _reached(
    problem: Problem,
    seconds: float,
    share: float,
    executor: Executor | None,
    workers: int,
    stop: Callable[[], bool],
) -> Reached | None:
    from scoring.allocation.large.run import reach

    return reach(problem, seconds, executor=executor, workers=workers, stop=stop, patience=share)


def _solved_large(
    problem: Problem, found: Reached, started: float, seconds: float, stop: Callable[[], bool]
) -> Plan:
    chosen, bounds = found.chosen, found.bounds
    closed = chosen is not None and bounds == values(problem, chosen) and not found.interrupted
    opinion = second(problem, started + seconds, stop) if closed else Opinion(Outcome.UNDECIDED)
    agrees = opinion.chosen is not None and values(problem, opinion.chosen) == bounds
    if opinion.outcome is not Outcome.UNDECIDED and not agrees:  # one of the two must be wrong
        bounds = (None,) * len(bounds)
        plans = [plan for plan in (chosen, opinion.chosen) if plan is not None]
        chosen = max(plans, key=lambda plan: values(problem, plan))
    offers = tuple(sorted(chosen or ()))
    return Plan(
        status=_status(chosen is not None, agrees),
        offers=offers,
        totals=None if chosen is None else totals(problem, offers),
        bounds={
            goal: in_units(goal, bound, problem)
            for goal, bound in zip(problem.objective, bounds, strict=True)
        },
        checked_exactly=chosen is not None,
        second_solver=SecondSolver(NAME, agrees),
        ties=Ties(() if chosen is None else (offers,)),
        places=problem.places,
        seconds=monotonic() - started,
    )


def judge(problem: Problem, deadline: float, stop: Callable[[], bool] = lambda: False) -> Judged:
    """The search's result and the second solver's, before a ``monotonic`` time or until ``stop``."""
    search = Search(problem, deadline, stop)
    found = search.best()
    opinion = second(problem, deadline, stop) if found.proved else Opinion(Outcome.UNDECIDED)
    return Judged(search, found, opinion)


def second(problem: Problem, deadline: float, stop: Callable[[], bool] = lambda: False) -> Opinion:
    """The second opinion; interrupted, it is undecided, and the first one's plan stands."""
    try:
        return second_opinion(problem, deadline, stop)
    except KeyboardInterrupt:
        return Opinion(Outcome.UNDECIDED)


def _status(has_plan: bool, certain: bool) -> Status:
    if has_plan:
        return Status.PROVED_BEST if certain else Status.FEASIBLE
    return Status.INFEASIBLE if certain else Status.UNKNOWN


def _bounds(judged: Judged, certain: bool) -> Bounds:
    """The search's bounds in the units of the totals; empty when there is no plan at all."""
    problem = judged.search.problem
    if certain and judged.chosen is None:
        return {}
    bounds = judged.found.bounds
    if judged.contradicts:
        bounds = (None,) * len(problem.objective)
    return {
        goal: in_units(goal, bound, problem) for goal, bound in zip(problem.objective, bounds, strict=True)
    }


def _nearer(bounds: Bounds, known: Bounds) -> Bounds:
    """Of two sets of valid bounds the sharper one of each."""
    sharper = dict(bounds)
    for goal, bound in bounds.items():
        both = [each for each in (bound, known.get(goal)) if each is not None]
        if both:
            sharper[goal] = max(both) if goal is Objective.PRICE else min(both)
    return sharper


def in_units(objective: Objective, bound: int | None, problem: Problem) -> int | Fraction | None:
    """A bound in the sense of ``values`` in the unit of the plan's totals."""
    if bound is None or objective is Objective.NEEDS:
        return bound
    return -bound if objective is Objective.PRICE else Fraction(bound, 10**problem.places)
