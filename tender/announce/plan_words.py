"""How sure the award of a combination is (把握程度), in words for papers and pages."""

from scoring.allocation.check import served
from scoring.exact import text, yuan
from tender.allocate import STATUS_WORDS, Allocation
from tender.allocate.problem import COVER
from tender.case import Case


def points_total(case: Case, allocation: Allocation) -> tuple[str, str]:
    """What the winners' points add up to, as the award rule counts them: the label and the figure.

    Where lots weigh differently, each lot's points count times its weight.
    """
    plan = allocation.plan
    if case.book.worths and plan is not None and plan.totals is not None:
        return "加权得分合计", text(plan.totals.points, plan.places)
    return "得分合计", text(allocation.total_points, case.book.rounding.places)


def plan_sentences(case: Case, allocation: Allocation) -> list[str]:
    """What was executed and what proves it; empty for rules that need no optimization."""
    plan, problem = allocation.plan, allocation.problem
    if plan is None or problem is None:
        return []
    t = case.book.terms
    checked = "方案已按整数逐条复核；" if plan.checked_exactly else ""
    again = (
        "由另一独立求解程序复算，目标值一致。"
        if plan.second_solver.agrees
        else "另一独立求解程序的结果不一致或未完成。"
    )
    said = [f"执行{t.book}公布的组合定标规则，结论：{STATUS_WORDS[plan.status]}。{checked}{again}"]
    if plan.totals:
        spent = f"金额合计{yuan(plan.totals.price_fen)}元/年；" if case.book.paid_lots else ""
        wishes = _wishes(allocation)
        filled = plan.totals.needs - sum(met for _, met in wishes)
        said.append(
            f"方案确定{t.winner}的标段{filled}个，"
            f"{f'满足“尽量”要求{sum(met for _, met in wishes)}项（共{len(wishes)}项），' if wishes else ''}"
            f"{'加权得分' if case.book.worths else '得分'}合计{text(plan.totals.points, plan.places)}分，"
            f"{spent}同样好的方案共{len(plan.ties.plans)}个。"
        )
        said += [f"未满足的“尽量”要求：{says}。" for says, met in wishes if not met]
    if case.book.fiscal and case.book.paid_lots:
        cap = case.book.fiscal.baseline_fen
        said.append(
            f"财政支出基数{yuan(cap)}元/年，{t.award}金额合计{yuan(allocation.total_fen)}元/年，"
            f"余{yuan(cap - allocation.total_fen)}元（{case.packs.cite(case.book.fiscal.article)}）。"
        )
    return said


def _wishes(allocation: Allocation) -> list[tuple[str, bool]]:
    """Every coverage that counts as far as it can be had: its words, and whether the award meets it.

    Before the award is made, the plan that was found stands for it.
    """
    assert allocation.plan is not None
    assert allocation.problem is not None
    won = {f"{lot.operator}@{lot.lot}" for lot in allocation.lots} if allocation.awarded else set()
    had = served(allocation.problem, won or allocation.plan.offers)
    soft = (n for n in allocation.problem.needs if n.id.startswith(COVER) and not n.firm)
    return [(need.says, had[need.id] >= need.at_least) for need in soft]
