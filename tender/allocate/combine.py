"""Executing a declared combination (执行组合定标): the proved best plan, read as the award of each lot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from scoring.allocation import Need, Plan, Problem, Resource, Status, solve
from scoring.allocation.optimum import barring
from scoring.allocation.search import values
from scoring.allocation.second_opinion import second_opinion
from tender.allocate.awards import DRAW, empty, tie, too_few, won
from tender.allocate.explain import passed_over
from tender.allocate.paid import paid_findings
from tender.allocate.problem import candidates, packages, problem_of
from tender.allocate.result import Allocation, LotAward, Outcome
from tender.book import Combination
from tender.case import Case
from tender.findings import Finding, error
from tender.packages import Package

_UNSURE = "尚未查明有无同样好的方案"


@dataclass(frozen=True, slots=True)
class _Way:
    """Who wins which lot, by lot, and the offers of a plan that says so."""

    won: Mapping[str, str]
    offers: tuple[str, ...]


def combination(case: Case, draws: Mapping[str, str], seconds: float) -> Allocation:
    """The award of all lots together; ``draws`` name who was drawn for a lot."""
    rule, said = case.book.award, case.book.award_sentence
    assert isinstance(rule, Combination)
    problem, stated = problem_of(case), packages(case, rule)
    plan = solve(problem, seconds=seconds)

    def none(why: str, found: Finding) -> Allocation:
        lots = tuple(empty(lot.id, why) for lot in case.book.lots)
        return Allocation(Outcome.NO_AWARD, said, lots, (found,), plan, problem, packages=stated)

    if plan.status is not Status.PROVED_BEST:
        return none("组合方案未获证明", _unproved(plan))
    asked = problem
    if draws and not plan.ties.complete:  # too many equals to list: only those that the draws leave
        narrow = _drawn(problem, draws)
        among = solve(narrow, seconds=seconds)
        if among.status is Status.PROVED_BEST and among.totals == plan.totals:
            plan, asked = among, narrow
    ways = _ways(problem, plan.ties.plans, stated)
    left = [way for way in ways if draws.items() <= way.won.items()]
    if not left and plan.ties.complete:
        return none("抽签结果待核对", _stale(draws))
    if len(ways) == 1 and not plan.ties.complete:
        return none(_UNSURE, _perhaps_more())
    if len(left) != 1 or not plan.ties.complete:
        lots = tuple(empty(lot.id, DRAW) for lot in case.book.lots)
        more = "" if plan.ties.complete else "以上"
        found = tie(case, "全部标段", f"同样好的方案有{len(ways)}个{more}")
        either = tuple(tuple(sorted(f"{op}@{lot}" for lot, op in way.won.items())) for way in ways)
        return Allocation(Outcome.OPEN_TIE, said, lots, (found,), plan, problem, either, stated)
    if _another(asked, plan, seconds):
        return none(_UNSURE, _perhaps_more())
    lots = _awards(case, problem, replace(plan, offers=left[0].offers), left[0], stated, seconds)
    wrong = tuple(paid_findings(case, lots, stated))
    outcome = Outcome.NO_AWARD if wrong else Outcome.DECIDED
    return Allocation(outcome, said, lots, wrong, plan, problem, packages=stated)


def _another(problem: Problem, plan: Plan, seconds: float) -> bool:
    """Whether the second solver finds a plan as good as those listed, which the first one missed.

    It is asked for the best plan that lacks something of each of them.
    """
    for number, known in enumerate(plan.ties.plans):
        if not known:
            return False  # whatever else is as good holds nothing that counts
        name = f"not all of {number}"
        offers = tuple(replace(o, uses={**o.uses, name: 1}) if o.id in known else o for o in problem.offers)
        problem = replace(
            problem, offers=offers, resources={**problem.resources, name: Resource(name, len(known) - 1)}
        )
    other = second_opinion(problem, monotonic() + seconds).chosen
    return other is not None and values(problem, other) == values(problem, plan.offers)


def _drawn(problem: Problem, draws: Mapping[str, str]) -> Problem:
    """The problem in which who was drawn for a lot holds it, and nobody else."""
    for lot, operator in draws.items():
        need = Need(f"drawn:{lot}", 1, firm=True)
        for offer in problem.offers:
            if lot in offer.lots and offer.operator != operator:
                problem = barring(problem, offer.id)
        offers = tuple(
            replace(o, serves={**o.serves, need.id: 1}) if lot in o.lots and o.operator == operator else o
            for o in problem.offers
        )
        problem = replace(problem, offers=offers, needs=(*problem.needs, need))
    return problem


def _stale(draws: Mapping[str, str]) -> Finding:
    drawn = "、".join(f"标段{lot}：{operator}" for lot, operator in draws.items())
    return error(
        "award.draw_stale",
        "定标",
        f"抽签结果（{drawn}）不在任何一个同样好的方案中",
        "抽签只在同样好的方案之间进行",
        "核对 decisions.toml 的 drawn；结果更正后原抽签不再适用的，删去后重新抽签",
    )


def _perhaps_more() -> Finding:
    return error(
        "award.equals_unknown",
        "定标",
        "最优方案已经证明，但在限定时间内没有查明是否还有同样好的方案",
        "有同样好的方案时应抽签，没有时才可以定标",
        "延长求解时间后重试",
    )


def _ways(problem: Problem, plans: Sequence[tuple[str, ...]], stated: Sequence[Package]) -> tuple[_Way, ...]:
    """The different awards among equally good plans.

    Plans with the same winners differ only in which of a bidder's packages applies: the one
    stated first, as the book says.
    """
    offers = {offer.id: offer for offer in problem.offers}
    rows = {one.offer: (one.operator, one.number) for one in stated if not one.fault}
    best: dict[frozenset[tuple[str, str]], tuple[str, ...]] = {}
    for plan in plans:
        held = frozenset((lot, offers[o].operator) for o in plan for lot in offers[o].lots)
        best[held] = min(best.get(held, plan), plan, key=lambda p: sorted(rows[o] for o in p if o in rows))
    return tuple(_Way(dict(held), plan) for held, plan in best.items())


def _awards(
    case: Case, problem: Problem, plan: Plan, way: _Way, stated: Sequence[Package], seconds: float
) -> tuple[LotAward, ...]:
    standing = (one for one in stated if not one.fault and one.offer in way.offers)
    applied = {lot: one for one in standing for lot in one.lots}
    ranked = candidates(case)
    found = []
    for lot in case.book.lots:
        winner = next((c for c in ranked.get(lot.id, ()) if c.operator == way.won.get(lot.id)), None)
        better = [c for c in ranked.get(lot.id, ()) if winner is None or c.rank < winner.rank]
        over = tuple(passed_over(case, problem, plan, c, seconds) for c in better)
        if winner:
            found.append(won(winner, over, applied.get(lot.id)))
        elif over:
            found.append(empty(lot.id, f"在定标规则的各项限制内没有可以确定的{case.book.terms.bidder}", over))
        else:
            found.append(too_few(case, lot.id))
    return tuple(found)


def _unproved(plan: Plan) -> Finding:
    words = {
        Status.INFEASIBLE: "没有满足全部条件的方案",
        Status.FEASIBLE: "找到的方案未能证明最优，或两种求解程序结果不一致",
        Status.UNKNOWN: "在限定时间内没有找到方案，也没有证明不存在",
    }
    return error(
        "award.not_proved",
        "定标",
        words[plan.status],
        "只有经两种求解程序一致证明的最优方案才能作为定标结果",
        "放宽限制或延长求解时间后重试；不得以未证明的方案定标",
    )
