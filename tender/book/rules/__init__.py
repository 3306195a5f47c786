"""Scoring rules (评分规则): one class a shape, read as sentence, form field and points.

``sentence`` is what the book prints, ``fact_ids`` what the bid form must ask, ``judged``
and ``mark_items`` what the mark sheet carries, ``points`` the computation, ``flaws`` what the
check of the book finds wrong. Each answer comes with ``how``: the arithmetic in words, so
that every number can be opened.
"""

from tender.book.rules.composed import Composed
from tender.book.rules.counts import CountStep, Has, Lookup
from tender.book.rules.criterion import Criterion, Rule
from tender.book.rules.deductions import Deduct
from tender.book.rules.grades import Bands, ChecklistGrade, Grades, ItemDefects
from tender.book.rules.judged import PanelMean, Votes
from tender.book.rules.lines import Linear, Piecewise, Places, Ratio
from tender.book.rules.panel import MarkItem, Panel
from tender.book.rules.price import LowestPrice, PriceRule
from tender.book.rules.price_formula import BasedRule, PriceDeviation
from tender.book.rules.price_other import FixedPrice, HighestPrice
from tender.book.rules.price_steps import PriceRange
from tender.book.rules.reading import Reading, Where
from tender.book.rules.shape import Context, Entry, Worked
from tender.book.rules.tables import Ladder, Levels

__all__ = [
    "Bands",
    "BasedRule",
    "ChecklistGrade",
    "Composed",
    "Context",
    "CountStep",
    "Criterion",
    "Deduct",
    "Entry",
    "FixedPrice",
    "Grades",
    "Has",
    "HighestPrice",
    "ItemDefects",
    "Ladder",
    "Levels",
    "Linear",
    "Lookup",
    "LowestPrice",
    "MarkItem",
    "Panel",
    "PanelMean",
    "Piecewise",
    "Places",
    "PriceDeviation",
    "PriceRange",
    "PriceRule",
    "Ratio",
    "Reading",
    "Rule",
    "Votes",
    "Where",
    "Worked",
]
