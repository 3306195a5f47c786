"""Why an offer is not in the best plan (为何未入选), found by solving again, never by guessing.

First the offer is forced in: what would that cost? Then each resource is released in turn:
which one, had it no limit, would let the offer into a best plan, and how much of it is
enough? Every statement is an optimum that the second solver confirms.
"""

from dataclasses import dataclass
from math import gcd
from time import monotonic

from scoring.allocation.optimum import UndecidedError, difference, holding, optimum
from scoring.allocation.plan import Plan, Totals
from scoring.allocation.problem import Problem, Resource
from scoring.allocation.rules import Kind, RuleKey, amounts, no_limit, reached, with_limit
from scoring.allocation.search import Values, values
from scoring.allocation.solve import solve


@dataclass(frozen=True, slots=True)
class Release:
    """A resource that alone keeps the offer out; of several that share one figure, the first by id.

    ``enough`` is the smallest supply that lets the offer into a best plan; None when the
    time did not suffice to find it.
    """

    resource: Resource
    enough: int | None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer for one offer.

    ``forced`` is the best plan that holds the offer (status infeasible: there is none), and
    ``difference`` is its totals minus the best plan's. ``releases`` is empty for an offer
    that is in a best plan, or that no single resource keeps out; it is known to be all of
    them only when ``complete``.
    """

    offer: str
    forced: Plan
    difference: Totals | None
    releases: tuple[Release, ...]
    complete: bool


def why_not(problem: Problem, plan: Plan, offer_id: str, *, seconds: float = 60) -> WhyNot:
    """What keeps an offer out of ``plan``, the best plan of ``problem``, within about ``seconds``.

    Raises KeyError for an offer that the problem does not have.
    """
    if all(offer.id != offer_id for offer in problem.offers):
        raise KeyError(offer_id)
    deadline = monotonic() + seconds
    forced = solve(holding(problem, offer_id), seconds=seconds, tie_limit=1)
    costs = None
    if forced.totals is not None and plan.totals is not None:
        costs = difference(forced.totals, plan.totals)
    best = values(problem, plan.offers) if plan.totals is not None else None
    if forced.totals is not None and best == values(problem, forced.offers):
        return WhyNot(offer_id, forced, costs, (), complete=True)
    releases, complete = [], True
    for resource in _nearest_first(problem, offer_id):
        try:
            release = _release(problem, offer_id, resource, best, deadline)
        except UndecidedError:
            complete = False
            continue
        if release is not None:
            releases.append(release)
    return WhyNot(offer_id, forced, costs, tuple(releases), complete)


def _release(
    problem: Problem, offer: str, resource: Resource, best: Values | None, deadline: float
) -> Release | None:
    """The release of one resource; None when it does not let the offer in."""
    free = no_limit(problem, _key(resource))
    if free <= resource.supply:
        return None
    freed = with_limit(problem, _key(resource), free)
    with_offer = optimum(holding(freed, offer), deadline)
    if with_offer is None or (best is not None and with_offer.worth < best):
        return None
    without = optimum(freed, deadline)
    if without is None or with_offer.worth < without.worth:
        return None
    try:
        enough = _enough(problem, offer, resource, deadline)
    except UndecidedError:
        enough = None
    return Release(resource, enough)


def _enough(problem: Problem, offer: str, resource: Resource, deadline: float) -> int:
    """The smallest supply from the present one on that lets the offer into a best plan.

    A larger supply may also serve the offer's rivals, so bisection alone would not do: from a
    supply on, find the first at which the offer reaches what is best here, then look again.
    """
    rule = _key(resource)
    step = gcd(*amounts(problem, rule))
    supply = resource.supply
    while True:
        target = optimum(with_limit(problem, rule, supply), deadline)
        low, high = supply // step, no_limit(problem, rule) // step
        while low < high:
            middle = (low + high) // 2
            found = optimum(holding(with_limit(problem, rule, middle * step), offer), deadline)
            if found is not None and (target is None or found.worth >= target.worth):
                high = min(middle, reached(problem, rule, found.offers) // step)
            else:
                low = middle + 1
        supply = high * step
        here = with_limit(problem, rule, supply)
        held, best = optimum(holding(here, offer), deadline), optimum(here, deadline)
        if held is not None and best is not None and held.worth == best.worth:
            return supply


def _nearest_first(problem: Problem, offer_id: str) -> list[Resource]:
    """All resources by id, those that the offer or its groups use before the others.

    Of resources that share one figure, the first stands for all.
    """
    own = {resource for offer in problem.offers if offer.id == offer_id for resource in offer.uses}
    own |= {resource for group in problem.groups if offer_id in group.members for resource in group.uses}
    every = sorted(problem.resources.values(), key=lambda resource: (resource.id not in own, resource.id))
    first = {_key(resource): resource for resource in reversed(every)}
    return [resource for resource in every if first[_key(resource)] is resource]


def _key(resource: Resource) -> RuleKey:
    """The figure that is the resource's supply."""
    return (Kind.SHARED, resource.shared) if resource.shared else (Kind.RESOURCE, resource.id)
