"""Rectangles in proportion (面积图): shares of one block, each as near to a square as its row allows."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle from the upper left corner, in the block's own units."""

    left: float
    top: float
    width: float
    height: float


def tiles(areas: Sequence[float], width: float, height: float) -> list[Tile]:
    """One tile for each area, above 0, in the same order; together they fill the block.

    Rows are laid along the shorter side, largest first; one more joins a row as long as
    that makes its worst tile no longer than before (Bruls, Huizing, van Wijk 2000).
    """
    order = sorted(range(len(areas)), key=lambda i: -areas[i])
    scale = width * height / sum(areas) if areas else 0.0
    found: dict[int, Tile] = {}
    left, top = 0.0, 0.0
    while order:
        across = width - left >= height - top  # the row stands at the left, else it lies on top
        side = height - top if across else width - left
        count = 1
        while count < len(order) and _worst(order[: count + 1], areas, scale, side) <= _worst(
            order[:count], areas, scale, side
        ):
            count += 1
        row, order = order[:count], order[count:]
        depth = sum(areas[i] for i in row) * scale / side
        at = top if across else left
        for i in row:
            length = areas[i] * scale / depth
            found[i] = Tile(left, at, depth, length) if across else Tile(at, top, length, depth)
            at += length
        left, top = (left + depth, top) if across else (left, top + depth)
    return [found[i] for i in range(len(areas))]


def _worst(row: Sequence[int], areas: Sequence[float], scale: float, side: float) -> float:
    """How long the longest tile of a row is for its width."""
    depth = sum(areas[i] for i in row) * scale / side
    return max(max(areas[i] * scale / depth**2, depth**2 / (areas[i] * scale)) for i in row)
