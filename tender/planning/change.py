"""What a moved figure does (调整的结果): who moved, and how points, money and lots changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.allocation import Plan
from scoring.allocation.optimum import difference
from scoring.allocation.plan import Totals
from tender.planning.posed import Posed
from tender.planning.tables import Table


@dataclass(frozen=True, slots=True)
class Move:
    """One lot that changed hands; None where nobody has it. Operators by their names."""

    lot: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """The lots that changed hands, in the book's order, and the totals after minus before."""

    moves: tuple[Move, ...]
    gain: Totals | None


def change(posed: Posed, before: Plan, after: Plan) -> Change:
    """From one plan of the same bids to another; ``gain`` is None where one of them is no plan."""
    was, now = holders(posed, before), holders(posed, after)
    moves = tuple(
        Move(lot.id, was.get(lot.id), now.get(lot.id))
        for lot in posed.book.lots
        if was.get(lot.id) != now.get(lot.id)
    )
    gain = difference(after.totals, before.totals) if after.totals and before.totals else None
    return Change(moves, gain)


def holders(posed: Posed, plan: Plan) -> Mapping[str, str]:
    """Who has each lot in a plan, by name."""
    chosen = set(plan.offers)
    return {
        lot: posed.names.get(offer.operator, offer.operator)
        for offer in posed.problem.offers
        if offer.id in chosen
        for lot in offer.lots
    }


def change_table(posed: Posed, found: Change, says: str) -> Table:
    """The lots that changed hands; ``says`` are the figures that were moved."""
    rows = tuple(
        (
            f"标段{move.lot}",
            posed.book.lot_by_id[move.lot].name,
            move.was or "—",
            move.now or "—（空缺）",
        )
        for move in found.moves
    )
    return Table("条件调整后的变动", says, ("标段", "名称", "原方案", "调整后"), rows)
