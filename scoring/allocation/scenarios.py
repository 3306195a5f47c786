"""Scenarios (情景): the same offers under other wishes and other limits, side by side.

Planning only: an award follows the rule that the book declared, whatever a scenario shows.
A scenario is data, so a planner's own stands beside the named ones.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from scoring.allocation.aims import NOBODY, Aim, Incumbents, Measures, limited, measures, real
from scoring.allocation.optimum import Optimum, UndecidedError, optimum
from scoring.allocation.plan import Status
from scoring.allocation.problem import LARGEST, Objective, Problem
from scoring.allocation.reading import Mistake, ProblemError
from scoring.allocation.rules import Kind, RuleKey, rules, with_limit
from scoring.allocation.search import Chosen


@dataclass(frozen=True, slots=True)
class Scenario:
    """What to wish for, first aim first, and which limits to change.

    ``limits`` are other supplies or amounts to be reached, by rule; ``bounds`` are
    the worst measures that a plan may have.
    """

    id: str
    says: str
    aims: tuple[Aim, ...]
    limits: Mapping[RuleKey, int] = field(default_factory=dict)
    bounds: Mapping[Aim, int] = field(default_factory=dict)


STANDARD = (
    Scenario("coverage", "覆盖最多", (Aim.NEEDS, Aim.POINTS, Aim.PRICE)),
    Scenario("points", "得分最高", (Aim.POINTS, Aim.NEEDS, Aim.PRICE)),
    Scenario("price", "覆盖最多且花费最少", (Aim.NEEDS, Aim.PRICE, Aim.POINTS)),
    Scenario("operators", "机构最少", (Aim.NEEDS, Aim.OPERATORS, Aim.POINTS, Aim.PRICE)),
    Scenario("spread", "最分散", (Aim.NEEDS, Aim.CONCENTRATION, Aim.POINTS, Aim.PRICE)),
    Scenario("incumbents", "现有机构优先", (Aim.NEEDS, Aim.INCUMBENTS, Aim.POINTS, Aim.PRICE)),
)
"""The named scenarios; ``says`` is what a planner reads."""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario's plan: proved best, infeasible, or unknown when it was not settled in time."""

    scenario: Scenario
    status: Status
    offers: tuple[str, ...]
    measures: Measures | None

    def to_json(self, places: int) -> dict[str, Any]:
        """The result in its JSON form."""
        return {
            "id": self.scenario.id,
            "says": self.scenario.says,
            "status": self.status.value,
            "offers": list(self.offers),
            "measures": self.measures and self.measures.to_json(places),
        }


def play(
    problem: Problem,
    scenarios: Sequence[Scenario] = STANDARD,
    incumbents: Incumbents = NOBODY,
    *,
    seconds: float = 60,
) -> tuple[Played, ...]:
    """Every scenario's best plan, in the order given, all within about ``seconds``.

    Raises KeyError for a limit of a rule that the problem does not have, ValueError for a
    bound on points.
    """
    deadline = monotonic() + seconds
    return tuple(_played(problem, scenario, incumbents, deadline) for scenario in scenarios)


def read_scenario(form: object, problem: Problem) -> Scenario:
    """A scenario of a parsed JSON form: ``id``, ``says``, ``aims``, ``limits`` and ``bounds``.

    ``limits`` are named ``resource:…``, ``need:…`` or ``group:…``. Raises ProblemError
    carrying every mistake at once.
    """
    entry = form if isinstance(form, dict) else {}
    wrong = [
        Mistake(key, "没有写明", "不为空的文字")
        for key in ("id", "says")
        if not isinstance(entry.get(key), str) or not entry[key]
    ]
    names, listed = {aim.value: aim for aim in Aim}, entry.get("aims")
    aims = listed if isinstance(listed, list) else []
    if not aims or any(not isinstance(a, str) or a not in names for a in aims) or len(set(aims)) != len(aims):
        wrong.append(
            Mistake("aims", "目标不能识别、重复或没有列出", f"{'、'.join(names)}中的若干项，先后有序")
        )
    known: dict[str, RuleKey] = {f"{r.kind.value}:{r.id}": r.key for r in rules(problem)}
    known |= {f"need:{need.id}": (Kind.NEED, need.id) for need in problem.needs}
    limits = _amounts(entry, "limits", known, wrong)
    bounded = {name: aim for name, aim in names.items() if aim is not Aim.POINTS}
    bounds = _amounts(entry, "bounds", bounded, wrong)
    wrong += [
        Mistake(str(key), "不能识别的字段", "只用 id、says、aims、limits、bounds")
        for key in entry
        if key not in ("id", "says", "aims", "limits", "bounds")
    ]
    if wrong:
        raise ProblemError(tuple(wrong))
    return Scenario(
        entry["id"],
        entry["says"],
        tuple(names[a] for a in aims),
        {known[name]: amount for name, amount in limits.items()},
        {bounded[name]: amount for name, amount in bounds.items()},
    )


