"""Scoring rules (评分规则): one class a shape, read as sentence, form field and points.

``sentence`` is what the book prints, ``facts`` what the bid form must ask, ``judged``
whether the mark sheet carries it, and ``points`` the computation. Each answer comes
with ``how``: the arithmetic in words, so that every number can be opened.
"""

from tender.book.rules.criterion import Criterion, Rule
from tender.book.rules.fact import CountStep, Linear, LowestToOwn, RatioToBest
from tender.book.rules.judged import PanelMean
from tender.book.rules.price import LowestPrice, PriceRule
from tender.book.rules.price_formula import BasedRule, PriceDeviation
from tender.book.rules.price_other import FixedPrice, HighestPrice
from tender.book.rules.price_steps import PriceRange
from tender.book.rules.shape import Context, Entry, Worked

__all__ = [
    "BasedRule",
    "Context",
    "CountStep",
    "Criterion",
    "Entry",
    "FixedPrice",
    "HighestPrice",
    "Linear",
    "LowestPrice",
    "LowestToOwn",
    "PanelMean",
    "PriceDeviation",
    "PriceRange",
    "PriceRule",
    "RatioToBest",
    "Rule",
    "Worked",
]
