"""The language of rules (规则语言): which sentences of Python's grammar are sentences of ours.

Read once when a pack is loaded; nothing is evaluated here.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_, sub, truediv
from typing import Any


class ExpressionError(ValueError):
    """Text that is not an expression of this language: a mistake of the pack."""


COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: eq, ast.NotEq: ne, ast.Lt: lt, ast.LtE: le, ast.Gt: gt, ast.GtE: ge,
}  # fmt: skip
ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv, ast.BitAnd: and_, ast.BitOr: or_,
}  # fmt: skip
LONGEST = 4000  # characters of one sentence
DEEPEST = 100  # levels of one sentence, so that no answer depends on how deep its caller stands
FUNCTIONS = frozenset({"set", "all", "any", "len", "bool", "sum", "min", "max", "days", "date", "delta"})
TEXT_METHODS = frozenset({"startswith", "endswith"})


def allowed(node: ast.AST, depth: int = 0) -> None:
    """Refuse whatever is not in the language, before anything is evaluated."""
    if depth > DEEPEST:
        raise ExpressionError(f"an expression has at most {DEEPEST} levels")
    match node:
        case ast.Constant(value=float(value)) if not isfinite(value):
            raise ExpressionError(f"{value} is no figure")
        case ast.Constant(value=bool() | int() | float() | str() | None) | ast.Name():
            pass
        case ast.Attribute(attr=name) if not name.startswith("_"):
            pass
        case ast.BoolOp() | ast.Set() | ast.Tuple() | ast.List() | ast.Subscript() | ast.IfExp():
            pass
        case ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.And() | ast.Or() | ast.Not() | ast.USub():
            pass
        case ast.Compare(ops=ops) if all(isinstance(op, (*COMPARE, ast.In, ast.NotIn)) for op in ops):
            pass
        case ast.Compare(ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
            pass
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            pass
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
            pass
        case ast.Call(func=ast.Attribute(), keywords=[]):
            pass
        case ast.GeneratorExp(generators=[_]) | ast.SetComp(generators=[_]) | ast.ListComp(generators=[_]):
            pass
        case (
            ast.comprehension(target=ast.Name(), is_async=0)
            | ast.cmpop()
            | ast.operator()
            | ast.expr_context()
        ):
            pass
        case _:
            raise ExpressionError(f"{ast.unparse(node)!r} is not part of the language of rules")
    for child in ast.iter_child_nodes(node):
        allowed(child, depth + 1)


def paths(node: ast.AST, bound: frozenset[str]) -> Iterator[str]:
    """Attribute paths below root nouns; loop variables belong to no noun."""
    if isinstance(node, ast.GeneratorExp | ast.SetComp | ast.ListComp):
        bound |= {g.target.id for g in node.generators if isinstance(g.target, ast.Name)}
    if isinstance(node, ast.Attribute):
        path = ast.unparse(node)
        if path.replace(".", "").isidentifier():
            if path.partition(".")[0] not in bound:
                yield path
            return
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for arg in node.args:
            yield from paths(arg, bound)
        return
    elif isinstance(node, ast.Name) and node.id not in bound:
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from paths(child, bound)
