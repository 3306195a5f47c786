"""How often the panel lab finds a planted bias, and how often it asks honest judges.

    python benchmarks/panel_lab.py

Panels are simulated as ``scoring.panel_lab`` says honest ones mark; then one judge lifts one
bidder on every item by a bias counted in units of one judge's spread. Thresholds come from
the panel's own marks, as in use. One run is one project of one lot.
"""

from fractions import Fraction

import numpy as np

from scoring.panel_lab import Marks, alarms, honest_thresholds

SHAPES = ((5, 4, 6), (7, 6, 8), (5, 10, 10))
"""Judges, bidders, items."""
BIASES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
PROJECTS, PANELS, SPREAD = 100, 1_000, 0.05


def panel(rng, shape, bias):
    """Marks of one panel in hundredths of the scale; the last judge lifts the first bidder."""
    judges, bidders, items = shape
    means = rng.uniform(0.6, 0.85, (1, bidders, items))
    lean = rng.normal(0, SPREAD / 2, (judges, 1, 1))
    raw = means + lean + rng.normal(0, SPREAD, shape)
    raw[-1, 0] += bias * SPREAD
    whole = np.clip(np.round(raw * 100), 0, 100).astype(int)
    return Marks(
        {
            f"j{j}": {
                f"b{b}": {f"c{c}": Fraction(int(whole[j, b, c]), 100) for c in range(items)}
                for b in range(bidders)
            }
            for j in range(judges)
        }
    )


def main():
    """Print the curve as a table."""
    print(
        "| judges × bidders × items | alarms per honest project | "
        + " | ".join(f"bias {b:g}" for b in BIASES[1:])
        + " |"
    )
    print("|---" * (len(BIASES) + 1) + "|")
    for shape in SHAPES:
        rng = np.random.default_rng(20261121)
        said = []
        for bias in BIASES:
            raised = found = 0
            for n in range(PROJECTS):
                marks = panel(rng, shape, bias)
                given = alarms(marks, honest_thresholds(marks, panels=PANELS, seed=n))
                raised += len(given)
                found += any((a.judge, a.bidder) == (f"j{shape[0] - 1}", "b0") for a in given)
            said.append(f"{raised / PROJECTS:.2f}" if bias == 0 else f"{found * 100 // PROJECTS} %")
        print(f"| {' × '.join(map(str, shape))} | " + " | ".join(said) + " |", flush=True)


if __name__ == "__main__":
    main()
