"""The upper bound (上界) by prices on what couples operators, improved step by step.

For any prices of the coupling rows, every plan is worth at most the rows' limits at those
prices, plus each operator's best bundle, plus what the coupled columns bring: each part is
taken at its best by itself. So every step gives a valid bound; the best one is kept. The
steps are the volume algorithm (Barahona and Anbil 2000): prices move against the averaged
violation, and the averaged bundles come near the fractional optimum.
"""

from dataclasses import dataclass
from time import monotonic

import numpy as np
from scipy.sparse import csr_array

from scoring.allocation.arrays import Ints
from scoring.allocation.large.blocks import Blocks, Floats

NODES = 3000
FINAL_NODES = 200_000
_PATIENCE = 15
_SAFETY = 1e-9  # far above the rounding of a sum of a million doubles


@dataclass(frozen=True, slots=True)
class Dual:
    """``bound``: no plan is worth more. ``average``: how often each offer was in a best bundle.

    ``prices`` are by coupling row, ``own_prices`` by resource that one operator alone uses.
    """

    bound: float
    average: Floats
    prices: Floats
    own_prices: Floats
    steps: int


@dataclass(frozen=True, slots=True)
class _Step:
    value: float
    slack: Floats
    offers: Ints
    own_prices: Floats


def improve_bound(
    blocks: Blocks, worth: Floats, rest_worth: Floats, deadline: float, steps: int = 1000
) -> Dual:
    """The best bound within ``steps`` or until ``deadline`` (a ``monotonic`` time).

    ``worth`` is what each offer adds to the objective, ``rest_worth`` each other column.
    """
    rows = blocks.over_offers
    scale = 1 / np.maximum(_largest(rows, blocks.over_rest), 1)
    prices = np.zeros(len(blocks.limit))
    best = step = _step(blocks, worth, rest_worth, prices, scale, NODES)
    slack, average = step.slack, _taken(step, blocks.offers)
    length, stalled, done = 0.1, 0, 1
    while done < steps and monotonic() < deadline and length > 1e-3:
        reach = abs(best.value) * (0.05 if done <= 200 else 0.02)
        moved = np.maximum(0, prices - length * reach / max(float(slack @ slack), 1e-12) * slack)
        step = _step(blocks, worth, rest_worth, moved, scale, NODES)
        share = 0.1 if done < 300 else 0.05
        slack = share * step.slack + (1 - share) * slack
        average = share * _taken(step, blocks.offers) + (1 - share) * average
        if step.value < best.value - 1e-6 * abs(best.value):
            best, prices, stalled = step, moved, 0
            length = min(length * 1.1, 2.0) if step.slack @ slack > 0 else length
        else:
            stalled += 1
            if stalled == _PATIENCE:
                length, stalled = length * 0.66, 0
        done += 1
    final = _step(blocks, worth, rest_worth, prices, scale, FINAL_NODES)
    value = min(best.value, final.value)
    return Dual(value + _SAFETY * abs(value) + 1, average, prices * scale, final.own_prices, done)


def _step(
    blocks: Blocks, worth: Floats, rest_worth: Floats, prices: Floats, scale: Floats, nodes: int
) -> _Step:
    paid = prices * scale
    profit = worth - blocks.back_offers @ paid
    rest = rest_worth - blocks.back_rest @ paid
    bundles = blocks.price(profit, nodes)
    used = blocks.rest_coupled & (rest > 0)
    value = float(paid @ blocks.limit + bundles.bound.sum() + rest[used].sum())
    taken = np.zeros(blocks.offers)
    taken[bundles.offers] = 1
    slack = blocks.limit - blocks.over_offers @ taken - blocks.over_rest @ used.astype(np.float64)
    return _Step(value, slack * scale, bundles.offers, bundles.prices)


def _taken(step: _Step, many: int) -> Floats:
    taken = np.zeros(many)
    taken[step.offers] = 1
    return taken


def _largest(*parts: csr_array) -> Floats:
    """The largest coefficient of each row over some columns."""
    most = np.zeros(parts[0].shape[0])
    for part in parts:
        np.maximum.at(most, np.repeat(np.arange(part.shape[0]), np.diff(part.indptr)), np.abs(part.data))
    return most
