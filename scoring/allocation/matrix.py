"""Rows of whole numbers (行): "coefficients times columns is at most", tidied all at once.

A row in its smallest numbers says the same to a solver, and better: its divisor is taken
out. A row whose numbers are still too large becomes a *coarser* one that every true plan
keeps, because columns are 0 or 1. So a plan counts only after ``check`` has passed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import gcd

import numpy as np

from scoring.allocation.arrays import Ints, Places

LARGEST_COEFFICIENT = 2**31  # sums of a million such numbers are still exact in a double
_SAFE = 2**62  # below it a sum of 64-bit numbers cannot have wrapped round


@dataclass(frozen=True, slots=True)
class Row:
    """The sum of coefficient times column is at most ``at_most``."""

    columns: Sequence[int]
    coefficients: Sequence[int]
    at_most: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Many rows: row i has the entries ``start[i]`` to ``start[i + 1]``."""

    start: Ints
    column: Places
    coefficient: Ints
    at_most: Ints

    @property
    def sizes(self) -> Ints:
        """How many entries each row has."""
        return self.start[1:] - self.start[:-1]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.at_most)

    def sums(self, amounts: np.ndarray) -> Ints:
        """What one amount for each entry adds up to in each row, exact below 2**63."""
        before = _running(amounts)[self.start]  # may wrap round, which a difference undoes
        return before[1:] - before[:-1]

    def ended(self, column: Ints | Places, coefficient: Ints) -> Matrix:
        """The rows, each with one more entry at its end."""
        start = self.start + np.arange(len(self) + 1)  # as many entries more as there are rows before
        end = start[1:] - 1
        inside = np.ones(len(self.column) + len(self), dtype=bool)
        inside[end] = False
        columns, coefficients = np.empty(len(inside), dtype=np.int32), np.empty(len(inside), dtype=np.int64)
        columns[inside], columns[end] = self.column, column
        coefficients[inside], coefficients[end] = self.coefficient, coefficient
        return Matrix(start, columns, coefficients, self.at_most)

    def rows(self) -> tuple[Row, ...]:
        """The rows one by one, as plain numbers."""
        columns, coefficients = self.column.tolist(), self.coefficient.tolist()
        ends = self.start.tolist()
        return tuple(
            Row(columns[a:b], coefficients[a:b], limit)
            for a, b, limit in zip(ends, ends[1:], self.at_most.tolist(), strict=False)
        )


def tidy(terms: Iterable[tuple[int, int]], at_most: int) -> Row | None:
    """One row in its smallest numbers; None when no choice of columns can break it.

    Rounding down both sides keeps every true plan, because columns are 0 or 1.
    """
    terms = [(column, amount) for column, amount in terms if amount]
    if sum(amount for _, amount in terms if amount > 0) <= at_most:
        return None
    divisor = gcd(*(amount for _, amount in terms)) or 1
    largest = max((abs(amount) for _, amount in terms), default=0)
    if largest > divisor * LARGEST_COEFFICIENT:
        divisor = -(-largest // LARGEST_COEFFICIENT)
    return Row([c for c, _ in terms], [amount // divisor for _, amount in terms], at_most // divisor)


def tidied(rows: Matrix) -> Matrix:
    """All rows as ``tidy`` makes each of them; entries of a row stand in the order given."""
    bites = ~_never_broken(rows)
    kept = (rows.coefficient != 0) & np.repeat(bites, rows.sizes)
    sizes = rows.sums(kept)[bites]
    start, full = _running(sizes), sizes > 0
    column, coefficient, at_most = rows.column[kept], rows.coefficient[kept], rows.at_most[bites]
    divisor = np.ones(len(at_most), dtype=np.int64)
    if full.any():
        first, size = start[:-1][full], np.abs(coefficient)
        common = np.gcd.reduceat(size, first)
        largest = np.maximum.reduceat(size, first)
        coarse = largest // common > LARGEST_COEFFICIENT
        divisor[full] = np.where(coarse, -(-largest // LARGEST_COEFFICIENT), common)
    large = divisor > 1
    if large.any():
        entries = np.repeat(large, sizes)
        coefficient[entries] //= np.repeat(divisor[large], sizes[large])
    return Matrix(start, column, coefficient, at_most // divisor)


def _never_broken(rows: Matrix) -> np.ndarray:
    """Rows whose positive coefficients together stay within the limit."""
    positive = np.maximum(rows.coefficient, 0)
    answer: np.ndarray = rows.sums(positive) <= rows.at_most
    if int(positive.max(initial=0)) * len(positive) >= _SAFE:  # a sum may have wrapped round
        row = np.repeat(np.arange(len(rows)), rows.sizes)
        rough = np.bincount(row, positive, minlength=len(rows))
        for large in np.flatnonzero(rough >= _SAFE).tolist():  # plain numbers do not
            inside = positive[rows.start[large] : rows.start[large + 1]]
            answer[large] = sum(inside.tolist()) <= int(rows.at_most[large])
    return answer


def _running(amounts: np.ndarray) -> Ints:
    """What all entries before each entry add up to, and after the last one all of them."""
    total = np.zeros(len(amounts) + 1, dtype=np.int64)
    total[1:] = amounts
    return np.cumsum(total, out=total)  # in place: a second array of this size costs more than the sum


def joined(parts: Sequence[Matrix]) -> Matrix:
    """The rows of all parts, one part below the other."""
    before = accumulate((len(part.column) for part in parts), initial=0)
    starts = (part.start[1:] + many for part, many in zip(parts, before, strict=False))
    return Matrix(
        np.concatenate([parts[0].start[:1], *starts]),
        np.concatenate([part.column for part in parts]),
        np.concatenate([part.coefficient for part in parts]),
        np.concatenate([part.at_most for part in parts]),
    )


def stacked(matrix: Matrix, extra: Sequence[Row]) -> Matrix:
    """The rows of ``matrix`` and below them the extra ones."""
    if not extra:
        return matrix
    sizes = [len(row.columns) for row in extra]
    return Matrix(
        np.concatenate([matrix.start, matrix.start[-1] + np.cumsum(sizes, dtype=np.int64)]),
        np.concatenate([matrix.column, *(np.asarray(row.columns, dtype=np.int32) for row in extra)]),
        np.concatenate(
            [matrix.coefficient, *(np.asarray(row.coefficients, dtype=np.int64) for row in extra)]
        ),
        np.concatenate([matrix.at_most, np.array([row.at_most for row in extra], dtype=np.int64)]),
    )


def at_least(weights: Mapping[int, int], value: int) -> Row | None:
    """The row that keeps an objective from falling below ``value``."""
    return tidy([(column, -weight) for column, weight in weights.items()], -value)
