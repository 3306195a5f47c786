"""Two rows of one rule (逐条比较): whether a lower layer's row asks at least what the upper one asks."""

import ast
from collections.abc import Iterator

from tender.policy.expression import Expression
from tender.policy.pack import Provision
from tender.policy.strict import STRICTNESS_WORDS, as_strict

HARD = ("must", "forbidden")
BINDING = ("in_force", "trial", "draft")
"""Texts that bind, a draft once it was acknowledged; templates and reports are only a reference."""

_WEIGHT = {"must": 3, "forbidden": 3, "in_principle": 2, "derived": 2, "encouraged": 1, "context": 0}


def row_faults(upper: Provision, lower: Provision) -> Iterator[str]:
    """Everything in which ``lower`` asks less, each in an official's words."""
    if _WEIGHT[lower.force] < _WEIGHT[upper.force]:
        yield "效力弱于上层（force）"
    if lower.status not in BINDING and upper.status in BINDING:
        yield "本文件没有约束力，不能代替有约束力的规定（status）"
    if upper.value is not None and not _figure(upper, lower):
        was, now = (f"{row.value}{row.unit}" for row in (upper, lower))
        yield f"数值由{was}改为{'无' if lower.value is None else now}，{_held(upper)}"
    if upper.expression and not _holds(upper, lower):
        joined = "or" if upper.fires else "and"
        yield f"检查少于上层：expression 应含上层的 {upper.expression}，可以用 {joined} 增加条件"


def _held(upper: Provision) -> str:
    return "没有规定可以改变" if upper.stricter == "none" else STRICTNESS_WORDS[upper.stricter]


def _figure(upper: Provision, lower: Provision) -> bool:
    same = upper.unit == lower.unit
    return same and bool(as_strict(upper.stricter, upper.value, lower.value))


def _holds(upper: Provision, lower: Provision) -> bool:
    """Every condition of the upper sentence stands in the lower one too: more ``and`` asks more.

    Of an exit trigger it is the other way round: more ``or`` fires more often.
    """
    if not lower.expression or upper.fires is not lower.fires:
        return False
    joint: type[ast.boolop] = ast.Or if upper.fires else ast.And
    return _parts(upper.expression, joint) <= _parts(lower.expression, joint)


def _parts(text: str, joint: type[ast.boolop]) -> set[str]:
    tree = Expression(text).tree
    split = isinstance(tree, ast.BoolOp) and isinstance(tree.op, joint)
    return {ast.unparse(part) for part in (tree.values if split else [tree])}  # type: ignore[attr-defined]
