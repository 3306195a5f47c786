"""How sure a plan is (把握), in one line: proved, or feasible with the gap that is left."""

from fractions import Fraction

from scoring.allocation import Objective, Plan, Status
from scoring.exact import half_up, text, yuan
from tender.allocate import STATUS_WORDS
from tender.planning.posed import Posed


def sure_words(posed: Posed, plan: Plan) -> str:
    """The status; a plan that is not proved best with its gap in the first objective that is open."""
    word = STATUS_WORDS[plan.status]
    return f"{word}（{gap_words(posed, plan)}）" if plan.status is Status.FEASIBLE else word


def gap_words(posed: Posed, plan: Plan) -> str:
    """How far the bounds leave a plan that is not proved from being best, objective after objective."""
    names = {Objective.NEEDS: posed.needs_word, Objective.POINTS: "得分", Objective.PRICE: "金额"}
    assert plan.totals is not None
    for objective, bound in plan.bounds.items():
        value = plan.totals.of(objective)
        if bound is None or _says_nothing(objective, Fraction(value), Fraction(bound)):
            return f"{names[objective]}的差距尚不知道"
        if bound != value:
            return f"差距：{names[objective]}{_gap(objective, Fraction(value), Fraction(bound))}"
    return "差距为零，第二个求解器尚未印证" if plan.bounds else "差距尚不知道"


def _says_nothing(objective: Objective, value: Fraction, bound: Fraction) -> bool:
    """Whether a bound is what stood before any work: no money at all, or more than twice the points."""
    if objective is Objective.PRICE:
        return bound == 0 < value
    return objective is Objective.POINTS and bound > 2 * value > 0


def _gap(objective: Objective, value: Fraction, bound: Fraction) -> str:
    """How much better a plan could still be."""
    if objective is Objective.NEEDS:
        return f"至多再多{int(bound - value)}个"
    if objective is Objective.PRICE:
        return f"至多再少{yuan(int(value - bound))}元"
    if not value:
        return f"至多再多{text(half_up(bound, 2), 2)}"
    percent = (bound - value) / value * 100
    said = text(half_up(percent, 2), 2)
    return "不到0.01%" if percent and said == "0.00" else f"至多再高{said}%"
