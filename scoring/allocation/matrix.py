"""Rows of whole numbers (行): "coefficients times columns is at most", tidied all at once.

A row in its smallest numbers says the same to a solver, and better: its divisor is taken
out. A row whose numbers are still too large becomes a *coarser* one that every true plan
keeps, because columns are 0 or 1. So a plan counts only after ``check`` has passed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from scoring.allocation.arrays import Ints, ordered, pointers

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
    column: Ints
    coefficient: Ints
    at_most: Ints

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.at_most)

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


def tidied(row: Ints, column: Ints, coefficient: Ints, at_most: Ints) -> Matrix:
    """All rows as ``tidy`` makes each of them; entries of a row stand in the order given.

    ``row`` numbers the entries' rows from 0; ``at_most`` has one limit for each row.
    """
    kept = coefficient != 0
    if not kept.all():
        row, column, coefficient = row[kept], column[kept], coefficient[kept]
    if (row[1:] < row[:-1]).any():
        order = ordered(row)
        row, column, coefficient = row[order], column[order], coefficient[order]
    bites = ~_never_broken(row, coefficient, at_most)
    if not bites.all():
        keep = bites[row]
        row, column, coefficient = (np.cumsum(bites) - 1)[row[keep]], column[keep], coefficient[keep]
        at_most = at_most[bites]
    start = pointers(row, len(at_most))
    full = start[1:] > start[:-1]
    divisor = np.ones(len(at_most), dtype=np.int64)
    if full.any():
        first = start[:-1][full]
        size = np.abs(coefficient)
        common = np.gcd.reduceat(size, first)
        largest = np.maximum.reduceat(size, first)
        coarse = largest // common > LARGEST_COEFFICIENT
        divisor[full] = np.where(coarse, -(-largest // LARGEST_COEFFICIENT), common)
    if (divisor > 1).any():
        coefficient, at_most = coefficient // divisor[row], at_most // divisor
    return Matrix(start, column, coefficient, at_most)


def _never_broken(row: Ints, coefficient: Ints, at_most: Ints) -> np.ndarray:
    """Rows whose positive coefficients together stay within the limit."""
    positive = np.maximum(coefficient, 0)
    exact = np.zeros(len(at_most), dtype=np.int64)
    if len(row):
        first = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]]))
        exact[row[first]] = np.add.reduceat(positive, first)
    answer: np.ndarray = exact <= at_most
    if int(positive.max(initial=0)) * len(row) >= _SAFE:  # a sum may have wrapped round
        rough = np.bincount(row, positive, minlength=len(at_most))
        for large in np.flatnonzero(rough >= _SAFE).tolist():  # plain numbers do not
            answer[large] = sum(positive[row == large].tolist()) <= int(at_most[large])
    return answer


def stacked(matrix: Matrix, extra: Sequence[Row]) -> Matrix:
    """The rows of ``matrix`` and below them the extra ones."""
    if not extra:
        return matrix
    sizes = [len(row.columns) for row in extra]
    return Matrix(
        np.concatenate([matrix.start, matrix.start[-1] + np.cumsum(sizes, dtype=np.int64)]),
        np.concatenate([matrix.column, *(np.asarray(row.columns, dtype=np.int64) for row in extra)]),
        np.concatenate(
            [matrix.coefficient, *(np.asarray(row.coefficients, dtype=np.int64) for row in extra)]
        ),
        np.concatenate([matrix.at_most, np.array([row.at_most for row in extra], dtype=np.int64)]),
    )


def at_least(weights: Mapping[int, int], value: int) -> Row | None:
    """The row that keeps an objective from falling below ``value``."""
    return tidy([(column, -weight) for column, weight in weights.items()], -value)
