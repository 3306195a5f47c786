"""The answer of the allocation module: a plan, how sure it is, and its equals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from scoring.allocation.problem import Objective
from scoring.exact import text

FORMAT = "hengbiao/allocation-plan/1"


class Status(Enum):
    """How much is known; only PROVED_BEST may be called the optimum (最优)."""

    PROVED_BEST = "proved_best"  # exact re-check, bound reached, second solver agrees
    FEASIBLE = "feasible"  # the plan keeps every rule; whether it is best is not proved
    INFEASIBLE = "infeasible"  # no plan keeps every rule, and the second solver agrees
    UNKNOWN = "unknown"  # neither a plan nor a proof that there is none


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan adds up to: soft needs met, points, price in fen."""

    needs: int
    points: Fraction
    price_fen: int

    def of(self, objective: Objective) -> int | Fraction:
        """The total that an objective looks at."""
        if objective is Objective.NEEDS:
            return self.needs
        return self.points if objective is Objective.POINTS else self.price_fen

    def to_json(self, places: int) -> dict[str, Any]:
        """The totals in their JSON form, points with ``places`` decimals."""
        return {"needs": self.needs, "points": text(self.points, places), "price_fen": self.price_fen}


@dataclass(frozen=True, slots=True)
class SecondSolver:
    """The independent solver's name, and whether it reached the same objective values."""

    name: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """All equally good plans, each a sorted tuple of offer ids, in ascending order.

    ``complete`` says that ``plans`` is all of them. ``canonical`` says that the first is the
    lexicographically smallest of all, which can hold without being complete.
    """

    plans: tuple[tuple[str, ...], ...] = ()
    complete: bool = False
    canonical: bool = False

    def to_json(self) -> dict[str, Any]:
        """The ties in their JSON form; ``count`` is a lower bound unless complete."""
        return {
            "count": len(self.plans),
            "complete": self.complete,
            "canonical": self.canonical,
            "plans": [list(plan) for plan in self.plans],
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen offers, sorted, with what is proved about them.

    ``bounds`` holds, for each objective in its order, a value that no plan passes when every
    earlier objective is at its own bound; None where nothing is known. ``seconds`` is the
    measured time and takes no part in comparisons.
    """

    status: Status
    offers: tuple[str, ...]
    totals: Totals | None
    bounds: Mapping[Objective, int | Fraction | None]
    checked_exactly: bool
    second_solver: SecondSolver
    ties: Ties
    places: int
    seconds: float = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The plan in its JSON form."""
        return {
            "format": FORMAT,
            "status": self.status.value,
            "offers": list(self.offers),
            "totals": self.totals and self.totals.to_json(self.places),
            "bounds": {_total_key(objective): self._shown(bound) for objective, bound in self.bounds.items()},
            "checked_exactly": self.checked_exactly,
            "second_solver": {"name": self.second_solver.name, "agrees": self.second_solver.agrees},
            "ties": self.ties.to_json(),
            "seconds": round(self.seconds, 3),
        }

    def _shown(self, bound: int | Fraction | None) -> int | str | None:
        return text(bound, self.places) if isinstance(bound, Fraction) else bound


def _total_key(objective: Objective) -> str:
    """The name of an objective's total in the plan's JSON form."""
    return "price_fen" if objective is Objective.PRICE else objective.value
