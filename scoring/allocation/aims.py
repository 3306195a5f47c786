"""What a planner may wish for (规划目标), beyond what a problem's objective can say.

Every aim is measured on a plan in whole numbers, and can be made a limit of the problem
("at most three operators"), with nothing but resources, needs and groups. So a wish for
fewer operators is answered by the same proved solves as everything else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from scoring.allocation.check import totals
from scoring.allocation.optimum import fresh
from scoring.allocation.problem import Group, Need, Objective, Offer, Problem, Resource
from scoring.exact import text

Incumbents = Mapping[str, int]
"""Offers of those who run some of their lots now, each with how many of them."""
NOBODY: Incumbents = MappingProxyType({})


class Aim(Enum):
    """One wish; the first three are the problem's own objectives."""

    NEEDS = "needs"  # most soft needs met (覆盖)
    POINTS = "points"  # most points
    PRICE = "price"  # least money
    OPERATORS = "operators"  # fewest operators
    CONCENTRATION = "concentration"  # fewest lots in one hand
    INCUMBENTS = "incumbents"  # most lots kept by those who run them now

    @property
    def objective(self) -> Objective | None:
        """The problem's objective that says the same; None when there is none."""
        return Objective(self.value) if self in (Aim.NEEDS, Aim.POINTS, Aim.PRICE) else None

    @property
    def more_is_better(self) -> bool:
        """Whether a larger measure is the better one."""
        return self in (Aim.NEEDS, Aim.POINTS, Aim.INCUMBENTS)


@dataclass(frozen=True, slots=True)
class Measures:
    """A plan by every aim; price in fen, ``concentration`` the most lots of one operator."""

    needs: int
    points: Fraction
    price_fen: int
    operators: int
    concentration: int
    incumbents: int

    def of(self, aim: Aim) -> int | Fraction:
        """The measure of one aim."""
        measure: int | Fraction = getattr(self, "price_fen" if aim is Aim.PRICE else aim.value)
        return measure

    def to_json(self, places: int) -> dict[str, Any]:
        """The measures by name, points with ``places`` decimals."""
        return {
            "needs": self.needs,
            "points": text(self.points, places),
            "price_fen": self.price_fen,
            "operators": self.operators,
            "concentration": self.concentration,
            "incumbents": self.incumbents,
        }


def measures(problem: Problem, chosen: Collection[str], incumbents: Incumbents = NOBODY) -> Measures:
    """A plan by every aim."""
    total = totals(problem, chosen)
    lots: dict[str, int] = {}
    for offer in problem.offers:
        if offer.id in chosen:
            lots[offer.operator] = lots.get(offer.operator, 0) + len(offer.lots)
    kept = sum(incumbents.get(offer, 0) for offer in chosen)
    most = max(lots.values(), default=0)
    return Measures(total.needs, total.points, total.price_fen, len(lots), most, kept)


def limited(problem: Problem, limits: Mapping[Aim, int], incumbents: Incumbents = NOBODY) -> Problem:
    """The problem in which every plan is at least as good as the limits.

    Plans of it may hold offers of its own beside the problem's: see ``real``. Raises
    ValueError for points, which only an objective can look at.
    """
    # What covering adds are no offers of operators: they come after all limits on these.
    for aim in sorted(limits, key=lambda aim: aim is Aim.NEEDS):
        problem = _limited(problem, aim, limits[aim], incumbents)
    return problem


def real(problem: Problem, chosen: Collection[str]) -> frozenset[str]:
    """The offers of a limited problem's plan that are the problem's own."""
    return frozenset(offer.id for offer in problem.offers if offer.id in chosen)


def _limited(problem: Problem, aim: Aim, limit: int, incumbents: Incumbents) -> Problem:
    match aim:
        case Aim.PRICE:
            prices = {offer.id: offer.price_fen for offer in problem.offers}
            return _using(problem, "aim: price", limit, prices)
        case Aim.CONCENTRATION:
            for operator in sorted({offer.operator for offer in problem.offers}):
                own = {offer.id: len(offer.lots) for offer in problem.offers if offer.operator == operator}
                problem = _using(problem, f"aim: lots of {operator}", limit, own)
            return problem
        case Aim.OPERATORS:
            return _operators(problem, limit)
        case Aim.INCUMBENTS:
            return _serving(problem, "aim: incumbents", limit, incumbents)
        case Aim.NEEDS:
            return _covering(problem, limit)
    raise ValueError("points are an objective, never a limit")


def _using(problem: Problem, name: str, supply: int, uses: Mapping[str, int]) -> Problem:
    """The problem with one more resource."""
    name = fresh(name, problem.resources)
    offers = tuple(
        replace(offer, uses={**offer.uses, name: uses[offer.id]}) if uses.get(offer.id) else offer
        for offer in problem.offers
    )
    return replace(problem, offers=offers, resources={**problem.resources, name: Resource(name, supply)})


def _serving(problem: Problem, name: str, at_least: int, serves: Mapping[str, int]) -> Problem:
    """The problem with one more firm need, served by some offers."""
    name = fresh(name, [need.id for need in problem.needs])
    offers = tuple(
        replace(offer, serves={**offer.serves, name: serves[offer.id]}) if serves.get(offer.id) else offer
        for offer in problem.offers
    )
    return replace(problem, offers=offers, needs=(*problem.needs, Need(name, at_least, firm=True)))


def _operators(problem: Problem, most: int) -> Problem:
    """An operator is present with any of its offers; so many may be."""
    name = fresh("aim: operators", problem.resources)
    taken = {group.id for group in problem.groups}
    groups = tuple(
        Group(
            fresh(f"{name}: {operator}", taken),
            tuple(offer.id for offer in problem.offers if offer.operator == operator),
            {name: 1},
        )
        for operator in sorted({offer.operator for offer in problem.offers})
    )
    resources = {**problem.resources, name: Resource(name, most)}
    return replace(problem, resources=resources, groups=(*problem.groups, *groups))


def _covering(problem: Problem, least: int) -> Problem:
    """So many soft needs must be met: for each a free offer that may be chosen once it is."""
    taken_ids = {offer.id for offer in problem.offers}
    taken_groups = {group.id for group in problem.groups}
    offers, groups = [], []
    for need in problem.needs:
        if need.firm:
            continue
        met = fresh(f"aim: met {need.id}", taken_ids)
        served_by = {o.id: o.serves[need.id] for o in problem.offers if o.serves.get(need.id)}
        offers.append(Offer(met, met, (met,), Fraction(0), 0))
        groups.append(Group(fresh(met, taken_groups), (met,), {}, need.at_least, served_by))
    wider = replace(problem, offers=(*problem.offers, *offers), groups=(*problem.groups, *groups))
    return _serving(wider, "aim: needs", least, {offer.id: 1 for offer in offers})
