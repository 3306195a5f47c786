"""Allocate (定标): the declared award rule executed over all lots, and why each lot went where.

The rule is the one the book printed: per lot, in lot order with quotas, or a declared
combination. Nothing is decided while a tie that matters is open, or while the optimum of
a combination is not proved and confirmed by the second solver.
"""

from tender.allocate.answers import award_findings, award_verdicts, notice_findings, together
from tender.allocate.decide import alternatives, decide, nothing_awarded, plan_json
from tender.allocate.execute import allocate
from tender.allocate.problem import Candidate, candidates, problem_of
from tender.allocate.result import STATUS_WORDS, Allocation, LotAward, Outcome, PassedOver

__all__ = [
    "STATUS_WORDS",
    "Allocation",
    "Candidate",
    "LotAward",
    "Outcome",
    "PassedOver",
    "allocate",
    "alternatives",
    "award_findings",
    "award_verdicts",
    "candidates",
    "decide",
    "nothing_awarded",
    "notice_findings",
    "plan_json",
    "problem_of",
    "together",
]
