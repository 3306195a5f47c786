"""Planning (规划推演): what cuts, ceilings, quotas and budgets would lead to; never an award.

Before the tender it asks whether the book's limits leave any way to fill every lot; after
the ranking it asks what would have happened otherwise. The award is what the declared rule
gives (``tender.allocate``), whatever is shown here.
"""

from tender.planning.change import Change, Move, change, change_table, holders
from tender.planning.levers import Lever, levers, moved
from tender.planning.posed import LABEL, Posed, foreseen, ranked
from tender.planning.results import Results, begun, results
from tender.planning.sure import sure_words
from tender.planning.tables import Table, tables
from tender.planning.why import why_words
from tender.planning.xlsx import workbook

__all__ = [
    "LABEL",
    "Change",
    "Lever",
    "Move",
    "Posed",
    "Results",
    "Table",
    "begun",
    "change",
    "change_table",
    "foreseen",
    "holders",
    "levers",
    "moved",
    "ranked",
    "results",
    "sure_words",
    "tables",
    "why_words",
    "workbook",
]
