"""Why an offer is not in the best plan (为何未入选), found by solving again, never by guessing.

First the offer is forced in: what would that cost? Then each resource is released in turn:
which one, had it no limit, would let the offer into a best plan, and how much of it is
enough? Every statement is an optimum that the second solver confirms.
"""

from dataclasses import dataclass, replace
from math import gcd
from time import monotonic

from scoring.allocation.check import used
from scoring.allocation.plan import Plan, Totals
from scoring.allocation.problem import Need, Problem, Resource
from scoring.allocation.search import Values, values
from scoring.allocation.solve import judge, solve


@dataclass(frozen=True, slots=True)
class Release:
    """A resource that alone keeps the offer out.

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


@dataclass(frozen=True, slots=True)
class _Best:
    worth: Values
    chosen: frozenset[str]


class _UndecidedError(Exception):
    """A question that both solvers could not settle in time."""


def why_not(problem: Problem, plan: Plan, offer_id: str, *, seconds: float = 60) -> WhyNot:
    """What keeps an offer out of ``plan``, the best plan of ``problem``, within about ``seconds``.

    Raises KeyError for an offer that the problem does not have.
    """
    if all(offer.id != offer_id for offer in problem.offers):
        raise KeyError(offer_id)
    deadline = monotonic() + seconds
    forced = solve(_with(problem, offer_id), seconds=seconds, tie_limit=1)
    difference = None
    if forced.totals is not None and plan.totals is not None:
        difference = Totals(
            needs=forced.totals.needs - plan.totals.needs,
            points=forced.totals.points - plan.totals.points,
            price_fen=forced.totals.price_fen - plan.totals.price_fen,
        )
    best = values(problem, plan.offers) if plan.totals is not None else None
    if forced.totals is not None and best == values(problem, forced.offers):
        return WhyNot(offer_id, forced, difference, (), complete=True)
    releases, complete = [], True
    for resource in _nearest_first(problem, offer_id):
        try:
            release = _release(problem, offer_id, resource, best, deadline)
        except _UndecidedError:
            complete = False
            continue
        if release is not None:
            releases.append(release)
    return WhyNot(offer_id, forced, difference, tuple(releases), complete)


def _release(
    problem: Problem, offer: str, resource: Resource, best: Values | None, deadline: float
) -> Release | None:
    """The release of one resource; None when it does not let the offer in."""
    free = _potential(problem, resource.id)
    if free <= resource.supply:
        return None
    freed = _supplied(problem, resource.id, free)
    with_offer = _optimum(_with(freed, offer), deadline)
    if with_offer is None or (best is not None and with_offer.worth < best):
        return None
    without = _optimum(freed, deadline)
    if without is None or with_offer.worth < without.worth:
        return None
    try:
        enough = _enough(problem, offer, resource, deadline)
    except _UndecidedError:
        enough = None
    return Release(resource, enough)


def _enough(problem: Problem, offer: str, resource: Resource, deadline: float) -> int:
    """The smallest supply from the present one on that lets the offer into a best plan.

    A larger supply may also serve the offer's rivals, so bisection alone would not do: from a
    supply on, find the first at which the offer reaches what is best here, then look again.
    """
    step = gcd(*_amounts(problem, resource.id))
    supply = resource.supply
    while True:
        target = _optimum(_supplied(problem, resource.id, supply), deadline)
        low, high = supply // step, _potential(problem, resource.id) // step
        while low < high:
            middle = (low + high) // 2
            reached = _optimum(_with(_supplied(problem, resource.id, middle * step), offer), deadline)
            if reached is not None and (target is None or reached.worth >= target.worth):
                high = min(middle, used(problem, reached.chosen)[resource.id] // step)
            else:
                low = middle + 1
        supply = high * step
        here = _supplied(problem, resource.id, supply)
        held, best = _optimum(_with(here, offer), deadline), _optimum(here, deadline)
        if held is not None and best is not None and held.worth == best.worth:
            return supply


def _optimum(problem: Problem, deadline: float) -> _Best | None:
    """The optimum that both solvers confirm, None when both say that there is none."""
    judged = judge(problem, deadline)
    if not judged.agrees:
        raise _UndecidedError
    chosen = judged.found.chosen
    return None if chosen is None else _Best(values(problem, chosen), chosen)


def _with(problem: Problem, offer_id: str) -> Problem:
    """The problem in which the offer must be chosen, said as a firm need that it alone serves."""
    name = f"must hold {offer_id}"
    while any(need.id == name for need in problem.needs):
        name += "+"
    offers = tuple(
        replace(offer, serves={**offer.serves, name: 1}) if offer.id == offer_id else offer
        for offer in problem.offers
    )
    return replace(problem, offers=offers, needs=(*problem.needs, Need(name, 1, firm=True)))


def _supplied(problem: Problem, resource: str, supply: int) -> Problem:
    """The problem with another supply of one resource."""
    changed = replace(problem.resources[resource], supply=supply)
    return replace(problem, resources={**problem.resources, resource: changed})


def _amounts(problem: Problem, resource: str) -> list[int]:
    """What each offer and each group would use of a resource."""
    takers = [offer.uses for offer in problem.offers] + [group.uses for group in problem.groups]
    return [uses.get(resource, 0) for uses in takers]


def _potential(problem: Problem, resource: str) -> int:
    """What all offers and groups together would use: more supply than that changes nothing."""
    return sum(_amounts(problem, resource))


def _nearest_first(problem: Problem, offer_id: str) -> list[Resource]:
    """All resources by id, those that the offer or its groups use before the others."""
    own = {resource for offer in problem.offers if offer.id == offer_id for resource in offer.uses}
    own |= {resource for group in problem.groups if offer_id in group.members for resource in group.uses}
    return sorted(problem.resources.values(), key=lambda resource: (resource.id not in own, resource.id))
