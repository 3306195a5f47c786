"""A ranking by another common method (理想点法, TOPSIS): advice only, never points.

The distance to the best and the worst that anyone reached, criterion by criterion, after
each was brought to unit length. Square roots are not exact, so nothing is decided by it.
"""

import numpy as np
from numpy.typing import NDArray

from scoring.robustness.draws import Weights
from scoring.robustness.shares import Shares


def nearest_to_ideal(shares: Shares, weights: Weights) -> NDArray[np.float64]:
    """Closeness of each bidder to the ideal under each weighting: draws x bidders, 0..1.

    Bidders who are all equal have no ideal to be near to: they get 0.
    """
    matrix = shares.matrix()
    length = np.sqrt((matrix**2).sum(axis=0))
    unit = matrix / np.where(length > 0, length, 1)
    up, down = (unit - unit.max(axis=0)) ** 2, (unit - unit.min(axis=0)) ** 2
    squared = weights**2  # not brought to one: closeness is a ratio
    far, near = np.sqrt(squared @ down.T), np.sqrt(squared @ up.T)
    both = far + near
    return np.asarray(far / np.where(both > 0, both, 1))
