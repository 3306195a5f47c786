"""The problem as one sparse 0/1 model with a strong formulation, for a floating-point solver.

Columns are, in this order: offers (by id), present groups, soft needs met. Every row reads
"whole coefficients times columns is at most a whole number", so that exactness can be argued
row by row (``matrix``).

Strong: a group's presence is bounded below by every member (joined where members exclude
each other), soft needs and demands are scaled to their own size, resources of which no two
takers fit together read "at most one", and offers that cannot fit alone are fixed at 0.
"""

from collections.abc import Collection
from functools import cached_property

import numpy as np

from scoring.allocation.arrays import Arrays, Floats, Places, ordered, pointers
from scoring.allocation.check import served
from scoring.allocation.matrix import Matrix, joined, tidied
from scoring.allocation.presence import Takers, presence_rows
from scoring.allocation.problem import Objective, Problem


class Model:
    """Rows, fixed columns and objective weights of one problem, in an order of its ids alone."""

    def __init__(self, problem: Problem, given: Arrays | None = None) -> None:
        """Build the rows of every resource, need and group; ``given`` is the problem in arrays."""
        self.arrays = given = given or Arrays.of(problem)
        self.offers, self.unit = given.offers, given.unit
        self.soft = tuple(need for need in given.needs if not need.firm)
        first_need = len(given.offers) + len(given.groups)
        self.width = first_need + len(self.soft)
        self.fixed_at_zero, takers = _takers(given)
        supplies = _supplies(given, takers)
        unlike = _unlike(supplies)
        parts = [tidied(_resource_rows(supplies, unlike))]
        if given.needs:
            parts.append(tidied(_need_rows(given, first_need)))
        if given.groups:
            parts += [presence_rows(given, takers, unlike), tidied(_demand_rows(given))]
        self.matrix = joined(parts)

    @cached_property
    def column(self) -> dict[str, int]:
        """Each offer's column, by its id."""
        return {offer.id: i for i, offer in enumerate(self.offers)}

    @cached_property
    def present(self) -> dict[str, int]:
        """Each group's column, by its id."""
        return {group.id: i for i, group in enumerate(self.arrays.groups, len(self.offers))}

    @cached_property
    def met(self) -> dict[str, int]:
        """Each soft need's column, by its id."""
        return {need.id: i for i, need in enumerate(self.soft, self.width - len(self.soft))}

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

    def costs(self, objective: Objective) -> Floats:
        """The weights of an objective in every column, as a solver reads them."""
        costs = np.zeros(self.width)
        many = len(self.offers)
        if objective is Objective.NEEDS:
            costs[self.width - len(self.soft) :] = 1
        elif objective is Objective.PRICE:
            costs[:many] = [-offer.price_fen for offer in self.offers]
        else:
            costs[:many] = self.arrays.points
        return costs


def _takers(given: Arrays) -> tuple[Places, Takers]:
    """Columns that fit no supply; and which column takes how much of which resource that it fits."""
    groups = given.group_uses.row + len(given.offers)
    column = np.concatenate([given.uses.row, groups], dtype=np.int32)
    resource = np.concatenate([given.uses.column, given.group_uses.column], dtype=np.int32)
    amount = np.concatenate([given.uses.amount, given.group_uses.amount])
    fits = amount <= given.supply[resource]
    fixed = np.unique(column[~fits])
    takes = fits & (amount > 0)
    if not takes.all():
        column, resource, amount = column[takes], resource[takes], amount[takes]
    return fixed, Takers(column, resource, amount)


def _supplies(given: Arrays, takers: Takers) -> Matrix:
    """One row for each resource: what is taken of it, by column, is at most its supply."""
    order = ordered(takers.resource)
    start = pointers(takers.resource, len(given.supply))
    return Matrix(start, takers.column[order], takers.amount[order], given.supply)


def _unlike(rows: Matrix) -> np.ndarray:
    """Rows with several entries of which no two fit together, though each fits alone.

    Two fit together when the smallest and one more do.
    """
    sizes = rows.sizes
    taken = sizes > 0
    room = rows.at_most.copy()
    if taken.any():
        room[taken] -= np.minimum.reduceat(rows.coefficient, rows.start[:-1][taken])
    beside = rows.sums(rows.coefficient <= np.repeat(room, sizes))
    unlike: np.ndarray = (sizes > 1) & (beside < 2)
    return unlike


def _resource_rows(supplies: Matrix, unlike: np.ndarray) -> Matrix:
    one = np.repeat(unlike, supplies.sizes)
    return Matrix(
        supplies.start,
        supplies.column,
        np.where(one, 1, supplies.coefficient),
        np.where(unlike, 1, supplies.at_most),
    )


def _need_rows(given: Arrays, first_need: int) -> Matrix:
    soft = np.array([not need.firm for need in given.needs], dtype=bool)
    order, least = ordered(given.serves.column), given.need_at_least
    need = given.serves.column[order]
    serving = Matrix(
        pointers(need, len(least)),
        given.serves.row[order].astype(np.int32),
        -np.minimum(given.serves.amount[order], least[need]),
        np.where(soft, 0, -least),
    )
    return serving.ended(first_need + np.cumsum(soft) - 1, np.where(soft, least, 0))


def _demand_rows(given: Arrays) -> Matrix:
    least, group = given.group_at_least, given.counts.row
    counted = Matrix(
        pointers(group, len(least)),
        given.counts.column.astype(np.int32),
        -np.minimum(given.counts.amount, least[group]),
        np.zeros(len(least), dtype=np.int64),
    )
    return counted.ended(len(given.offers) + np.arange(len(least)), least)
