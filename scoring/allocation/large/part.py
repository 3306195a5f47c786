"""A part of a large problem (局部问题): some offers free, everything else as it is.

A part is plain arrays, so that any process on any machine can solve it.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from scoring.allocation.arrays import Ints
from scoring.allocation.large.blocks import Blocks, Floats


@dataclass(frozen=True, slots=True)
class Part:
    """Columns to choose 0 or 1, to maximize ``worth`` within rows; ``start`` keeps all of them.

    Rows in compressed form: ``row_of`` pointers, ``column`` and ``amount`` entries, ``limit``.
    """

    columns: Ints
    worth: Floats
    upper: Floats
    start: Floats
    row_of: NDArray[np.int32]
    column: NDArray[np.int32]
    amount: Floats
    limit: Floats


class Cutter:
    """Cuts parts out of one problem's plans; ``now`` is a plan over all columns, 0 or 1."""

    def __init__(self, blocks: Blocks) -> None:
        """Prepare the columns' rows and the groups of each offer."""
        self.blocks = blocks
        self.by_column: csc_array = blocks.matrix.tocsc()
        given = blocks.model.arrays
        self.limit = blocks.model.matrix.at_most.astype(np.float64)
        self.upper = np.ones(blocks.model.width)
        self.upper[blocks.model.fixed_at_zero] = 0
        self.group = np.concatenate([given.members.row, given.counts.row])
        self.grouped = np.concatenate([given.members.column, given.counts.column])
        self.first_need = blocks.offers + len(given.groups)

    def columns(self, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """All columns that may move when these offers may: theirs, their groups', and soft needs."""
        moving = np.zeros(self.blocks.model.width, dtype=bool)
        moving[: self.blocks.offers] = free
        moving[self.blocks.offers + self.group[free[self.grouped]]] = True
        moving[self.first_need :] = True
        return moving

    def apart(self, free: NDArray[np.bool_], other: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The offers of ``other`` that share neither an offer nor a group with ``free``."""
        taken = np.zeros(self.first_need - self.blocks.offers, dtype=bool)
        taken[self.group[free[self.grouped]]] = True
        touched = np.zeros(self.blocks.offers, dtype=bool)
        touched[self.grouped[taken[self.group]]] = True
        return np.asarray(other & ~free & ~touched)

    def cut(
        self, now: Floats, free: NDArray[np.bool_], worth: Floats, shares: int = 1, *, needs: bool = True
    ) -> Part:
        """The part in which the offers of ``free`` may change; ``worth`` is over all columns.

        With ``shares`` parts solved at the same time each may use up one share of what is left,
        and soft needs move in none of them (``needs`` false) unless there is but one.
        """
        moving = self.columns(free)
        moving[self.first_need :] &= needs
        columns = np.flatnonzero(moving)
        rows = self.by_column[:, columns].tocsr()
        mine = rows @ now[columns]
        slack = self.limit - self.blocks.matrix @ now
        limit = mine + np.floor(np.maximum(slack, 0) / shares)
        most = rows.copy()
        most.data = np.maximum(most.data, 0)
        binding = np.flatnonzero((np.diff(rows.indptr) > 0) & (most.sum(axis=1) > limit))
        rows = rows[binding]
        return Part(
            columns,
            worth[columns],
            self.upper[columns],
            now[columns],
            rows.indptr.astype(np.int32),
            rows.indices.astype(np.int32),
            rows.data,
            limit[binding],
        )


def solve_part(part: Part, seconds: float, gap: float) -> Floats | None:
    """The best columns found within ``seconds``, at most ``gap`` (share of 1) from the best; or None."""
    if seconds <= 0 or not len(part.columns):
        return None
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": gap,
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
        np.zeros(many),
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
