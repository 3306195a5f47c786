"""Judges' marks to one mark (评委评分汇总): mean, trimmed mean, majority, unanimous; exact.

No national rule names the aggregate; the tender book does. A mark that is missing stops
the count, and nothing is dropped but what the book's own rule drops.

>>> mean([Fraction(88), Fraction(91)])
Fraction(179, 2)
"""

from collections import Counter
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Literal

Tie = Literal["lower", "higher", "mean"]


class PanelError(ValueError):
    """Marks that the panel rule cannot turn into points."""


def mean(marks: Collection[Fraction]) -> Fraction:
    """The arithmetic mean (算术平均); raises PanelError without a mark."""
    if not marks:
        raise PanelError("expected the mark of at least one judge")
    return sum(marks, Fraction(0)) / len(marks)


def trimmed_mean(marks: Collection[Fraction], least: int) -> Fraction:
    """The mean without one highest and one lowest mark, from ``least`` judges on; the plain mean under it.

    Raises PanelError when ``least`` is under 3: nothing would be left (去掉一个最高分和一个最低分).

    >>> trimmed_mean([Fraction(m) for m in (60, 80, 85, 90, 100)], least=5)
    Fraction(85, 1)
    """
    if least < 3:
        raise PanelError(f"expected trimming from 3 judges on or later, not {least}")
    ordered = sorted(marks)
    return mean(ordered[1:-1] if len(ordered) >= least else ordered)


def majority(marks: Collection[Fraction], tie: Tie) -> Fraction:
    """The mark that most judges gave; between equally frequent ones the lower, the higher or their mean.

    Raises PanelError without a mark (按多数成员意见).

    >>> majority([Fraction(40), Fraction(40), Fraction(20)], tie="lower")
    Fraction(40, 1)
    """
    if not marks:
        raise PanelError("expected the mark of at least one judge")
    counted = Counter(marks)
    most = max(counted.values())
    among = [mark for mark, n in counted.items() if n == most]
    return {"lower": min(among), "higher": max(among), "mean": mean(among)}[tie]


def unanimous(marks: Collection[Fraction]) -> Fraction:
    """The mark that all judges gave; raises PanelError when they differ (客观分必须一致)."""
    if len(set(marks)) != 1:
        raise PanelError(f"expected one mark of all judges, not {sorted(set(marks))}")
    return next(iter(marks))


def outermost(totals: Mapping[str, Fraction], least: int) -> tuple[str, ...]:
    """The judges with the highest and the lowest total, to be left out from ``least`` judges on.

    Between equal totals the judge that comes first is taken: the mean is the same whichever.
    Raises PanelError when ``least`` is under 3.

    >>> outermost({"J1": Fraction(80), "J2": Fraction(90), "J3": Fraction(70)}, least=3)
    ('J2', 'J3')
    """
    if least < 3:
        raise PanelError(f"expected trimming from 3 judges on or later, not {least}")
    if len(totals) < least:
        return ()
    high = max(totals, key=totals.__getitem__)
    low = min((judge for judge in totals if judge != high), key=totals.__getitem__)
    return high, low
