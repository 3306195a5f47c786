"""What one step of a figure gains (一步的代价), at any size: a plan within the time, and how sure it is.

The exact prices (``scoring.allocation.rule_prices``) need every optimum proved, which a
district does not give in time. A step's gain is that of a plan that keeps every rule: unless
it is proved, the figure gains at least so much.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.allocation import Plan
from scoring.allocation.optimum import difference
from scoring.allocation.plan import Totals
from scoring.allocation.replan import replan
from scoring.allocation.rules import Kind
from tender.planning.levers import Lever, moved
from tender.planning.posed import Posed


@dataclass(frozen=True, slots=True)
class StepPrice:
    """A figure loosened by one step to ``to``: the plan it allows, and what that gains over the present one."""

    lever: Lever
    to: int
    plan: Plan
    gain: Totals


def step_price(
    posed: Posed, plan: Plan, figures: Sequence[Lever], figure: Lever, *, seconds: float
) -> StepPrice | None:
    """The price of one step; None for a figure that cannot be loosened further, or without a plan."""
    to = looser(figure)
    if to is None or plan.totals is None:
        return None
    other = replan(moved(posed, figures, {figure.id: to}).problem, [plan.offers], seconds=seconds)
    if other.totals is None:
        return None
    return StepPrice(figure, to, other, difference(other.totals, plan.totals))


def looser(figure: Lever) -> int | None:
    """The value a whole step away at which a figure limits less; None where it limits nothing."""
    if not figure.rules:
        return None
    demand = figure.rules[0][0] in (Kind.NEED, Kind.GROUP)
    step = figure.values[-1] - figure.values[-2] if len(figure.values) > 1 else 1
    if demand:
        return max((value for value in figure.values if value <= figure.now - step), default=None)
    return min((value for value in figure.values if value >= figure.now + step), default=None)
