"""The search for the best plan, objective after objective, each answer re-checked exactly.

A solver's word is never enough. A plan that the exact check refuses is cut off and the search
goes on; a plan whose true value is below the solver's claim is kept, cut off, and only a
better one is asked for. So what the model lost to coarse rows or tolerances costs time, and
never correctness.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import floor, gcd
from time import monotonic

from scoring.allocation.check import breaches, totals, used
from scoring.allocation.highs import Verdict, run
from scoring.allocation.matrix import LARGEST_COEFFICIENT, Row, at_least
from scoring.allocation.mend import mended
from scoring.allocation.model import Model
from scoring.allocation.problem import Objective, Problem

Values = tuple[int, ...]  # one whole number per objective, larger is better
Chosen = frozenset[str]


def values(problem: Problem, chosen: Collection[str]) -> Values:
    """What the objectives make of a plan, in their order: points in last decimals, price negated."""
    total, unit = totals(problem, chosen), 10**problem.places
    worth = {
        Objective.NEEDS: total.needs,
        Objective.POINTS: int(total.points * unit),
        Objective.PRICE: -total.price_fen,
    }
    return tuple(worth[objective] for objective in problem.objective)


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan known, None if there is none; ``proved`` covers also "there is none".

    ``bounds`` holds one entry per objective in the sense of ``values``: proved for every
    objective before the one that the search did not finish, then that one's, then None.
    """

    chosen: Chosen | None
    bounds: tuple[int | None, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """One objective's answer while the earlier ones are held at their best."""

    chosen: Chosen | None
    bound: int | None
    proved: bool


class Search:
    """One problem, one model, one deadline (a ``monotonic`` time); ``stop`` ends it earlier."""

    def __init__(self, problem: Problem, deadline: float, stop: Callable[[], bool] = lambda: False) -> None:
        """Build the model once for all solves."""
        self.problem = problem
        self.deadline = deadline
        self.stop = stop
        self.model = Model(problem)
        self.ids = [offer.id for offer in self.model.offers]
        self.weights = [self.model.weights(objective) for objective in problem.objective]
        self.refuted: list[Row] = []  # cuts that no true plan breaks
        self.contradicted = False  # a plan turned up that beats a "proved" optimum

    def best(self) -> Found:
        """The lexicographically best plan, as far as time allows."""
        held: Values = ()
        chosen = None if breaches(self.problem, frozenset()) else frozenset[str]()
        missing = (None,) * len(self.weights)
        while True:
            stage = self.stage(held, chosen)
            chosen = stage.chosen
            if chosen is None:
                return Found(None, (*held, stage.bound, *missing)[: len(missing)], stage.proved)
            worth = values(self.problem, chosen)
            if self.contradicted:  # nothing that was held is proved
                return Found(chosen, missing, proved=False)
            if not stage.proved:
                return Found(chosen, (*held, stage.bound, *missing)[: len(missing)], proved=False)
            held = worth[: len(held) + 1]
            if len(held) == len(missing):
                return Found(chosen, held, proved=True)

    def stage(self, held: Values, start: Chosen | None, within: Sequence[Row] = ()) -> Stage:
        """The best plan for the objective after those held, within some more rows.

        With every objective held it is any plan that keeps them. ``start`` must keep all rows.
        """
        weights = self.weights[len(held)] if len(held) < len(self.weights) else {}
        unit = _unit(weights)
        scaled = {column: -(-weight // unit) for column, weight in weights.items()}
        floors = [at_least(w, value) for w, value in zip(self.weights, held, strict=False)]
        fixed = [*(row for row in floors if row), *within]
        best, bound = start, sum(weight for weight in weights.values() if weight > 0)
        better: list[Row] = []
        seen: list[Row] = []
        first = None if start is None else self.model.ones(self.problem, start)
        while True:
            left = self.deadline - monotonic()
            answer = run(self.model, scaled, [*fixed, *self.refuted, *better, *seen], left, first, self.stop)
            if answer.verdict is Verdict.INFEASIBLE:
                # Without a row asking for more, a known plan would disprove it.
                known = None if best is None else self._worth(best, held)
                return Stage(best, known, proved=best is None or bool(better))
            if answer.bound is not None:
                bound = min(bound, _whole_above(answer.bound) * unit)
            chosen = None if answer.ones is None else self._offers(answer.ones)
            if chosen is not None and self._keeps(chosen, held):
                if values(self.problem, chosen)[: len(held)] != held:
                    self.contradicted = True
                    return Stage(chosen, None, proved=False)
                if best is None or self._worth(chosen, held) > self._worth(best, held):
                    best = chosen
                claimed = round(answer.value or 0) * unit
                if answer.verdict is Verdict.OPTIMAL and self._worth(chosen, held) >= claimed:
                    return Stage(chosen, claimed, proved=True)
            elif chosen is not None:
                best = self._better(mended(self.problem, chosen), best, held)
            if answer.verdict is Verdict.STOPPED or chosen is None:
                return Stage(best, bound, proved=False)
            self._refute(chosen, seen)
            more = None if best is None else at_least(weights, self._worth(best, held) + 1)
            better, first = ([more] if more else better), None

    def another(self, held: Values, within: Sequence[Row]) -> Stage:
        """Any plan that holds every objective within some more rows; proved and None when none is left."""
        return self.stage(held, None, within)

    def without(self, chosen: Chosen) -> Row:
        """The row that forbids exactly one set of offers."""
        return Row(
            range(len(self.ids)),
            [1 if name in chosen else -1 for name in self.ids],
            len(chosen) - 1,
        )

    def _offers(self, ones: frozenset[int]) -> Chosen:
        return frozenset(self.ids[column] for column in ones if column < len(self.ids))

    def _keeps(self, chosen: Chosen, held: Values) -> bool:
        """Whether a set of offers keeps every rule and every held objective, exactly."""
        worth = values(self.problem, chosen)
        return not breaches(self.problem, chosen) and all(w >= h for w, h in zip(worth, held, strict=False))

    def _worth(self, chosen: Chosen, held: Values) -> int:
        """The value of the objective after those held; 0 when all are."""
        worth = values(self.problem, chosen)
        return worth[len(held)] if len(held) < len(worth) else 0

    def _better(self, plan: Chosen | None, best: Chosen | None, held: Values) -> Chosen | None:
        """The better of two plans by the objective after those held; one that keeps not all is none."""
        if plan is None or not self._keeps(plan, held):
            return best
        return plan if best is None or self._worth(plan, held) > self._worth(best, held) else best

    def _refute(self, chosen: Chosen, seen: list[Row]) -> None:
        """Cut a plan off: for good, with all its like, if it passes a supply; else in this stage."""
        over = next((b.id for b in breaches(self.problem, chosen) if b.kind == "resource"), None)
        if over is None:
            seen.append(self.without(chosen))
            return
        every = [(o.uses[over], self.model.column[o.id]) for o in self.model.offers if o.uses.get(over)]
        every += [(g.uses[over], self.model.present[g.id]) for g in self.problem.groups if g.uses.get(over)]
        ones = self.model.ones(self.problem, chosen)
        supply, total = self.problem.resources[over].supply, used(self.problem, chosen)[over]
        cover, largest = [], 0
        for amount, column in sorted((a, c) for a, c in every if c in ones):
            if total - amount > supply:  # leave out the smallest while the rest still passes
                total -= amount
            else:
                cover.append(column)
                largest = amount
        # One as large as the largest of a cover may stand for any of its members.
        wide = {*cover, *(column for amount, column in every if amount >= largest)}
        self.refuted.append(Row(sorted(wide), [1] * len(wide), len(cover) - 1))
        amounts = sorted(amount for amount, _ in every)
        most = next(i for i, together in enumerate(accumulate(amounts)) if together > supply)
        if len(wide) < len(every) and sum(column in ones for _, column in every) > most:
            # not even so many of the smallest fit together
            self.refuted.append(Row([column for _, column in every], [1] * len(every), most))


def _unit(weights: dict[int, int]) -> int:
    """What to divide an objective by: exactly its divisor, or more where a solver needs it."""
    largest = max((abs(weight) for weight in weights.values()), default=0)
    divisor = gcd(*weights.values()) or 1
    return divisor if largest <= divisor * LARGEST_COEFFICIENT else -(-largest // LARGEST_COEFFICIENT)


def _whole_above(bound: float) -> int:
    """The largest whole number that a float bound, with its error, allows."""
    return floor(Fraction(bound) + Fraction(1, 10**6) + abs(Fraction(bound)) / 10**9)
