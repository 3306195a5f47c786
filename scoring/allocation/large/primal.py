"""A good plan (可行方案) for a large problem: built cluster by cluster, then improved part by part.

Building: clusters of places one after the other, over the offers that the bound's bundles
favor. Of what is scarce beyond it, a cluster gets the share that the bound's average spends
there; what it leaves goes on to the next. Improving: the favored offers of some places, or
of some operators, are freed and solved anew while the rest stands. Every plan on the way
keeps every row.
"""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from dataclasses import dataclass
from time import monotonic
from warnings import warn

import numpy as np

from scoring.allocation.arrays import Floats
from scoring.allocation.large.blocks import Blocks
from scoring.allocation.large.dual import Dual
from scoring.allocation.large.part import Mask, Part, Standing, kept, solve_part
from scoring.allocation.large.places import clusters, neighbors, places

_FAVORED = 0.01  # an offer in so many of the bound's bundles may be in the first plan
_CLUSTER = 350  # favored offers in one cluster
_PATIENCE = 3.0  # seconds for one part
_GRACE = 30.0  # seconds beyond what all parts may take until an executor is given up
_FINE = 5e-4  # a part's answer may be so far from its best (share of 1)


@dataclass(slots=True)
class Sizes:
    """How many favored offers a part frees: larger while parts are solved fast."""

    now: float

    def learn(self, took: float) -> None:
        """Grow after a fast part, shrink after one that used up its time."""
        if took < _PATIENCE / 3:
            self.now *= 1.25
        elif took > 0.9 * _PATIENCE:
            self.now = max(self.now * 0.85, 20)


