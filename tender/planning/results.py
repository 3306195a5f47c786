"""All that planning asks (推演结果), each answer solved again and confirmed by both solvers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from scoring.allocation import Plan, Status, solve
from scoring.allocation.aims import NOBODY, Aim, Incumbents
from scoring.allocation.conflict import Diagnosis, Force, Repair, diagnose
from scoring.allocation.frontier import Frontier, frontier, undominated
from scoring.allocation.margins import Threshold, threshold
from scoring.allocation.rule_prices import Bought, RulePrices, rule_prices
from scoring.allocation.scenarios import STANDARD, Played, Scenario, play
from scoring.allocation.sketch import sketched, sketched_frontier
from scoring.exact import text
from tender.planning.levers import levers
from tender.planning.posed import LABEL, Posed
from tender.planning.step_prices import StepPrice, step_price

_ROUGHLY = 1 / 3  # of the time for a question, where a feasible plan must do


@dataclass(frozen=True)
class Results:
    """One planning run. Without real bids there are no scenarios, thresholds and frontier.

    ``conflict`` is about filling every lot; ``winners`` are the margins of the best plan,
    ``asked`` the thresholds of offers that somebody asked about.
    """

    posed: Posed
    plan: Plan
    conflict: Diagnosis
    prices: RulePrices
    steps: tuple[StepPrice, ...] = ()
    played: tuple[Played, ...] = ()
    winners: tuple[Threshold, ...] = ()
    asked: tuple[Threshold, ...] = ()
    frontier: Frontier | None = None

    def to_json(self) -> dict[str, Any]:
        """Everything for machines, labelled as what it is; money in fen."""
        places = self.posed.problem.places
        core = self.conflict.conflict
        return {
            "label": LABEL,
            "note": self.posed.note,
            "status": self.plan.status.value,
            "offers": list(self.plan.offers),
            "every_lot": {
                "conflict": [r.says or r.id for r in core.rules] if core else [],
                "repairs": [self._repair(repair, places) for repair in self.conflict.repairs],
                "complete": self.conflict.complete,
            },
            "rule_prices": [
                {
                    "rule": price.rule.says or price.rule.id,
                    "article": price.rule.article,
                    "limit": price.rule.limit,
                    "step": _bought(price.step, places),
                    "first": price.first and _bought(price.first, places),
                }
                for price in self.prices.prices
            ],
            "rule_prices_complete": self.prices.complete,
            "steps": [
                {
                    "figure": one.lever.says,
                    "from": one.lever.now,
                    "to": one.to,
                    "gain": one.gain.to_json(places),
                    "status": one.plan.status.value,
                }
                for one in self.steps
            ],
            "scenarios": [played.to_json(places) for played in self.played],
            "margins": [_threshold(one, places) for one in self.winners],
            "thresholds": [_threshold(one, places) for one in self.asked],
            "frontier": self.frontier
            and {
                "aims": [aim.value for aim in self.frontier.aims],
                "complete": self.frontier.complete,
                "plans": [
                    {"offers": list(spot.offers), "measures": spot.measures.to_json(places)}
                    for spot in self.frontier.spots
                ],
            },
        }

    def _repair(self, repair: Repair, places: int) -> dict[str, Any]:
        return {
            "changes": [
                {
                    "rule": change.rule.says or change.rule.id,
                    "article": change.rule.article,
                    "force": change.force.value,
                    "from": change.rule.limit,
                    "to": change.to,
                }
                for change in repair.changes
            ],
            "totals": repair.best.totals.to_json(places),
        }


def results(
    posed: Posed,
    *,
    scenarios: Sequence[Scenario] = STANDARD,
    incumbents: Incumbents = NOBODY,
    why: Sequence[str] = (),
    seconds: float = 60,
) -> Results:
    """Everything that planning asks of a problem; each question has about ``seconds``.

    ``why`` are offers whose thresholds are asked; raises KeyError for one that does not exist.
    """
    found = begun(posed, solve(posed.problem, seconds=seconds, tie_limit=1))
    for step in (prices_of(found, seconds), scenarios_of(found, scenarios, incumbents, seconds)):
        for more in step:
            found = replace(found, **more)
    if not posed.real:
        return found
    for step in (frontier_of(found, incumbents, seconds), margins_of(found, seconds)):
        for more in step:
            found = replace(found, **more)
    asked = tuple(threshold(posed.problem, one, posed.money, seconds=seconds) for one in why)
    return replace(found, asked=asked)


def begun(posed: Posed, plan: Plan) -> Results:
    """Nothing but the plan: what was not asked yet is empty and not ``complete``."""
    return Results(posed, plan, Diagnosis(None, (), complete=False), RulePrices((), complete=False))


More = Mapping[str, Any]
"""Fields of ``Results`` that a question has filled, as far as it has come."""
Stop = Callable[[], bool]
"""Whether somebody wants no more."""


def prices_of(found: Results, seconds: float) -> Iterator[More]:
    """What a step of every figure gains, at any size; then the exact prices; then the conflict."""
    posed = found.posed
    steps: tuple[StepPrice, ...] = ()
    if found.plan.totals is not None:
        figures = levers(posed)
        for figure in figures:
            one = step_price(posed, found.plan, figures, figure, seconds=seconds / max(len(figures), 1))
            steps = (*steps, *([one] if one else []))
            yield {"steps": steps}
    facts = {key for key, force in posed.forces.items() if force is Force.GIVEN}
    yield {"prices": rule_prices(posed.problem, posed.steps, facts=facts, seconds=seconds)}
    yield {"conflict": diagnose(posed.firm, posed.forces, seconds=seconds)}


def scenarios_of(
    found: Results,
    scenarios: Sequence[Scenario],
    incumbents: Incumbents,
    seconds: float,
    stop: Stop = lambda: False,
) -> Iterator[More]:
    """One scenario after the other, each with its own time."""
    if not found.posed.real:
        return
    played: tuple[Played, ...] = ()
    for one in scenarios:
        if incumbents or Aim.INCUMBENTS not in one.aims:
            played = (*played, played_at_all(found, one, incumbents, seconds, stop))
            yield {"played": played}


def _provable(found: Results, seconds: float) -> bool:
    """Whether further proofs can be hoped for: the plan's own came in a part of such a time."""
    return found.plan.status is Status.PROVED_BEST and found.plan.seconds <= _ROUGHLY * max(seconds, 1)


