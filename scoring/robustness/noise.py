"""First places when every judge's mark wavers (评分扰动), seeded.

Each mark moves by a whole number of steps, all equally likely, up and down; the mean of a
bidder's item stays within the scale. The sum of the judges' moves is drawn at once, from
its exact distribution cut into 65,536 equal slices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.robustness.draws import PARTS, Frequencies, frequencies
from scoring.robustness.shares import UNIT, Shares, SharesError

SLICES = 1 << 16
_CHUNK = 400  # draws worked on at once, so that they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Panel:
    """How many judges mark, and for each judged criterion the most steps one mark may move.

    ``steps[criterion]`` is a pair: how many steps a mark may move, and how large one step is
    as a share of the scale.
    """

    judges: int
    steps: Mapping[str, tuple[int, Fraction]]


def with_noise(shares: Shares, panel: Panel, draws: int, seed: int) -> Frequencies:
    """Who came where when every mark of the judged criteria wavers; the others stay.

    Raises SharesError for a panel without judges or a criterion that is not scored.
    """
    if panel.judges < 1 or draws < 1:
        raise SharesError("expected at least one judge and one draw")
    unknown = sorted(panel.steps.keys() - shares.weights.keys())
    if unknown:
        raise SharesError(f"not scored: {', '.join(unknown)}")
    rng = np.random.default_rng(seed)
    full = sum(shares.weights.values(), Fraction(0))
    weights = np.array([int(shares.weights[c] / full * PARTS) for c in shares.criteria], dtype=np.float64)
    matrix, moved = shares.matrix(), [i for i, c in enumerate(shares.criteria) if c in panel.steps]
    kept = [i for i in range(len(weights)) if i not in moved]
    still = matrix[:, kept] @ weights[kept]
    tables = [weights[i] * _moves(panel.judges, *panel.steps[shares.criteria[i]]) for i in moved]
    totals = np.tile(still, (draws, 1))
    for first in range(0, draws, _CHUNK):
        chunk = totals[first : first + _CHUNK]
        part = np.empty_like(chunk)
        for i, table in zip(moved, tables, strict=True):
            picked = rng.integers(0, SLICES, part.shape, dtype=np.uint16)
            np.take(table, picked.astype(np.intp), out=part, mode="clip")
            part += matrix[:, i] * weights[i]
            np.clip(part, 0, UNIT * weights[i], out=part)
            chunk += part
    return frequencies(shares.bidders, totals)


def _moves(judges: int, most: int, step: Fraction) -> NDArray[np.float64]:
    """What the mean of ``judges`` marks moves by, in UNITs, at each of 65,536 equal slices."""
    if most < 0 or step < 0:
        raise SharesError("expected steps of at least 0")
    ways = np.array([1], dtype=object)
    for _ in range(judges):
        ways = np.convolve(ways, np.ones(2 * most + 1, dtype=object))
    ends = [int(total) * SLICES // int(ways.sum()) for total in np.cumsum(ways)]
    size = step * UNIT / judges
    moves = [float(int(size * total)) for total in range(-judges * most, judges * most + 1)]
    return np.repeat(moves, np.diff([0, *ends]))
