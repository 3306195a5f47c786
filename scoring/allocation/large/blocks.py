"""A model cut into operators (按运营机构分块): what each can break alone, and what couples them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from scoring.allocation.arrays import Amounts, Floats, Ints
from scoring.allocation.large.pricing import Rules, State, best_bundles
from scoring.allocation.model import Model


@dataclass(frozen=True, slots=True)
class Bundles:
    """Under some prices: each operator's bound, own prices, and 1 for every offer in a best bundle."""

    bound: Floats
    offers: Floats
    prices: Floats
    stopped: int


class Blocks:
    """One model's operators, ready to be priced; ``coupling`` are the rows of more than one.

    ``limit`` are the coupling rows' limits; ``matrix`` are all rows over all columns.
    """

    def __init__(self, model: Model, threads: int = 1) -> None:
        """Find every column's operator, the rows that couple operators, and the own rules."""
        self.model, self.threads, given = model, threads, model.arrays
        self.offers, groups = len(given.offers), len(given.groups)
        names = {name: i for i, name in enumerate(sorted({offer.operator for offer in given.offers}))}
        self.operators = len(names)
        self.operator = np.fromiter((names[o.operator] for o in given.offers), np.int64, self.offers)
        concerned = Amounts(
            np.concatenate([given.members.row, given.counts.row]),
            np.concatenate([given.members.column, given.counts.column]),
            np.concatenate([given.members.amount, given.counts.amount]),
        )
        group_owner = _single(concerned.row, self.operator[concerned.column], groups)
        owner = np.full(model.width, -1, dtype=np.int64)
        owner[: self.offers] = self.operator
        owner[self.offers : self.offers + groups] = group_owner
        self.matrix, self.limit, coupling = _coupling(model, owner)
        self.over_offers = coupling[:, : self.offers].tocsr()
        self.over_rest = coupling[:, self.offers :].tocsr()
        self.back_offers, self.back_rest = self.over_offers.T.tocsr(), self.over_rest.T.tocsr()
        self.rest_coupled = owner[self.offers :] < 0
        own = group_owner >= 0
        users = np.concatenate([self.operator[given.uses.row], group_owner[given.group_uses.row]])
        used = np.concatenate([given.uses.column, given.group_uses.column])
        self.own_resource = _single(used, users, len(given.supply)) >= 0
        self.rules = Rules(
            *_by_row(given.uses, self.offers),
            given.supply,
            self.own_resource,
            *_by_row(_turned(given.members, own[given.members.row]), self.offers)[:2],
            *_by_row(given.group_uses, groups),
            np.where(own, given.group_at_least, 0),
            *_by_row(_turned(given.counts, own[given.counts.row]), self.offers),
        )
        fits = np.ones(model.width, dtype=bool)
        fits[model.fixed_at_zero] = False
        order = np.argsort(self.operator, kind="stable")
        self.items = order[fits[order]]
        self.operator_of = _pointers(self.operator[self.items], self.operators)

    def price(self, profit: Floats, nodes: int) -> Bundles:
        """Every operator's best bundle when an offer brings ``profit``; bounded work per operator."""
        bound = np.zeros(self.operators)
        found = np.zeros(self.offers)
        prices = np.zeros(len(self.rules.supply))

        def some(first: int, last: int) -> int:
            args = (first, last, self.operator_of, self.items, profit, nodes, bound, found, prices)
            return int(best_bundles(self.rules, self._state(), *args))

        if self.threads == 1:
            return Bundles(bound, found, prices, some(0, self.operators))
        borders = [self.operators * k // self.threads for k in range(self.threads + 1)]
        with ThreadPoolExecutor(self.threads) as pool:  # compiled code runs beside other threads
            stopped = sum(pool.map(some, borders[:-1], borders[1:]))
        return Bundles(bound, found, prices, stopped)

    def _state(self) -> State:
        groups = len(self.rules.least)
        return State(
            np.zeros(len(self.rules.supply), dtype=np.int64),
            np.zeros(groups, dtype=np.int64),
            np.zeros(groups, dtype=np.int64),
        )


def _coupling(model: Model, owner: Ints) -> tuple[csr_array, Floats, csr_array]:
    """All rows; the limits of those that couple operators; and those rows themselves."""
    matrix = model.matrix
    rows = np.repeat(np.arange(len(matrix)), np.diff(matrix.start))
    single = _single(rows, owner[matrix.column], len(matrix)) >= 0
    full = csr_array(
        (matrix.coefficient.astype(np.float64), matrix.column, matrix.start),
        shape=(len(matrix), model.width),
    )
    return full, matrix.at_most[~single].astype(np.float64), full[np.flatnonzero(~single)]


def _single(of: Ints, who: Ints, many: int) -> Ints:
    """The one ``who`` that each of ``many`` has in all its entries; -1 for none, several, or nobody."""
    low = np.full(many, np.iinfo(np.int64).max)
    high = np.full(many, -1, dtype=np.int64)
    np.minimum.at(low, of, who)
    np.maximum.at(high, of, who)
    return np.where(low == high, high, -1)


def _turned(pairs: Amounts, kept: NDArray[np.bool_]) -> Amounts:
    """The kept (group, offer) pairs as (offer, group) pairs."""
    return Amounts(pairs.column[kept], pairs.row[kept], pairs.amount[kept])


def _by_row(amounts: Amounts, many: int) -> tuple[Ints, Ints, Ints]:
    order = np.argsort(amounts.row, kind="stable")
    return _pointers(amounts.row, many), amounts.column[order], amounts.amount[order]


def _pointers(rows: Ints, many: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=many))])
