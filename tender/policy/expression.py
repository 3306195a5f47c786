"""Expressions of rules (规则表达式): typed sentences over the nouns, answered safely in three values.

The text is Python's grammar cut down to comparisons, and/or/not, sets, arithmetic, a few
functions and one-loop comprehensions; anything else is refused when the pack is loaded,
and nothing is ever handed to Python's own evaluator.

Missing is not false and never true: a noun, attribute or table entry that is absent or
None makes the sentence undecided unless the rest settles it (Kleene's logic). An empty
collection under ``all`` or on the left of ``<=`` is undecided too, for nothing was shown.

>>> rule = Expression("lot.mode != 'whole_center' or allocation.count_operators(lot.id) <= 1")
>>> nouns = {"lot": {"mode": "partial_zone", "id": "L1"}}
>>> rule.answer(nouns).answer.value
'pass'
>>> rule.answer({"lot": {"mode": "whole_center", "id": "L1"}}).missing
('allocation.count_operators',)
"""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from tender.findings import Answer
from tender.policy.language import (
    ARITHMETIC,
    COMPARE,
    LONGEST,
    TEXT_METHODS,
    ExpressionError,
    allowed,
    paths,
)

Nouns = Mapping[str, Any]
"""Root names to records: nested mappings, sequences and scalars, as read from TOML."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be known, and the paths that are missing for it."""

    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer; ``missing`` names what is needed to decide, sorted."""

    answer: Answer
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expression:
    """One rule's sentence, parsed and checked once."""

    text: str
    tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST:
            raise ExpressionError(f"an expression has at most {LONGEST} characters, not {len(self.text)}")
        try:
            tree = ast.parse(self.text, mode="eval").body
            allowed(tree)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as wrong:
            if isinstance(wrong, ExpressionError):
                raise
            raise ExpressionError(f"{self.text!r}: {wrong}") from wrong
        object.__setattr__(self, "tree", tree)

    def answer(self, nouns: Nouns) -> Answered:
        """Pass, fail or cannot decide over ``nouns``; raises ExpressionError on values that do not fit."""
        try:
            value = _truth(_value(self.tree, nouns))
        except (TypeError, ArithmeticError, LookupError, ValueError, RecursionError) as wrong:
            if isinstance(wrong, ExpressionError):
                raise
            raise ExpressionError(f"{self.text}: {wrong}") from wrong
        if isinstance(value, Unknown):
            return Answered(Answer.CANNOT_DECIDE, tuple(sorted(value.missing)))
        return Answered(Answer.PASS if value else Answer.FAIL)

    def names(self) -> frozenset[str]:
        """Every attribute path from a root noun that the sentence reads, such as ``lot.mode``."""
        return frozenset(paths(self.tree, frozenset()))

    def roots(self) -> frozenset[str]:
        """The nouns that the sentence speaks of."""
        return frozenset(path.partition(".")[0] for path in self.names())


