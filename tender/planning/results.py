"""All that planning asks (推演结果), each answer solved again and confirmed by both solvers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from scoring.allocation import Plan, Status, solve
from scoring.allocation.aims import Aim
from scoring.allocation.conflict import Diagnosis, Force, Repair, diagnose
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
    *_, last = by_and_by(
        posed,
        solve(posed.problem, seconds=seconds, tie_limit=1),
        scenarios=scenarios,
        incumbents=incumbents,
        why=why,
        seconds=seconds,
    )
    return last


def by_and_by(
    posed: Posed,
    plan: Plan,
    *,
    scenarios: Sequence[Scenario] = STANDARD,
    incumbents: Collection[str] = (),
    why: Sequence[str] = (),
    seconds: float = 60,
) -> Iterator[Results]:
    """The results question by question, the last one with everything; each question has about ``seconds``.

    What was not asked yet is empty and not ``complete``. ``plan`` is the problem's best plan.
    """
    problem, facts = posed.problem, {key for key, force in posed.forces.items() if force is Force.GIVEN}
    found = Results(posed, plan, Diagnosis(None, (), complete=False), RulePrices((), complete=False))
    yield found
    found = replace(found, prices=rule_prices(problem, posed.steps, facts=facts, seconds=seconds))
    yield found
    found = replace(found, conflict=diagnose(posed.firm, posed.forces, seconds=seconds))
    yield found
    if not posed.real:
        return
    chosen = [s for s in scenarios if incumbents or Aim.INCUMBENTS not in s.aims]
    end = monotonic() + seconds
    for one in chosen:
        played = play(problem, [one], incumbents, seconds=max(0.0, end - monotonic()))
        found = replace(found, played=(*found.played, *played))
        yield found
    found = replace(found, frontier=frontier(problem, incumbents=incumbents, seconds=seconds))
    yield found
    found = replace(
        found,
        asked=tuple(threshold(problem, one, posed.money, seconds=seconds) for one in why),
        winners=margins(problem, plan, posed.money, seconds=seconds)
        if plan.status is Status.PROVED_BEST
        else (),
    )
    yield found


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
