"""What every rule costs (规则的代价): what one step of loosening buys, found by solving again.

An integer optimum has no dual prices worth the name: one more yuan usually buys nothing, and
the next hundred thousand buys a lot. So each rule gets two rows: what a declared step buys,
and the smallest change that buys anything at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from time import monotonic

from scoring.allocation.optimum import Optimum, UndecidedError, difference, optimum
from scoring.allocation.plan import Totals
from scoring.allocation.problem import Problem
from scoring.allocation.rules import (
    Rule,
    RuleKey,
    looser,
    next_tighter,
    no_limit,
    rules,
    smallest_change,
    with_limit,
    without,
)
from scoring.allocation.search import Chosen, Values


@dataclass(frozen=True, slots=True)
class Bought:
    """The best plan with a rule's limit at ``to``; ``gain`` is its totals minus the present ones."""

    to: int
    offers: tuple[str, ...]
    gain: Totals


@dataclass(frozen=True, slots=True)
class RulePrice:
    """One rule's price: nothing buys anything when ``first`` is None.

    ``step`` is what the declared step buys (perhaps nothing), ``first`` the smallest change
    that makes the best plan better, ``most`` what the rule costs altogether.
    """

    rule: Rule
    step: Bought
    first: Bought | None
    most: Bought | None


@dataclass(frozen=True, slots=True)
class RulePrices:
    """The prices that were settled in time, by rule; of all rules only when ``complete``."""

    prices: tuple[RulePrice, ...]
    complete: bool

    @property
    def binding(self) -> tuple[RulePrice, ...]:
        """Those of rules that cost something."""
        return tuple(price for price in self.prices if price.first is not None)


def rule_prices(
    problem: Problem,
    steps: Mapping[RuleKey, int] | None = None,
    *,
    facts: Collection[RuleKey] = (),
    seconds: float = 60,
) -> RulePrices:
    """The price of every rule that could limit anything, within about ``seconds``.

    ``steps`` is how much to loosen a rule by; one that it leaves out is loosened by 1. What
    nobody can loosen, the ``facts``, has no price. Without
    a plan that keeps every rule there are no prices: see ``conflict``.
    """
    deadline, steps = monotonic() + seconds, steps or {}
    try:
        best = optimum(problem, deadline)
    except UndecidedError:
        return RulePrices((), complete=False)
    if best is None:
        return RulePrices((), complete=True)
    found, complete = [], True
    for rule in rules(problem):
        try:
            if rule.key in facts or looser(problem, rule, 1) == rule.limit:
                continue  # nothing would ever pass it
            found.append(_price(problem, best, rule, steps.get(rule.key, 1), deadline))
        except UndecidedError:
            complete = False
    return RulePrices(tuple(found), complete)


def _price(problem: Problem, best: Optimum, rule: Rule, step: int, deadline: float) -> RulePrice:
    free = _sure(without(problem, rule.key), deadline)
    if free.worth == best.worth:
        return RulePrice(rule, _bought(best, looser(problem, rule, step), best), None, None)
    first = smallest_change(problem, rule, free.offers, lambda at: _better(at, best.worth, deadline))
    before = _sure(with_limit(problem, rule.key, next_tighter(problem, rule, first)), deadline)
    if before.worth != best.worth:
        raise UndecidedError
    by_step = looser(problem, rule, step)
    return RulePrice(
        rule,
        _bought(_sure(with_limit(problem, rule.key, by_step), deadline), by_step, best),
        _bought(_sure(with_limit(problem, rule.key, first), deadline), first, best),
        _bought(free, no_limit(problem, rule.key), best),
    )


def _better(problem: Problem, than: Values, deadline: float) -> Chosen | None:
    found = optimum(problem, deadline)
    return found.offers if found is not None and found.worth > than else None


def _sure(problem: Problem, deadline: float) -> Optimum:
    """The optimum of a problem that a looser rule cannot have made infeasible."""
    found = optimum(problem, deadline)
    if found is None:
        raise UndecidedError
    return found


def _bought(found: Optimum, to: int, best: Optimum) -> Bought:
    return Bought(to, tuple(sorted(found.offers)), difference(found.totals, best.totals))
