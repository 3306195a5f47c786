"""All marks of one lot that the panel gave by judgement, as shares of each item's scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.panel import PanelError


@dataclass(frozen=True, slots=True)
class Marks:
    """``of[judge][bidder][criterion]`` in 0..1; every judge marks every item of every bidder."""

    of: Mapping[str, Mapping[str, Mapping[str, Fraction]]]

    def __post_init__(self) -> None:
        """Raise PanelError for fewer than two judges, a missing mark, or one outside 0..1."""
        if len(self.of) < 2:
            raise PanelError("expected the marks of at least two judges")
        for judge, bids in self.of.items():
            if bids.keys() != self.of[self.judges[0]].keys() or not bids:
                raise PanelError(f"{judge}: expected marks for every bidder and no other")
            for bidder, items in bids.items():
                if set(items) != set(self.criteria) or not items:
                    raise PanelError(f"{judge}, {bidder}: expected a mark of every item and no other")
                for item, mark in items.items():
                    if not 0 <= mark <= 1:
                        raise PanelError(f"{judge}, {bidder}, {item}: expected 0 to 1, not {mark}")

    @property
    def judges(self) -> tuple[str, ...]:
        """All judges by name."""
        return tuple(sorted(self.of))

    @property
    def bidders(self) -> tuple[str, ...]:
        """All bidders by name."""
        return tuple(sorted(self.of[self.judges[0]]))

    @property
    def criteria(self) -> tuple[str, ...]:
        """All items by name."""
        return tuple(sorted(next(iter(self.of[self.judges[0]].values()), {})))

    def cube(self) -> NDArray[np.float64]:
        """Judges x bidders x items, for statistics; no points are ever computed from it."""
        return np.array(
            [[[float(self.of[j][b][c]) for c in self.criteria] for b in self.bidders] for j in self.judges]
        )
