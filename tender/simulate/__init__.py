"""Simulate (招标文件风洞): synthetic bidder fields through the draft rules, before the book is published.

``simulate`` plays the fields, ``topics`` says what they show, ``defects`` what to mend.
"""

from tender.simulate.defects import defects
from tender.simulate.field import Shape
from tender.simulate.report import DRAWS, Report, simulate
from tender.simulate.tally import money_limit
from tender.simulate.words import Topic, opening, percent, topics

__all__ = [
    "DRAWS",
    "Report",
    "Shape",
    "Topic",
    "defects",
    "money_limit",
    "opening",
    "percent",
    "simulate",
    "topics",
]
