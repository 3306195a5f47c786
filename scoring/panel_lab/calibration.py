"""A calibration round (评分标准校准): the panel marks anchor answers whose marks are agreed beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.panel import PanelError


@dataclass(frozen=True, slots=True)
class Calibration:
    """One judge against the anchors, in shares of the scale.

    ``offset`` is the mean difference, above 0 for lenient; ``apart`` the mean distance;
    ``worst`` the anchor answer marked farthest off.
    """

    offset: Fraction
    apart: Fraction
    worst: str


def calibrate(
    anchors: Mapping[str, Fraction], marks: Mapping[str, Mapping[str, Fraction]]
) -> dict[str, Calibration]:
    """Every judge's calibration; ``anchors`` and ``marks[judge]`` by answer, shares of the scale.

    Raises PanelError for no anchor, or a judge who did not mark all of them.
    """
    if not anchors:
        raise PanelError("expected at least one anchor answer")
    found = {}
    for judge, given in marks.items():
        if given.keys() != anchors.keys():
            raise PanelError(f"{judge}: expected a mark for every anchor answer and no other")
        apart = {answer: given[answer] - anchors[answer] for answer in sorted(anchors)}
        found[judge] = Calibration(
            offset=sum(apart.values(), Fraction(0)) / len(apart),
            apart=sum((abs(d) for d in apart.values()), Fraction(0)) / len(apart),
            worst=max(apart, key=lambda answer: abs(apart[answer])),
        )
    return found
