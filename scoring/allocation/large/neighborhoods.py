"""Which offers to free next (邻域): near each other, and where the plan loses most against the bound.

At the bound's prices a plan's distance from the bound falls apart: what each operator's best
bundle is worth above its offers in the plan, and what is left of each priced row. Parts are
drawn where these losses are; where freeing brought nothing, again only later.
"""

import numpy as np

from scoring.allocation.large.blocks import Blocks, Floats
from scoring.allocation.large.dual import Dual
from scoring.allocation.large.part import Mask, Standing
from scoring.allocation.large.places import neighbors, places

_FAVORED = 0.01  # an offer in so many of the bound's bundles may be in the first plan
_ANYWHERE = 0.5  # of the parts begin wherever it is
_TIRED = 0.4  # what is left of a place's pull when freeing it brought nothing


class Neighborhoods:
    """Parts of one problem, drawn at random: ``places`` with all who bid there, or ``operators``."""

    def __init__(self, blocks: Blocks, dual: Dual, rng: np.random.Generator) -> None:
        """Find the places; every part is drawn from ``rng``."""
        self.blocks, self.dual, self.rng = blocks, dual, rng
        self.place = places(blocks)
        self.near = neighbors(blocks, self.place)
        self.favored: Mask = dual.average > _FAVORED
        of = blocks.operator[self.favored]
        self.share = 1 / np.maximum(np.bincount(of, minlength=blocks.operators), 1)
        self.rows = abs(blocks.back_offers).sign()
        takers = self.rows.T @ np.maximum(self.favored.astype(np.float64), 0.01)
        self.row_share = dual.prices / np.maximum(takers, 1)
        self.pull = np.ones(self.near.shape[0])
        self.loss = np.ones(blocks.offers)

    def look(self, standing: Standing) -> None:
        """See where the plan loses now."""
        blocks, dual = self.blocks, self.dual
        chosen = standing.now[: blocks.offers]
        have = np.bincount(blocks.operator, dual.profit * chosen, blocks.operators)
        lost = np.maximum(dual.bundles - have, 0) * self.share
        left = np.maximum(standing.slack[blocks.coupled], 0) * self.row_share
        self.loss = lost[blocks.operator] + self.rows @ left
        self.loss[~self.favored] *= 0.01

    def learn(self, free: Mask, better: bool) -> None:
        """Remember whether freeing these offers has brought something."""
        here = np.zeros(len(self.pull), dtype=bool)
        here[self.place[free]] = True
        self.pull[here] = 1.0 if better else self.pull[here] * _TIRED

    def _weights(self) -> Floats:
        """How much each place is worth beginning at; they add up to 1."""
        lost = np.bincount(self.place, self.loss, len(self.pull)) * self.pull
        total = float(lost.sum())
        even = np.full(len(lost), 1 / max(len(lost), 1))
        return even if total <= 0 else (1 - _ANYWHERE) * lost / total + _ANYWHERE * even

    def places(self, many: float, good: Mask) -> Mask:
        """The good offers at a place and at those nearest to it, about ``many``."""
        rng, count = self.rng, self.near.shape[0]
        weights = self._weights()
        seed = int(rng.choice(count, p=weights))
        pull = self.near[[seed]].toarray().ravel() * (weights + weights.mean()) * rng.random(count)
        pull += rng.random(count) * 0.01 * weights.mean()
        pull[seed] = np.inf
        return self._filled(pull, self.place, many, good)

    def operators(self, many: float, good: Mask) -> Mask:
        """The good offers of operators who meet at a place, and of their like, about ``many``."""
        rng, blocks = self.rng, self.blocks
        here = self.place == int(rng.choice(self.near.shape[0], p=self._weights()))
        met = np.unique(blocks.operator[here])
        homes = np.bincount(self.place[np.isin(blocks.operator, met)], minlength=self.near.shape[0])
        like = np.bincount(blocks.operator, homes[self.place], blocks.operators)
        pull = like * rng.random(blocks.operators)
        pull[met] = (1 + rng.random(len(met))) * (1 + like.max())
        return self._filled(pull, blocks.operator, many, good)

    def _filled(self, pull: Floats, of: np.ndarray, many: float, good: Mask) -> Mask:
        """The good offers of whatever pulls most, until they are ``many``."""
        order = np.argsort(-pull, kind="stable")
        sizes = np.cumsum(np.bincount(of[good], minlength=len(pull))[order])
        chosen = np.zeros(len(pull), dtype=bool)
        chosen[order[: 1 + int(np.searchsorted(sizes, many))]] = True
        return np.asarray(chosen[of] & good)
