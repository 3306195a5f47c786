"""All that planning asks (推演结果), each answer solved again and confirmed by both solvers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.allocation import Plan, Status, solve
from scoring.allocation.aims import Aim
from scoring.allocation.conflict import Diagnosis, Repair, diagnose
from scoring.allocation.frontier import Frontier, frontier
from scoring.allocation.margins import Threshold, margins, threshold
from scoring.allocation.rule_prices import Bought, RulePrices, rule_prices
from scoring.allocation.scenarios import STANDARD, Played, Scenario, play
from scoring.exact import text
from tender.planning.posed import LABEL, Posed


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
    incumbents: Collection[str] = (),
    why: Sequence[str] = (),
    seconds: float = 60,
) -> Results:
    """Everything that planning asks of a problem; each question has about ``seconds``.

    ``why`` are offers whose thresholds are asked; raises KeyError for one that does not exist.
    """
    problem = posed.problem
    plan = solve(problem, seconds=seconds, tie_limit=1)
    conflict = diagnose(posed.firm, posed.forces, seconds=seconds)
    prices = rule_prices(problem, posed.steps, seconds=seconds)
    if not posed.real:
        return Results(posed, plan, conflict, prices)
    sure = plan if plan.status is Status.PROVED_BEST else None
    chosen = [s for s in scenarios if incumbents or Aim.INCUMBENTS not in s.aims]
    return Results(
        posed,
        plan,
        conflict,
        prices,
        play(problem, chosen, incumbents, seconds=seconds),
        margins(problem, sure, posed.money, seconds=seconds) if sure else (),
        tuple(threshold(problem, one, posed.money, seconds=seconds) for one in why),
        frontier(problem, incumbents=incumbents, seconds=seconds),
    )


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
