"""A problem as arrays: the same nouns as whole-number columns, for models of any size.

Offers, resources, needs and groups are numbered in the order of their ids, so that nothing
made from these arrays depends on the order in which they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from scoring.allocation.problem import Group, Need, Offer, Problem, Resource, places_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Places = NDArray[np.int32]  # rows and columns, of which a solver has fewer than 2**31
_uses, _serves, _members = attrgetter("uses"), attrgetter("serves"), attrgetter("members")
_supply, _at_least = attrgetter("supply"), attrgetter("at_least")
T = TypeVar("T", bound=Offer | Resource | Need | Group)
V = TypeVar("V")
_NOTHING: Mapping[str, int] = MappingProxyType({})
_DIGIT = 16  # bits: numpy sorts numbers of so many by counting, ten times as fast as larger ones


@dataclass(frozen=True, slots=True)
class Amounts:
    """Who (``row``, rising) has how much (``amount``) of what (``column``), one entry each."""

    row: Ints
    column: Ints
    amount: Ints


@dataclass(frozen=True, slots=True)
class Arrays:
    """One problem in columns. ``points`` are in last decimals (``unit`` to the point).

    ``groups`` are those with consequences: a use or a demand. ``members`` lists (group,
    offer) pairs, the amount always 1; ``counts`` what an offer adds to a group's demand.
    """

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    groups: tuple[Group, ...]
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
        offers = _ById(problem.offers)
        needs = _ById(problem.needs)
        resources = _ById(tuple(problem.resources.values()))
        groups = _ById(tuple([group for group in problem.groups if group.uses or group.at_least]))
        unit, points = _points(problem.offers)
        return cls(
            offers.sorted(offers.given),
            needs.sorted(needs.given),
            groups.sorted(groups.given),
            unit,
            offers.sorted(points),
            offers.amounts(_uses, resources),
            offers.amounts(_serves, needs),
            groups.amounts(_uses, resources),
            groups.members(offers),
            groups.amounts(_counts, offers),
            resources.whole(_supply),
            needs.whole(_at_least),
            groups.whole(_at_least),
        )


class _ById(Generic[T]):
    """Things to be read as they are given, and put in the order of their ids by arrays.

    Things lie in memory as they were made. Going through a large problem from id to id takes
    half as long again.
    """

    def __init__(self, given: Sequence[T]) -> None:
        """Sort: ``order`` is where each thing was given, by id."""
        self.given = given
        self.ids = [thing.id for thing in given]
        self.order = np.array(sorted(range(len(given)), key=self.ids.__getitem__), dtype=np.int64)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each id was given."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    @cached_property
    def place(self) -> Ints:
        """Which number by id each thing has, as they are given."""
        place = np.empty_like(self.order)
        place[self.order] = np.arange(len(place))
        return place

    def sorted(self, values: Sequence[V]) -> tuple[V, ...]:
        """One value of each thing, as they are given, in the order of the ids."""
        return tuple(map(values.__getitem__, self.order.tolist()))

    def whole(self, read: Callable[[T], int]) -> Ints:
        """One whole number of each thing."""
        return np.array(list(map(read, self.given)), dtype=np.int64)[self.order]

    def amounts(self, read: Callable[[T], Mapping[str, int]], keys: _ById[Any]) -> Amounts:
        """One mapping of each thing, from the ids of ``keys``."""
        if not keys.ids:  # nothing to have an amount of
            return Amounts(*np.zeros((3, 0), dtype=np.int64))
        of = list(map(read, self.given))
        row, column, at = self._entries(of, keys)
        values = chain.from_iterable(each.values() for each in of if each)
        return Amounts(row, column, np.fromiter(values, dtype=np.int64, count=len(row))[at])

    def members(self, keys: _ById[Any]) -> Amounts:
        """The members of each thing, rising among ``keys``; the amount is always 1."""
        row, column, _ = self._entries(list(map(_members, self.given)), keys)
        order = ordered(column)
        order = order[ordered(row[order])]
        return Amounts(row, column[order], np.ones(len(row), dtype=np.int64))

    def _entries(self, of: Sequence[Collection[str]], keys: _ById[Any]) -> tuple[Ints, Ints, Ints]:
        """The thing and the key of each entry, and as which one of all it is read."""
        sizes = np.fromiter(map(len, of), dtype=np.int64, count=len(of))
        named = map(keys.position.__getitem__, chain.from_iterable(of))
        column = keys.place[np.fromiter(named, dtype=np.int64, count=int(sizes.sum()))]
        first = np.cumsum(sizes) - sizes
        sizes = sizes[self.order]
        at = spans(first[self.order], sizes)
        return np.repeat(np.arange(len(of)), sizes), column[at], at


def spans(first: Ints, sizes: Ints) -> Ints:
    """``first``, ``first + 1`` and so on for each size, one span after the other."""
    end = np.cumsum(sizes)
    places = np.arange(end[-1] if len(end) else 0)
    places += np.repeat(first - end + sizes, sizes)
    return places


def ordered(keys: Ints | Places) -> Ints:
    """The stable order of keys that are not negative."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in range(_DIGIT, int(keys.max(initial=0)).bit_length(), _DIGIT):
        digit = (keys >> shift).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def pointers(rows: Ints | Places, many: int) -> Ints:
    """Where each of ``many`` rows begins among entries sorted by row, and where the last one ends."""
    start = np.zeros(many + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=many), out=start[1:])
    return start


def _counts(group: Group) -> Mapping[str, int]:
    return group.weights if group.at_least else _NOTHING


def _points(offers: Sequence[Offer]) -> tuple[int, tuple[int, ...]]:
    """The unit of ``Problem.places``, and each offer's points in it; whole numbers of any size."""
    ratios = [offer.points.as_integer_ratio() for offer in offers]
    unit = 10 ** places_of({bottom for _, bottom in ratios})
    return unit, tuple([top * (unit // bottom) for top, bottom in ratios])
