"""Rankings under 20,000 weightings of 50 bidders on 30 criteria, against two MCDA packages.

    pip install -e .[peers]
    python benchmarks/ranking.py

Five interleaved rounds in one process. A peer ranks one weighting at a time; it is timed on
``PEER_DRAWS`` of them in each round and the rest is multiplied out, as its loop is linear.
All rankings are compared: the same weights must give the same first place.
"""

from fractions import Fraction
from statistics import median
from time import perf_counter

import numpy as np
import pymcdm.methods
import skcriteria
from pymcdm.normalizations import vector_normalization
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS
from skcriteria.preprocessing.scalers import VectorScaler

from scoring.robustness import (
    Panel,
    Shares,
    first_places,
    nearest_to_ideal,
    totals_of,
    weights_of,
    with_noise,
)

DRAWS, BIDDERS, CRITERIA, ROUNDS, PEER_DRAWS = 20_000, 50, 30, 5, 100


def field(seed):
    """Random shares of 50 bidders on 30 criteria of equal weight."""
    rng = np.random.default_rng(seed)
    names = [f"c{i:02}" for i in range(CRITERIA)]
    return Shares(
        dict.fromkeys(names, Fraction(10, 3)),
        {
            f"b{b:02}": {name: Fraction(int(s), 1000) for name, s in zip(names, row, strict=True)}
            for b, row in enumerate(rng.integers(400, 1000, (BIDDERS, CRITERIA)))
        },
    )


def timed(work):
    """Seconds that ``work`` took, and what it gave."""
    began = perf_counter()
    given = work()
    return perf_counter() - began, given


def skcriteria_best(model, matrix, weights, scaler=None):
    """First places by scikit-criteria, one weighting after the other."""
    best = []
    for row in weights:
        data = skcriteria.mkdm(matrix, [max] * CRITERIA, weights=row)
        data = scaler.transform(data) if scaler else data
        best.append(int(np.argmin(model.evaluate(data).rank_)))
    return best


def pymcdm_best(method, matrix, weights):
    """First places by pymcdm, one weighting after the other."""
    kinds = np.ones(CRITERIA)
    return [int(np.argmax(method(matrix, row, kinds))) for row in weights]


def main():
    """Print one table of ratios."""
    shares = field(1)
    matrix = shares.matrix() / 10**9
    weights = weights_of(shares, DRAWS, seed=2)
    few = weights[:PEER_DRAWS] / weights[:PEER_DRAWS].sum(axis=1, keepdims=True)
    plain = pymcdm.methods.WSM(normalization_function=lambda column, cost=False: column)
    ours = {
        "weighted sum": lambda: totals_of(shares, weights),
        "TOPSIS": lambda: nearest_to_ideal(shares, weights),
    }
    peers = {
        ("weighted sum", "scikit-criteria"): lambda: skcriteria_best(WeightedSumModel(), matrix, few),
        ("weighted sum", "pymcdm"): lambda: pymcdm_best(plain, matrix, few),
        ("TOPSIS", "scikit-criteria"): lambda: skcriteria_best(
            TOPSIS(), matrix, few, VectorScaler(target="matrix")
        ),
        ("TOPSIS", "pymcdm"): lambda: pymcdm_best(
            pymcdm.methods.TOPSIS(normalization_function=vector_normalization), matrix, few
        ),
    }
    ratios = {key: [] for key in peers}
    reports = []
    for _ in range(ROUNDS):
        mine = {name: timed(work) for name, work in ours.items()}
        for (name, peer), work in peers.items():
            seconds, best = timed(work)
            seen = mine[name][1][:PEER_DRAWS].argmax(axis=1).tolist()
            assert best == seen, f"{peer} has another first place by {name}"
            ratios[name, peer].append(seconds / PEER_DRAWS * DRAWS / mine[name][0])
        reports.append(timed(lambda: report(shares, weights))[0])
    print("| method | peer | median ratio | worst round |\n| --- | --- | --- | --- |")
    for (name, peer), found in ratios.items():
        print(f"| {name} | {peer} | {median(found):,.0f} × | {min(found):,.0f} × |")
    print(f"\nFull report (rank frequencies, noise on every mark of 7 judges): {median(reports):.2f} s.")


def report(shares, weights):
    """All that a firmness report draws: rank frequencies and judges' noise."""
    panel = Panel(7, {c: (3, Fraction(1, 100)) for c in shares.criteria})
    return first_places(shares, weights), with_noise(shares, panel, DRAWS, seed=3)


if __name__ == "__main__":
    main()
