"""The problem as one sparse 0/1 model with a strong formulation, for a floating-point solver.

Columns are, in this order: offers (by id), present groups, soft needs met. Every row reads
"whole coefficients times columns is at most a whole number", so that exactness can be argued
row by row: rows are divided by their greatest common divisor, and a row whose numbers are too
large for a solver is replaced by a *coarser* row that every true plan keeps. A plan found that
way counts only after ``check`` has passed it.

Strong: a group's presence is bounded below by every member (joined where members exclude
each other), soft needs and demands are scaled to their own size, and offers that cannot fit
alone are fixed at 0.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from scoring.allocation.check import served
from scoring.allocation.problem import Group, Need, Objective, Problem

LARGEST_COEFFICIENT = 2**31  # sums of a million such numbers are still exact in a double


@dataclass(frozen=True, slots=True)
class Row:
    """The sum of coefficient times column is at most ``at_most``."""

    columns: Sequence[int]
    coefficients: Sequence[int]
    at_most: int


def tidy(terms: Iterable[tuple[int, int]], at_most: int) -> Row | None:
    """The row in its smallest numbers; None when no choice of columns can break it.

    Rounding down both sides keeps every true plan, because columns are 0 or 1.
    """
    terms = [(column, amount) for column, amount in terms if amount]
    if sum(amount for _, amount in terms if amount > 0) <= at_most:
        return None
    divisor = gcd(*(amount for _, amount in terms)) or 1
    largest = max((abs(amount) for _, amount in terms), default=0)
    if largest > divisor * LARGEST_COEFFICIENT:
        divisor = -(-largest // LARGEST_COEFFICIENT)
    return Row([c for c, _ in terms], [amount // divisor for _, amount in terms], at_most // divisor)


class Model:
    """Rows, fixed columns and objective weights of one problem, in an order of its ids alone."""

    def __init__(self, problem: Problem) -> None:
        """Build the rows of every resource, need and group."""
        self.offers = sorted(problem.offers, key=lambda offer: offer.id)
        self.column = {offer.id: i for i, offer in enumerate(self.offers)}
        groups = sorted((g for g in problem.groups if g.uses or g.at_least), key=lambda g: g.id)
        self.soft = sorted((need for need in problem.needs if not need.firm), key=lambda need: need.id)
        self.present = {group.id: len(self.offers) + i for i, group in enumerate(groups)}
        first_need = len(self.offers) + len(groups)
        self.met = {need.id: first_need + i for i, need in enumerate(self.soft)}
        self.width = first_need + len(self.soft)
        self.fixed_at_zero: set[int] = set()
        self.rows: list[Row] = []
        self.unit = 10**problem.places
        self._cliques: list[list[int]] = [[] for _ in self.offers]
        self._limit_resources(problem, groups)
        self._serve(sorted(problem.needs, key=lambda need: need.id))
        self._mark_presence(groups)

    def ones(self, problem: Problem, chosen: Collection[str]) -> frozenset[int]:
        """The columns that a plan sets to 1."""
        service = served(problem, chosen)
        return frozenset(
            [
                *(self.column[offer] for offer in chosen),
                *(
                    self.present[group.id]
                    for group in problem.groups
                    if group.id in self.present and any(member in chosen for member in group.members)
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
        return {i: int(offer.points * self.unit) for i, offer in enumerate(self.offers) if offer.points}

    def _limit_resources(self, problem: Problem, groups: Sequence[Group]) -> None:
        takers: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, offer in enumerate(self.offers):
            for resource, amount in offer.uses.items():
                takers[resource].append((i, amount))
        for group in groups:
            for resource, amount in group.uses.items():
                takers[resource].append((self.present[group.id], amount))
        for resource in sorted(takers):
            self._limit(takers[resource], problem.resources[resource].supply)

    def _limit(self, terms: list[tuple[int, int]], supply: int) -> None:
        """The row of one resource; where no two takers fit together it becomes "at most one"."""
        self.fixed_at_zero.update(column for column, amount in terms if amount > supply)
        terms = [(column, amount) for column, amount in terms if 0 < amount <= supply]
        smallest = sorted(amount for _, amount in terms)[:2]
        if len(smallest) == 2 and sum(smallest) > supply:
            terms, supply = [(column, 1) for column, _ in terms], 1
            for column, _ in terms:
                if column < len(self.offers):
                    self._cliques[column].append(len(self.rows))
        self._add(terms, supply)

    def _serve(self, needs: Sequence[Need]) -> None:
        servers: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, offer in enumerate(self.offers):
            for key, amount in offer.serves.items():
                servers[key].append((i, amount))
        for need in needs:
            terms = [(column, -min(amount, need.at_least)) for column, amount in servers[need.id]]
            if need.firm:
                self._add(terms, -need.at_least)
            else:
                self._add([*terms, (self.met[need.id], need.at_least)], 0)

    def _mark_presence(self, groups: Sequence[Group]) -> None:
        for group in groups:
            present = self.present[group.id]
            for together in self._exclusive(group):
                self._add([*((column, 1) for column in together), (present, -1)], 0)
            demand = [
                (self.column[offer], -min(amount, group.at_least)) for offer, amount in group.weights.items()
            ]
            self._add([*sorted(demand), (present, group.at_least)], 0)

    def _exclusive(self, group: Group) -> list[list[int]]:
        """The members, joined into sets of which at most one can be chosen."""
        left = {self.column[member] for member in group.members}
        by_clique: defaultdict[int, list[int]] = defaultdict(list)
        for column in sorted(left):
            for clique in self._cliques[column]:
                by_clique[clique].append(column)
        parts = []
        for _, columns in sorted(by_clique.items(), key=lambda item: (-len(item[1]), item[0])):
            part = [column for column in columns if column in left]
            if len(part) > 1:
                parts.append(part)
                left.difference_update(part)
        return parts + [[column] for column in sorted(left)]

    def _add(self, terms: Iterable[tuple[int, int]], at_most: int) -> None:
        row = tidy(terms, at_most)
        if row is not None:
            self.rows.append(row)


def at_least(weights: Mapping[int, int], value: int) -> Row | None:
    """The row that keeps an objective from falling below ``value``."""
    return tidy([(column, -weight) for column, weight in weights.items()], -value)
