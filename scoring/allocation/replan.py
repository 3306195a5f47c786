"""Planning anew (重新推演): a good plan at once, after one figure moved, then the proof if time allows.

Two rounds. The first gives each objective a share of the time and goes on to the next with
what was reached, so that a usable plan of all objectives is there early; the second takes up
the first objective that is not proved and goes on in order, as ``solve`` does. A plan of the
problem before the change is the start. Status, bounds and exact check mean what they do in
``solve``; ties are not listed.
"""

from collections.abc import Callable, Collection, Iterable
from time import monotonic

from scoring.allocation.check import breaches, totals
from scoring.allocation.mend import mended
from scoring.allocation.plan import Plan, SecondSolver, Status, Ties
from scoring.allocation.problem import Problem
from scoring.allocation.search import Chosen, Search, Values, values
from scoring.allocation.second_opinion import NAME, Opinion, Outcome
from scoring.allocation.solve import Bounds, in_units, second, solve

_SHARE = 0.65  # of the time that is left, for each objective of the first round but the last


def replan(
    problem: Problem,
    starts: Iterable[Collection[str]] = (),
    *,
    seconds: float = 60,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[Plan], None] = lambda _: None,
) -> Plan:
    """The best plan within about ``seconds``, beginning with the best of ``starts`` that can be mended.

    ``stop`` is asked ten times a second; then the best plan so far is returned. ``told`` hears
    every better plan and every better bound on the way.
    """
    if not problem.objective:
        return solve(problem, seconds=seconds, tie_limit=1, stop=stop)
    run = _Run(problem, monotonic(), seconds, stop, told)
    run.first_round(starts)
    run.in_order()
    return run.finished()


class _Run:
    """One planning anew under way: the best plan so far, and how many objectives are proved."""

    def __init__(
        self,
        problem: Problem,
        began: float,
        seconds: float,
        stop: Callable[[], bool],
        told: Callable[[Plan], None],
    ) -> None:
        self.problem, self.began, self.end = problem, began, began + seconds
        self.told, self.stop = told, stop
        self.search = Search(problem, self.end, stop)
        self.best: Chosen | None = None
        self.held: Values = ()  # proved for the first objectives
        self.bound: int | None = None  # of the objective after them
        self.settled = False
        self.agrees = False

    def first_round(self, starts: Iterable[Collection[str]]) -> None:
        """A plan of all objectives, each with a share of the time."""
        plans = (mended(self.problem, start) for start in (*starts, ()))
        for plan in plans:
            if plan is not None:
                self.take(plan)
        for place in range(len(self.problem.objective)):
            share = _SHARE if place + 1 < len(self.problem.objective) else 1.0
            self.search.deadline = monotonic() + (self.end - monotonic()) * share
            if not self.stage(self.worth[:place]):
                return  # there is nothing to hold for the next one

    def in_order(self) -> None:
        """Objective after objective from the first unproved one, each with all the time that is left."""
        self.search.deadline = self.end
        if not self.held and self.end - monotonic() < monotonic() - self.began:
            return  # what the first round did not prove, less time will not either
        while not self.settled and len(self.held) < len(self.problem.objective):
            before = len(self.held)
            if not self.stage(self.held) or len(self.held) == before:
                return
        self.settled = self.settled or len(self.held) == len(self.problem.objective)

    def stage(self, reached: Values) -> bool:
        """One objective while the earlier ones are held at ``reached``; whether to go on."""
        proved_so_far = reached == self.held
        stage = self.search.stage(reached, self.best)
        if self.search.contradicted and not proved_so_far:
            self.search.contradicted = False  # it only beat what was held without a proof
        if stage.chosen is not None:
            self.take(stage.chosen)
        if self.search.contradicted:
            return False
        if proved_so_far:
            self.bound = stage.bound
            if stage.proved and stage.chosen is None:
                self.settled = True
                return False
            if stage.proved:
                self.held, self.bound = self.worth[: len(reached) + 1], None
        self.told(self.plan())
        return self.best is not None

    @property
    def worth(self) -> Values:
        """What the objectives make of the best plan so far."""
        return values(self.problem, self.best or frozenset())

    def take(self, plan: Chosen) -> None:
        """Keep a plan that is better than the best so far."""
        if self.best is None or values(self.problem, plan) > self.worth:
            self.best = plan

    def finished(self) -> Plan:
        """The answer, after the second opinion where the search came to its end."""
        opinion = Opinion(Outcome.UNDECIDED)
        if self.settled and not self.search.contradicted:
            self.told(self.plan())
            opinion = second(self.problem, self.end, self.stop)
        if opinion.outcome is Outcome.INFEASIBLE:
            self.agrees = self.best is None
        elif opinion.chosen is not None and self.best is not None:
            self.agrees = values(self.problem, opinion.chosen) == self.worth
        if opinion.outcome is not Outcome.UNDECIDED and not self.agrees:
            self.search.contradicted = True  # one of the two must be wrong: no bound can be believed
            if opinion.chosen is not None:
                self.take(opinion.chosen)
        return self.plan()

    def plan(self) -> Plan:
        """What is known now."""
        has_plan = self.best is not None
        status = Status.FEASIBLE if has_plan else Status.UNKNOWN
        if self.agrees:
            status = Status.PROVED_BEST if has_plan else Status.INFEASIBLE
        offers = tuple(sorted(self.best or ()))
        return Plan(
            status=status,
            offers=offers,
            totals=totals(self.problem, offers) if has_plan else None,
            bounds=self.bounds(),
            checked_exactly=has_plan and not breaches(self.problem, offers),
            second_solver=SecondSolver(NAME, self.agrees),
            ties=Ties((offers,) if has_plan else ()),
            places=self.problem.places,
            seconds=monotonic() - self.began,
        )

    def bounds(self) -> Bounds:
        """Proved values of the first objectives, the bound of the next, None after it."""
        goals = self.problem.objective
        if self.search.contradicted or (self.agrees and self.best is None):
            return dict.fromkeys(goals) if self.best is not None else {}
        known: list[int | None] = [*self.held, *([self.bound] if len(self.held) < len(goals) else [])]
        known += [None] * (len(goals) - len(known))
        return {goal: in_units(goal, bound, self.problem) for goal, bound in zip(goals, known, strict=True)}
