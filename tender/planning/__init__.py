"""Planning (规划推演): what cuts, ceilings, quotas and budgets would lead to; never an award.

Before the tender it asks whether the book's limits leave any way to fill every lot; after
the ranking it asks what would have happened otherwise. The award is what the declared rule
gives (``tender.allocate``), whatever is shown here.
"""

from tender.planning.posed import LABEL, Posed, foreseen, ranked
from tender.planning.results import Results, results
from tender.planning.tables import Table, tables
from tender.planning.xlsx import workbook

__all__ = ["LABEL", "Posed", "Results", "Table", "foreseen", "ranked", "results", "tables", "workbook"]
