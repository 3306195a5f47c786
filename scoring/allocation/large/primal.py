"""A good plan (可行方案) for a large problem: built place by place, then improved part by part.

Building: clusters of places one after the other, over the offers that the bound's bundles
favor; what a cluster uses of wide resources costs it the bound's prices, so that no
cluster takes what is worth more elsewhere. Improving: some places, or some operators, are
freed and solved anew while the rest stands. Every plan on the way keeps every row.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from scoring.allocation.large.blocks import Blocks, Floats
from scoring.allocation.large.dual import Dual
from scoring.allocation.large.part import Cutter, solve_part
from scoring.allocation.large.places import clusters, neighbors, places

_FAVORED = 0.02  # an offer in so many of the bound's bundles may be in the first plan
_CLUSTER = 1200  # favored offers in one cluster
_PATIENCE = 3.0  # seconds for one part


@dataclass(frozen=True, slots=True)
class Improved:
    """A plan over all columns, its worth, and how many parts were tried and taken."""

    columns: Floats
    worth: float
    tried: int
    taken: int


class Builder:
    """One problem's plan on its way up."""

    def __init__(self, blocks: Blocks, worth: Floats, dual: Dual, deadline: float) -> None:
        """Begin with the empty plan, which the caller has found to keep every rule."""
        self.blocks, self.dual, self.deadline = blocks, dual, deadline
        self.worth = worth
        self.cutter = Cutter(blocks)
        self.now = np.zeros(blocks.model.width)
        self.place = places(blocks)
        self.near = neighbors(blocks, self.place)
        self.tried = self.taken = 0

    def build(self, until: float) -> None:
        """The first plan, cluster after cluster, until a ``monotonic`` time."""
        favored = self.dual.average > _FAVORED
        weight = np.bincount(self.place[favored], minlength=self.near.shape[0])
        sets = clusters(self.near, weight, _CLUSTER)
        for k, cluster in enumerate(sets):
            inside = np.isin(self.place, cluster)
            left = (until - monotonic()) / (len(sets) - k)
            priced = self.worth.copy()
            priced[: self.blocks.offers] -= self._wide(inside)
            found = solve_part(self.cutter.cut(self.now, inside & favored, priced), min(left * 2, 30), 2e-3)
            self._take(self.cutter.columns(inside & favored), found, priced)

    def _wide(self, inside: NDArray[np.bool_]) -> Floats:
        """What each offer pays, at the bound's prices, for what is used outside as well."""
        blocks, uses = self.blocks, self.blocks.model.arrays.uses
        outside = blocks.over_offers @ (~inside).astype(np.float64) != 0
        paid = blocks.back_offers @ np.where(outside, self.dual.prices, 0)
        beyond = np.zeros(len(blocks.rules.supply), dtype=bool)
        beyond[uses.column[~inside[uses.row]]] = True
        own = np.where(beyond, self.dual.own_prices, 0)
        return np.asarray(paid + np.bincount(uses.row, uses.amount * own[uses.column], blocks.offers))

    def improve(self, seed: int, gap: float, executor: Executor | None, workers: int) -> Improved:
        """Free and solve parts until the deadline, or until the bound is within ``gap`` (share of 1)."""
        rng = np.random.default_rng(seed)
        sizes = [min(14.0, self.near.shape[0]), max(3.0, self.blocks.operators * 0.2)]
        turn = 0
        while monotonic() < self.deadline - 0.2 and not self._near_enough(gap):
            turn += 1
            by_operator = turn % 2 == 1
            pick = self._operators if by_operator else self._places
            chosen = [pick(rng, int(sizes[turn % 2]))]
            for _ in range(workers - 1):
                other = pick(rng, int(sizes[turn % 2]))
                for one in chosen:
                    other = self.cutter.apart(one, other)
                chosen.append(other)
            began = monotonic()
            self._solve([free for free in chosen if free.any()], executor)
            took = monotonic() - began
            if took < _PATIENCE / 4:
                sizes[turn % 2] *= 1.2
            elif took > 0.9 * _PATIENCE:
                sizes[turn % 2] *= 0.9
        return Improved(self.now, float(self.worth @ self.now), self.tried, self.taken)

    def _near_enough(self, gap: float) -> bool:
        value = float(self.worth @ self.now)
        return self.dual.bound - value <= gap * max(abs(value), 1)

    def _places(self, rng: np.random.Generator, many: int) -> NDArray[np.bool_]:
        """The offers at a place drawn at random and at those nearest to it."""
        seed = int(rng.integers(self.near.shape[0]))
        pull = self.near[[seed]].toarray().ravel() + rng.random(self.near.shape[0])
        pull[seed] = np.inf
        picked = np.argsort(-pull)[: 2 * many]
        return np.isin(self.place, [seed, *rng.permutation(picked)[: many - 1]])

    def _operators(self, rng: np.random.Generator, many: int) -> NDArray[np.bool_]:
        """The offers of some operators who meet at a place drawn at random, and of others."""
        met = np.unique(self.blocks.operator[self.place == self.place[rng.integers(self.blocks.offers)]])
        rest = rng.permutation(self.blocks.operators)
        picked = np.concatenate([met, rest])[: max(many, len(met))]
        return np.isin(self.blocks.operator, picked)

    def _solve(self, free: list[NDArray[np.bool_]], executor: Executor | None) -> None:
        left = min(_PATIENCE, self.deadline - monotonic())
        alone = len(free) == 1
        parts = [self.cutter.cut(self.now, one, self.worth, len(free), needs=alone) for one in free]
        run: Callable[..., object] = solve_part
        if executor is None or alone:
            answers = [solve_part(part, left, 1e-3) for part in parts]
        else:
            waiting = [executor.submit(run, part, left, 1e-3) for part in parts]
            answers = [one.result() for one in waiting]  # type: ignore[misc]
        for part, answer in zip(parts, answers, strict=True):
            self.tried += 1
            self._take(part.columns, answer, self.worth)

    def _take(self, columns: np.ndarray, answer: Floats | None, worth: Floats) -> None:
        """Keep an answer that is worth more than what stands there now."""
        if answer is None:
            return
        columns = np.flatnonzero(columns) if columns.dtype == bool else columns
        if worth[columns] @ answer > worth[columns] @ self.now[columns] + 1e-6:
            self.now[columns] = answer
            self.taken += 1
