"""Fields of bidders given by the share of each criterion that they earn."""

from fractions import Fraction

from scoring.robustness import Shares


def field(weights, **earned):
    criteria = [f"c{i}" for i in range(len(weights))]
    return Shares(
        {c: Fraction(w) for c, w in zip(criteria, weights, strict=True)},
        {b: {c: Fraction(s) for c, s in zip(criteria, row, strict=True)} for b, row in earned.items()},
    )
