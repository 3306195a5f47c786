"""Which of two values asks more (宽严): the direction that a text gives a figure, list or choice."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

Strictness = Literal["higher", "lower", "more", "fewer", "ranked", "none"]

STRICTNESS_WORDS = {
    "higher": "数值不得降低",
    "lower": "数值不得提高",
    "more": "只能增加，不得减少",
    "fewer": "只能减少，不得增加",
    "ranked": "只能选同样严格或者更严格的一种",
    "none": "没有宽严之分",
}
"""What a lower layer must keep to, as officials read it."""


def as_strict(
    direction: Strictness, upper: object, lower: object, choices: Sequence[object] = ()
) -> bool | None:
    """Whether ``lower`` asks at least as much as ``upper``; None where the two cannot be compared.

    A figure or yes and no goes ``higher`` or ``lower``, a list holds ``more`` or ``fewer``
    entries, and a ``ranked`` choice stands no earlier in ``choices``.
    """
    if type(upper) is type(lower) and upper == lower:
        return True
    match direction:
        case "higher" | "lower" if _figures(upper, lower):
            return bool(upper <= lower if direction == "higher" else lower <= upper)  # type: ignore[operator]
        case "more" | "fewer" if isinstance(upper, list | tuple) and isinstance(lower, list | tuple):
            less, all_of = (upper, lower) if direction == "more" else (lower, upper)
            return all(entry in all_of for entry in less)
        case "ranked" if upper in choices and lower in choices:
            return list(choices).index(upper) <= list(choices).index(lower)
    return None


def _figures(upper: object, lower: object) -> bool:
    """Two figures, or two answers of yes and no; never one of each."""
    both = (upper, lower)
    return all(isinstance(v, bool) for v in both) or all(
        isinstance(v, int | Decimal) and not isinstance(v, bool) for v in both
    )
