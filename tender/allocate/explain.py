"""Why a better-ranked bid is passed over (为何未成交), verified by solving again."""

from scoring.allocation import Plan, Problem
from scoring.allocation.doctor import WhyNot, why_not
from scoring.exact import text, yuan
from tender.allocate.problem import Candidate
from tender.allocate.result import PassedOver
from tender.case import Case

DECLARED = "REG-34"
"""The rule id behind "because the book declared this award rule beforehand"."""


def passed_over(case: Case, problem: Problem, plan: Plan, c: Candidate, seconds: float) -> PassedOver:
    """The reason in words, with the articles of the limits that alone keep the bid out."""
    why = why_not(problem, plan, c.offer, seconds=seconds)
    limits = [r.resource for r in why.releases]
    articles = tuple(dict.fromkeys(r.article for r in limits if r.article))
    said = _forced(case, problem, plan, c, why) + _limits(why)
    return PassedOver(c.operator, c.rank, c.total, c.price_fen, said, articles or (DECLARED,))


def _forced(case: Case, problem: Problem, plan: Plan, c: Candidate, why: WhyNot) -> str:
    """What the best plan holding this bid would lose."""
    t = case.book.terms
    if why.forced.totals is None or plan.totals is None:
        return f"由其{t.award}时，没有任何组合能满足全部条件。"
    empty = len(case.book.lots) - why.forced.totals.needs
    if why.forced.totals.needs < plan.totals.needs:
        return (
            f"由其{t.award}时，其余标段无论如何组合，至少有{empty}个标段不能确定{t.winner}"
            f"（现方案{len(case.book.lots) - plan.totals.needs}个）。"
        )
    places = case.book.rounding.places
    if why.forced.totals.points < plan.totals.points:
        return (
            f"由其{t.award}时，全部标段得分之和最高为{text(why.forced.totals.points, places)}分，"
            f"低于现方案的{text(plan.totals.points, places)}分。"
        )
    return (
        f"由其{t.award}时，得分之和相同而金额合计为{yuan(why.forced.totals.price_fen)}元，"
        f"高于现方案的{yuan(plan.totals.price_fen)}元。"
    )


def _limits(why: WhyNot) -> str:
    said = [
        f"起限制作用的条件是“{r.resource.says}”"
        + (f"，该数额不低于{_amount(r.resource.id, r.enough)}时结果才会改变" if r.enough is not None else "")
        for r in why.releases
    ]
    return "；".join(said) + "。" if said else ""


def _amount(resource: str, supply: int) -> str:
    money = resource == "fiscal" or resource.startswith("funding:")
    return f"{yuan(supply)}元" if money else f"{supply}个"
