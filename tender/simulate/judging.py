"""Synthetic marks (模拟评分): what each judge gives a plan, from how good it is and the judge's own eye.

A judge sees the plan's quality with an error of his own; where a band leaves the mark to him,
it lies anywhere in the band, so that wide bands and coarse grades do what they do in rooms.
"""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from tender.book import Criterion
from tender.book.rules import Context, ItemDefects, MarkItem
from tender.simulate.chance import WHOLE, around
from tender.simulate.reads import leaves

LEAN, NOISE, ITEM = 40, 120, 110
"""Thousandths of the scale: a judge's severity, his error, how far one item lies off the plan."""
FLOOR, SPAN = 400, 550
"""Grades are spread over qualities from FLOOR to FLOOR + SPAN: few plans are worse."""


def leaning(rng: Random, judges: tuple[str, ...]) -> dict[str, int]:
    """How severe or lenient each judge is."""
    return {judge: rng.randint(-LEAN, LEAN) for judge in judges}


def marks(
    rng: Random, criterion: Criterion, c: Context, plan: Mapping[str, int], lean: Mapping[str, int]
) -> dict[str, dict[str, dict[str, Fraction]]]:
    """Bidder → judge → part → mark, for bidders whose plans are so good in thousandths."""
    lost = {name for name, rule, _ in leaves(criterion.rule, c.full) if isinstance(rule, ItemDefects)}
    given: dict[str, dict[str, dict[str, Fraction]]] = {b: {j: {} for j in lean} for b in plan}
    for item in criterion.mark_items(c):
        worse = any(item.part == name or item.part.startswith(f"{name}.") or not name for name in lost)
        seen = {}
        for bidder, quality in plan.items():
            own = around(rng, quality, ITEM)
            one = around(rng, own, NOISE)
            for judge in lean:
                seen[bidder, judge] = one if item.agreed else around(rng, own + lean[judge], NOISE)
        if item.quota is not None:
            for judge in lean:
                best = sorted(plan, key=lambda b: (-seen[b, judge], b))[: item.quota]
                for bidder in plan:
                    given[bidder][judge][item.part] = Fraction(int(bidder in best))
            continue
        for bidder in plan:
            told: dict[int, Fraction] = {}
            for judge in lean:
                sight = seen[bidder, judge]
                mark = told.get(sight) if item.agreed else None
                told[sight] = mark = _mark(rng, item, sight, worse) if mark is None else mark
                given[bidder][judge][item.part] = mark
    return given


def _mark(rng: Random, item: MarkItem, quality: int, worse: bool) -> Fraction:
    """The mark that the item allows for a quality as seen."""
    if item.choices:
        worths = sorted(item.choices.values(), reverse=worse)
        spread = min(WHOLE - 1, max(0, (quality - FLOOR) * WHOLE // SPAN))
        return worths[spread * len(worths) // WHOLE]
    if item.bands:
        return _banded(rng, item, quality)
    step = item.step or (Fraction(1) if item.scale >= 20 else Fraction(1, 2))
    steps = item.scale / step
    nearest = (2 * steps.numerator * quality + WHOLE * steps.denominator) // (2 * WHOLE * steps.denominator)
    return min(item.scale, step * nearest)


def _banded(rng: Random, item: MarkItem, quality: int) -> Fraction:
    """A mark anywhere in the band that holds the quality, on the band's steps."""
    raw = item.scale * quality / WHOLE
    bands = sorted(item.bands, key=lambda band: band.span.low or Fraction(0))
    held = [band for band in bands if (band.span.low or Fraction(0)) <= raw] or bands[:1]
    low = held[-1].span.low or Fraction(0)
    high = min(item.scale, item.scale if held[-1].span.high is None else held[-1].span.high)
    step = item.step or (Fraction(1) if high - low >= 4 else Fraction(1, 2))
    steps = [low + step * n for n in range(int((high - low) / step) + 1)]
    allowed = [mark for mark in steps if held[-1].span.holds(mark)]
    return rng.choice(allowed) if allowed else low
