"""The allocation problem (分配问题): offers, resources, needs and groups as plain frozen data.

An *offer* is one operator's bid for a lot, or for a package of lots at its package price.
It uses whole amounts of *resources* (the lot, its rooms, a budget, the operator's staff or
quota of lots) and serves *needs*. A *group* is present when any of its members is chosen:
present, it uses its own resources once and demands a count among the chosen offers.
Whole center against zones is nothing but rooms used twice.

Every amount is a whole number from 0 to 2**63 - 1; points are exact decimals. The JSON
form is described in ``docs/allocation.md``; ``reading`` is its only door.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import Any

from scoring.exact import ExactError, text

FORMAT = "hengbiao/allocation-problem/1"
LARGEST = 2**63 - 1
MOST_PLACES = 30  # no points that a person typed have more decimals


class Objective(Enum):
    """What makes one plan better than another; the order of a problem's tuple decides."""

    NEEDS = "needs"  # most soft needs met
    POINTS = "points"  # most points in total
    PRICE = "price"  # least total price


@dataclass(frozen=True, slots=True)
class Offer:
    """One bid that is taken whole or not at all; ``lots`` are names, ``uses`` are the limits."""

    id: str
    operator: str
    lots: tuple[str, ...]
    points: Fraction
    price_fen: int
    uses: Mapping[str, int] = field(default_factory=dict)
    serves: Mapping[str, int] = field(default_factory=dict)

    def to_json(self, places: int) -> dict[str, Any]:
        """The offer in its JSON form, points with ``places`` decimals."""
        return {
            "id": self.id,
            "operator": self.operator,
            "lots": list(self.lots),
            "points": text(self.points, places),
            "price_fen": self.price_fen,
            "uses": dict(self.uses),
            "serves": dict(self.serves),
        }


@dataclass(frozen=True, slots=True)
class Resource:
    """Something scarce: what all chosen offers and present groups use may not pass ``supply``.

    Resources with the same ``shared`` have one figure for their supply, such as a quota that
    is the same for every operator: whoever changes it changes all of them.
    """

    id: str
    supply: int
    says: str = ""
    article: str = ""
    shared: str = ""

    def to_json(self) -> dict[str, Any]:
        """The resource in its JSON form, without its id; what was not given is left out."""
        form = {"supply": self.supply, **_words(self.says, self.article)}
        return form | {"shared": self.shared} if self.shared else form


@dataclass(frozen=True, slots=True)
class Need:
    """Something to serve: met when the chosen offers serve it ``at_least`` that much.

    A firm need must be met; a soft one counts in the objective ``needs`` when it is.
    """

    id: str
    at_least: int
    firm: bool
    says: str = ""
    article: str = ""

    def to_json(self) -> dict[str, Any]:
        """The need in its JSON form."""
        return {
            "id": self.id,
            "at_least": self.at_least,
            "firm": self.firm,
            **_words(self.says, self.article),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Offers with common consequences, present when any member is chosen.

    ``counts`` is how much each chosen offer adds towards ``at_least``. None counts every
    member once; once given, an offer that it leaves out counts nothing, and it may count
    offers that are not members ("a funded center must hold a care service").
    """

    id: str
    members: tuple[str, ...]
    uses: Mapping[str, int] = field(default_factory=dict)
    at_least: int = 0
    counts: Mapping[str, int] | None = None
    says: str = ""
    article: str = ""

    @property
    def weights(self) -> Mapping[str, int]:
        """What each offer adds towards ``at_least`` when it is chosen."""
        return dict.fromkeys(self.members, 1) if self.counts is None else self.counts

    def to_json(self) -> dict[str, Any]:
        """The group in its JSON form; what was not given is left out."""
        form: dict[str, Any] = {"id": self.id, "members": list(self.members)}
        if self.uses:
            form["uses"] = dict(self.uses)
        if self.at_least:
            form["at_least"] = self.at_least
        if self.counts is not None:
            form["counts"] = dict(self.counts)
        return form | _words(self.says, self.article)


@dataclass(frozen=True, slots=True)
class Problem:
    """Offers competing for resources; ``objective`` is lexicographic, first entry first.

    One built in Python is trusted; ``Problem.from_json(problem.to_json())`` checks it.
    """

    offers: tuple[Offer, ...]
    resources: Mapping[str, Resource]
    needs: tuple[Need, ...]
    groups: tuple[Group, ...]
    objective: tuple[Objective, ...]

    @classmethod
    def from_json(cls, form: object) -> Problem:
        """The problem of a parsed JSON form; raises ProblemError carrying every mistake at once."""
        from scoring.allocation.reading import read  # reading needs these nouns first

        return read(form)

    def to_json(self) -> dict[str, Any]:
        """The problem in its JSON form, all points with the same number of decimals."""
        places = self.places
        return {
            "format": FORMAT,
            "offers": [offer.to_json(places) for offer in self.offers],
            "resources": {key: resource.to_json() for key, resource in self.resources.items()},
            "needs": [need.to_json() for need in self.needs],
            "groups": [group.to_json() for group in self.groups],
            "objective": [objective.value for objective in self.objective],
        }

    @property
    def places(self) -> int:
        """The fewest decimals that write every offer's points exactly.

        Raises ExactError for points without a short decimal form, such as one third.
        """
        return places_of({offer.points.denominator for offer in self.offers})


def places_of(denominators: Collection[int]) -> int:
    """The fewest decimals that write every fraction with these denominators; else ExactError."""
    denominator = lcm(*denominators)
    for places in range(MOST_PLACES + 1):
        if 10**places % denominator == 0:
            return places
    raise ExactError("some points have no short decimal form: round them first")


def _words(says: str, article: str) -> dict[str, str]:
    """The sentence shown to people and its source, each left out when empty."""
    return {key: value for key, value in (("says", says), ("article", article)) if value}
