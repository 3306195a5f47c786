"""The second opinion: the same problem, written again in PuLP and solved by CBC.

It shares nothing with the first path but the nouns and the exact check: another modeller,
another formulation (demands hang on every member, not on a group's presence), another solver.
CBC runs without preprocessing and with every row divided by its greatest common divisor:
with its defaults it has called feasible problems infeasible, and worse plans optimal, where
round amounts met a limit exactly.
"""

import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from math import gcd, inf
from tempfile import TemporaryDirectory
from time import monotonic

import pulp
from pulp.apis.coin_api import COIN_CMD, PULP_CBC_CMD

from scoring.allocation.check import breaches
from scoring.allocation.problem import Group, Objective, Problem

NAME = "CBC (PuLP)"
_LARGEST_NUMBER = 10**12  # the file that CBC reads carries 13 digits
_LONGEST_RUN = 10**6  # seconds; an endless time is no number for a process
_GRACE = 1.0  # seconds past its own time limit until CBC is ended
_MANY_TERMS = 10_000  # of one group's rows
_LOOK = 0.1  # seconds between two looks at whether to stop

Term = tuple[int, pulp.LpVariable]


class Outcome(Enum):
    """What the second solver came to."""

    BEST = "best"
    INFEASIBLE = "infeasible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The second solver's outcome; its own plan when that is BEST."""

    outcome: Outcome
    chosen: frozenset[str] | None = None


_UNDECIDED = Opinion(Outcome.UNDECIDED)


class _BeyondReachError(ValueError):
    """A number that the second solver cannot take exactly."""


def second_opinion(problem: Problem, deadline: float, stop: Callable[[], bool] = lambda: False) -> Opinion:
    """What CBC makes of the problem before ``deadline`` (a ``monotonic`` time).

    UNDECIDED without enough time, once ``stop`` says so, with numbers beyond its reach, or when the plan it
    calls optimal does not pass the exact check.
    """
    if not problem.offers:
        impossible = breaches(problem, ())
        return Opinion(Outcome.INFEASIBLE) if impossible else Opinion(Outcome.BEST, frozenset())
    if monotonic() >= deadline:
        return _UNDECIDED
    try:
        return _Sentences(problem, stop, deadline).best(deadline)
    except (_BeyondReachError, _LateError):
        return _UNDECIDED


class _LateError(Exception):
    """There is no time, or no wish, to write the model to its end."""


