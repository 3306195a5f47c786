"""How firm a ranking is (排序稳健性): weights, one judge fewer, noise, and rounding.

Nothing here gives points: it asks what would have changed the first place. What can be
said exactly is (``intervals``, ``judges``); draws are seeded and run on whole numbers.
"""

from scoring.robustness.draws import (
    Frequencies,
    first_places,
    frequencies,
    near_weights,
    totals_of,
    weights_of,
)
from scoring.robustness.intervals import Interval, weight_intervals
from scoring.robustness.judges import one_judge_fewer
from scoring.robustness.noise import Panel, with_noise
from scoring.robustness.shares import Shares, SharesError
from scoring.robustness.topsis import nearest_to_ideal

__all__ = [
    "Frequencies",
    "Interval",
    "Panel",
    "Shares",
    "SharesError",
    "first_places",
    "frequencies",
    "near_weights",
    "nearest_to_ideal",
    "one_judge_fewer",
    "totals_of",
    "weight_intervals",
    "weights_of",
    "with_noise",
]
