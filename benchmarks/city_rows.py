"""A city's strong rows by hand: what somebody writes in NumPy who knows this one problem.

No nouns and no general rules: straight from the columns of ``instances.city`` to compressed
rows. A package is a column beside its bids, which it needs all, and brings its discount.
"""

import numpy as np
from instances import SCENES, SERVICE, WHOLE, ZONE, ZONES_OF_ONE, City
from peers import Mip
from scipy.sparse import csr_array


class _Rows:
    """Rows "at most" as they are written, one kind after the other."""

    def __init__(self) -> None:
        self.parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.limits: list[np.ndarray] = []
        self.many = 0

    def add(self, limit: np.ndarray, *entries: tuple[np.ndarray, np.ndarray, np.ndarray | int]) -> None:
        """Rows with these limits; each entry: row, column, amount."""
        for row, column, amount in entries:
            amounts = np.broadcast_to(np.asarray(amount, dtype=float), np.shape(row))
            self.parts.append((row + self.many, column, amounts))
        self.limits.append(np.asarray(limit, dtype=float))
        self.many += len(limit)

    def mip(self, cost: np.ndarray) -> Mip:
        row, column, amount = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        rows = csr_array((amount, (row, column)), shape=(self.many, len(cost)))
        return Mip(rows, np.concatenate(self.limits), cost, np.ones(len(cost)))


def strong_rows(city: City) -> Mip:
    """Bids, packages, centers that are open, operators at centers, operators with scenes: all 0 or 1."""
    lots, bids, limit = city.lots, city.bids, city.supplies
    many, centers = len(bids.lot), len(city.services_inside)
    bid, kind, center = np.arange(many), lots.kind[bids.lot], lots.center[bids.lot]
    operators = int(bids.operator.max()) + 1
    package = np.repeat(np.arange(len(city.packages)), [len(members) for members, _ in city.packages])
    member = np.array([bid for members, _ in city.packages for bid in members], dtype=int)
    discount = np.array([off for _, off in city.packages])
    first = np.flatnonzero(np.diff(package, prepend=-1))
    pair, at = np.unique(bids.operator * centers + center, return_inverse=True)
    scenes = lots.scenes[bids.lot]
    few = np.flatnonzero(scenes < SCENES)
    runs = np.unique(bids.operator[few])
    y = many + np.arange(len(discount))
    opened = y[-1] + 1 + np.arange(centers)
    present = opened[-1] + 1 + np.arange(len(pair))
    staged = present[-1] + 1 + np.arange(len(runs))
    rows = _Rows()

    def supply(name: str, number: int) -> np.ndarray:
        return np.array([limit[f"{name}:{i}"] for i in range(number)])

    # lots: one bid each, none in a center that stays closed; a whole center takes what lies inside
    inside = (lots.kind == ZONE) | ((lots.kind == SERVICE) & city.services_inside[lots.center])
    parts = np.flatnonzero(lots.kind != WHOLE)
    number = np.full(len(lots.kind), -1)
    number[parts] = np.arange(len(parts))
    whole, small = np.flatnonzero(kind == WHOLE), np.flatnonzero(kind != WHOLE)
    begins = np.searchsorted(center[whole], np.arange(centers + 1))
    taken = parts[inside[parts]]
    times = (begins[1:] - begins[:-1])[lots.center[taken]]
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    by_whole = whole[np.repeat(begins[lots.center[taken]], times) + nth]
    rows.add(
        np.zeros(len(parts)),
        (number[bids.lot[small]], small, 1),
        (np.repeat(number[taken], times), by_whole, 1),
        (np.arange(len(parts)), opened[lots.center[parts]], -1),
    )
    # money: each center's ceiling, each source, all together
    payer, payers = city.source[center], int(city.source.max()) + 1
    rows.add(supply("ceiling", centers), (center, bid, bids.price))
    rows.add(supply("source", payers), (payer, bid, bids.price), (payer[member[first]], y, -discount))
    none = np.zeros(many, dtype=int)
    rows.add(np.array([limit["total"]]), (none, bid, bids.price), (none[: len(y)], y, -discount))
    # operators: staff, lots, zones of one center, centers
    rows.add(supply("staff", operators), (bids.operator, bid, bids.staff))
    rows.add(supply("lots", operators), (bids.operator, bid, 1))
    zone = np.flatnonzero(kind == ZONE)
    crowded = np.bincount(at[zone], minlength=len(pair)) > ZONES_OF_ONE
    zone = zone[crowded[at[zone]]]
    rows.add(np.full(crowded.sum(), ZONES_OF_ONE), ((np.cumsum(crowded) - 1)[at[zone]], zone, 1))
    rows.add(np.zeros(many), (bid, bid, 1), (bid, present[at], -1))
    rows.add(supply("centers", operators), (pair // centers, present, 1))
    # care in every open center; no scene, or so many
    care = np.flatnonzero(lots.care[bids.lot])
    rows.add(np.zeros(centers), (center[care], care, -1), (np.arange(centers), opened, 1))
    stage = np.full(operators, -1)
    stage[runs] = np.arange(len(runs))
    on = np.flatnonzero(stage[bids.operator] >= 0)
    who = stage[bids.operator]
    rows.add(np.zeros(len(runs)), (who[on], on, -scenes[on]), (np.arange(len(runs)), staged, SCENES))
    rows.add(np.zeros(len(few)), (np.arange(len(few)), few, 1), (np.arange(len(few)), staged[who[few]], -1))
    # packages
    rows.add(
        np.zeros(len(member)), (np.arange(len(member)), y[package], 1), (np.arange(len(member)), member, -1)
    )
    cost = np.zeros(len(y) + many + centers + len(pair) + len(runs))
    cost[:many] = lots.area[bids.lot] * bids.marks
    return rows.mip(cost)
