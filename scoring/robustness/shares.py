"""What each bidder earned of each criterion, as shares of the full points (得分率)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

UNIT = 10**9
"""A share of 1 in whole numbers: the finest step that draws tell apart."""


class SharesError(ValueError):
    """Shares, weights or draws that no ranking can be made of."""


@dataclass(frozen=True, slots=True)
class Shares:
    """``earned[bidder][criterion]`` in 0..1; ``weights[criterion]`` in points above 0.

    Under other weights a bidder is taken to earn the same share of each criterion.
    """

    weights: Mapping[str, Fraction]
    earned: Mapping[str, Mapping[str, Fraction]]

    def __post_init__(self) -> None:
        """Raise SharesError for no bidder, no weight, or a share outside 0..1."""
        if not self.earned or not self.weights:
            raise SharesError("expected at least one bidder and one criterion")
        for criterion, weight in self.weights.items():
            if weight <= 0:
                raise SharesError(f"{criterion}: expected a weight above 0, not {weight}")
        for bidder, shares in self.earned.items():
            if shares.keys() != self.weights.keys():
                raise SharesError(f"{bidder}: expected a share of every criterion and no other")
            for criterion, share in shares.items():
                if not 0 <= share <= 1:
                    raise SharesError(f"{bidder}, {criterion}: expected a share from 0 to 1, not {share}")

    @property
    def bidders(self) -> tuple[str, ...]:
        """All bidders in the order of their names, which decides nothing."""
        return tuple(sorted(self.earned))

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria in the order of their names."""
        return tuple(sorted(self.weights))

    def total(self, bidder: str) -> Fraction:
        """The bidder's exact, unrounded total under the published weights."""
        return sum((w * self.earned[bidder][c] for c, w in self.weights.items()), Fraction(0))

    def leaders(self) -> tuple[str, ...]:
        """Who has the highest exact total; more than one when they are equal."""
        totals = {bidder: self.total(bidder) for bidder in self.bidders}
        best = max(totals.values())
        return tuple(bidder for bidder, total in totals.items() if total == best)

    def matrix(self) -> NDArray[np.float64]:
        """Bidders x criteria in whole ``UNIT``s, rounded down; doubles that hold whole numbers."""
        rows = [[int(self.earned[b][c] * UNIT) for c in self.criteria] for b in self.bidders]
        return np.array(rows, dtype=np.float64)