def _value(node: ast.expr, nouns: Nouns) -> Any:
    match node:
        case ast.Constant(value=value):
            return Fraction(repr(value)) if isinstance(value, float) else value  # 0.5 as it is written
        case ast.Name(id=name):
            return _known(nouns.get(name), name)
        case ast.Attribute(value=of, attr=name):
            return _attribute(_value(of, nouns), name, ast.unparse(node))
        case ast.BoolOp(op=op, values=parts):
            return _logic([_truth(_value(part, nouns)) for part in parts], isinstance(op, ast.Or))
        case ast.UnaryOp(op=op, operand=part):
            found = _value(part, nouns)
            if isinstance(op, ast.USub):
                return found if isinstance(found, Unknown) else -found
            found = _truth(found)
            return found if isinstance(found, Unknown) else not found
        case ast.Compare(left=left, ops=ops, comparators=rights):
            return _chain(_value(left, nouns), ops, [_value(r, nouns) for r in rights], ast.unparse(node))
        case ast.BinOp(left=left, op=operation, right=right):
            return _apply(_figure(operation), _value(left, nouns), _value(right, nouns))
        case ast.Set(elts=parts):
            return _apply(_set, _gathered([_value(part, nouns) for part in parts]))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return _gathered([_value(part, nouns) for part in parts])
        case ast.Subscript(value=of, slice=key):
            return _apply(
                lambda table, k: _entry(table, k, ast.unparse(node)), _value(of, nouns), _value(key, nouns)
            )
        case ast.IfExp(test=test, body=yes, orelse=no):
            found = _truth(_value(test, nouns))
            return found if isinstance(found, Unknown) else _value(yes if found else no, nouns)
        case ast.Call(func=ast.Name(id=name), args=args):
            return _function(name, args, nouns)
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args):
            given = [_value(arg, nouns) for arg in args]
            return _method(_value(of, nouns), name, given, ast.unparse(node.func))
        case ast.GeneratorExp() | ast.SetComp() | ast.ListComp():
            found = _comprehension(node, nouns)
            if isinstance(found, Unknown):
                return found
            return _apply(_set if isinstance(node, ast.SetComp) else tuple, _gathered(found))
    raise ExpressionError(f"{ast.unparse(node)!r} is not part of the language of rules")


def _figure(operation: ast.operator) -> Callable[[Any, Any], Any]:
    """Arithmetic on figures, days and sets; division is exact, and texts are only joined."""

    def work(left: Any, right: Any) -> Any:
        if not isinstance(operation, ast.Add) and any(
            isinstance(p, str | list | tuple) for p in (left, right)
        ):
            raise TypeError("texts and lists are no figures")
        if isinstance(operation, ast.Div):
            return Fraction(left) / right
        return ARITHMETIC[type(operation)](left, right)

    return work


def _known(value: Any, path: str) -> Any:
    """The value in the forms that compare exactly; None is missing."""
    if value is None:
        return Unknown(frozenset({path}))
    if isinstance(value, float):
        raise ExpressionError(f"{path} is a float: figures are exact")
    if isinstance(value, Decimal):
        return Fraction(value)
    return value


def _attribute(of: Any, name: str, path: str) -> Any:
    if isinstance(of, Unknown):
        return Unknown(
            frozenset({path}) if len(of.missing) == 1 and path.startswith(min(of.missing)) else of.missing
        )
    # of Python's own values nothing is handed out: a text's format or a date's today are no attributes
    return _known(of.get(name) if isinstance(of, Mapping) else None, path)


def _truth(value: Any) -> Any:
    return value if isinstance(value, Unknown) else bool(value)


def _logic(parts: Sequence[Any], is_or: bool) -> Any:
    """Kleene's and/or: one decisive part settles it, else one unknown leaves it open."""
    if any(part is is_or for part in parts):
        return is_or
    return _union(parts) or (not is_or)


def _union(parts: Iterable[Any]) -> Unknown | None:
    missing = [part.missing for part in parts if isinstance(part, Unknown)]
    return Unknown(reduce(or_, missing)) if missing else None


def _apply(function: Callable[..., Any], *given: Any) -> Any:
    return _union(given) or function(*given)


def _gathered(parts: Sequence[Any]) -> Any:
    return _union(parts) or tuple(parts)


def _entry(table: Any, key: Any, path: str) -> Any:
    if isinstance(table, list | tuple):
        return _known(table[key] if -len(table) <= key < len(table) else None, path)
    if not isinstance(table, Mapping):
        raise TypeError(f"{path} looks into what is neither a table nor a list")
    return _known(table.get(key), path)


def _chain(left: Any, ops: Sequence[ast.cmpop], rights: Sequence[Any], path: str) -> Any:
    answers = []
    for op, right in zip(ops, rights, strict=True):
        answers.append(_compare(left, op, right, path))
        left = right
    return _logic(answers, is_or=False)


