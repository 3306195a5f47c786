"""Facts (响应事项): figures a bidder states for a lot, with evidence.

A fact is declared once and read as a bid-form row, a gate (its minimum), an input of a
scoring rule and, when ``promise`` is set, a contract obligation assessed after award.
"""

from fractions import Fraction
from typing import Literal

from scoring.exact import yuan
from tender.book.kinds import Key, Noun, Text


class Fact(Noun):
    """One figure asked of every bid in every lot: a whole number, or money in yuan.

    Its value is a ``Fraction``: the count itself, or yuan for money.
    """

    id: Key
    name: Text
    unit: Text
    kind: Literal["whole", "money"]
    evidence: Text
    promise: bool = False
    required: bool = True

    def show(self, value: Fraction) -> str:
        """The value as people read it, with its unit."""
        figure = yuan(int(value * 100)) if self.kind == "money" else f"{int(value):,}"
        return f"{figure}{self.unit}"