class _Sentences:
    """The problem as a PuLP model, row by row as its nouns say it."""

    def __init__(self, problem: Problem, stop: Callable[[], bool], deadline: float = inf) -> None:
        self.problem = problem
        self.deadline = deadline
        self.stop = stop
        self.model = pulp.LpProblem("allocation", pulp.LpMaximize)
        self.take = {offer.id: self.yes_or_no(f"take{i}") for i, offer in enumerate(problem.offers)}
        self.met = {need.id: self.yes_or_no(f"met{i}") for i, need in enumerate(problem.needs)}
        self.supplies()
        self.services()
        for i, group in enumerate(problem.groups):
            if group.at_least:
                self.demand(group, f"any{i}")

    def supplies(self) -> None:
        takers: defaultdict[str, list[Term]] = defaultdict(list)
        for offer in self.problem.offers:
            for resource, amount in offer.uses.items():
                takers[resource].append((-amount, self.take[offer.id]))
        for i, group in enumerate(self.problem.groups):
            if not group.uses:
                continue
            present = self.yes_or_no(f"present{i}")
            for member in group.members:
                self.at_least([(1, present), (-1, self.take[member])], 0)
            for resource, amount in group.uses.items():
                takers[resource].append((-amount, present))
        for resource, terms in takers.items():
            supply = self.problem.resources[resource].supply
            for amount, variable in terms:
                if -amount > supply:
                    self.at_least([(-1, variable)], 0)
            self.at_least([(amount, variable) for amount, variable in terms if -amount <= supply], -supply)

    def services(self) -> None:
        servers: defaultdict[str, list[Term]] = defaultdict(list)
        for offer in self.problem.offers:
            for key, amount in offer.serves.items():
                servers[key].append((amount, self.take[offer.id]))
        for need in self.problem.needs:
            self.at_least([*servers[need.id], (-need.at_least, self.met[need.id])], 0)

    def demand(self, group: Group, name: str) -> None:
        """Whichever member is taken, the group's count must be reached; in a large group any of them."""
        counted = [(amount, self.take[offer]) for offer, amount in group.weights.items()]
        members = [self.take[member] for member in group.members]
        if len(members) * len(counted) > _MANY_TERMS:
            anyone = self.yes_or_no(name)
            for member in members:
                self.at_least([(1, anyone), (-1, member)], 0)
            members = [anyone]
        for member in members:
            joined: defaultdict[pulp.LpVariable, int] = defaultdict(int)
            for amount, variable in [*counted, (-group.at_least, member)]:
                joined[variable] += amount
            self.at_least([(amount, variable) for variable, amount in joined.items()], 0)

    def best(self, deadline: float) -> Opinion:
        """First as many firm needs as can be met, then objective after objective, each held.

        So every question has an answer, and "infeasible" means that the best answer falls
        short: this CBC crashes on some questions that have none.
        """
        firm = [(1, self.met[need.id]) for need in self.problem.needs if need.firm]
        taken: frozenset[str] = frozenset()
        for goal in [firm, *(self.goal(objective) for objective in self.problem.objective)]:
            if any(amount for amount, _ in goal):
                self.model.setObjective(self.smallest_numbers(goal)[0])
                if not self.run(deadline):
                    return _UNDECIDED
                taken = frozenset(offer for offer, take in self.take.items() if is_one(take))
                reached = sum(amount for amount, variable in goal if is_one(variable))
                if goal is firm and reached < len(firm):
                    return Opinion(Outcome.INFEASIBLE)
                self.at_least(goal, reached)
        return _UNDECIDED if breaches(self.problem, taken) else Opinion(Outcome.BEST, taken)

    def goal(self, objective: Objective) -> list[Term]:
        """The objective in whole numbers, larger is better."""
        offers = self.problem.offers
        match objective:
            case Objective.NEEDS:
                return [(1, self.met[need.id]) for need in self.problem.needs if not need.firm]
            case Objective.POINTS:
                unit = 10**self.problem.places
                return [(int(offer.points * unit), self.take[offer.id]) for offer in offers]
            case Objective.PRICE:
                return [(-offer.price_fen, self.take[offer.id]) for offer in offers]

    def yes_or_no(self, name: str) -> pulp.LpVariable:
        return self.model.add_variable(name, lowBound=0, upBound=1, cat=pulp.LpInteger)

    def at_least(self, terms: Iterable[Term], amount: int) -> None:
        """The row "the terms add up to at least ``amount``", in its smallest numbers."""
        if self.stop() or monotonic() >= self.deadline:
            raise _LateError
        terms = list(terms)
        if sum(each for each, _ in terms if each < 0) >= amount:
            return  # kept whatever is taken
        expression, divisor = self.smallest_numbers(terms)
        floor = -(-amount // divisor)
        if abs(floor) > _LARGEST_NUMBER:
            raise _BeyondReachError
        self.model += expression >= floor

    def smallest_numbers(self, terms: Iterable[Term]) -> tuple[pulp.LpAffineExpression, int]:
        terms = [(amount, variable) for amount, variable in terms if amount]
        divisor = gcd(*(amount for amount, _ in terms)) or 1
        if any(abs(amount) > divisor * _LARGEST_NUMBER for amount, _ in terms):
            raise _BeyondReachError
        return pulp.LpAffineExpression([(variable, amount // divisor) for amount, variable in terms]), divisor

    def run(self, deadline: float) -> bool:
        """One run of CBC in a folder of its own; whether it came to an optimum in time."""
        with TemporaryDirectory(prefix="allocation-") as folder:
            question, answer = f"{folder}/question.mps", f"{folder}/answer.txt"
            variables, names, rows, _ = self.model.writeMPS(question, rename=True)
            left = min(deadline - monotonic(), _LONGEST_RUN)
            if left <= 0:
                return False
            reader = COIN_CMD(path=PULP_CBC_CMD.pulp_cbc_path)
            command = [reader.path, question, "-max", "-sec", f"{left:.3f}", "-timeMode", "elapsed"]
            command += ["-ratio", "0", "-preprocess", "off", "-solve", "-solution", answer]
            try:
                self.wait(command, left + _GRACE)
                _, found, _, _, _, status = reader.readsol_MPS(answer, self.model, variables, names, rows)
            except (subprocess.SubprocessError, OSError):  # it crashed, overran, or wrote no answer
                return False
        self.model.assignVarsVals(found)
        return bool(status == pulp.LpSolutionOptimal)

    def wait(self, command: Sequence[str], seconds: float) -> None:
        """Run CBC to its end; raises SubprocessError where it fails, overruns, or ``stop`` says so."""
        end, pipe = monotonic() + seconds, subprocess.PIPE
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe) as process:
            try:
                while process.returncode is None:
                    if self.stop() or monotonic() > end:
                        raise subprocess.TimeoutExpired(command, seconds)
                    with suppress(subprocess.TimeoutExpired):
                        process.communicate(timeout=_LOOK)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)


def is_one(variable: pulp.LpVariable) -> bool:
    """Whether CBC set a yes-or-no variable to yes."""
    return (variable.varValue or 0) > 0.5