def played_at_all(
    found: Results,
    scenario: Scenario,
    incumbents: Incumbents,
    seconds: float,
    stop: Stop = lambda: False,
) -> Played:
    """A scenario's proved plan; where proofs are out of reach, a feasible one in a part of the time."""
    problem = found.posed.problem
    if _provable(found, seconds):
        played = play(problem, [scenario], incumbents, seconds=seconds)[0]
        if played.status is not Status.UNKNOWN:
            return played
    return sketched(problem, scenario, found.plan.offers, incumbents, seconds=_ROUGHLY * seconds, stop=stop)


def frontier_of(
    found: Results, incumbents: Incumbents, seconds: float, stop: Stop = lambda: False
) -> Iterator[More]:
    """The frontier as far as it was proved; where that is not all, with feasible plans beside it."""
    problem = found.posed.problem
    proved = Frontier((), (), complete=False)
    if _provable(found, seconds):
        proved = frontier(problem, incumbents=incumbents, seconds=seconds)
        yield {"frontier": proved}
    if not proved.complete and not stop():
        time = 2 * _ROUGHLY * seconds
        more = sketched_frontier(problem, found.plan.offers, incumbents, seconds=time, stop=stop)
        spots = undominated((*proved.spots, *more.spots), more.aims)
        yield {"frontier": replace(more, spots=spots)}


def margins_of(found: Results, seconds: float) -> Iterator[More]:
    """One winner's margin after the other, while there is time; none for a plan that is not proved."""
    posed, end = found.posed, monotonic() + seconds
    if found.plan.status is not Status.PROVED_BEST:
        return
    winners: tuple[Threshold, ...] = ()
    for one in found.plan.offers:
        left = end - monotonic()
        if left <= 0:
            return
        winners = (*winners, threshold(posed.problem, one, posed.money, seconds=left))
        yield {"winners": winners}


def _bought(bought: Bought, places: int) -> dict[str, Any]:
    return {"to": bought.to, "gain": bought.gain.to_json(places)}


def _threshold(one: Threshold, places: int) -> dict[str, Any]:
    return {
        "offer": one.offer,
        "wins": one.wins,
        "by_points": one.by_points.value,
        "points": None if one.points is None else text(one.points, places),
        "by_price": one.by_price.value,
        "price_fen": one.price_fen,
    }
