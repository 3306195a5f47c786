"""The best plan (最优方案), and how sure that is.

Three things must hold before a plan is called proved best: the search reached its bound, the
plan passed the exact check, and the second solver came to the same objective values. The
same agreement is asked before a problem is called infeasible.
"""

from dataclasses import dataclass
from fractions import Fraction
from time import monotonic

from scoring.allocation.check import breaches, totals
from scoring.allocation.plan import Plan, SecondSolver, Status, Ties
from scoring.allocation.problem import Objective, Problem
from scoring.allocation.search import Chosen, Found, Search, Values, values
from scoring.allocation.second_opinion import NAME, Opinion, Outcome, second_opinion
from scoring.allocation.ties import equally_good


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


def solve(problem: Problem, *, seconds: float = 60, tie_limit: int = 100) -> Plan:
    """The best plan, its bounds and its equals, within about ``seconds``.

    At most ``tie_limit`` equally good plans are listed. The order of offers, resources, needs
    and groups never matters; without enough time the plan may depend on the machine.
    """
    if tie_limit < 1:
        raise ValueError("tie_limit counts the plan itself: at least 1")
    started = monotonic()
    judged = judge(problem, started + seconds)
    certain, chosen = judged.agrees, judged.chosen
    ties = Ties(complete=certain, canonical=certain)
    if chosen is not None:
        ties = Ties((tuple(sorted(chosen)),))
        if certain:
            ties = equally_good(judged.search, chosen, values(problem, chosen), tie_limit)
    certain = certain and not judged.contradicts
    offers = ties.plans[0] if ties.plans else ()
    return Plan(
        status=_status(bool(ties.plans), certain),
        offers=offers,
        totals=totals(problem, offers) if ties.plans else None,
        bounds=_bounds(judged, certain),
        checked_exactly=bool(ties.plans) and not breaches(problem, offers),
        second_solver=SecondSolver(NAME, judged.agrees),
        ties=ties,
        places=problem.places,
        seconds=monotonic() - started,
    )


def judge(problem: Problem, deadline: float) -> Judged:
    """The search's result and the second solver's, before a ``monotonic`` time."""
    search = Search(problem, deadline)
    found = search.best()
    opinion = second_opinion(problem, deadline) if found.proved else Opinion(Outcome.UNDECIDED)
    return Judged(search, found, opinion)


def _status(has_plan: bool, certain: bool) -> Status:
    if has_plan:
        return Status.PROVED_BEST if certain else Status.FEASIBLE
    return Status.INFEASIBLE if certain else Status.UNKNOWN


def _bounds(judged: Judged, certain: bool) -> dict[Objective, int | Fraction | None]:
    """The search's bounds in the units of the totals; empty when there is no plan at all."""
    problem = judged.search.problem
    if certain and judged.chosen is None:
        return {}
    bounds = judged.found.bounds
    if judged.contradicts:
        bounds = (None,) * len(problem.objective)
    return {
        goal: _in_units(goal, bound, problem) for goal, bound in zip(problem.objective, bounds, strict=True)
    }


def _in_units(objective: Objective, bound: int | None, problem: Problem) -> int | Fraction | None:
    if bound is None or objective is Objective.NEEDS:
        return bound
    return -bound if objective is Objective.PRICE else Fraction(bound, 10**problem.places)
