"""Each operator's best bundle (运营机构的最优组合) under given prices, by branch and bound.

A bundle is a set of one operator's offers that keeps every rule the operator can break
alone: its own staff and quotas, the lots it would take twice, its groups and their
demands. It is compiled where ``numba`` is installed (the extra ``scale``), because a city
asks for it a hundred thousand times; without it the same code runs slowly.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

try:
    from numba import njit

    COMPILED = True
except ModuleNotFoundError:
    COMPILED = False

    def njit(**_: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """The function itself: it answers the same, only slower."""
        return lambda function: function


__all__ = ["COMPILED", "Rules", "State", "best_bundles", "njit"]

ENDLESS = 1e300


class Rules(NamedTuple):
    """What a bundle may not break, as arrays; ``x_of`` are pointers from offer or group to entries.

    ``own`` tells the resources that one operator alone uses: they bound what a bundle can be.
    """

    use_of: np.ndarray
    use: np.ndarray
    amount: np.ndarray
    supply: np.ndarray
    own: np.ndarray
    group_of: np.ndarray
    group: np.ndarray
    group_use_of: np.ndarray
    group_use: np.ndarray
    group_amount: np.ndarray
    least: np.ndarray
    count_of: np.ndarray
    count_group: np.ndarray
    counts: np.ndarray


class State(NamedTuple):
    """What the bundle at hand uses and counts; all 0 between two calls."""

    used: np.ndarray
    members: np.ndarray
    counted: np.ndarray


@njit(cache=True)
def _left_beside(rules: Rules, state: State, item: int, before: int, resource: int) -> int:
    """What is left of a resource when the item and its new groups before one have taken theirs."""
    left = rules.supply[resource] - state.used[resource]
    for q in range(rules.use_of[item], rules.use_of[item + 1]):
        if rules.use[q] == resource:
            left -= rules.amount[q]
    for q in range(rules.group_of[item], before):
        group = rules.group[q]
        if state.members[group] == 0:
            for s in range(rules.group_use_of[group], rules.group_use_of[group + 1]):
                if rules.group_use[s] == resource:
                    left -= rules.group_amount[s]
    return int(left)


@njit(cache=True)
def _fits(rules: Rules, state: State, item: int) -> bool:
    for q in range(rules.use_of[item], rules.use_of[item + 1]):
        if state.used[rules.use[q]] > rules.supply[rules.use[q]] - rules.amount[q]:
            return False
    for q in range(rules.group_of[item], rules.group_of[item + 1]):
        group = rules.group[q]
        if state.members[group] == 0:
            for s in range(rules.group_use_of[group], rules.group_use_of[group + 1]):
                if rules.group_amount[s] > _left_beside(rules, state, item, q, rules.group_use[s]):
                    return False
    return True


@njit(cache=True)
def _put(rules: Rules, state: State, item: int, sign: int) -> int:
    """Add the item (sign 1) or take it back (-1); the change in unmet demands of present groups."""
    missing = 0
    for q in range(rules.use_of[item], rules.use_of[item + 1]):
        state.used[rules.use[q]] += sign * rules.amount[q]
    for q in range(rules.count_of[item], rules.count_of[item + 1]):
        group = rules.count_group[q]
        before = state.members[group] > 0 and state.counted[group] < rules.least[group]
        state.counted[group] += sign * rules.counts[q]
        after = state.members[group] > 0 and state.counted[group] < rules.least[group]
        missing += int(after) - int(before)
    for q in range(rules.group_of[item], rules.group_of[item + 1]):
        group = rules.group[q]
        unmet = state.counted[group] < rules.least[group]
        before_here = state.members[group] > 0
        state.members[group] += sign
        here = state.members[group] > 0
        if here != before_here:
            missing += int(unmet) * (int(here) - int(before_here))
            for s in range(rules.group_use_of[group], rules.group_use_of[group + 1]):
                state.used[rules.group_use[s]] += sign * rules.group_amount[s]
    return missing


@njit(cache=True)
def _most(
    order: np.ndarray, rank: np.ndarray, pos: int, gain: np.ndarray, weight: np.ndarray, left: float
) -> float:
    """The most that items of rank ``pos`` or later add within ``left``, the last one in part."""
    total = 0.0
    for i in order:
        if rank[i] < pos:
            continue
        if gain[i] <= 0.0:
            break
        if weight[i] <= left:
            total += gain[i]
            left -= weight[i]
        else:
            total += gain[i] * left / weight[i]
            break
    return total


@njit(cache=True)
def _own_resources(rules: Rules, items: np.ndarray) -> np.ndarray:
    """The own resources that the items would use up together."""
    found = np.empty(256, np.int64)
    many = 0
    for item in items:
        for q in range(rules.use_of[item], rules.use_of[item + 1]):
            resource = rules.use[q]
            known = not rules.own[resource] or many == len(found)
            for t in range(many):
                known = known or found[t] == resource
            if not known:
                found[many] = resource
                many += 1
    return found[:many]


@njit(cache=True)
def _by_density(gain: np.ndarray, weight: np.ndarray) -> np.ndarray:
    key = np.empty(len(gain))
    for i in range(len(gain)):
        if gain[i] <= 0.0:
            key[i] = ENDLESS
        elif weight[i] == 0.0:
            key[i] = -ENDLESS
        else:
            key[i] = -gain[i] / weight[i]
    return np.argsort(key)


@njit(cache=True)
def _weights(rules: Rules, items: np.ndarray, resource: int) -> np.ndarray:
    weight = np.zeros(len(items))
    for i in range(len(items)):
        for q in range(rules.use_of[items[i]], rules.use_of[items[i] + 1]):
            if rules.use[q] == resource:
                weight[i] = rules.amount[q]
    return weight


@njit(cache=True)
def _best_bundle(
    rules: Rules, state: State, items: np.ndarray, profit: np.ndarray, nodes: int
) -> tuple[float, float, np.ndarray, int, float]:
    """Best value, bound, the bundle, and the own resource that binds most with its price."""
    n = len(items)
    gain = np.empty(n)
    for i in range(n):
        gain[i] = profit[items[i]]
    none = np.zeros(n)
    rank = np.zeros(n, np.int64)
    order = _by_density(gain, none)
    # the two own resources that bind most, each with its order of density
    tight = np.array([-1, -1])
    bound = np.array([ENDLESS, ENDLESS])
    orders = np.stack((order, order))
    weights = np.stack((none, none))
    left = np.array([ENDLESS, ENDLESS])
    for resource in _own_resources(rules, items):
        weight = _weights(rules, items, resource)
        if weight.sum() <= rules.supply[resource]:
            continue
        order = _by_density(gain, weight)
        most = _most(order, rank, 0, gain, weight, float(rules.supply[resource]))
        if most < bound[1]:
            k = 0 if most < bound[0] else 1
            if k == 0:
                tight[1], bound[1], left[1] = tight[0], bound[0], left[0]
                orders[1], weights[1] = orders[0], weights[0]
            tight[k], bound[k], left[k] = resource, most, float(rules.supply[resource])
            orders[k], weights[k] = order, weight
    price = 0.0
    if tight[0] >= 0:
        room = left[0]
        for i in orders[0]:
            if gain[i] <= 0.0:
                break
            room -= weights[0][i]
            if room < 0:
                price = gain[i] / weights[0][i]
                break
    for i in range(n):
        rank[orders[0][i]] = i
    taken = np.empty(n, np.int64)
    chosen = np.empty(n, np.int64)
    depth, pos, many, missing, seen = 0, 0, 0, 0, 0
    current, best, root = 0.0, 0.0, 0.0
    complete = True
    while True:
        while pos < n:
            seen += 1
            more = _most(orders[0], rank, pos, gain, weights[0], left[0])
            if tight[1] >= 0:
                more = min(more, _most(orders[1], rank, pos, gain, weights[1], left[1]))
            if seen == 1:
                root = more
            if current + more <= best + 1e-9:
                break
            if seen > nodes:
                complete = False
                break
            i = orders[0][pos]
            if gain[i] <= 0.0 and missing == 0:
                break
            if _fits(rules, state, items[i]):
                missing += _put(rules, state, items[i], 1)
                taken[depth] = i
                depth += 1
                current += gain[i]
                left[0] -= weights[0][i]
                left[1] -= weights[1][i]
                if missing == 0 and current > best + 1e-9:
                    best = current
                    many = depth
                    for d in range(depth):
                        chosen[d] = items[taken[d]]
            pos += 1
        if depth == 0:
            break
        depth -= 1
        i = taken[depth]
        missing += _put(rules, state, items[i], -1)
        current -= gain[i]
        left[0] += weights[0][i]
        left[1] += weights[1][i]
        pos = rank[i] + 1 if complete else n
    return best, (best if complete else max(best, root)), chosen[:many], tight[0], price


@njit(cache=True, nogil=True)
def best_bundles(
    rules: Rules,
    state: State,
    first: int,
    last: int,
    operator_of: np.ndarray,
    items: np.ndarray,
    profit: np.ndarray,
    nodes: int,
    bound: np.ndarray,
    found: np.ndarray,
    prices: np.ndarray,
) -> int:
    """For the operators from ``first`` to before ``last``: their bounds, bundles and own prices.

    ``bound`` is by operator: no bundle is worth more. ``found`` is set to 1 for every offer of
    a best bundle. ``prices`` is by resource: what one more unit of the own resource that binds
    an operator most would bring. Returns how many operators were stopped at ``nodes``.
    """
    stopped = 0
    for o in range(first, last):
        mine = items[operator_of[o] : operator_of[o + 1]]
        best, most, chosen, tight, price = _best_bundle(rules, state, mine, profit, nodes)
        bound[o] = most
        stopped += int(most > best)
        if tight >= 0:
            prices[tight] = price
        for item in chosen:
            found[item] = 1.0
    return stopped
