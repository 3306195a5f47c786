"""The exact re-check (精确复核): a plan against the problem's own words, in whole numbers.

Written from the nouns and from nothing that a solver sees, so that no error of a matrix,
a tolerance or a solver can pass it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from scoring.allocation.plan import Totals
from scoring.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a plan breaks: a resource passed, a firm need or a group's demand missed."""

    kind: str  # "resource", "need" or "group"
    id: str
    has: int
    limit: int


def used(problem: Problem, chosen: Collection[str]) -> dict[str, int]:
    """How much of every resource a set of offer ids uses, present groups included."""
    chosen = frozenset(chosen)  # asked for every offer
    total = dict.fromkeys(problem.resources, 0)
    takers = [offer.uses for offer in problem.offers if offer.id in chosen]
    takers += [group.uses for group in problem.groups if any(m in chosen for m in group.members)]
    for uses in takers:
        for resource, amount in uses.items():
            total[resource] += amount
    return total


def served(problem: Problem, chosen: Collection[str]) -> dict[str, int]:
    """How much every need is served by a set of offer ids."""
    chosen = frozenset(chosen)
    total = {need.id: 0 for need in problem.needs}
    for offer in problem.offers:
        if offer.id in chosen:
            for need, amount in offer.serves.items():
                total[need] += amount
    return total


def breaches(problem: Problem, chosen: Collection[str]) -> tuple[Breach, ...]:
    """Every rule that a set of offer ids breaks; none means the plan may be carried out."""
    chosen = frozenset(chosen)
    found = [
        Breach("resource", key, amount, problem.resources[key].supply)
        for key, amount in used(problem, chosen).items()
        if amount > problem.resources[key].supply
    ]
    service = served(problem, chosen)
    found += [
        Breach("need", need.id, service[need.id], need.at_least)
        for need in problem.needs
        if need.firm and service[need.id] < need.at_least
    ]
    for group in problem.groups:
        if any(member in chosen for member in group.members):
            count = sum(amount for offer, amount in group.weights.items() if offer in chosen)
            if count < group.at_least:
                found.append(Breach("group", group.id, count, group.at_least))
    return tuple(found)


def totals(problem: Problem, chosen: Collection[str]) -> Totals:
    """Soft needs met, points and price of a set of offer ids."""
    chosen = frozenset(chosen)
    service = served(problem, chosen)
    picked = [offer for offer in problem.offers if offer.id in chosen]
    return Totals(
        needs=sum(service[need.id] >= need.at_least for need in problem.needs if not need.firm),
        points=sum((offer.points for offer in picked), Fraction(0)),
        price_fen=sum(offer.price_fen for offer in picked),
    )
