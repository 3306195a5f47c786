"""The frontier (得失边界): every plan that no other beats in all that is asked at once.

Points against money against coverage against concentration, exactly: one aim is optimised
while the others are bounded, and each bound is tightened past what was just reached until
nothing is left (ε-constraint). Every solve is confirmed by both solvers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic

from scoring.allocation.aims import NOBODY, Aim, Incumbents, Measures, limited, measures, real
from scoring.allocation.optimum import UndecidedError, optimum
from scoring.allocation.problem import Problem

MOST = 200  # points on a frontier that a person would still look at


@dataclass(frozen=True, slots=True)
class Spot:
    """One plan on the frontier, offers sorted."""

    offers: tuple[str, ...]
    measures: Measures


@dataclass(frozen=True, slots=True)
class Frontier:
    """Plans that no other beats in every aim of ``aims``, one for each combination of measures.

    When not ``complete``, each is still a plan that keeps every rule, but others may be
    missing, and one may be beaten by them.
    """

    aims: tuple[Aim, ...]
    spots: tuple[Spot, ...]
    complete: bool


def frontier(
    problem: Problem,
    aims: Sequence[Aim] = (Aim.POINTS, Aim.PRICE, Aim.NEEDS, Aim.CONCENTRATION),
    incumbents: Incumbents = NOBODY,
    *,
    most: int = MOST,
    seconds: float = 60,
) -> Frontier:
    """All plans that are not dominated in ``aims``, within about ``seconds`` and ``most`` solves.

    Raises ValueError when no aims are given, or one twice.
    """
    if not aims or len(set(aims)) != len(aims):
        raise ValueError("a frontier needs aims, each once")
    # Points can only be optimised, and whatever is optimised must be an objective.
    ordered = sorted(aims, key=lambda aim: (aim is not Aim.POINTS, aim.objective is None))
    trace = _Trace(problem, incumbents, monotonic() + seconds, most)
    try:
        trace.run(ordered, {})
        complete = True
    except UndecidedError:
        complete = False
    spots = undominated(trace.found, ordered)
    return Frontier(tuple(aims), spots, complete)


class _Trace:
    """One frontier under way: what was found so far, and how much may still be asked."""

    def __init__(self, problem: Problem, incumbents: Incumbents, deadline: float, most: int) -> None:
        self.problem, self.incumbents = problem, incumbents
        self.deadline, self.left = deadline, most
        self.asked: list[tuple[Mapping[Aim, int], Spot | None]] = []

    @property
    def found(self) -> list[Spot]:
        """All plans found so far."""
        return [spot for _, spot in self.asked if spot is not None]

    def run(self, aims: Sequence[Aim], bounds: Mapping[Aim, int]) -> list[Spot]:
        """The frontier of some aims within bounds: the last aim's bound rises until nothing is left.

        Each plan of the aims before it is found at the tightest bound that it keeps, so none
        is missed; the dominated ones among them are left out at the end.
        """
        if len(aims) == 1:
            spot = self.best(aims[0], bounds)
            return [] if spot is None else [spot]
        *rest, last = aims
        found: list[Spot] = []
        at: int | None = None
        while True:
            here = self.run(rest, bounds if at is None else {**bounds, last: at})
            if not here:
                return found
            found += here
            sign = 1 if last.more_is_better else -1
            at = sign * (min(sign * int(spot.measures.of(last)) for spot in here) + 1)
            if at < 0:
                return found  # no plan has less than nothing

    def best(self, aim: Aim, bounds: Mapping[Aim, int]) -> Spot | None:
        """The best plan of one aim; the problem's objective decides between equals.

        What was answered under looser bounds, and keeps these, need not be asked again.
        """
        for known, spot in self.asked:
            looser = all(a in bounds and _as_good(a, bounds[a], bound) for a, bound in known.items())
            if looser and (spot is None or _keeps(spot, bounds)):
                return spot
        if aim.objective is None:
            raise ValueError("a frontier needs needs, points or price among its aims")
        if not self.left:
            raise UndecidedError
        self.left -= 1
        more = [o for o in self.problem.objective if o is not aim.objective]
        asked = limited(self.problem, bounds, self.incumbents)
        answer = optimum(replace(asked, objective=(aim.objective, *more)), self.deadline)
        spot = None
        if answer is not None:
            offers = real(self.problem, answer.offers)
            spot = Spot(tuple(sorted(offers)), measures(self.problem, offers, self.incumbents))
        self.asked.append((bounds, spot))
        return spot


def _as_good(aim: Aim, value: int | Fraction, bound: int) -> bool:
    return value >= bound if aim.more_is_better else value <= bound


def _keeps(spot: Spot, bounds: Mapping[Aim, int]) -> bool:
    return all(_as_good(aim, spot.measures.of(aim), bound) for aim, bound in bounds.items())


def undominated(found: Sequence[Spot], aims: Sequence[Aim]) -> tuple[Spot, ...]:
    """Each combination of measures once, unless another is at least as good in every aim."""
    by_value: dict[tuple[int | Fraction, ...], Spot] = {}
    for spot in sorted(found, key=lambda spot: spot.offers):
        key = tuple((1 if a.more_is_better else -1) * spot.measures.of(a) for a in aims)
        by_value.setdefault(key, spot)
    kept = [
        key
        for key in by_value
        if not any(
            other != key and all(o >= k for o, k in zip(other, key, strict=True)) for other in by_value
        )
    ]
    return tuple(by_value[key] for key in sorted(kept, reverse=True))
