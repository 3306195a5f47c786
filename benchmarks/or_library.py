"""gap1 to gap12 of the OR-Library (J. E. Beasley): is every published optimum proved?

    OR_LIBRARY=folder python benchmarks/or_library.py

The folder holds gap1.txt to gap12.txt as published, five problems each, to be maximized. The
files are not part of this repository and are not fetched. "Proved" is what ``solve`` means
by it: the search closed, the plan passed the exact check, the second solver agrees.
"""

import json
import os
from pathlib import Path
from time import perf_counter

import numpy as np
from allocation import load as load_average
from allocation import mip_of
from gap import problem
from peers import highs_of

from scoring.allocation import Objective, Status, solve

SECONDS = 60  # for each problem
PUBLISHED = {
    1: (336, 327, 339, 341, 326),
    2: (434, 436, 420, 419, 428),
    3: (580, 564, 573, 570, 564),
    4: (656, 644, 673, 647, 664),
    5: (563, 558, 564, 568, 559),
    6: (761, 759, 758, 752, 747),
    7: (942, 949, 968, 945, 951),
    8: (1133, 1134, 1141, 1117, 1127),
    9: (709, 717, 712, 723, 706),
    10: (958, 963, 960, 947, 947),
    11: (1139, 1178, 1195, 1171, 1171),
    12: (1451, 1449, 1433, 1447, 1446),
}


def read(text: str) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Profits and loads by agent and job, and capacities, of each problem of a file.

    Raises ValueError where the numbers are not as many as the sizes say.
    """
    numbers = np.array(text.split(), dtype=int)
    many, at, found = numbers[0], 1, []
    for _ in range(many):
        agents, jobs = numbers[at : at + 2]
        cells = agents * jobs
        profits, loads = numbers[at + 2 : at + 2 + 2 * cells].reshape(2, agents, jobs)
        at += 2 + 2 * cells + agents
        found.append((profits, loads, numbers[at - agents : at]))
    if at != len(numbers):
        raise ValueError(f"expected {at} numbers, found {len(numbers)}")
    return found


def measure(file: int, text: str) -> None:
    """One line for a file: how many optima are proved, in which time, and the time of HiGHS alone."""
    proved, seconds, alone = 0, 0.0, 0.0
    sizes = set()
    for published, (profits, loads, capacity) in zip(PUBLISHED[file], read(text), strict=True):
        asked = problem(profits, np.zeros_like(profits), loads, capacity, Objective.POINTS)
        plan = solve(asked, seconds=SECONDS, tie_limit=1)
        seconds += plan.seconds
        reached = plan.totals is not None and plan.totals.points == published
        proved += reached and plan.status is Status.PROVED_BEST
        began = perf_counter()
        solver = highs_of(mip_of(asked))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.run()
        alone += perf_counter() - began
        sizes.add("x".join(map(str, loads.shape)))
    form = {
        "kind": "or-library",
        "size": f"gap{file}",
        "shape": " ".join(sizes),
        "problems": len(PUBLISHED[file]),
        "proved": proved,
        "seconds": round(seconds, 2),
        "highs": round(alone, 2),
        "load": load_average(),
    }
    print(json.dumps(form), flush=True)


if __name__ == "__main__":
    folder = os.environ.get("OR_LIBRARY")
    if folder is None:
        print("gap1 to gap12: not measured, OR_LIBRARY names no folder.")
    else:
        for number in PUBLISHED:
            measure(number, (Path(folder) / f"gap{number}.txt").read_text("ascii"))
