"""A model cut into operators (按运营机构分块): what each can break alone, and what couples them."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from scoring.allocation.arrays import Amounts, Ints
from scoring.allocation.large.pricing import best_bundles
from scoring.allocation.model import Model


def _pointers(rows: Ints, many: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=many))])


def _by_row(amounts: Amounts, many: int) -> tuple[Ints, Ints, Ints]:
    order = np.argsort(amounts.row, kind="stable")
    return _pointers(amounts.row, many), amounts.column[order], amounts.amount[order]


@dataclass(frozen=True)
class Bundles:
    """Under some prices: each operator's bound, and the offers of its best bundle."""

    bound: np.ndarray
    offers: Ints
    pointer: Ints
    open: int


class Blocks:
    """One model's operators, ready to be priced; ``shared`` are the rows that couple them."""

    def __init__(self, model: Model) -> None:
        """Find every column's operator and the rows of more than one."""
        self.model, given = model, model.arrays
        self.many = many = len(given.offers)
        names = sorted({offer.operator for offer in given.offers})
        number = {name: i for i, name in enumerate(names)}
        self.operator = np.fromiter((number[o.operator] for o in given.offers), np.int64, many)
        self.operators = len(names)
        usable = np.ones(many, dtype=bool)
        usable[[c for c in model.fixed_at_zero.tolist() if c < many]] = False
        owner = np.full(model.width, -1, dtype=np.int64)
        owner[:many] = self.operator
        groups = len(given.groups)
        member_of = np.concatenate([given.members.row, given.counts.row])
        member = np.concatenate([given.members.column, given.counts.column])
        low = np.full(groups, self.operators)
        high = np.full(groups, -1)
        np.minimum.at(low, member_of, self.operator[member])
        np.maximum.at(high, member_of, self.operator[member])
        own = (low == high) & (high >= 0)
        owner[many : many + groups] = np.where(own, low, -1)
        matrix = model.matrix
        rows = np.repeat(np.arange(len(matrix)), np.diff(matrix.start))
        first = np.full(len(matrix), self.operators)
        last = np.full(len(matrix), -2)
        np.minimum.at(first, rows, owner[matrix.column])
        np.maximum.at(last, rows, owner[matrix.column])
        shared = (first != last) | (last < 0)
        self.shared_rows = np.flatnonzero(shared)
        full = csr_array(
            (matrix.coefficient.astype(np.float64), matrix.column, matrix.start),
            shape=(len(matrix), model.width),
        )
        self.full = full
        part = full[self.shared_rows]
        self.limit = matrix.at_most[self.shared_rows].astype(np.float64)
        self.rows = part
        self.over_offers = part[:, :many].tocsr()
        self.over_rest = part[:, many:].tocsr()
        self.back_offers = self.over_offers.T.tocsr()
        self.back_rest = self.over_rest.T.tocsr()
        self.rest_shared = owner[many:] < 0
        # resources that one operator alone uses
        takers = np.concatenate([given.uses.column, given.group_uses.column])
        by = np.concatenate([self.operator[given.uses.row], np.where(own, low, -1)[given.group_uses.row]])
        lowest = np.full(len(given.resources), self.operators)
        highest = np.full(len(given.resources), -2)
        np.minimum.at(lowest, takers, by)
        np.maximum.at(highest, takers, by)
        self.mine = (lowest == highest) & (lowest >= 0)
        order = np.argsort(self.operator, kind="stable")
        order = order[usable[order]]
        self.items = order
        self.operator_ptr = _pointers(self.operator[order], self.operators)
        self.uses = _by_row(given.uses, many)
        kept = own[given.members.row]
        self.inside = _by_row(
            Amounts(given.members.column[kept], given.members.row[kept], given.members.amount[kept]), many
        )
        self.group_uses = _by_row(given.group_uses, groups)
        kept = own[given.counts.row] & (given.counts.amount > 0)
        self.counts = _by_row(
            Amounts(given.counts.column[kept], given.counts.row[kept], given.counts.amount[kept]), many
        )
        self.supply = given.supply
        self.least = np.where(own, given.group_at_least, 0)
        self._used = np.zeros(len(given.resources), dtype=np.int64)
        self._present = np.zeros(groups, dtype=np.int64)
        self._counted = np.zeros(groups, dtype=np.int64)

    def price(self, profit: np.ndarray, node_limit: int = 3000) -> Bundles:
        """Every operator's best bundle when an offer brings ``profit``."""
        bound = np.zeros(self.operators)
        found = np.zeros(len(self.items) + 1, dtype=np.int64)
        pointer = np.zeros(self.operators + 1, dtype=np.int64)
        still_open = best_bundles(
            self.operator_ptr, self.items, profit, *self.uses, self.supply, self._used, self.mine,
            self.inside[0], self.inside[1], self._present, *self.group_uses, self.least, *self.counts,
            self._counted, node_limit, bound, found, pointer,
        )  # fmt: skip
        return Bundles(bound, found[: pointer[-1]], pointer, still_open)
