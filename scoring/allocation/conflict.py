"""Why no plan keeps every rule (规则冲突), and the smallest repairs that make one possible.

A *conflict* is a set of rules that cannot all be kept, while any one of them left out makes
the others possible: the plan that then exists is kept as the proof. A *repair* loosens one
rule, or a few where no single one suffices, by exactly as much as is needed. Which rules may
be changed at all is told by the caller: the law is none of this module's business.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from time import monotonic

from scoring.allocation.optimum import Optimum, UndecidedError, any_plan, impossible, optimum
from scoring.allocation.problem import Problem
from scoring.allocation.rules import (
    Kind,
    Rule,
    RuleKey,
    next_tighter,
    rules,
    smallest_change,
    with_limit,
    without,
)


class Force(Enum):
    """Who could change a rule."""

    CHOSEN = "chosen"  # 可定: whoever writes the book
    STATUTORY = "statutory"  # 法定: only whoever made the law
    GIVEN = "given"  # a fact: one room is one room; no repair is offered


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot all be kept.

    ``possible`` holds, for each rule, the offers of a plan that keeps all the others.
    """

    rules: tuple[Rule, ...]
    possible: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One rule loosened from its limit to ``to``."""

    rule: Rule
    to: int
    force: Force


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together make a plan possible, and the best plan then.

    No change can be smaller while those before it stay, and none can be left out.
    """

    changes: tuple[Change, ...]
    best: Optimum

    @property
    def statutory(self) -> bool:
        """Whether the law itself would have to change."""
        return any(change.force is Force.STATUTORY for change in self.changes)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``conflict`` is None when some plan keeps every rule, or when time did not suffice.

    ``repairs`` come best first: the changeable before the statutory, fewer changes before
    more, then the better plan. ``complete`` says that every question was settled in time.
    """

    conflict: Conflict | None
    repairs: tuple[Repair, ...]
    complete: bool


def diagnose(
    problem: Problem, forces: Mapping[RuleKey, Force] | None = None, *, seconds: float = 60
) -> Diagnosis:
    """What makes a problem infeasible and what would mend it, within about ``seconds``.

    ``forces`` says who could change a rule; one that it leaves out may be changed.
    """
    deadline = monotonic() + seconds
    forces = forces or {}
    try:
        if not impossible(problem, deadline):
            return Diagnosis(None, (), complete=True)
        conflict = _conflict(problem, forces, deadline)
    except UndecidedError:
        return Diagnosis(None, (), complete=False)
    repairs, complete = _repairs(problem, conflict, forces, deadline)
    ranked = sorted(repairs, key=lambda r: (r.statutory, len(r.changes), _worst_last(r), _keys(r)))
    return Diagnosis(conflict, tuple(ranked), complete)


def _conflict(problem: Problem, forces: Mapping[RuleKey, Force], deadline: float) -> Conflict:
    """A minimal conflict by leaving out rules, facts first, so that what can be changed remains."""
    order = list(Force)
    every = sorted(rules(problem), key=lambda rule: -order.index(forces.get(rule.key, Force.CHOSEN)))
    kept = _needed(
        every,
        lambda left: any_plan(without(problem, *_others(every, left)), deadline) is None,
    )
    core = without(problem, *_others(every, kept))
    if not impossible(core, deadline):
        raise UndecidedError  # the first solver alone saw a conflict
    possible = []
    for rule in kept:
        plan = any_plan(without(core, rule.key), deadline)
        if plan is None:
            raise UndecidedError
        possible.append(tuple(sorted(plan)))
    return Conflict(tuple(kept), tuple(possible))


def _needed(every: Sequence[Rule], holds: Callable[[Collection[Rule]], bool]) -> list[Rule]:
    """Rules of which none can be left out while ``holds`` stays true, halves at a time.

    ``holds`` must be true of ``every``, and of every larger set when it is of a smaller one.
    """
    kept = list(every)
    waiting = [kept]
    while waiting:
        part = waiting.pop()
        rest = [rule for rule in kept if rule not in part]
        if holds(rest):
            kept = rest
        elif len(part) > 1:
            middle = len(part) // 2
            waiting += [part[middle:], part[:middle]]
    return kept


def _repairs(
    problem: Problem, conflict: Conflict, forces: Mapping[RuleKey, Force], deadline: float
) -> tuple[list[Repair], bool]:
    """Single repairs, and a set of which none can be spared where no single one serves.

    Sought are a repair without the law's help, any at all, and one that gives up no need.
    """
    repairs, complete = list[Repair](), True
    open_rules = [r for r in rules(problem) if forces.get(r.key) is not Force.GIVEN]
    chosen = [r for r in open_rules if forces.get(r.key, Force.CHOSEN) is Force.CHOSEN]
    keeping = [r for r in open_rules if r.kind is not Kind.NEED]
    try:
        repairs.extend(
            _repair(problem, [rule], forces, deadline)
            for rule in conflict.rules
            if rule in open_rules and any_plan(without(problem, rule.key), deadline) is not None
        )
        for candidates in (chosen, open_rules, keeping):
            known = [{change.rule for change in repair.changes} for repair in repairs]
            if any(rules <= set(candidates) for rules in known):
                continue
            if any_plan(without(problem, *_keys_of(candidates)), deadline) is not None:
                repairs.append(_repair(problem, _correction(problem, candidates, deadline), forces, deadline))
    except UndecidedError:
        complete = False
    return repairs, complete


def _correction(problem: Problem, candidates: Sequence[Rule], deadline: float) -> list[Rule]:
    """Rules to loosen of which none can be spared, out of candidates that suffice together."""
    return _needed(
        candidates,
        lambda left: any_plan(without(problem, *_keys_of(left)), deadline) is not None,
    )


def _repair(
    problem: Problem, loosened: Sequence[Rule], forces: Mapping[RuleKey, Force], deadline: float
) -> Repair:
    """The smallest changes of the rules, one after the other, each verified by solving again."""
    free = without(problem, *_keys_of(loosened))
    changes = []
    for rule in loosened:
        plan = any_plan(free, deadline)
        if plan is None:
            raise UndecidedError
        to = smallest_change(free, rule, plan, lambda at: any_plan(at, deadline))
        if not impossible(with_limit(free, rule.key, next_tighter(problem, rule, to)), deadline):
            raise UndecidedError
        free = with_limit(free, rule.key, to)
        changes.append(Change(rule, to, forces.get(rule.key, Force.CHOSEN)))
    best = optimum(free, deadline)
    if best is None:
        raise UndecidedError
    return Repair(tuple(changes), best)


def _others(every: Sequence[Rule], kept: Collection[Rule]) -> list[RuleKey]:
    return [rule.key for rule in every if rule not in kept]


def _keys_of(of: Collection[Rule]) -> list[RuleKey]:
    return [rule.key for rule in of]


def _worst_last(repair: Repair) -> tuple[int, ...]:
    return tuple(-value for value in repair.best.worth)


def _keys(repair: Repair) -> tuple[tuple[str, str], ...]:
    return tuple((change.rule.kind.value, change.rule.id) for change in repair.changes)
