"""A good plan (可行方案) for a large problem: built cluster by cluster, then improved part by part.

Building: clusters of places one after the other, over the offers that the bound's bundles
favor. Of what is scarce beyond it, a cluster gets the share that the bound's average spends
there; what it leaves goes on to the next. Improving: the favored offers of some places, or
of some operators, are freed and solved anew while the rest stands. Every plan on the way
keeps every row.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from time import monotonic

import numpy as np

from scoring.allocation.arrays import Ints
from scoring.allocation.large.blocks import Blocks, Floats
from scoring.allocation.large.dual import Dual
from scoring.allocation.large.neighborhoods import Neighborhoods
from scoring.allocation.large.part import Mask, Part, Standing, kept, solve_part
from scoring.allocation.large.places import clusters

_WIDE = 200  # of a row with more columns a part gets half while another one is solved
_CLUSTER = 350  # favored offers in one cluster
_PATIENCE = 3.0  # seconds for one part
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


@dataclass(frozen=True, slots=True)
class Flight:
    """A part being solved: its offers, and how much of which rows is promised to it."""

    part: Part
    free: Mask
    rows: Ints
    left: Floats
    kind: int
    began: float


class Builder:
    """One problem's plan on its way up."""

    def __init__(
        self,
        blocks: Blocks,
        worth: Floats,
        dual: Dual,
        forced: Mask,
        executor: Executor | None = None,
        workers: int = 1,
        stop: Callable[[], bool] = lambda: False,
        seed: int = 0,
    ) -> None:
        """Begin with the empty plan, which the caller has found to keep every row.

        Once all ``forced`` columns are 1 they stay so.
        """
        self.blocks, self.worth, self.dual, self.forced = blocks, worth, dual, forced
        self.executor, self.workers, self.stop = executor, workers, stop
        self.standing = Standing(blocks)
        self.around = Neighborhoods(blocks, dual, np.random.default_rng(seed))
        self.claimed = np.zeros(blocks.model.width, dtype=bool)
        self.reserved = np.zeros(len(self.standing.slack))
        self.wide = np.diff(blocks.matrix.indptr) > _WIDE
        self.tried = self.taken = 0

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
        weight = np.bincount(self.around.place[self.around.favored], minlength=self.around.near.shape[0])
        sets = clusters(self.around.near, weight, _CLUSTER)
        later = size @ average + 1e-9
        rank = np.zeros(self.around.near.shape[0], dtype=np.int64)
        for k, cluster in enumerate(sets):
            rank[cluster] = k
        mine = rank[self.around.place]
        for k in range(len(sets)):
            if self.stop():
                return
            inside = np.zeros(model.width)
            inside[: self.blocks.offers] = mine == k
            spent = size @ (average * inside)
            share = np.minimum(1.0, (spent + 1e-9) / np.maximum(later, 1e-9))
            later = later - spent
            free = (mine == k) & self.around.favored
            may_use = np.ceil(self.standing.slack * share)
            part = self.standing.cut(self.standing.columns(free), self.worth, may_use)
            time = 1.5 * (until - monotonic()) / (len(sets) - k)
            self.take(part, solve_part(part, min(time, _PATIENCE), 4 * self._fine(free)))

    def _fine(self, free: Mask) -> float:
        """How near to its best a part with these offers is worth solving."""
        return _FINE * float(abs(self.worth[: self.blocks.offers][free] * self.dual.average[free]).sum())

    def improve(self, most: float, deadline: float) -> None:
        """Free and solve parts until a ``monotonic`` time, or until the plan is worth ``most``."""
        sizes, turn = [Sizes(300.0) for _ in range(4)], 0
        flights: dict[Future[Floats | None], Flight] = {}
        while flights or self._worth_trying(most, deadline):
            while len(flights) < self.workers and self._worth_trying(most, deadline):
                turn += 1
                kind = turn % len(sizes)
                flight = self._flight(kind, sizes[kind].now)
                time = min(_PATIENCE, deadline - monotonic())
                fine = self._fine(flight.free)
                flights[self._sent(flight.part, time, fine)] = flight
            for future in wait(flights, return_when=FIRST_COMPLETED).done:
                flight = flights.pop(future)
                self.claimed[flight.part.columns] = False
                self.reserved[flight.rows] -= flight.left
                self.around.learn(flight.free, self.take(flight.part, future.result()))
                if len(flight.part.columns):
                    sizes[flight.kind].learn(monotonic() - flight.began)

    def _worth_trying(self, most: float, deadline: float) -> bool:
        return monotonic() < deadline - 0.2 and not self.stop() and self._value() < most

    def _flight(self, kind: int, many: float) -> Flight:
        """The next part: no column of it moves elsewhere now, and of each row it takes what is not promised."""
        standing = self.standing
        if standing.now[self.forced].all():
            standing.lower[self.forced] = 1
        self.around.look(standing)
        chosen = standing.now[: self.blocks.offers] > 0
        good = self.around.favored | chosen if kind < 2 else np.ones(self.blocks.offers, dtype=bool)
        good = good & ~self.claimed[: self.blocks.offers]
        many = min(many, 0.8 * float(good.sum()))  # something is left to the others
        free = self.around.operators(many, good) if kind % 2 else self.around.places(many, good)
        columns = standing.columns(free)
        columns = columns[~self.claimed[columns]]
        rows = standing.rows(columns)
        left = np.zeros(len(standing.slack))
        unpromised = np.maximum(standing.slack[rows] - self.reserved[rows], 0)
        left[rows] = np.floor(unpromised * np.where(self.wide[rows] & (self.workers > 1), 0.5, 1.0))
        self.claimed[columns] = True
        self.reserved[rows] += left[rows]
        part = standing.cut(columns, self.worth, left)
        return Flight(part, free, rows, left[rows], kind, monotonic())

    def _sent(self, part: Part, seconds: float, fine: float) -> Future[Floats | None]:
        if self.executor is not None and self.workers > 1:
            return self.executor.submit(solve_part, part, seconds, fine)
        done: Future[Floats | None] = Future()
        done.set_result(solve_part(part, seconds, fine))
        return done

    def _value(self) -> float:
        return float(self.worth[self.standing.now > 0].sum())

    def take(self, part: Part, answer: Floats | None) -> bool:
        """Keep an answer that keeps its rows and is worth more than what stands there now; whether it is."""
        self.tried += 1
        if answer is None or not kept(part, answer):
            return False
        if (part.worth * (answer - part.start)).sum() <= 0.5:
            return False
        self.standing.put(part.columns, answer)
        self.taken += 1
        return True
