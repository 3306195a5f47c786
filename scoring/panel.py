"""Judges' marks to points (评委评分汇总): the arithmetic mean, exact.

No national rule names the aggregate; the tender book does, and this is the one that
books use most. Nothing is dropped here: a mark that is missing stops the count.

>>> mean_points({"评委一": Fraction(88), "评委二": Fraction(91)}, scale=Fraction(100), full=Fraction(30))
Fraction(537, 20)
"""

from collections.abc import Mapping
from fractions import Fraction


class PanelError(ValueError):
    """Marks that the panel rule cannot turn into points."""


def mean_points(marks: Mapping[str, Fraction], scale: Fraction, full: Fraction) -> Fraction:
    """Mean of the judges' marks, taken from 0..``scale`` to 0..``full`` points.

    Raises PanelError when there is no mark or one lies outside 0..``scale``.
    """
    if not marks:
        raise PanelError("expected the mark of at least one judge")
    for judge, mark in marks.items():
        if not 0 <= mark <= scale:
            raise PanelError(f"{judge}: expected a mark from 0 to {scale}, not {mark}")
    return sum(marks.values(), Fraction(0)) / len(marks) / scale * full
