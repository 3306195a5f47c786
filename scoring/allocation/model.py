"""The problem as one sparse 0/1 model with a strong formulation, for a floating-point solver.

Columns are, in this order: offers (by id), present groups, soft needs met. Every row reads
"whole coefficients times columns is at most a whole number", so that exactness can be argued
row by row (``matrix``).

Strong: a group's presence is bounded below by every member (joined where members exclude
each other), soft needs and demands are scaled to their own size, resources of which no two
takers fit together read "at most one", and offers that cannot fit alone are fixed at 0.
"""

from collections.abc import Collection

import numpy as np

from scoring.allocation.arrays import Arrays, Ints, ordered, pointers
from scoring.allocation.check import served
from scoring.allocation.matrix import Matrix, tidied
from scoring.allocation.problem import Objective, Problem


class Model:
    """Rows, fixed columns and objective weights of one problem, in an order of its ids alone."""

    def __init__(self, problem: Problem, given: Arrays | None = None) -> None:
        """Build the rows of every resource, need and group; ``given`` is the problem in arrays."""
        self.arrays = given = given or Arrays.of(problem)
        self.offers, self.column, self.unit = given.offers, given.column, given.unit
        many = len(given.offers)
        self.soft = tuple(need for need in given.needs if not need.firm)
        self.present = {group.id: i for i, group in enumerate(given.groups, many)}
        first_need = many + len(given.groups)
        self.met = {need.id: i for i, need in enumerate(self.soft, first_need)}
        self.width = first_need + len(self.soft)
        self.fixed_at_zero, takers, unlike = _takers(given)
        parts = [_resource_rows(given, takers, unlike), _need_rows(given, first_need)]
        parts += [_presence_rows(given, takers, unlike), _demand_rows(given)]
        self.matrix = _joined(parts)

    def ones(self, problem: Problem, chosen: Collection[str]) -> frozenset[int]:
        """The columns that a plan sets to 1."""
        service = served(problem, chosen)
        return frozenset(
            [
                *(self.column[offer] for offer in chosen),
                *(
                    self.present[group.id]
                    for group in self.arrays.groups
                    if any(member in chosen for member in group.members)
                ),
                *(self.met[need.id] for need in self.soft if service[need.id] >= need.at_least),
            ]
        )

    def weights(self, objective: Objective) -> dict[int, int]:
        """Whole weights by column, to be maximised; points in units of the problem's last decimal."""
        if objective is Objective.NEEDS:
            return dict.fromkeys(self.met.values(), 1)
        if objective is Objective.PRICE:
            return {i: -offer.price_fen for i, offer in enumerate(self.offers) if offer.price_fen}
        return {i: points for i, points in enumerate(self.arrays.points) if points}


Part = tuple[Ints, Ints, Ints, Ints]
"""Rows before they are tidied: row, column and coefficient of each entry, limit of each row."""


def _takers(given: Arrays) -> tuple[Ints, tuple[Ints, Ints, Ints], np.ndarray]:
    """Columns that fit no supply; who takes how much of each resource; resources "at most one".

    The takers come as resource, column and amount, by resource.
    """
    resource = np.concatenate([given.uses.column, given.group_uses.column])
    column = np.concatenate([given.uses.row, given.group_uses.row + len(given.offers)])
    amount = np.concatenate([given.uses.amount, given.group_uses.amount])
    too_large = amount > given.supply[resource]
    fixed = np.unique(column[too_large])
    fits = ~too_large & (amount > 0)
    if not fits.all():
        resource, column, amount = resource[fits], column[fits], amount[fits]
    order = ordered(resource)
    resource, column, amount = resource[order], column[order], amount[order]
    unlike = np.zeros(len(given.resources), dtype=bool)
    first = np.flatnonzero(_fresh(resource))
    if len(first):
        many = np.diff(first, append=len(resource))
        smallest = np.minimum.reduceat(amount, first)
        others = amount.copy()
        equal = np.flatnonzero(amount == np.repeat(smallest, many))
        others[equal[_fresh(resource[equal])]] = np.iinfo(np.int64).max  # one smallest of each
        second, of = np.minimum.reduceat(others, first), resource[first]
        unlike[of] = (many > 1) & (second > given.supply[of] - smallest)
    return fixed, (resource, column, amount), unlike


