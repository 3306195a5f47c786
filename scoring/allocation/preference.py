"""Lots by the bidders' own preference (意向次序): who leads in too many lots keeps those it prefers.

Every lot is first held by its best-ranked candidate. An operator that holds more lots than
its quota keeps those it prefers most and steps aside in the others, where the next in rank
moves up; so on until nobody holds too many. A lot never returns to who stepped aside, and
the result does not depend on the order in which lots are looked at: it is the lots' best
stable matching (Gale and Shapley, 1962, the lots proposing). No supplies are looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, permutations, product
from math import factorial, prod

from scoring.allocation.sequence import (
    MOST_BRANCHES,
    Candidate,
    Fallback,
    LotResult,
    Outcome,
    Reason,
    SteppedAside,
    open_result,
    settled,
)

Wishes = Mapping[str, Mapping[str, int]]
"""By operator and lot: 1 is the most preferred lot."""


def by_preference(
    lots: Mapping[str, Sequence[Candidate]], *, quota: int, fallback: Fallback, wishes: Wishes
) -> tuple[LotResult, ...]:
    """The result of every lot, in the mapping's order, which also decides between equal wishes.

    A lot without a wish comes after all others. Equal ranks are followed every way, as in
    ``sequence``: a lot is open only where they change its result.

    >>> lots = {
    ...     "L1": [Candidate("a1", "甲", 1, 100), Candidate("b1", "乙", 2, 120)],
    ...     "L2": [Candidate("a2", "甲", 1, 90), Candidate("b2", "乙", 2, 95)],
    ... }
    >>> wishes = {"甲": {"L1": 2, "L2": 1}}
    >>> results = by_preference(lots, quota=1, fallback=Fallback.LEAVE_EMPTY, wishes=wishes)
    >>> [r.winner.offer for r in results]
    ['b1', 'a2']
    """
    if quota < 1:
        raise ValueError(f"a quota is at least 1 lot, not {quota}")
    ranked = {lot: sorted(found, key=lambda c: (c.rank, c.offer)) for lot, found in lots.items()}
    ways = prod(factorial(len(tie)) for found in ranked.values() for tie in _ties(found))
    branches = (
        [_results(broken, quota, fallback, wishes) for broken in _broken(ranked)]
        if ways <= MOST_BRANCHES
        else []
    )
    tied = [lot for lot, found in ranked.items() if any(len(tie) > 1 for tie in _ties(found))]
    results = []
    for at, (lot, found) in enumerate(ranked.items()):
        here = [branch[at] for branch in branches]
        hangs_on = [other for other in tied if other != lot]
        results.append(settled(here) or open_result(lot, found, here, hangs_on))
    return tuple(results)


def _results(
    ranked: Mapping[str, Sequence[Candidate]], quota: int, fallback: Fallback, wishes: Wishes
) -> list[LotResult]:
    """The results when no ranks are equal."""
    places = list(ranked)
    at = dict.fromkeys(places, 0)
    while True:
        held: dict[str, list[str]] = {}
        for lot in places:
            if at[lot] < len(ranked[lot]):
                held.setdefault(ranked[lot][at[lot]].operator, []).append(lot)
        given_up = [
            lot
            for operator, own in held.items()
            for lot in sorted(own, key=lambda lot: _wish(wishes, operator, lot))[quota:]
        ]
        if not given_up:
            return [_result(lot, ranked[lot], at[lot], fallback) for lot in places]
        for lot in given_up:
            at[lot] += 1


def _wish(wishes: Wishes, operator: str, lot: str) -> tuple[bool, int]:
    """Where an operator puts a lot; sorting is stable, so equals keep the order of the lots."""
    wish = wishes.get(operator, {}).get(lot)
    return wish is None, wish or 0


def _result(lot: str, ranked: Sequence[Candidate], at: int, fallback: Fallback) -> LotResult:
    if not ranked:
        return LotResult(lot, Outcome.NO_CANDIDATE)
    aside = tuple(SteppedAside(candidate, Reason.QUOTA) for candidate in ranked[:at])
    if at < len(ranked):
        return LotResult(lot, Outcome.AWARDED, ranked[at], aside)
    if fallback is Fallback.RELAX:
        return LotResult(lot, Outcome.RELAXED, ranked[0])
    return LotResult(lot, Outcome.EMPTY, stepped_aside=aside)


def _ties(ranked: Sequence[Candidate]) -> list[list[Candidate]]:
    return [list(tie) for _, tie in groupby(ranked, key=lambda candidate: candidate.rank)]


def _broken(ranked: Mapping[str, Sequence[Candidate]]) -> Iterator[Mapping[str, Sequence[Candidate]]]:
    """The lots with all ties broken, in every way."""
    per_lot = [
        [[c for part in parts for c in part] for parts in product(*(permutations(t) for t in _ties(found)))]
        for found in ranked.values()
    ]
    for orders in product(*per_lot):
        yield dict(zip(ranked, orders, strict=True))
