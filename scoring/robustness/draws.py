"""First places under thousands of other weights (权重抽样, SMAA), seeded.

Weights and shares are whole numbers small enough that every product and sum is exact in a
double; so matrices multiply at full speed and equal totals are truly equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.robustness.shares import Shares, SharesError

PARTS = 10**6
"""All weight there is, in whole parts; UNIT times PARTS stays below 2**53, so a total is exact."""

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often each bidder came where, in ``draws`` draws.

    ``alone`` counts first places held alone, ``level`` those shared; ``ranks[bidder]`` counts
    each rank from the first, equal totals sharing the better one.
    """

    draws: int
    alone: Mapping[str, int]
    level: Mapping[str, int]
    ranks: Mapping[str, tuple[int, ...]]

    def share(self, bidder: str) -> Fraction:
        """The share of draws in which the bidder led, alone or level."""
        return Fraction(self.alone[bidder] + self.level[bidder], self.draws)


def weights_of(shares: Shares, draws: int, seed: int) -> Weights:
    """Any weights at all: uniform over all that add up to one (draws x criteria, whole PARTS)."""
    _some(draws)
    drawn = np.random.default_rng(seed).standard_exponential((draws, len(shares.criteria)))
    return np.asarray(np.floor(drawn / drawn.sum(axis=1, keepdims=True) * PARTS))


def near_weights(shares: Shares, draws: int, seed: int, spread: Fraction) -> Weights:
    """Weights near the published ones: each within ``spread`` (share of 1) of its own, then to one.

    Raises SharesError for a spread outside 0..1.
    """
    _some(draws)
    if not 0 <= spread <= 1:
        raise SharesError(f"expected a spread from 0 to 1, not {spread}")
    full = sum(shares.weights.values(), Fraction(0))
    middle = np.array([int(shares.weights[c] / full * PARTS) for c in shares.criteria], dtype=np.int64)
    reach = (middle * spread.numerator) // spread.denominator
    drawn = np.random.default_rng(seed).integers(middle - reach, middle + reach + 1, (draws, len(middle)))
    whole = np.maximum(drawn.sum(axis=1, keepdims=True), 1)
    return np.asarray(drawn * PARTS // whole, dtype=np.float64)


def totals_of(shares: Shares, weights: Weights) -> NDArray[np.float64]:
    """Each bidder's total under each weighting: draws x bidders, whole UNIT x PARTS."""
    return np.asarray(weights @ shares.matrix().T)


def frequencies(bidders: tuple[str, ...], totals: NDArray[np.float64]) -> Frequencies:
    """Who came where under ``totals`` (draws x bidders)."""
    draws, many = totals.shape
    best = totals == totals.max(axis=1, keepdims=True)
    sole = best.sum(axis=1) == 1
    alone, level = best[sole].sum(axis=0), best[~sole].sum(axis=0)
    ranks = np.zeros((many, many), dtype=np.int64)
    order = np.argsort(-totals, axis=1)
    ordered = np.take_along_axis(totals, order, axis=1)
    place = np.zeros((draws, many), dtype=np.int64)
    fresh = ordered[:, 1:] < ordered[:, :-1]
    place[:, 1:] = np.maximum.accumulate(np.where(fresh, np.arange(1, many), 0), axis=1)
    np.add.at(ranks.reshape(-1), (order * many + place).reshape(-1), 1)
    return Frequencies(
        draws,
        dict(zip(bidders, alone.tolist(), strict=True)),
        dict(zip(bidders, level.tolist(), strict=True)),
        {bidder: tuple(ranks[i].tolist()) for i, bidder in enumerate(bidders)},
    )


def first_places(shares: Shares, weights: Weights) -> Frequencies:
    """Who came where under each row of ``weights``."""
    return frequencies(shares.bidders, totals_of(shares, weights))


def _some(draws: int) -> None:
    if draws < 1:
        raise SharesError(f"expected at least one draw, not {draws}")
