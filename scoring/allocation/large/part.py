"""A part of a large problem (局部问题): some offers free, everything else as it is.

A part is plain arrays, so that any process on any machine can solve it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from scoring.allocation.arrays import Floats, Ints

if TYPE_CHECKING:  # a process that only solves parts has no need of what Blocks loads
    from scoring.allocation.large.blocks import Blocks

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """Columns to choose 0 or 1, to maximize ``worth`` within rows; ``start`` keeps all of them.

    A column with ``lower`` 1 stays chosen, one with ``upper`` 0 out.

    Rows in compressed form: ``row_of`` pointers, ``column`` and ``amount`` entries, ``limit``.
    """

    columns: Ints
    worth: Floats
    lower: Floats
    upper: Floats
    start: Floats
    row_of: NDArray[np.int32]
    column: NDArray[np.int32]
    amount: Floats
    limit: Floats


class Standing:
    """A plan over all columns (``now``, 0 or 1) and what its rows come to; parts are cut from it."""

    def __init__(self, blocks: "Blocks") -> None:
        """Begin with the empty plan, which must keep every row."""
        self.blocks = blocks
        self.by_column: csc_array = blocks.matrix.tocsc()
        given = blocks.model.arrays
        self.limit = blocks.model.matrix.at_most.astype(np.float64)
        self.lower, self.upper = np.zeros(blocks.model.width), np.ones(blocks.model.width)
        self.upper[blocks.model.fixed_at_zero] = 0
        self.group = np.concatenate([given.members.row, given.counts.row])
        self.grouped = np.concatenate([given.members.column, given.counts.column])
        soft = np.array([not need.firm for need in given.needs], dtype=bool)
        need = blocks.offers + len(given.groups) + np.cumsum(soft) - 1
        served = soft[given.serves.column]
        self.need, self.server = need[given.serves.column[served]], given.serves.row[served]
        self.now = np.zeros(blocks.model.width)
        self.slack = self.limit.copy()

    def columns(self, free: Mask) -> Ints:
        """All columns that may move when these offers may: theirs, their groups', their needs'."""
        moving = np.zeros(self.blocks.model.width, dtype=bool)
        moving[: self.blocks.offers] = free
        moving[self.blocks.offers + self.group[free[self.grouped]]] = True
        moving[self.need[free[self.server]]] = True
        return np.flatnonzero(moving)

    def rows(self, columns: Ints) -> Ints:
        """The rows that these columns have a part in."""
        return np.unique(self.by_column[:, columns].indices)

    def cut(self, columns: Ints, worth: Floats, left: Floats, held: Sequence[Floats] = ()) -> Part:
        """The part in which these columns may change; ``worth`` is over all columns.

        ``left`` is how much more of each row it may use, at most the row's slack. Parts that
        have no column in common, and whose ``left`` add up to the slack at most, keep every
        row together. ``held`` are worths of all columns of which the part may lose nothing.
        """
        mine = self.by_column[:, columns]
        touched, row = np.unique(mine.indices, return_inverse=True)
        rows = csr_array(csc_array((mine.data, row, mine.indptr), shape=(len(touched), len(columns))))
        limit = rows @ self.now[columns] + np.floor(np.maximum(left[touched], 0))
        most = rows.copy()
        most.data = np.maximum(most.data, 0)
        binding = np.flatnonzero(most.sum(axis=1) > limit)
        rows, limit = rows[binding], limit[binding]
        if held:
            floors = np.array([-each[columns] for each in held])
            rows = vstack([rows, csr_array(floors)], format="csr")
            limit = np.concatenate([limit, floors @ self.now[columns]])
        return Part(
            columns,
            worth[columns],
            self.lower[columns],
            self.upper[columns],
            self.now[columns],
            rows.indptr.astype(np.int32),
            rows.indices.astype(np.int32),
            rows.data,
            limit,
        )

    def put(self, columns: Ints, values: Floats) -> None:
        """Set these columns; the caller has made sure that every row is kept."""
        change = values - self.now[columns]
        moved = np.flatnonzero(change)
        self.slack -= self.by_column[:, columns[moved]] @ change[moved]
        self.now[columns] = values


def solve_part(part: Part, seconds: float, gap: float) -> Floats | None:
    """The best columns found within ``seconds``, at most ``gap`` (absolute) from the best; or None."""
    if seconds <= 0 or not len(part.columns):
        return None
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": gap,
        "mip_heuristic_effort": 0.2,
        "time_limit": seconds,
    }
    for option, value in options.items():
        solver.setOptionValue(option, value)
    many = len(part.columns)
    solver.passModel(
        many,
        len(part.limit),
        len(part.column),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        part.worth,
        part.lower,
        part.upper,
        np.full(len(part.limit), -highspy.kHighsInf),
        part.limit,
        part.row_of,
        part.column,
        part.amount,
        np.ones(many, dtype=np.int32),
    )
    solution = highspy.HighsSolution()
    solution.col_value = part.start.tolist()
    solver.setSolution(solution)
    solver.run()
    if solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return None
    return np.asarray(np.asarray(solver.getSolution().col_value) > 0.5, dtype=np.float64)


def kept(part: Part, values: Floats) -> bool:
    """Whether values of a part's columns keep all of its rows, in whole numbers."""
    rows = np.repeat(np.arange(len(part.limit)), np.diff(part.row_of))
    used = np.bincount(rows, part.amount * values[part.column], len(part.limit))
    inside = (part.lower <= values) & (values <= part.upper)
    return bool((used <= part.limit).all() and inside.all())