def _resource_rows(given: Arrays, takers: tuple[Ints, Ints, Ints], unlike: np.ndarray) -> Part:
    resource, column, amount = takers
    return (
        resource,
        column,
        np.where(unlike[resource], 1, amount),
        np.where(unlike, 1, given.supply),
    )


def _need_rows(given: Arrays, first_need: int) -> Part:
    soft = np.array([not need.firm for need in given.needs], dtype=bool)
    need, least = given.serves.column, given.need_at_least
    met = np.flatnonzero(soft)
    return (
        np.concatenate([need, met]),
        np.concatenate([given.serves.row, first_need + np.arange(len(met))]),
        np.concatenate([-np.minimum(given.serves.amount, least[need]), least[met]]),
        np.where(soft, 0, -least),
    )


def _presence_rows(given: Arrays, takers: tuple[Ints, Ints, Ints], unlike: np.ndarray) -> Part:
    """A group is present with each member; members that exclude each other share one row.

    Each member joins the largest set of the group's members of which only one can be chosen
    (the first by resource where two are equally large), and stands alone in none.
    """
    resource, column, _ = takers
    order = ordered(given.members.column)
    order = order[ordered(given.members.row[order])]
    group, offer = given.members.row[order], given.members.column[order]
    one_of = unlike[resource] & (column < len(given.offers))
    resource, column = resource[one_of], column[one_of]
    by_offer = ordered(column)
    resource, start = resource[by_offer], pointers(column, len(given.offers))
    times = np.diff(start)[offer]
    # every member beside every set that it is in: which of them has most members of the group?
    member = np.repeat(np.arange(len(offer)), times)
    begin = np.cumsum(times) - times
    clique = resource[np.arange(len(member)) + np.repeat(start[offer] - begin, times)]
    order = ordered(clique)
    order = order[ordered(group[member[order]])]
    fresh = _fresh(clique[order]) | _fresh(group[member[order]])
    together = np.empty(len(order), dtype=np.int64)
    together[order] = np.cumsum(fresh) - 1
    rank = np.bincount(together)[together] * len(given.resources) - clique
    joins = times > 0
    part = len(order) + np.arange(len(offer))  # who is in no set stands alone
    if len(rank):
        best = np.maximum.reduceat(rank, begin[joins])
        part[joins] = together[rank == np.repeat(best, times[joins])]
    taken = np.zeros(len(order) + len(offer), dtype=np.int64)
    taken[part] = 1
    row = np.cumsum(taken)[part] - 1
    rows = int(taken.sum())
    of = np.empty(rows, dtype=np.int64)
    of[row] = group
    return (
        np.concatenate([row, np.arange(rows)]),
        np.concatenate([offer, len(given.offers) + of]),
        np.concatenate([np.ones(len(row), dtype=np.int64), np.full(rows, -1, dtype=np.int64)]),
        np.zeros(rows, dtype=np.int64),
    )


def _fresh(values: Ints) -> np.ndarray:
    """Where a value differs from the one before it."""
    fresh = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh


def _demand_rows(given: Arrays) -> Part:
    least = given.group_at_least
    demanding = np.flatnonzero(least > 0)
    group = given.counts.row
    return (
        np.concatenate([group, demanding]),
        np.concatenate([given.counts.column, len(given.offers) + demanding]),
        np.concatenate([-np.minimum(given.counts.amount, least[group]), least[demanding]]),
        np.zeros(len(least), dtype=np.int64),
    )


def _joined(parts: list[Part]) -> Matrix:
    """All rows, one kind below the other, tidied."""
    first = np.cumsum([0, *(len(part[3]) for part in parts)])
    return tidied(
        np.concatenate([part[0] + first[i] for i, part in enumerate(parts)]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]),
    )
