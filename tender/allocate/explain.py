"""Why a better-ranked bid is passed over (为何未成交), verified by solving again."""

from scoring.allocation import Objective, Plan, Problem, Resource, Status, Totals
from scoring.allocation.doctor import WhyNot, why_not
from scoring.allocation.search import Values, values
from scoring.exact import text, yuan
from tender.allocate.problem import LIMIT, Candidate
from tender.allocate.result import PassedOver
from tender.book import Combination
from tender.case import Case


def declared(case: Case) -> str:
    """The ground behind "because the book declared this award rule beforehand".

    A rule id for government procurement; an open selection rests on its own book.
    """
    return "REG-34" if case.book.method.procurement else f"{case.book.terms.book}公布的定标规则"


def passed_over(case: Case, problem: Problem, plan: Plan, c: Candidate, seconds: float) -> PassedOver:
    """The reason in words, with the articles of the limits that alone keep the bid out, or that are used up."""
    why = _nearest(problem, plan, c, seconds)
    used_up = () if why.releases else _used_up(problem, plan, c)
    limits = [r.resource for r in why.releases] or used_up
    articles = tuple(dict.fromkeys(r.article for r in limits if r.article))
    said = (
        _forced(case, problem, plan, c, why)
        + _limits(case, why)
        + _exhausted(case, problem, plan, c, used_up)
    )
    return PassedOver(c.operator, c.rank, c.total, c.price_fen, said, articles or (declared(case),))


def _nearest(problem: Problem, plan: Plan, c: Candidate, seconds: float) -> WhyNot:
    """Why the bid loses by the best way it could win: alone, or in one of its bidder's packages."""
    ways = [o.id for o in problem.offers if o.operator == c.operator and c.lot in o.lots]
    found = [why_not(problem, plan, way, seconds=seconds) for way in ways]
    return max(
        found, key=lambda why: (not _sure(why), why.forced.totals is not None, _worth(problem, why.forced))
    )


def _sure(why: WhyNot) -> bool:
    """Whether both solvers say what the best plan with the bid is, or that there is none."""
    return why.forced.status in (Status.PROVED_BEST, Status.INFEASIBLE)


def _worth(problem: Problem, plan: Plan) -> Values:
    return values(problem, plan.offers) if plan.totals is not None else ()


def _forced(case: Case, problem: Problem, plan: Plan, c: Candidate, why: WhyNot) -> str:
    """What the best plan holding this bid would lose: in the first aim of the rule that differs.

    The aims before it are as good, so that what is said of it is the best that can be had.
    """
    award, forced, now = case.book.terms.award, why.forced.totals, plan.totals
    if not _sure(why) or now is None:
        return f"由其{award}时最好能达到什么，未能在限定时间内查明。"
    if forced is None:
        return f"由其{award}时，没有任何组合能满足全部条件。"
    for before, objective in enumerate(problem.objective):
        if forced.of(objective) != now.of(objective):
            return _lost(case, problem, forced, now, objective, first=not before)
    return f"由其{award}的方案与现方案同样好，由抽签确定，其未抽中。"


def _lost(
    case: Case, problem: Problem, forced: Totals, now: Totals, objective: Objective, *, first: bool
) -> str:
    t, rule = case.book.terms, case.book.award
    if objective is Objective.NEEDS:
        soft = isinstance(rule, Combination) and rule.soft
        if soft or not first:
            what = "与满足的“尽量”要求合计" if soft else ""
            return f"由其{t.award}时，确定{t.winner}的标段{what}至多{forced.needs}个（现方案{now.needs}个）。"
        empty = len(case.book.lots) - forced.needs
        return (
            f"由其{t.award}时，其余标段无论如何组合，至少有{empty}个标段不能确定{t.winner}"
            f"（现方案{len(case.book.lots) - now.needs}个）。"
        )
    if objective is Objective.POINTS:
        places, weighted = max(case.book.rounding.places, problem.places), "加权" if case.book.worths else ""
        return (
            f"由其{t.award}时，全部标段{weighted}得分之和最高为{text(forced.points, places)}分，"
            f"低于现方案的{text(now.points, places)}分。"
        )
    same = "得分之和相同而" if forced.points == now.points else ""
    return (
        f"由其{t.award}时，{same}金额合计为{yuan(forced.price_fen)}元，高于现方案的{yuan(now.price_fen)}元。"
    )


def _limits(case: Case, why: WhyNot) -> str:
    said = [
        f"起限制作用的条件是“{r.resource.says}”"
        + (
            f"，该数额不低于{_amount(case, r.resource.id, r.enough)}时结果才会改变"
            if r.enough is not None
            else ""
        )
        for r in why.releases
    ]
    return "；".join(said) + "。" if said else ""


def _used_up(problem: Problem, plan: Plan, c: Candidate) -> tuple[Resource, ...]:
    """The declared limits of which the plan's other lots leave too little for this bid.

    Each may keep the bid out only together with the others; that none does alone was shown before.
    """
    offers = {offer.id: offer for offer in problem.offers}
    others = [offers[one] for one in plan.offers if c.lot not in offers[one].lots]
    return tuple(
        resource
        for resource in problem.resources.values()
        if resource.id.startswith(LIMIT)
        and (needed := offers[c.offer].uses.get(resource.id, 0))
        and sum(offer.uses.get(resource.id, 0) for offer in others) + needed > resource.supply
    )


def _exhausted(case: Case, problem: Problem, plan: Plan, c: Candidate, used_up: tuple[Resource, ...]) -> str:
    """Which limits the lots that the bidder holds in the plan have used up."""
    if not used_up:
        return ""
    own = {lot for o in problem.offers if o.operator == c.operator and o.id in plan.offers for lot in o.lots}
    held = [lot.id for lot in case.book.lots if lot.id in own]
    told = "”“".join(r.says.removeprefix(f"{case.name(c.operator)}：") for r in used_up)
    has = f"其在现方案中已{case.book.terms.award}标段{'、'.join(held)}，" if held else ""
    return f"{has}现方案余量不足的条件是“{told}”。"


def _amount(case: Case, resource: str, supply: int) -> str:
    """An amount of a resource with its unit; a declared limit counts in the unit of its facts."""
    kind, _, rest = resource.partition(":")
    if kind in ("fiscal", "funding"):
        return f"{yuan(supply)}元"
    rule, unit = case.book.award, "个"
    for limit in rule.limits if isinstance(rule, Combination) and resource.startswith(LIMIT) else ():
        if limit.id == rest.partition(":")[0]:
            facts = [case.book.fact_by_id[m.fact] for m in (limit.uses, limit.supply) if m.fact]
            if limit.uses.price or limit.uses.fen is not None or any(f.kind == "money" for f in facts):
                return f"{yuan(supply)}元"
            unit = facts[0].unit if facts else unit
    return f"{supply}{unit}"
