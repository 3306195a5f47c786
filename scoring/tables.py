"""Tables of figures to points (分档表): counts looked up, ladders, intervals, levels; exact, unrounded.

>>> ladder(Fraction(8), [(Span(low=Fraction(3)), Fraction(2)), (Span(low=Fraction(8)), Fraction(4))])
Fraction(4, 1)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


class TableError(ValueError):
    """A table that gives no answer, or more than one."""


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of figures (区间); an end that is None is open to infinity, ``_open`` excludes it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` lies in it.

        >>> Span(Fraction(45), Fraction(80), low_open=True).holds(Fraction(45))
        False
        """
        over = self.low is None or (value > self.low if self.low_open else value >= self.low)
        under = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return over and under

    def meets(self, other: "Span") -> bool:
        """Whether some figure lies in both."""
        return not (self._before(other) or other._before(self))

    def leaves_gap(self, over: "Span", *, whole: bool) -> bool:
        """Whether figures lie between it and ``over``, which begins higher; of whole numbers 3 and 4 touch.

        >>> Span(high=Fraction(3)).leaves_gap(Span(low=Fraction(4)), whole=True)
        False
        >>> Span(high=Fraction(3), high_open=True).leaves_gap(Span(Fraction(3), low_open=True), whole=False)
        True
        """
        if self.high is None or over.low is None:
            return False
        if not whole:
            return self.high < over.low or (self.high == over.low and self.high_open and over.low_open)
        last = -(-self.high // 1) - 1 if self.high_open else self.high // 1
        first = over.low // 1 + 1 if over.low_open else -(-over.low // 1)
        return first > last + 1

    def _before(self, other: "Span") -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    @property
    def empty(self) -> bool:
        """Whether no figure at all lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def lookup(count: int, table: Mapping[int, Fraction], *, more_as_last: bool) -> Fraction:
    """Points of exactly ``count`` things; more than the table's last count as the last, or as none.

    Raises TableError for an empty table or a negative count (按项数查表).

    >>> lookup(5, {1: Fraction(40), 2: Fraction(80)}, more_as_last=True)
    Fraction(80, 1)
    """
    if not table or count < 0:
        raise TableError(f"expected a table and a count of at least 0, not {count} of {len(table)} rows")
    last = max(table)
    if count > last:
        return table[last] if more_as_last else Fraction(0)
    return table.get(count, Fraction(0))


def ladder(value: Fraction, steps: Sequence[tuple[Span, Fraction]]) -> Fraction:
    """The highest points among all steps that ``value`` has reached, 0 under the first (阶梯，就高)."""
    return max((points for span, points in steps if span.holds(value)), default=Fraction(0))


def interval(value: Fraction, rows: Sequence[tuple[Span, Fraction]]) -> Fraction:
    """The points of the one row that holds ``value``; 0 where none does (区间表).

    Raises TableError where two rows hold it: a table must not say two things.
    """
    found = [points for span, points in rows if span.holds(value)]
    if len(found) > 1:
        raise TableError(f"expected one row that holds {value}, not {len(found)}")
    return found[0] if found else Fraction(0)


def best_level(worths: Sequence[Fraction]) -> Fraction:
    """The best of all levels shown, once (不累计，按最高计); 0 where there is none."""
    return max(worths, default=Fraction(0))


def summed_levels(worths: Sequence[Fraction], cap: Fraction) -> Fraction:
    """All levels shown together, at most ``cap`` (累计，封顶)."""
    return min(sum(worths, Fraction(0)), cap)
