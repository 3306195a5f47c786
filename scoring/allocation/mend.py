"""What can be kept of a plan that passes some supply (修补方案): takers are left out until nothing is passed."""

from collections.abc import Collection

from scoring.allocation.check import breaches, used
from scoring.allocation.problem import Problem


def mended(problem: Problem, chosen: Collection[str]) -> frozenset[str] | None:
    """The offers of a plan that can stay; None where leaving offers out does not mend it.

    While a supply is passed, the takers with the fewest points for what they take are left
    out, and all members of a group whose demand is missed. Offers that the problem does not
    have are no part of it.
    """
    by_id = {offer.id: offer for offer in problem.offers}
    takes = {name: dict(by_id[name].uses) for name in chosen if name in by_id}
    for group in problem.groups:
        for member in takes.keys() & group.members if group.uses else ():
            for resource, amount in group.uses.items():
                takes[member][resource] = takes[member].get(resource, 0) + amount
    kept = set(takes)
    while True:
        found = breaches(problem, kept)
        if not found:
            return frozenset(kept)
        over = next((breach.id for breach in found if breach.kind == "resource"), None)
        if over is None:
            missed = {breach.id for breach in found if breach.kind == "group"}
            if not missed:
                return None
            kept -= {member for group in problem.groups if group.id in missed for member in group.members}
            continue
        excess = used(problem, kept)[over] - problem.resources[over].supply
        takers = [name for name in kept if takes[name].get(over)]
        for name in sorted(takers, key=lambda name: (by_id[name].points / takes[name][over], name)):
            if excess <= 0:
                break
            kept.remove(name)
            excess -= takes[name][over]  # a group's use may stay: then the next look finds it