class Builder:
    """One problem's plan on its way up."""

    def __init__(
        self,
        blocks: Blocks,
        worth: Floats,
        dual: Dual,
        executor: Executor | None = None,
        workers: int = 1,
        stop: Callable[[], bool] = lambda: False,
        forced: Mask | None = None,
    ) -> None:
        """Begin with the empty plan, which the caller has found to keep every row.

        Once all ``forced`` columns are 1 they stay so.
        """
        self.blocks, self.worth, self.dual = blocks, worth, dual
        self.forced = np.zeros(len(worth), dtype=bool) if forced is None else forced
        self.executor, self.workers, self.stop = executor, workers, stop
        self.standing = Standing(blocks)
        self.place = places(blocks)
        self.near = neighbors(blocks, self.place)
        self.freed = np.zeros(self.near.shape[0])  # how often each place was
        self.favored = dual.average > _FAVORED
        self.held: list[Floats] = []
        self.tried = self.taken = 0

    def hold(self, reached: list[Floats], then: Floats) -> None:
        """From now on seek another worth, while these fall no lower than they are."""
        self.held, self.worth = reached, then

    def begin(self, plan: Floats) -> bool:
        """Stand on a plan over all columns if it keeps every row."""
        standing = self.standing
        if (self.blocks.matrix @ plan > standing.limit).any() or (plan > standing.upper).any():
            return False
        standing.put(np.arange(len(plan)), plan)
        return True

    def build(self, until: float) -> None:
        """The first plan, cluster after cluster, until a ``monotonic`` time."""
        model, average = self.blocks.model, np.zeros(self.blocks.model.width)
        average[: self.blocks.offers] = self.dual.average
        size = abs(self.standing.by_column)
        weight = np.bincount(self.place[self.favored], minlength=self.near.shape[0])
        sets = clusters(self.near, weight, _CLUSTER)
        later = size @ average + 1e-9
        rank = np.zeros(self.near.shape[0], dtype=np.int64)
        for k, cluster in enumerate(sets):
            rank[cluster] = k
        mine = rank[self.place]
        for k in range(len(sets)):
            if self.stop():
                return
            inside = np.zeros(model.width)
            inside[: self.blocks.offers] = mine == k
            spent = size @ (average * inside)
            share = np.minimum(1.0, (spent + 1e-9) / np.maximum(later, 1e-9))
            later = later - spent
            free = (mine == k) & self.favored
            may_use = np.ceil(self.standing.slack * share)
            part = self.standing.cut(self.standing.columns(free), self.worth, may_use)
            time = 1.5 * (until - monotonic()) / (len(sets) - k)
            self.take(part, solve_part(part, min(time, _PATIENCE), 4 * self._fine(free)))

    def _fine(self, free: Mask) -> float:
        """How near to its best a part with these offers is worth solving."""
        return _FINE * float(abs(self.worth[: self.blocks.offers][free] * self.dual.average[free]).sum())

    def improve(self, seed: int, most: float, deadline: float) -> None:
        """Free and solve parts until a ``monotonic`` time, or until the plan is worth ``most``."""
        rng = np.random.default_rng(seed)
        turn = 0
        kinds = (self._places, self._operators, self._places, self._operators)
        sizes = [Sizes(300.0), Sizes(300.0), Sizes(300.0), Sizes(300.0)]
        everything = np.ones(self.blocks.offers, dtype=bool)
        while monotonic() < deadline - 0.2 and not self.stop() and self._value() < most:
            turn += 1
            kind = turn % len(kinds)
            good = self.favored | (self.standing.now[: self.blocks.offers] > 0) if kind < 2 else everything
            if self.standing.now[self.forced].all():
                self.standing.lower[self.forced] = 1
            free = [kinds[kind](rng, sizes[kind].now, good) for _ in range(self.workers)]
            began = monotonic()
            self._solve([one for one in free if one.any()], deadline)
            sizes[kind].learn(monotonic() - began)

    def _places(self, rng: np.random.Generator, many: float, good: Mask) -> Mask:
        """The good offers at one of the places freed least often yet and at those nearest to it."""
        places = self.near.shape[0]
        seed = int(rng.choice(np.flatnonzero(self.freed == self.freed.min())))
        pull = self.near[[seed]].toarray().ravel() * rng.random(places) + rng.random(places) * 0.01
        pull /= 1.0 + self.freed - self.freed[seed]
        pull[seed] = np.inf
        order = np.argsort(-pull)
        sizes = np.cumsum(np.bincount(self.place[good], minlength=places)[order])
        chosen = np.zeros(places, dtype=bool)
        chosen[order[: 1 + int(np.searchsorted(sizes, many))]] = True
        self.freed[chosen] += 1
        return np.asarray(chosen[self.place] & good)

    def _operators(self, rng: np.random.Generator, many: float, good: Mask) -> Mask:
        """The good offers of operators who meet at a place drawn at random, and of their like."""
        here = self.place == self.place[int(rng.integers(self.blocks.offers))]
        met = np.unique(self.blocks.operator[here])
        homes = np.bincount(self.place[np.isin(self.blocks.operator, met)], minlength=self.near.shape[0])
        like = np.bincount(self.blocks.operator, homes[self.place], self.blocks.operators)
        pull = like * rng.random(self.blocks.operators)
        pull[met] = (1 + rng.random(len(met))) * (1 + like.max())  # before all others, in any order
        order = np.argsort(-pull, kind="stable")
        sizes = np.cumsum(np.bincount(self.blocks.operator[good], minlength=self.blocks.operators)[order])
        chosen = np.zeros(self.blocks.operators, dtype=bool)
        chosen[order[: 1 + int(np.searchsorted(sizes, many))]] = True
        return np.asarray(chosen[self.blocks.operator] & good)

    def _solve(self, free: list[Mask], deadline: float) -> None:
        """Solve parts at the same time; a column that two ask for moves in the first of them."""
        standing = self.standing
        claimed = np.zeros(self.blocks.model.width, dtype=bool)
        asked = np.zeros(len(standing.slack))
        moving = []
        for one in free:
            columns = standing.columns(one)
            columns = columns[~claimed[columns]]
            claimed[columns] = True
            asked[standing.rows(columns)] += 1
            moving.append(columns)
        left = standing.slack / np.maximum(asked, 1)
        parts = [standing.cut(columns, self.worth, left, self.held) for columns in moving]
        time = min(_PATIENCE, deadline - monotonic())
        work = [(part, time, self._fine(one)) for part, one in zip(parts, free, strict=True)]
        if self.executor is None or len(work) == 1:
            answers = [solve_part(*one) for one in work]
        else:
            answers = self._elsewhere(work, deadline)
        for part, answer in zip(parts, answers, strict=True):
            self.take(part, answer)

    def _elsewhere(self, work: list[tuple[Part, float, float]], deadline: float) -> list[Floats | None]:
        """The answers of the executor; one that breaks or hangs is given up, and its parts are solved here."""
        assert self.executor is not None
        try:
            waiting = [self.executor.submit(solve_part, *one) for one in work]
            return [one.result(timeout=len(work) * _PATIENCE + _GRACE) for one in waiting]
        except (BrokenExecutor, CancelledError, TimeoutError, OSError) as broken:
            warn(f"parts are solved in this process from now on: {broken!r}", RuntimeWarning, stacklevel=2)
            self.executor = None
            return [solve_part(part, min(time, deadline - monotonic()), gap) for part, time, gap in work]

    def _value(self) -> float:
        return float(self.worth[self.standing.now > 0].sum())

    def take(self, part: Part, answer: Floats | None) -> None:
        """Keep an answer that keeps its rows and is worth more than what stands there now."""
        self.tried += 1
        if answer is None or not kept(part, answer):
            return
        if (part.worth * (answer - part.start)).sum() > 0.5:
            self.standing.put(part.columns, answer)
            self.taken += 1
