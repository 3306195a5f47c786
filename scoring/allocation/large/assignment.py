"""One offer for each firm need (指派): a plan by annealing, where capacities are all that couples.

Lots that must each go to one operator, within every operator's staff: few offers are wrong at
first sight, so parts solved one by one come no further. Shifting one need to another offer,
or two operators' needs against each other, is cheap enough to try millions of times. What a
plan uses beyond a supply has a price meanwhile; it rises while the supply stays passed.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import monotonic
from typing import NamedTuple

import numpy as np

from scoring.allocation.arrays import Floats, Ints, ordered, pointers
from scoring.allocation.large.blocks import Blocks
from scoring.allocation.large.pricing import njit

_ROUND = 2_000_000  # moves of one cooling
_EPOCH = 20  # moves for each need between two looks at what is passed
_HOT, _COLD = (0.3, 0.15), 0.03  # temperatures, in steps from a need's best offer to its next
_TAIL = (1.5, 2.2, 2.9)  # how far down a need's offers a move looks
_DEAR, _CHEAP = 1.05, 0.99  # what happens to the price of a supply that is passed, or is not
_FIRST_PRICE = 2.5  # times what a unit is worth at the bound
_STEPS = 300
_CHAIN = 5  # needs in one move
_FAR = 12  # offers of a need among which the way back is looked for


class Choices(NamedTuple):
    """The offers of need i are ``offers[start[i]:start[i + 1]]``; everything else is by place there.

    ``use_of`` are pointers from a place to what it ``use``s, in ``amount``, of the resources
    that could be passed. ``room`` is where each operator's places begin when sorted by operator.
    ``paid`` is a place's ``cost`` with what it uses at the prices of the bound; a need's
    places rise by it.
    """

    start: np.ndarray
    offers: np.ndarray
    operator: np.ndarray
    room: np.ndarray
    use_of: np.ndarray
    use: np.ndarray
    amount: np.ndarray
    supply: np.ndarray
    cost: np.ndarray
    paid: np.ndarray
    price: np.ndarray


def choices(blocks: Blocks, worth: Floats, forced: np.ndarray) -> Choices | None:
    """The choices of a problem in which every offer meets exactly one firm need; None for others."""
    given = blocks.model.arrays
    need, many = given.serves.column, len(given.need_at_least)
    alone = np.array_equal(given.serves.row, np.arange(blocks.offers))
    if given.groups or not alone or not many or not forced[blocks.offers :].all():
        return None
    fits = given.serves.amount >= given.need_at_least[need]
    fits[blocks.model.fixed_at_zero] = False
    supply, cost = given.supply.astype(np.float64), -worth[: blocks.offers]
    uses = given.uses
    hard = _may_be_passed(need[uses.row], uses.column, uses.amount.astype(np.float64), supply)
    kept = hard[uses.column] & fits[uses.row]
    row, use, amount = uses.row[kept], uses.column[kept], uses.amount[kept].astype(np.float64)
    offers = ordered(need)
    offers = offers[fits[offers]]
    start = pointers(need[offers], many)
    if (np.diff(start) == 0).any():
        return None
    price = _prices(offers, need, cost, (row, use, amount), start, supply)
    paid = cost + np.bincount(row, amount * price[use], blocks.offers)
    offers = np.lexsort((paid, np.where(fits, need, many)))[: len(offers)]
    place = np.empty(blocks.offers, dtype=np.int64)
    place[offers] = np.arange(len(offers))
    order = ordered(place[row])
    found = Choices(
        start,
        offers,
        blocks.operator[offers],
        pointers(blocks.operator[offers], blocks.operators),
        pointers(place[row], len(offers)),
        use[order],
        amount[order],
        supply,
        cost[offers],
        paid[offers],
        price,
    )
    now = found.start[:-1].copy()  # compiles once on a machine, before any time is measured
    _cool(found, price.copy(), now, (1.0, 1.0, 1.0), 1, 0, now.copy(), 0.0)
    return found


def _may_be_passed(need: Ints, use: Ints, amount: Floats, supply: Floats) -> np.ndarray:
    """Resources that would not suffice if every need took its most expensive offer."""
    order = ordered(use)
    order = order[ordered(need[order])]
    need, use, amount = need[order], use[order], amount[order]
    if not len(use):
        return np.zeros(len(supply), dtype=bool)
    first = np.flatnonzero(np.concatenate([[True], (need[1:] != need[:-1]) | (use[1:] != use[:-1])]))
    most = np.bincount(use[first], np.maximum.reduceat(amount, first), len(supply))
    return np.asarray(most > supply)


def _prices(
    offers: Ints, need: Ints, cost: Floats, uses: tuple[Ints, Ints, Floats], start: Ints, supply: Floats
) -> Floats:
    """What a unit of each resource is worth, by a subgradient: every need takes its best offer."""
    row, use, amount = uses
    found = np.zeros(len(supply))
    if not len(row):
        return found
    typical = float(np.ptp(cost)) / float(amount.mean())
    of = need[offers]
    for step in range(_STEPS):
        paid = (cost + np.bincount(row, amount * found[use], len(cost)))[offers]
        best = np.flatnonzero(paid == np.minimum.reduceat(paid, start[:-1])[of])
        taken = np.zeros(len(cost))
        taken[offers[best[np.concatenate([[True], np.diff(of[best]) > 0])]]] = 1
        used = np.bincount(use, amount * taken[row], len(found))
        found = np.maximum(0, found + typical * (used - supply) / np.maximum(supply, 1) / (5 + step))
    return found


def assigned(
    given: Choices,
    deadline: float,
    threads: int = 1,
    stop: Callable[[], bool] = lambda: False,
    give_up: float = np.inf,
) -> Ints | None:
    """The offers of the best plan found until a ``monotonic`` time; None if none kept every supply.

    Without any plan by the time ``give_up`` it is not sought longer.
    """
    begin = given.start[:-1].copy()
    several = given.start[1:] - begin > 1
    step = float((given.paid[begin[several] + 1] - given.paid[begin[several]]).mean()) if several.any() else 0
    step = max(step, 1e-6 * float(abs(given.cost).max()), 1e-9)
    lowest, best = np.inf, begin
    rounds = count()

    def once(turn: int) -> tuple[float, Ints]:
        price, found, now = given.price * _FIRST_PRICE + 1e-9 * step, best.copy(), best.copy()
        hot, tail = _HOT[turn % len(_HOT)] * step, _TAIL[turn % len(_TAIL)]
        moves = min(_ROUND, 20_000 * len(begin))
        cost = _cool(given, price, now, (hot, _COLD * step, tail), moves, turn, found, lowest)
        return cost, found

    with ThreadPoolExecutor(threads) as pool:  # compiled code runs beside other threads
        while monotonic() < (deadline if np.isfinite(lowest) else min(deadline, give_up)) and not stop():
            for cost, found in list(pool.map(once, [next(rounds) for _ in range(threads)])):
                if cost < lowest:
                    lowest, best = cost, found
    return given.offers[best] if np.isfinite(lowest) else None


@njit(cache=True)
def _moved(
    given: Choices, place: int, sign: float, price: np.ndarray, used: np.ndarray, passed: np.ndarray
) -> float:
    """Take an offer in (sign 1) or out (-1); what passed supplies cost more. Counts the passed ones."""
    change = 0.0
    for q in range(given.use_of[place], given.use_of[place + 1]):
        r = given.use[q]
        over = used[r] - given.supply[r]
        after = over + sign * given.amount[q]
        if after > 0:
            change += price[r] * after
            passed[0] += int(over <= 0)
        if over > 0:
            change -= price[r] * over
            passed[0] -= int(after <= 0)
        used[r] += sign * given.amount[q]
    return change


class Seats(NamedTuple):
    """Which needs each operator has: ``who[room[o]]`` and so on for ``many[o]``; where each need sits."""

    who: np.ndarray
    seat: np.ndarray
    many: np.ndarray


@njit(cache=True)
def _sit(given: Choices, seats: Seats, place: int, need: int) -> None:
    o = given.operator[place]
    seats.seat[need] = given.room[o] + seats.many[o]
    seats.who[seats.seat[need]] = need
    seats.many[o] += 1


@njit(cache=True)
def _rise(given: Choices, seats: Seats, place: int, need: int) -> None:
    o = given.operator[place]
    seats.many[o] -= 1
    last = seats.who[given.room[o] + seats.many[o]]
    seats.who[seats.seat[need]] = last
    seats.seat[last] = seats.seat[need]


@njit(cache=True)
def _next_place(given: Choices, need: int, home: int, tail: float) -> int:
    """An offer of a need: the one of operator ``home``, or for -1 mostly one of the best; -1 for none."""
    first, end = given.start[need], given.start[need + 1]
    if home >= 0:
        for place in range(first, min(end, first + _FAR)):
            if given.operator[place] == home:
                return int(place)
        return -1
    place = first + int(-np.log(1.0 - np.random.random()) * tail)
    return int(place) if place < end else -1


@njit(cache=True, nogil=True)
def _cool(
    given: Choices,
    price: np.ndarray,
    now: np.ndarray,
    heat: tuple[float, float, float],
    moves: int,
    seed: int,
    best: np.ndarray,
    lowest: float,
) -> float:
    """One annealing from ``now``, each need's place; the cost of ``best``, the cheapest plan within supplies.

    A move is a chain: a need goes to another operator, one of that operator's needs moves on,
    and so forth, often back to where the chain began. ``heat`` is hot, cold, and the tail.
    """
    np.random.seed(seed)
    hot, cold, tail = heat
    far = tail * hot  # so much worse at the bound's prices, beside the heat, a chain may become
    needs = len(now)
    used, passed = np.zeros(len(price)), np.zeros(1, np.int64)
    seats = Seats(
        np.empty(len(given.cost), np.int64), np.empty(needs, np.int64), np.zeros(len(given.room), np.int64)
    )
    total = 0.0
    for j in range(needs):
        total += given.cost[now[j]]
        _moved(given, now[j], 1.0, price, used, passed)
        _sit(given, seats, now[j], j)
    cooler = (cold / hot) ** (_EPOCH * needs / moves)
    chain, before = np.empty(_CHAIN, np.int64), np.empty(_CHAIN, np.int64)
    for move in range(moves):
        j = np.random.randint(needs)
        home = given.operator[now[j]]
        change, drift, depth = 0.0, 0.0, 0
        real = 0.0
        while depth < _CHAIN:
            back = home if depth > 0 and np.random.random() < 0.5 else -1
            out, into = now[j], _next_place(given, j, back, tail)
            if into < 0 or into == out:
                break
            drift += given.paid[into] - given.paid[out]
            if drift > 8 * hot + far:
                break
            chain[depth], before[depth] = j, out
            depth += 1
            real += given.cost[into] - given.cost[out]
            change += _moved(given, out, -1.0, price, used, passed)
            change += _moved(given, into, 1.0, price, used, passed)
            _rise(given, seats, out, j)
            _sit(given, seats, into, j)
            now[j] = into
            o = given.operator[into]
            if o == home or np.random.random() < (0.1 if depth == 1 else 0.25):
                break
            j = seats.who[given.room[o] + np.random.randint(seats.many[o])]
            if (chain[:depth] == j).any():
                break
        change += real
        if change <= 0 or np.random.random() < np.exp(-change / hot):
            total += real
            if passed[0] == 0 and total < lowest - 1e-9:
                lowest = total
                best[:] = now
        else:
            for d in range(depth - 1, -1, -1):
                j = chain[d]
                _moved(given, now[j], -1.0, price, used, passed)
                _moved(given, before[d], 1.0, price, used, passed)
                _rise(given, seats, now[j], j)
                _sit(given, seats, before[d], j)
                now[j] = before[d]
        if move % (_EPOCH * needs) == 0:
            hot *= cooler
            for r in range(len(price)):
                price[r] *= _DEAR if used[r] > given.supply[r] else _CHEAP
    return lowest
