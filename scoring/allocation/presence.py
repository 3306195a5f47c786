"""The rows that make a group present with its members: as few and as strong as can be.

A member alone would say "chosen at most present". Members of which only one can be chosen
say it together, in one row, and the solver is not fooled by a half of each.
"""

from typing import NamedTuple

import numpy as np

from scoring.allocation.arrays import Arrays, Ints, Places, ordered, pointers, spans
from scoring.allocation.matrix import Matrix


class Takers(NamedTuple):
    """Which column, rising, takes which ``amount`` of which resource."""

    column: Places
    resource: Places
    amount: Ints


def presence_rows(given: Arrays, takers: Takers, unlike: np.ndarray) -> Matrix:
    """A group is present with each member; members that exclude each other share one row.

    ``takers`` are columns by resource, ``unlike`` the resources of which no two takers fit
    together. Each member joins the largest set of the group's members that take one of those
    (the first by resource where two are equally large), and stands alone in none. Rows are
    the sets by group and resource, and below them who stands alone.
    """
    group = given.members.row.astype(np.int32)
    offer = given.members.column.astype(np.int32)
    joined, owner = _sets(given, takers, unlike, group, offer)
    filled = np.flatnonzero(np.bincount(joined, minlength=len(owner)))
    sets = np.searchsorted(filled, len(owner) - len(offer))
    filled[:sets] = filled[:sets][ordered(owner[filled[:sets]])]
    number = np.empty(len(owner), dtype=np.int64)
    number[filled] = np.arange(len(filled))
    row = number[joined]
    members = Matrix(
        pointers(row, len(filled)),
        offer[ordered(row)],
        np.ones(len(offer), dtype=np.int64),
        np.zeros(len(filled), dtype=np.int64),
    )
    present = len(given.offers) + owner[filled]
    return members.ended(present, np.full(len(filled), -1, dtype=np.int64))


def _sets(
    given: Arrays, takers: Takers, unlike: np.ndarray, group: Places, offer: Places
) -> tuple[Ints, Places]:
    """The set that each member joins, and each set's group.

    Sets are numbered by resource and then by group; last come the members, each as its own set.
    """
    excludes = unlike[takers.resource] & (takers.column < len(given.offers))
    resource, start = takers.resource[excludes], pointers(takers.column[excludes], len(given.offers))
    # every member beside every resource for which it excludes others
    times = (start[1:] - start[:-1])[offer]
    beside = resource[spans(start[offer], times)]
    order = ordered(beside)  # and by group, as the members are
    resource, owner = beside[order], np.repeat(group, times)[order]
    borders = np.ones(len(order) + 1, dtype=bool)
    np.not_equal(resource[1:], resource[:-1], out=borders[1:-1])
    borders[1:-1] |= owner[1:] != owner[:-1]
    ends = np.flatnonzero(borders)
    first, sizes = ends[:-1], ends[1:] - ends[:-1]
    joins, many = times > 0, len(first)
    joined = many + np.arange(len(offer))
    if many:  # the largest set, and of equally large ones the first: one number says both
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.repeat(sizes * many - np.arange(many), sizes)
        joined[joins] = -np.maximum.reduceat(rank, (np.cumsum(times) - times)[joins]) % many
    return joined, np.concatenate([owner[first], group])
