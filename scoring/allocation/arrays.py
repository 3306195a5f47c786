"""A problem as arrays: the same nouns as whole-number columns, for models of any size.

Offers, resources, needs and groups are numbered in the order of their ids, so that nothing
made from these arrays depends on the order in which they were given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from scoring.allocation.problem import Group, Need, Offer, Problem, Resource, places_of

Ints = NDArray[np.int64]
_id, _uses, _serves = attrgetter("id"), attrgetter("uses"), attrgetter("serves")
_DIGIT = 16  # bits: numpy sorts numbers of so many by counting, ten times as fast as larger ones


@dataclass(frozen=True, slots=True)
class Amounts:
    """Who (``row``, rising) has how much (``amount``) of what (``column``), one entry each."""

    row: Ints
    column: Ints
    amount: Ints

    @classmethod
    def of(cls, owners: Sequence[Mapping[str, int]], number: Mapping[str, int]) -> Amounts:
        """The entries of one mapping for each owner, its keys numbered by ``number``."""
        row, column = _numbered(owners, number)
        values = chain.from_iterable(owner.values() for owner in owners if owner)
        return cls(row, column, np.fromiter(values, dtype=np.int64, count=len(row)))


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
    points: tuple[int, ...]
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
        column = _numbers(offers)
        resource = _numbers(resources)
        member = _numbered([group.members for group in groups], column)
        unit, points = _points(offers)
        return cls(
            offers,
            resources,
            needs,
            groups,
            column,
            unit,
            points,
            Amounts.of(list(map(_uses, offers)), resource),
            Amounts.of(list(map(_serves, offers)), _numbers(needs)),
            Amounts.of(list(map(_uses, groups)), resource),
            Amounts(*member, np.ones(len(member[0]), dtype=np.int64)),
            Amounts.of([group.weights if group.at_least else {} for group in groups], column),
            _whole([r.supply for r in resources]),
            _whole([n.at_least for n in needs]),
            _whole([g.at_least for g in groups]),
        )


def ordered(keys: Ints) -> Ints:
    """The stable order of keys that are not negative."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in range(_DIGIT, int(keys.max(initial=0)).bit_length(), _DIGIT):
        digit = (keys >> shift).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def pointers(rows: Ints, many: int) -> Ints:
    """Where each of ``many`` rows begins among entries sorted by row, and where the last one ends."""
    start = np.zeros(many + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=many), out=start[1:])
    return start


def _numbered(owners: Sequence[Collection[str]], number: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Each owner as often as it has keys, and the keys' numbers."""
    sizes = np.fromiter(map(len, owners), dtype=np.int64, count=len(owners))
    keys = map(number.__getitem__, chain.from_iterable(owners))
    row = np.repeat(np.arange(len(owners)), sizes)
    return row, np.fromiter(keys, dtype=np.int64, count=len(row))


def _numbers(things: Sequence[Offer | Resource | Need]) -> dict[str, int]:
    return dict(zip(map(_id, things), range(len(things)), strict=True))


def _points(offers: Sequence[Offer]) -> tuple[int, tuple[int, ...]]:
    """The unit of ``Problem.places``, and each offer's points in it; whole numbers of any size."""
    ratios = [offer.points.as_integer_ratio() for offer in offers]
    unit = 10 ** places_of({bottom for _, bottom in ratios})
    return unit, tuple([top * (unit // bottom) for top, bottom in ratios])


def _whole(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
