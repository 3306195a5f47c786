"""The upper bound (上界) by prices on what couples operators, improved step by step.

For any prices of the coupling rows, every plan is worth at most the rows' limits at those
prices, plus each operator's best bundle, plus what the coupled columns bring: each part is
taken at its best by itself. So every step gives a valid bound; the best one is kept. The
steps are the volume algorithm (Barahona and Anbil 2000): prices move against the averaged
violation, and the averaged bundles come near the fractional optimum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np
from scipy.sparse import csr_array

from scoring.allocation.arrays import Floats
from scoring.allocation.large.blocks import Blocks

_EARLY, _EARLY_NODES = 100, 1000  # the first steps need no sharp bundles
_NODES = 10_000
_FINAL_NODES = 100_000
_PATIENCE = 10  # steps without a better bound before the length shrinks
_SHORTEST = 1e-2  # the length at which the steps end
_LEAST = 0.01  # of all worth added up: the smallest value that steps are measured by
_ROUNDING = 1e-11  # of all magnitudes added up: far above what doubles lose in such sums


@dataclass(frozen=True, slots=True)
class Dual:
    """``bound``: no plan is worth more. ``average``: how often each offer was in a best bundle.

    ``prices`` are by coupling row.
    """

    bound: float
    average: Floats
    prices: Floats
    steps: int


@dataclass(frozen=True, slots=True)
class _Step:
    value: float
    slack: Floats
    offers: Floats


class _Relaxed:
    """The problem without its coupling rows, which have prices instead."""

    def __init__(self, blocks: Blocks, worth: Floats, forced: np.ndarray) -> None:
        self.blocks, self.forced = blocks, forced[blocks.offers :]
        self.worth, self.rest_worth = worth[: blocks.offers], worth[blocks.offers :]
        self.scale = 1 / np.maximum(_largest(blocks.over_offers, blocks.over_rest), 1)
        self.size_offers, self.size_rest = abs(blocks.back_offers), abs(blocks.back_rest)

    def step(self, prices: Floats, nodes: int) -> _Step:
        """The bound that these (scaled) prices give, and how far their bundles pass the rows."""
        blocks, paid = self.blocks, prices * self.scale
        profit = self.worth - blocks.back_offers @ paid
        rest = self.rest_worth - blocks.back_rest @ paid
        bundles = blocks.price(profit, nodes)
        used = (blocks.rest_coupled & (rest > 0)) | self.forced
        value = float((paid * blocks.limit).sum() + bundles.bound.sum() + rest[used].sum())
        slack = (
            blocks.limit - blocks.over_offers @ bundles.offers - blocks.over_rest @ used.astype(np.float64)
        )
        return _Step(value + self._lost(paid), slack * self.scale, bundles.offers)

    def _lost(self, paid: Floats) -> float:
        """More than the rounding of this step's sums, whatever their order."""
        magnitude = abs(self.worth).sum() + abs(self.rest_worth).sum() + (paid * abs(self.blocks.limit)).sum()
        magnitude += (self.size_offers @ paid).sum() + (self.size_rest @ paid).sum()
        return _ROUNDING * float(magnitude) + 0.01


def improve_bound(
    blocks: Blocks,
    worth: Floats,
    forced: np.ndarray,
    deadline: float,
    *,
    steps: int = 1000,
    stop: Callable[[], bool] = lambda: False,
) -> Dual:
    """The best bound within ``steps`` or until ``deadline`` (a ``monotonic`` time).

    ``worth`` is what each column adds to the objective; ``forced`` columns are 1 in every plan
    that is bounded (they must not be offers).
    """
    relaxed, began = _Relaxed(blocks, worth, forced), monotonic()
    prices = np.zeros(len(blocks.limit))
    best = step = relaxed.step(prices, _EARLY_NODES)
    slack, seen, counted = step.slack, step.offers.copy(), 1
    least = _LEAST * float(abs(worth).sum())  # where costs are bounded the first bound is 0
    length, stalled, done = 0.1, 0, 1
    while done < steps and length > _SHORTEST and not stop():
        if monotonic() + 3 * (monotonic() - began) / done > deadline:
            break  # what is left is for the sharpest step
        reach = max(abs(best.value), least) * (0.05 if done <= 2 * _EARLY else 0.02)
        moved = np.maximum(0, prices - length * reach / max(float((slack * slack).sum()), 1e-12) * slack)
        step = relaxed.step(moved, _EARLY_NODES if done < 2 * _EARLY else _NODES)
        share = 0.1 if done < 3 * _EARLY else 0.05
        slack = share * step.slack + (1 - share) * slack
        if done in (_EARLY // 4, _EARLY // 2, _EARLY):  # older bundles were far from the best
            seen, counted = np.zeros(blocks.offers), 0
        seen += step.offers
        counted += 1
        if step.value < best.value - 1e-6 * abs(best.value):
            best, prices, stalled = step, moved, 0
            length = min(length * 1.1, 2.0) if (step.slack * slack).sum() > 0 else length
        else:
            stalled += 1
            if stalled == _PATIENCE:
                length, stalled = length * 0.66, 0
        done += 1
    bound = best.value
    if monotonic() < deadline:
        bound = min(bound, relaxed.step(prices, _FINAL_NODES).value)
    return Dual(bound, seen / counted, prices * relaxed.scale, done)


def _largest(*parts: csr_array) -> Floats:
    """The largest coefficient of each row over some columns."""
    most = np.zeros(parts[0].shape[0])
    for part in parts:
        np.maximum.at(most, np.repeat(np.arange(part.shape[0]), np.diff(part.indptr)), np.abs(part.data))
    return most
