"""One judge's judgement to a mark (单个评委的评分): grade bands, steps, checklists; exact.

>>> in_steps(Fraction("6.5"), low=Fraction(3), step=Fraction("0.5"))
True
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.factors import FactorError
from scoring.tables import Span, lookup


def band_of(mark: Fraction, bands: Sequence[Span]) -> int | None:
    """The place of the first band that holds ``mark``; None in a gap between bands (档间空隙)."""
    return next((n for n, band in enumerate(bands) if band.holds(mark)), None)


def in_steps(mark: Fraction, low: Fraction, step: Fraction) -> bool:
    """Whether ``mark`` lies a whole number of steps from ``low`` (以…分为一档).

    Raises FactorError when the step is not above 0.
    """
    if step <= 0:
        raise FactorError(f"expected a step above 0, not {step}")
    return ((mark - low) / step).denominator == 1


def checklist_and_grade(
    found: int, table: Mapping[int, Fraction], grade: Fraction, cap: Fraction
) -> Fraction:
    """Points for ``found`` items of a checklist plus those of a grade, at most ``cap`` (内容分加档次分).

    >>> checklist_and_grade(3, {1: Fraction(20), 2: Fraction(40), 3: Fraction(60)}, Fraction(40), Fraction(100))
    Fraction(100, 1)
    """
    listed = lookup(found, table, more_as_last=True) if found else Fraction(0)
    return min(listed + grade, cap)
