"""Each operator's best bundle (运营机构的最优组合) under given prices, by branch and bound.

A bundle is a set of one operator's offers that keeps every rule the operator can break
alone: its own staff and quotas, the lots it would take twice, its groups and their
demands. Compiled, because a province asks for it a million times.
"""

import numba
import numpy as np


@numba.njit(cache=True)
def _fractional(order, rank, pos, weight, profit, left):
    """Most profit that items of rank ``pos`` or later add within ``left``, parts allowed."""
    gain = 0.0
    for item in order:
        if rank[item] < pos:
            continue
        p = profit[item]
        if p <= 0.0:
            break
        w = weight[item]
        if w <= left:
            gain += p
            left -= w
        else:
            gain += p * left / w
            break
    return gain


@numba.njit(cache=True)
def _best_bundle(
    items, profit, use_ptr, use_res, use_amt, supply, used, mine, in_ptr, in_group, present, group_use_ptr,
    group_use_res, group_use_amt, least, count_ptr, count_group, count_amt, counted, node_limit,
):  # fmt: skip
    n = len(items)
    gain = np.empty(n)
    for i in range(n):
        gain[i] = profit[items[i]]
    # the two own resources that bind most, judged by their fractional bounds
    bound_1 = 1e300
    bound_2 = 1e300
    best_1 = -1
    best_2 = -1
    weight = np.empty(n)
    order_1 = np.argsort(-gain)
    order_2 = order_1
    weight_1 = np.zeros(n)
    weight_2 = np.zeros(n)
    supply_1 = 1.0
    supply_2 = 1.0
    rank = np.zeros(n, np.int64)
    seen = 0
    tried = np.empty(64, np.int64)
    for i in range(n):
        for q in range(use_ptr[items[i]], use_ptr[items[i] + 1]):
            res = use_res[q]
            if not mine[res]:
                continue
            known = False
            for t in range(seen):
                if tried[t] == res:
                    known = True
                    break
            if known or seen == 64:
                continue
            tried[seen] = res
            seen += 1
            total = 0.0
            for j in range(n):
                weight[j] = 0.0
                for s in range(use_ptr[items[j]], use_ptr[items[j] + 1]):
                    if use_res[s] == res:
                        weight[j] = use_amt[s]
                total += weight[j]
            if total <= supply[res]:
                continue
            key = np.empty(n)
            for j in range(n):
                if gain[j] <= 0.0:
                    key[j] = 1e300
                elif weight[j] == 0.0:
                    key[j] = -1e300
                else:
                    key[j] = -gain[j] / weight[j]
            order = np.argsort(key)
            bound = _fractional(order, rank, 0, weight, gain, float(supply[res]))
            if bound < bound_1:
                bound_2 = bound_1
                best_2 = best_1
                order_2 = order_1
                weight_2 = weight_1
                supply_2 = supply_1
                bound_1 = bound
                best_1 = res
                order_1 = order
                weight_1 = weight.copy()
                supply_1 = float(supply[res])
            elif bound < bound_2:
                bound_2 = bound
                best_2 = res
                order_2 = order
                weight_2 = weight.copy()
                supply_2 = float(supply[res])
    for i in range(n):
        rank[order_1[i]] = i
    left_1 = supply_1
    left_2 = supply_2
    taken = np.empty(n, np.int64)
    at = np.empty(n, np.int64)
    depth = 0
    pos = 0
    current = 0.0
    best = 0.0
    chosen = np.empty(n, np.int64)
    many = 0
    missing = 0  # present groups whose demand is not met
    nodes = 0
    root = 1e300
    complete = True
    while True:
        while pos < n:
            nodes += 1
            more = 0.0
            if best_1 >= 0:
                more = _fractional(order_1, rank, pos, weight_1, gain, left_1)
                if best_2 >= 0:
                    other = _fractional(order_2, rank, pos, weight_2, gain, left_2)
                    more = min(more, other)
            else:
                for i in range(pos, n):
                    if gain[order_1[i]] > 0.0:
                        more += gain[order_1[i]]
            if nodes == 1:
                root = more
            if current + more <= best + 1e-9:
                break
            if nodes > node_limit:
                complete = False
                break
            i = order_1[pos]
            item = items[i]
            if gain[i] <= 0.0 and missing == 0:
                break
            fits = True
            for q in range(use_ptr[item], use_ptr[item + 1]):
                if used[use_res[q]] + use_amt[q] > supply[use_res[q]]:
                    fits = False
                    break
            if fits:
                for q in range(in_ptr[item], in_ptr[item + 1]):
                    g = in_group[q]
                    if present[g] == 0:
                        for s in range(group_use_ptr[g], group_use_ptr[g + 1]):
                            if used[group_use_res[s]] + group_use_amt[s] > supply[group_use_res[s]]:
                                fits = False
            if fits:
                for q in range(use_ptr[item], use_ptr[item + 1]):
                    used[use_res[q]] += use_amt[q]
                for q in range(in_ptr[item], in_ptr[item + 1]):
                    g = in_group[q]
                    if present[g] == 0:
                        for s in range(group_use_ptr[g], group_use_ptr[g + 1]):
                            used[group_use_res[s]] += group_use_amt[s]
                        if counted[g] < least[g]:
                            missing += 1
                    present[g] += 1
                for q in range(count_ptr[item], count_ptr[item + 1]):
                    g = count_group[q]
                    if present[g] > 0 and counted[g] < least[g] and counted[g] + count_amt[q] >= least[g]:
                        missing -= 1
                    counted[g] += count_amt[q]
                taken[depth] = i
                at[depth] = pos
                depth += 1
                current += gain[i]
                left_1 -= weight_1[i]
                left_2 -= weight_2[i]
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
        item = items[i]
        for q in range(count_ptr[item], count_ptr[item + 1]):
            g = count_group[q]
            counted[g] -= count_amt[q]
            if present[g] > 0 and counted[g] < least[g] and counted[g] + count_amt[q] >= least[g]:
                missing += 1
        for q in range(in_ptr[item], in_ptr[item + 1]):
            g = in_group[q]
            present[g] -= 1
            if present[g] == 0:
                for s in range(group_use_ptr[g], group_use_ptr[g + 1]):
                    used[group_use_res[s]] -= group_use_amt[s]
                if counted[g] < least[g]:
                    missing -= 1
        for q in range(use_ptr[item], use_ptr[item + 1]):
            used[use_res[q]] -= use_amt[q]
        current -= gain[i]
        left_1 += weight_1[i]
        left_2 += weight_2[i]
        pos = at[depth] + 1
        if not complete:
            pos = n
    return best, (best if complete else max(best, root)), chosen[:many]


@numba.njit(cache=True)
def best_bundles(
    operator_ptr, items, profit, use_ptr, use_res, use_amt, supply, used, mine, in_ptr, in_group, present,
    group_use_ptr, group_use_res, group_use_amt, least, count_ptr, count_group, count_amt, counted, node_limit,
    bound, found, found_ptr,
):  # fmt: skip
    """Fill ``bound`` (no bundle is worth more) and the bundles themselves, operator by operator."""
    k = 0
    open_ = 0
    for o in range(len(operator_ptr) - 1):
        best, most, chosen = _best_bundle(
            items[operator_ptr[o] : operator_ptr[o + 1]], profit, use_ptr, use_res, use_amt, supply, used, mine,
            in_ptr, in_group, present, group_use_ptr, group_use_res, group_use_amt, least, count_ptr,
            count_group, count_amt, counted, node_limit,
        )  # fmt: skip
        bound[o] = most
        if most > best + 1e-9:
            open_ += 1
        found_ptr[o] = k
        for item in chosen:
            found[k] = item
            k += 1
    found_ptr[len(operator_ptr) - 1] = k
    return open_
