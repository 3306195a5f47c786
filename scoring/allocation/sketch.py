"""Scenarios and frontiers of a large problem (推演草图): plans that keep every rule, nothing proved.

Where the proofs that ``scenarios`` and ``frontier`` ask for are out of reach, plans are made
anew from one that is known, a few seconds each. What is told has passed the exact check; a
better plan may exist, and the status says so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.allocation.aims import NOBODY, Aim, Incumbents, limited, measures, real
from scoring.allocation.frontier import Frontier, Spot, undominated
from scoring.allocation.plan import Plan, Status
from scoring.allocation.problem import Objective, Problem
from scoring.allocation.replan import replan
from scoring.allocation.rules import with_limit
from scoring.allocation.scenarios import Played, Scenario
from scoring.allocation.search import Chosen, values

_AIMS = (Aim.POINTS, Aim.PRICE, Aim.NEEDS, Aim.CONCENTRATION)
_GOALS = (Objective.NEEDS, Objective.POINTS, Objective.PRICE)
_SHARES = (95, 90, 85, 80, 70, 60, 50)  # percent of the money that the known plan takes
_FEWER = 4  # lots that the operator with the most of them gives up, one after the other
_TRIES = 6  # tighter limits of one aim, each half way to what cannot be had


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for plans of one problem, and for how long at most in each case."""

    problem: Problem
    incumbents: Incumbents
    seconds: float
    stop: Callable[[], bool]

    def answer(self, limits: Mapping[Aim, int], goals: Sequence[Objective], start: Chosen) -> Plan:
        """A plan within the limits, as good as can be had in the time; it may hold offers of the limits."""
        asked = replace(limited(self.problem, limits, self.incumbents), objective=tuple(goals))
        return replan(asked, [start], seconds=self.seconds, stop=self.stop)

    def plan(self, limits: Mapping[Aim, int], goals: Sequence[Objective], start: Chosen) -> Chosen | None:
        """The same as the problem's own offers, None without a plan."""
        plan = self.answer(limits, goals, start)
        return None if plan.totals is None else real(self.problem, plan.offers)

    def measure(self, aim: Aim, plan: Chosen) -> int:
        """One measure of a plan, which is a whole number for every aim but points."""
        return int(measures(self.problem, plan, self.incumbents).of(aim))

    def tighter(self, aim: Aim, now: Chosen, goals: Sequence[Objective], bounds: Mapping[Aim, int]) -> Chosen:
        """The plan with the best value of an aim that was found with the goals at what they reach now."""
        problem = replace(self.problem, objective=tuple(goals))
        sign, worth = 1 if aim.more_is_better else -1, values(problem, now)
        low = sign * self.measure(aim, now)
        high = (sum(self.incumbents.values()) if aim.more_is_better else 0) + 1
        for _ in range(_TRIES):
            if high - low <= 1 or self.stop():
                break
            middle = (low + high) // 2
            found = self.plan({**bounds, aim: sign * middle}, goals, now)
            if found is None or values(problem, found) < worth:
                high = middle
            else:
                now, low = found, sign * self.measure(aim, found)
        return now


def sketched(
    problem: Problem,
    scenario: Scenario,
    known: Collection[str],
    incumbents: Incumbents = NOBODY,
    *,
    seconds: float = 10,
    stop: Callable[[], bool] = lambda: False,
) -> Played:
    """A scenario's plan within about ``seconds``, called feasible at most; ``known`` is a plan to begin with.

    An aim that no objective says is tightened as far as plans are found at which the aims
    before it reach what they reach now.
    """
    for key, limit in scenario.limits.items():
        problem = with_limit(problem, key, limit)
    wishes = [aim for aim in scenario.aims if aim.objective is None]
    asked = _Asked(problem, incumbents, seconds / (2 + _TRIES * len(wishes)), stop)
    bounds = dict(scenario.bounds)
    goals = [aim.objective for aim in scenario.aims if aim.objective is not None]
    first = asked.answer(bounds, goals, frozenset(known))
    if first.totals is None:
        return Played(scenario, first.status, (), None)
    now = real(problem, first.offers)
    for aim in wishes:
        before = [a.objective for a in scenario.aims[: scenario.aims.index(aim)] if a.objective is not None]
        now = asked.tighter(aim, now, before, bounds)
        bounds[aim] = asked.measure(aim, now)
    if wishes:
        now = asked.plan(bounds, goals, now) or now
    return Played(scenario, Status.FEASIBLE, tuple(sorted(now)), measures(problem, now, incumbents))


def sketched_frontier(
    problem: Problem,
    known: Collection[str],
    incumbents: Incumbents = NOBODY,
    *,
    seconds: float = 30,
    stop: Callable[[], bool] = lambda: False,
) -> Frontier:
    """Plans with less and less money, and with fewer and fewer lots in one hand; never complete."""
    asked = _Asked(problem, incumbents, seconds / (len(_SHARES) + _FEWER + 1), stop)
    first = asked.plan({}, _GOALS, frozenset(known))
    plans = [] if first is None else [first]
    if first is not None:
        money, most = asked.measure(Aim.PRICE, first), asked.measure(Aim.CONCENTRATION, first)
        limits = [{Aim.PRICE: money * share // 100} for share in _SHARES]
        limits += [{Aim.CONCENTRATION: most - fewer} for fewer in range(1, min(_FEWER, most - 1) + 1)]
        for limit in limits:
            if stop():
                break
            plan = asked.plan(limit, _GOALS, first)
            plans += [] if plan is None else [plan]
    spots = [Spot(tuple(sorted(plan)), measures(problem, plan, incumbents)) for plan in plans]
    return Frontier(_AIMS, undominated(spots, _AIMS), complete=False)