def _compare(left: Any, op: ast.cmpop, right: Any, path: str) -> Any:
    if isinstance(op, ast.Is | ast.IsNot):  # only ever "is None": an absent value stays missing
        return _union([left]) or isinstance(op, ast.IsNot)
    unknown = _union([left, right])
    if unknown:
        return unknown
    left, right = _same_clock(left, right), _same_clock(right, left)
    if isinstance(op, ast.In | ast.NotIn):
        return (left in right) is isinstance(op, ast.In)
    if isinstance(left, frozenset | set) or isinstance(right, frozenset | set):
        left, right = frozenset(left), frozenset(right)
        if isinstance(op, ast.LtE) and not left:
            return Unknown(frozenset({f"{path}（空）"}))
    elif isinstance(left, list | tuple) and isinstance(right, list | tuple):
        left, right = frozenset(left), frozenset(right)
    return COMPARE[type(op)](left, right)


def _same_clock(value: Any, other: Any) -> Any:
    """A moment compared with a day counts as its day; two moments keep their time."""
    only_day = isinstance(other, date) and not isinstance(other, datetime)
    return value.date() if only_day and isinstance(value, datetime) else value


def _function(name: str, args: Sequence[ast.expr], nouns: Nouns) -> Any:
    if name in ("all", "any") and len(args) == 1 and isinstance(args[0], ast.GeneratorExp | ast.ListComp):
        found = _comprehension(args[0], nouns)
        if isinstance(found, Unknown):
            return found
        if not found and name == "all":
            return Unknown(frozenset({f"{ast.unparse(args[0].generators[0].iter)}（空）"}))
        return _logic([_truth(part) for part in found], is_or=name == "any")
    given = [_value(arg, nouns) for arg in args]
    if name == "all" and given and isinstance(given[0], list | tuple | Set) and not given[0]:
        return Unknown(frozenset({f"{ast.unparse(args[0])}（空）"}))
    return _union(given) or _CALLS[name](*given)


def _comprehension(node: ast.GeneratorExp | ast.SetComp | ast.ListComp, nouns: Nouns) -> Any:
    """The element of every item that passes the conditions; undecided conditions leave all open."""
    loop = node.generators[0]
    items = _value(loop.iter, nouns)
    if isinstance(items, Unknown):
        return items
    assert isinstance(loop.target, ast.Name)
    kept = []
    for item in items:
        inner = {**nouns, loop.target.id: item}
        wanted = _logic([_truth(_value(test, inner)) for test in loop.ifs], is_or=False)
        if isinstance(wanted, Unknown):
            return wanted
        if wanted:
            kept.append(_value(node.elt, inner))
    return kept


def _method(of: Any, name: str, given: Sequence[Any], path: str) -> Any:
    """A question to a noun: a table of answers, a list of what holds, or a function of ours."""
    unknown = _union([*given])
    if unknown:
        return unknown
    if isinstance(of, str) and name in TEXT_METHODS:
        return getattr(of, name)(*given)
    if isinstance(of, Mapping) and name == "get" and "get" not in of:
        return of.get(*given) if len(given) > 1 else _known(of.get(given[0]), path)
    held = _attribute(of, name, path)
    if isinstance(held, Unknown):
        return held
    if callable(held):
        return _known(held(*given), path)
    if isinstance(held, Mapping):
        key = given[0].isoformat() if isinstance(given[0], date) else given[0]  # TOML has no date keys
        return _known(held.get(key), path)
    return given[0] in held


def _days(start: date, end: date) -> int:
    return (_day(end) - _day(start)).days


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _set(values: Any = ()) -> frozenset[Any]:
    return frozenset(values)


_CALLS: Mapping[str, Callable[..., Any]] = {
    "set": _set,
    "all": all,
    "any": any,
    "len": len,
    "bool": bool,
    "sum": lambda parts: sum(parts, 0),
    "min": min,
    "max": max,
    "days": _days,
    "date": date,
    "delta": lambda days: timedelta(days=days),
}
