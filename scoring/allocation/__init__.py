"""Allocation (分配): offers x resources x needs x groups, the best plan and how sure that is.

>>> from scoring.allocation import Problem, solve
>>> empty = {"offers": [], "resources": {}, "needs": [], "groups": [], "objective": ["points"]}
>>> plan = solve(Problem.from_json({"format": "hengbiao/allocation-problem/1", **empty}))
>>> plan.status.value, plan.offers
('proved_best', ())
"""

from scoring.allocation.plan import Plan, SecondSolver, Status, Ties, Totals
from scoring.allocation.problem import Group, Need, Objective, Offer, Problem, Resource
from scoring.allocation.reading import Mistake, ProblemError
from scoring.allocation.solve import solve

__all__ = [
    "Group",
    "Mistake",
    "Need",
    "Objective",
    "Offer",
    "Plan",
    "Problem",
    "ProblemError",
    "Resource",
    "SecondSolver",
    "Status",
    "Ties",
    "Totals",
    "solve",
]
