"""Who would lead with one judge fewer (逐一剔除评委), exact.

It shows how much hangs on one person. Nobody's marks are ever removed by it.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction


def one_judge_fewer(
    judges: Sequence[str], totals: Callable[[Sequence[str]], Mapping[str, Fraction]]
) -> dict[str, tuple[str, ...]]:
    """The leaders when each judge in turn is left out, by judge.

    ``totals`` gives every bidder's total, rounded as the book says, for a set of judges:
    the caller knows the book's rules. Empty with fewer than two judges.
    """
    if len(judges) < 2:
        return {}
    found = {}
    for judge in judges:
        points = totals([other for other in judges if other != judge])
        best = max(points.values())
        found[judge] = tuple(sorted(bidder for bidder, total in points.items() if total == best))
    return found
