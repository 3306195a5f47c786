"""Places (片区): what offers compete for close at hand, a center's rooms and ceiling for example.

Found in the problem itself: an offer's place is the widest resource that several operators
share and that no more than some offers use.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from scoring.allocation.arrays import Ints
from scoring.allocation.large.blocks import Blocks

_NARROW = 200  # so many offers may share a place


def places(blocks: Blocks) -> Ints:
    """The place of each offer, numbered from 0; an offer that shares nothing narrow is its own."""
    uses = blocks.model.arrays.uses
    takers = np.bincount(uses.column, minlength=len(blocks.rules.supply))
    narrow = ~blocks.own_resource & (takers <= _NARROW)
    kept = narrow[uses.column]
    row, resource = uses.row[kept], uses.column[kept]
    order = np.lexsort((resource, -takers[resource], row))
    row, resource = row[order], resource[order]
    first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=bool)
    place = len(takers) + np.arange(blocks.offers)
    place[row[first]] = resource[first]
    return np.asarray(np.unique(place, return_inverse=True)[1])


def neighbors(blocks: Blocks, place: Ints) -> csr_array:
    """How many operators each two places have in common (places x places)."""
    many = int(place.max(initial=-1)) + 1
    bids = csr_array((np.ones(blocks.offers), (place, blocks.operator)), shape=(many, blocks.operators))
    bids.data[:] = 1
    bids.sum_duplicates()
    bids.data[:] = 1
    return bids @ bids.T


def clusters(near: csr_array, weight: NDArray[np.int64], largest: int) -> list[Ints]:
    """Places in sets of about ``largest`` weight, each grown along the operators in common."""
    left = set(range(len(weight)))
    found = []
    while left:
        start = min(left)
        members, size, pull = [start], int(weight[start]), near[[start]].toarray().ravel()
        left.discard(start)
        while left and size < largest:
            pull[members] = -1
            order = np.argsort(-pull, kind="stable")[: len(members) + 50]
            nearest = next((int(p) for p in order if p in left), None)
            if nearest is None or pull[nearest] <= 0:
                break
            members.append(nearest)
            left.discard(nearest)
            size += int(weight[nearest])
            pull = pull + near[[nearest]].toarray().ravel()
        found.append(np.array(sorted(members)))
    return found
