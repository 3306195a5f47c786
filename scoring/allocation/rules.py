"""The rules of a problem as one list (规则清单): what may conflict, be loosened, and have a price.

A rule is a resource's supply (one figure for all resources that share it), a firm need, or
what a present group demands. What a group uses is a fact of the world, and the resource that
it uses is the rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from math import gcd

from scoring.allocation.check import served, used
from scoring.allocation.optimum import UndecidedError
from scoring.allocation.problem import LARGEST, Problem, Resource
from scoring.allocation.search import Chosen


class Kind(Enum):
    """Where a rule stands in the problem."""

    RESOURCE = "resource"
    SHARED = "shared"  # one figure for the supply of several resources
    NEED = "need"
    GROUP = "group"


RuleKey = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its limit: a supply, or what must be reached; ``says`` and ``article`` as given."""

    kind: Kind
    id: str
    limit: int
    says: str = ""
    article: str = ""

    @property
    def key(self) -> RuleKey:
        """What names the rule in its problem."""
        return self.kind, self.id

    @property
    def supply(self) -> bool:
        """Whether loosening the rule means a larger figure."""
        return self.kind in (Kind.RESOURCE, Kind.SHARED)


def rules(problem: Problem) -> tuple[Rule, ...]:
    """Every rule of a problem: resources, shared figures, firm needs, demanding groups, by id."""
    resources = sorted(problem.resources.values(), key=lambda resource: resource.id)
    shared = {r.shared: r for r in reversed(resources) if r.shared}
    needs = sorted((n for n in problem.needs if n.firm), key=lambda need: need.id)
    groups = sorted((g for g in problem.groups if g.at_least), key=lambda group: group.id)
    return (
        *(Rule(Kind.RESOURCE, r.id, r.supply, r.says, r.article) for r in resources if not r.shared),
        *(Rule(Kind.SHARED, key, r.supply, r.says, r.article) for key, r in sorted(shared.items())),
        *(Rule(Kind.NEED, n.id, n.at_least, n.says, n.article) for n in needs),
        *(Rule(Kind.GROUP, g.id, g.at_least, g.says, g.article) for g in groups),
    )


def with_limit(problem: Problem, rule: RuleKey, limit: int) -> Problem:
    """The problem with another supply, or another amount to be reached, in one rule."""
    kind, name = rule
    match kind:
        case Kind.RESOURCE | Kind.SHARED:
            changed = {r.id: replace(r, supply=limit) for r in _resources(problem, rule)}
            return replace(problem, resources={**problem.resources, **changed})
        case Kind.NEED:
            needs = tuple(replace(n, at_least=limit) if n.id == name else n for n in problem.needs)
            return replace(problem, needs=needs)
        case Kind.GROUP:
            groups = tuple(replace(g, at_least=limit) if g.id == name else g for g in problem.groups)
            return replace(problem, groups=groups)


def without(problem: Problem, *keys: RuleKey) -> Problem:
    """The problem in which some rules limit nothing."""
    for key in keys:
        problem = with_limit(problem, key, no_limit(problem, key))
    return problem


def no_limit(problem: Problem, rule: RuleKey) -> int:
    """The limit at which a rule limits nothing: all that could be used, or nothing to reach.

    Raises UndecidedError when all uses together are no amount of a problem (64 bits).
    """
    limit = max((sum(_taken(problem, r.id)) for r in _resources(problem, rule)), default=0)
    if limit > LARGEST:
        raise UndecidedError
    return limit


def amounts(problem: Problem, rule: RuleKey) -> list[int]:
    """What each offer (and each group, for a resource) can add to a rule."""
    kind, name = rule
    match kind:
        case Kind.RESOURCE | Kind.SHARED:
            return [amount for r in _resources(problem, rule) for amount in _taken(problem, r.id)]
        case Kind.NEED:
            return [offer.serves.get(name, 0) for offer in problem.offers]
        case Kind.GROUP:
            return list(_weights(problem, name).values())


def reached(problem: Problem, rule: RuleKey, chosen: Chosen) -> int:
    """What a plan uses of a resource, serves of a need, or counts towards a group's demand."""
    kind, name = rule
    match kind:
        case Kind.RESOURCE | Kind.SHARED:
            taken = used(problem, chosen)
            return max((taken[r.id] for r in _resources(problem, rule)), default=0)
        case Kind.NEED:
            return served(problem, chosen)[name]
        case Kind.GROUP:
            return sum(n for offer, n in _weights(problem, name).items() if offer in chosen)


def looser(problem: Problem, rule: Rule, step: int) -> int:
    """The limit after loosening a rule by ``step``, at most until it limits nothing."""
    if rule.supply:
        return max(rule.limit, min(rule.limit + step, no_limit(problem, rule.key)))
    return max(0, rule.limit - step)


def smallest_change(
    problem: Problem, rule: Rule, plan: Chosen, accepted: Callable[[Problem], Chosen | None]
) -> int:
    """The limit nearest to the present one at which ``accepted`` finds a plan.

    ``plan`` is one that it found without the rule; whatever it finds at a limit it must find
    at every looser one. Only amounts that some plan can add up to are tried.
    """
    step = gcd(*amounts(problem, rule.key)) or 1
    if rule.supply:
        low, high = rule.limit // step, reached(problem, rule.key, plan) // step
        while high - low > 1:
            middle = (low + high) // 2
            found = accepted(with_limit(problem, rule.key, middle * step))
            low, high = (middle, high) if found is None else (low, reached(problem, rule.key, found) // step)
        return high * step
    low, high = reached(problem, rule.key, plan) // step, -(-rule.limit // step)
    while high - low > 1:
        middle = (low + high) // 2
        found = accepted(with_limit(problem, rule.key, middle * step))
        low, high = (low, middle) if found is None else (reached(problem, rule.key, found) // step, high)
    return low * step


def next_tighter(problem: Problem, rule: Rule, limit: int) -> int:
    """The nearest limit towards the present one that some plan can add up to."""
    step = gcd(*amounts(problem, rule.key)) or 1
    if rule.supply:
        return max(rule.limit, limit - step)
    return min(rule.limit, limit + step)


def _resources(problem: Problem, rule: RuleKey) -> list[Resource]:
    """The resources whose supply is a rule's figure."""
    kind, name = rule
    if kind is Kind.RESOURCE:
        return [problem.resources[name]]
    every = problem.resources.values() if kind is Kind.SHARED else ()
    return [resource for resource in every if resource.shared == name]


def _taken(problem: Problem, resource: str) -> list[int]:
    """What each offer and each group takes of a resource."""
    takers = [offer.uses for offer in problem.offers] + [group.uses for group in problem.groups]
    return [uses.get(resource, 0) for uses in takers]


def _weights(problem: Problem, group_id: str) -> dict[str, int]:
    return next(dict(group.weights) for group in problem.groups if group.id == group_id)
