"""A problem as arrays: the same nouns as whole-number columns, for models of any size.

Offers, resources, needs and groups are numbered in the order of their ids, so that nothing
made from these arrays depends on the order in which they were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from scoring.allocation.problem import Group, Need, Offer, Problem, Resource

Ints = NDArray[np.int64]
_id = attrgetter("id")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Who (``row``) has how much (``amount``) of what (``column``), one entry each."""

    row: Ints
    column: Ints
    amount: Ints

    @classmethod
    def of(cls, owners: Iterable[Mapping[str, int]], number: Mapping[str, int]) -> Amounts:
        """The entries of one mapping for each owner, its keys numbered by ``number``."""
        owners = tuple(owners)
        sizes = np.fromiter(map(len, owners), dtype=np.int64, count=len(owners))
        many = int(sizes.sum())
        keys = map(number.__getitem__, chain.from_iterable(owners))
        values = chain.from_iterable(owner.values() for owner in owners)
        return cls(
            np.repeat(np.arange(len(owners)), sizes),
            np.fromiter(keys, dtype=np.int64, count=many),
            np.fromiter(values, dtype=np.int64, count=many),
        )


@dataclass(frozen=True, slots=True)
class Arrays:
    """One problem in columns. ``points`` are in last decimals (``unit`` to the point).

    ``groups`` are those with consequences: a use or a demand. ``members`` lists (group,
    offer) pairs, the amount always 1; ``counts`` what an offer adds to a group's demand.
    """

    offers: tuple[Offer, ...]
    resources: tuple[Resource, ...]
    needs: tuple[Need, ...]
    groups: tuple[Group, ...]
    column: Mapping[str, int]
    unit: int
    uses: Amounts
    serves: Amounts
    group_uses: Amounts
    members: Amounts
    counts: Amounts
    supply: Ints
    need_at_least: Ints
    group_at_least: Ints

    @classmethod
    def of(cls, problem: Problem) -> Arrays:
        """The arrays of ``problem``; raises OverflowError for an amount beyond 64 bits."""
        offers = tuple(sorted(problem.offers, key=_id))
        resources = tuple(sorted(problem.resources.values(), key=_id))
        needs = tuple(sorted(problem.needs, key=_id))
        groups = tuple(sorted((g for g in problem.groups if g.uses or g.at_least), key=_id))
        column = {offer.id: i for i, offer in enumerate(offers)}
        resource = {r.id: i for i, r in enumerate(resources)}
        need = {n.id: i for i, n in enumerate(needs)}
        demanding = [group.weights if group.at_least else {} for group in groups]
        return cls(
            offers,
            resources,
            needs,
            groups,
            column,
            10**problem.places,
            Amounts.of((offer.uses for offer in offers), resource),
            Amounts.of((offer.serves for offer in offers), need),
            Amounts.of((group.uses for group in groups), resource),
            _members(groups, column),
            Amounts.of(demanding, column),
            _whole(r.supply for r in resources),
            _whole(n.at_least for n in needs),
            _whole(g.at_least for g in groups),
        )

    @property
    def points(self) -> list[int]:
        """Each offer's points in last decimals; whole numbers of any size."""
        unit = self.unit
        return [o.points.numerator * (unit // o.points.denominator) for o in self.offers]


def _members(groups: tuple[Group, ...], column: Mapping[str, int]) -> Amounts:
    sizes = np.fromiter((len(group.members) for group in groups), dtype=np.int64, count=len(groups))
    many = int(sizes.sum())
    found = map(column.__getitem__, chain.from_iterable(group.members for group in groups))
    return Amounts(
        np.repeat(np.arange(len(groups)), sizes),
        np.fromiter(found, dtype=np.int64, count=many),
        np.ones(many, dtype=np.int64),
    )


def _whole(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)
