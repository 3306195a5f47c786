"""Lot order with a quota (兼投不兼中): the award rule that tender books declare, executed as declared.

Lots are gone through in the declared order. In each, the best-ranked candidate whose
operator still has quota, and whose uses still fit the supplies, wins; those passed over step
aside with a reason. Every candidate stays ranked in every lot. When only operators without
quota remain, the declared fallback decides. No optimisation takes place: the order of the
lots, the quota and the fallback are the tender book's.

Equal ranks between candidates who could both win are not broken here: every way of breaking
them is followed, and a lot whose result depends on it is returned as open. Once the declared
tie rule (or the drawing of lots) has spoken, give distinct ranks and run again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

MOST_BRANCHES = 4096  # ways to break ties that are followed; past it all later lots stay open

_NO_LIMITS: Mapping[str, int] = MappingProxyType({})


class Fallback(Enum):
    """What happens to a lot when only operators without quota remain."""

    RELAX = "relax"  # the best-ranked of them wins beyond the quota
    LEAVE_EMPTY = "leave_empty"  # the lot is not awarded


class Reason(Enum):
    """Why a candidate stepped aside."""

    QUOTA = "quota"  # its operator has won as many lots as it may
    SUPPLY = "supply"  # what it uses no longer fits a supply


class Outcome(Enum):
    """What came of a lot."""

    AWARDED = "awarded"
    RELAXED = "relaxed"  # awarded beyond the quota, by the declared fallback
    NO_CANDIDATE = "no_candidate"
    EMPTY = "empty"  # every candidate stepped aside
    OPEN = "open"  # depends on a tie that the ranks leave open, here or in an earlier lot


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ranked offer for one lot; rank 1 is best, equal ranks are a tie."""

    offer: str
    operator: str
    rank: int
    price_fen: int
    uses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SteppedAside:
    """A candidate passed over; ``resource`` names the supply that is short."""

    candidate: Candidate
    reason: Reason
    resource: str = ""


@dataclass(frozen=True, slots=True)
class LotResult:
    """One lot's result. ``stepped_aside`` lists all who ranked no worse than the winner.

    An open lot has no winner: ``may_win`` lists the offers that can win, ``may_be_empty`` says
    whether it may stay empty, and ``hangs_on`` names the earlier open lots that it may depend
    on. A single ``may_win`` wins either way, yet within or beyond its quota.
    """

    lot: str
    outcome: Outcome
    winner: Candidate | None = None
    stepped_aside: tuple[SteppedAside, ...] = ()
    may_win: tuple[str, ...] = ()
    may_be_empty: bool = False
    hangs_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    """What one way of breaking the ties so far has used up."""

    won: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)

    def after(self, winner: Candidate | None) -> "_State":
        if winner is None:
            return self
        return _State(_plus(self.won, {winner.operator: 1}), _plus(self.used, winner.uses))


def in_order(
    lots: Mapping[str, Sequence[Candidate]],
    *,
    quota: int,
    fallback: Fallback,
    supplies: Mapping[str, int] = _NO_LIMITS,
) -> tuple[LotResult, ...]:
    """The result of every lot, in the mapping's order, which is the declared one.

    ``quota`` is the number of lots that one operator may win; ``supplies`` limits what the
    winners use together. Raises KeyError when a candidate uses what has no supply.

    >>> first, second = Candidate("a1", "甲", 1, 100), Candidate("b1", "乙", 2, 120)
    >>> lots = {"L1": [first, second], "L2": [Candidate("a2", "甲", 1, 90), Candidate("b2", "乙", 2, 95)]}
    >>> [r.winner.offer for r in in_order(lots, quota=1, fallback=Fallback.LEAVE_EMPTY)]
    ['a1', 'b2']
    """
    if quota < 1:
        raise ValueError(f"a quota is at least 1 lot, not {quota}")
    states, results, opened = [_State()], list[LotResult](), list[str]()
    for lot, candidates in lots.items():
        ranked = sorted(candidates, key=lambda candidate: (candidate.rank, candidate.offer))
        branches = [(s, r) for s in states for r in _results(lot, ranked, s, quota, fallback, supplies)]
        result = settled([r for _, r in branches])
        if result is None:
            hangs_on = opened if len(states) != 1 else []
            result = open_result(lot, ranked, [r for _, r in branches], hangs_on)
        if result.outcome is Outcome.OPEN:
            opened.append(lot)
        results.append(result)
        states = _distinct([state.after(r.winner) for state, r in branches])
    return tuple(results)


def _results(
    lot: str,
    ranked: Sequence[Candidate],
    state: _State,
    quota: int,
    fallback: Fallback,
    supplies: Mapping[str, int],
) -> list[LotResult]:
    """The lot's result in one state: several when candidates tie for it."""
    if not ranked:
        return [LotResult(lot, Outcome.NO_CANDIDATE)]
    short = {c.offer: _short(c, state, supplies) for c in ranked}
    holders = {c.offer for c in ranked if state.won.get(c.operator, 0) >= quota}
    outcome, free = Outcome.AWARDED, [c for c in ranked if c.offer not in holders and not short[c.offer]]
    if not free and fallback is Fallback.RELAX:
        outcome, free, holders = Outcome.RELAXED, [c for c in ranked if not short[c.offer]], set()
    best = [c for c in free if c.rank == free[0].rank]
    aside = [
        SteppedAside(c, Reason.QUOTA)
        if c.offer in holders
        else SteppedAside(c, Reason.SUPPLY, short[c.offer])
        for c in ranked
        if c not in free and (not best or c.rank <= best[0].rank)
    ]
    if not best:
        return [LotResult(lot, Outcome.EMPTY, stepped_aside=tuple(aside))]
    return [LotResult(lot, outcome, winner, tuple(aside)) for winner in best]


def settled(branches: Sequence[LotResult]) -> LotResult | None:
    """The result that all branches share, with the reasons they share; None when they differ or are none."""
    if len({(r.outcome, r.winner and r.winner.offer) for r in branches}) != 1:
        return None
    shared = tuple(a for a in branches[0].stepped_aside if all(a in r.stepped_aside for r in branches))
    return replace(branches[0], stepped_aside=shared)


def open_result(
    lot: str, ranked: Sequence[Candidate], branches: Sequence[LotResult], hangs_on: Sequence[str]
) -> LotResult:
    """The open result of a lot; without branches, any candidate may win, if there is one."""
    if not ranked:
        return LotResult(lot, Outcome.NO_CANDIDATE)
    winners = {r.winner.offer for r in branches if r.winner} if branches else {c.offer for c in ranked}
    return LotResult(
        lot,
        Outcome.OPEN,
        may_win=tuple(sorted(winners)),
        may_be_empty=not branches or any(r.winner is None for r in branches),
        hangs_on=tuple(hangs_on),
    )


def _short(candidate: Candidate, state: _State, supplies: Mapping[str, int]) -> str:
    """The first supply that the candidate would pass; empty when it fits."""
    over = (r for r, n in sorted(candidate.uses.items()) if state.used.get(r, 0) + n > supplies[r])
    return next(over, "")


def _plus(amounts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {key: amounts.get(key, 0) + more.get(key, 0) for key in sorted({*amounts, *more})}


def _distinct(states: Sequence[_State]) -> list[_State]:
    """Each state once; none at all when there are too many to follow."""
    unique = {(tuple(s.won.items()), tuple(s.used.items())): s for s in states}
    return list(unique.values()) if len(unique) <= MOST_BRANCHES else []
