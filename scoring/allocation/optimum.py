"""One question, one sure answer: the optimum that both solvers confirm, or a refusal to guess.

Everything that explains a result (``doctor``, ``conflict``, ``rule_prices``, ``margins``,
``scenarios``, ``frontier``) asks through this door, so none of its sentences rests on one solver.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from time import monotonic

from scoring.allocation.check import breaches, totals
from scoring.allocation.plan import Totals
from scoring.allocation.problem import Need, Problem, Resource
from scoring.allocation.search import Chosen, Search, Values, values
from scoring.allocation.solve import judge


@dataclass(frozen=True, slots=True)
class Optimum:
    """A best plan: its offers, what the objectives make of it (larger is better), its totals."""

    offers: Chosen
    worth: Values
    totals: Totals


class UndecidedError(Exception):
    """A question that was not settled in time, or on which the two solvers differ."""


def optimum(problem: Problem, deadline: float) -> Optimum | None:
    """The optimum that both solvers confirm, None when both say that there is no plan.

    Raises UndecidedError otherwise; ``deadline`` is a ``monotonic`` time.
    """
    _in_time(deadline)
    judged = judge(problem, deadline)
    if not judged.agrees:
        raise UndecidedError
    return _of(problem, judged.found.chosen)


def likely(problem: Problem, deadline: float) -> Optimum | None:
    """As ``optimum``, from the first solver alone: to narrow a search whose ends are confirmed."""
    _in_time(deadline)
    found = Search(problem, deadline).best()
    if not found.proved:
        raise UndecidedError
    return _of(problem, found.chosen)


def any_plan(problem: Problem, deadline: float) -> Chosen | None:
    """Some plan that keeps every rule, exactly checked; None when the first solver finds none."""
    if not breaches(problem, ()):
        return frozenset()
    _in_time(deadline)
    found = Search(replace(problem, objective=()), deadline).best()
    if found.chosen is None and not found.proved:
        raise UndecidedError
    return found.chosen


def impossible(problem: Problem, deadline: float) -> bool:
    """Whether both solvers say that no plan keeps every rule."""
    return optimum(replace(problem, objective=()), deadline) is None


def holding(problem: Problem, offer_id: str) -> Problem:
    """The problem in which an offer must be chosen, said as a firm need that it alone serves."""
    name = fresh(f"must hold {offer_id}", [need.id for need in problem.needs])
    offers = tuple(
        replace(offer, serves={**offer.serves, name: 1}) if offer.id == offer_id else offer
        for offer in problem.offers
    )
    return replace(problem, offers=offers, needs=(*problem.needs, Need(name, 1, firm=True)))


def barring(problem: Problem, offer_id: str) -> Problem:
    """The problem in which an offer cannot be chosen, said as a resource that it would pass."""
    name = fresh(f"may not hold {offer_id}", problem.resources)
    offers = tuple(
        replace(offer, uses={**offer.uses, name: 1}) if offer.id == offer_id else offer
        for offer in problem.offers
    )
    return replace(problem, offers=offers, resources={**problem.resources, name: Resource(name, 0)})


def fresh(name: str, taken: Collection[str]) -> str:
    """The name, made longer until nothing is called so."""
    while name in taken:
        name += "+"
    return name


def difference(to: Totals, since: Totals) -> Totals:
    """What one plan has more than another; price in fen."""
    return Totals(to.needs - since.needs, to.points - since.points, to.price_fen - since.price_fen)


def _in_time(deadline: float) -> None:
    """Raise UndecidedError when it is too late to ask: building a model takes time too."""
    if monotonic() >= deadline:
        raise UndecidedError


def _of(problem: Problem, chosen: Chosen | None) -> Optimum | None:
    return None if chosen is None else Optimum(chosen, values(problem, chosen), totals(problem, chosen))