def _amounts(
    entry: Mapping[str, Any], key: str, known: Collection[str], wrong: list[Mistake]
) -> Mapping[str, int]:
    given = entry.get(key, {})
    if not isinstance(given, dict):
        wrong.append(Mistake(key, "不是对象", "名称和整数"))
        return {}
    for name, amount in given.items():
        if name not in known:
            wrong.append(Mistake(f"{key}.{name}", "没有这一项", f"以下之一：{'、'.join(known)}"))
        if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= LARGEST:
            wrong.append(Mistake(f"{key}.{name}", "不是整数或超出范围", f"0到{LARGEST}之间的整数"))
    return given


def _played(problem: Problem, scenario: Scenario, incumbents: Incumbents, deadline: float) -> Played:
    changed = problem
    known = {rule.key for rule in rules(problem)} | {(Kind.NEED, need.id) for need in problem.needs}
    for key, limit in scenario.limits.items():
        if key not in known:
            raise KeyError(key)
        changed = with_limit(changed, key, limit)
    try:
        plan = _best(changed, scenario, incumbents, deadline)
    except UndecidedError:
        return Played(scenario, Status.UNKNOWN, (), None)
    if plan is None:
        return Played(scenario, Status.INFEASIBLE, (), None)
    measured = measures(changed, plan, incumbents)
    return Played(scenario, Status.PROVED_BEST, tuple(sorted(plan)), measured)


def _best(problem: Problem, scenario: Scenario, incumbents: Incumbents, deadline: float) -> Chosen | None:
    """The lexicographic optimum of the aims.

    An aim that no objective can say becomes the tightest limit that costs the earlier aims
    nothing; the limit stands from then on.
    """
    objective: tuple[Objective, ...] = ()
    bounds = dict(scenario.bounds)

    def best(limits: Mapping[Aim, int]) -> Optimum | None:
        asked = replace(limited(problem, limits, incumbents), objective=objective)
        return optimum(asked, deadline)

    for aim in scenario.aims:
        if aim.objective is not None:
            objective = (*objective, aim.objective)
            continue
        now = best(bounds)
        if now is None:
            return None
        bounds[aim] = _tightest(problem, aim, now, bounds, best, incumbents)
    found = best(bounds)
    return None if found is None else real(problem, found.offers)


def _tightest(
    problem: Problem,
    aim: Aim,
    now: Optimum,
    bounds: Mapping[Aim, int],
    best: Callable[[Mapping[Aim, int]], Optimum | None],
    incumbents: Incumbents,
) -> int:
    """The best value of an aim at which the earlier aims still reach what they reach now."""
    sign = 1 if aim.more_is_better else -1
    low = sign * int(measures(problem, real(problem, now.offers), incumbents).of(aim))  # reached
    high = (sum(incumbents.values()) if aim.more_is_better else 0) + 1  # beyond what any plan reaches
    while high - low > 1:
        middle = (low + high) // 2
        found = best({**bounds, aim: sign * middle})
        if found is None or found.worth != now.worth:
            high = middle
        else:
            low = max(middle, sign * int(measures(problem, real(problem, found.offers), incumbents).of(aim)))
    return sign * low
