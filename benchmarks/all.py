"""Every allocation benchmark, and docs/performance.md made of what they measured.

    python benchmarks/all.py                 (S, M, L and the assignment problems: about an hour)
    python benchmarks/all.py some.jsonl      (only the page, from lines measured before)

STRETCH=3 in the environment multiplies every time limit, for a machine that others use too.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
RUNS = (("allocation.py", "S", "M", "L"), ("gap.py",))

HEAD = """# Performance

Made by `python benchmarks/all.py` on {date}: Python {python}, {cores} cores. {load}

One solver at a time for each size, each in a fresh process, all on the module's own rows (the strong
formulation); sizes may have run side by side. `limit` is the time each was given, `seconds` what passed on
the wall, `processor` the processor time it really got on all cores. Compare `processor`, not
`seconds`, when the machine was busy.
`gap` is the distance from a solver's own plan to its own proven bound, as a share of the plan;
peers stop when they reach the gap that we proved. "–": no plan, or no bound. Values are points
(or costs, negated). Instances: `benchmarks/instances.py` (seed 0), fictional.
"""

Line = dict[str, Any]


def measured(files: list[str]) -> list[Line]:
    """The lines of these files, or of a run of everything."""
    if files:
        texts = [Path(name).read_text("utf-8") for name in files]
    else:
        texts = []
        for script, *sizes in RUNS:
            command = [sys.executable, str(HERE / script), *sizes]
            environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
            texts.append(done.stdout)
    return [json.loads(row) for text in texts for row in text.splitlines() if row.startswith("{")]


def page(lines: list[Line]) -> str:
    """The page: building, cities, assignment."""
    loads = [line["load"] for line in lines]
    busy = f"Load average while measuring: {min(loads)} to {max(loads)}."
    if max(loads) > 2 * (os.cpu_count() or 1):
        busy += (
            " **The machine was shared with other work and far over its cores: the wall clock says little.**"
        )
    parts = [
        HEAD.format(
            date=date.today(),  # noqa: DTZ011  the day of the measurement, wherever it was
            python=platform.python_version(),
            cores=os.cpu_count(),
            load=busy,
        )
    ]
    parts.append(BUILDING)
    parts.append(table(built, "size", [line for line in lines if line["kind"] == "build"], BUILD_HEAD))
    for kind, title, unit in (
        ("solve", "Cities: most points within every rule", 10_000),
        ("gap", "Generalized assignment: least cost", 1),
    ):
        chosen = [line for line in lines if line["kind"] == kind]
        if chosen:
            parts.append(f"\n## {title}\n")
            parts.append(table(lambda line, unit=unit: solved(line, unit), "size", chosen, SOLVE_HEAD))
    return "\n".join(parts)


BUILDING = """
## Building the model and handing it to HiGHS

Medians of three interleaved rounds, seconds. Raw rows and PuLP get rows that are ready; ours starts
from offers, resources and groups, and finds the strong rows itself.
"""
BUILD_HEAD = (
    "size",
    "raw rows → HiGHS",
    "ours, from nouns",
    "of it nouns → arrays",
    "PuLP → HiGHS",
    "ours / raw",
    "without nouns → arrays",
    "PuLP / ours",
)
SOLVE_HEAD = (
    "size",
    "solver",
    "limit",
    "seconds",
    "processor",
    "value",
    "bound",
    "gap",
    "status",
    "MB",
    "load",
)


def built(line: Line) -> list[str]:
    """One row of the building table."""
    times = line["seconds"]
    raw, ours, pulp = times["raw rows to HiGHS"], times["from nouns"], times["PuLP"]
    arrays = times["nouns to arrays alone"]
    shown = [f"{t:.3f}" for t in (raw, ours, arrays, pulp)]
    return [
        line["size"],
        *shown,
        f"{ours / raw:.1f} ×",
        f"{(ours - arrays) / raw:.1f} ×",
        f"{pulp / ours:.0f} ×",
    ]


def solved(line: Line, unit: int) -> list[str]:
    """One row of a solving table."""
    value, bound = line["value"], line["bound"]
    return [
        line["size"],
        line["solver"],
        f"{line['limit']:g}",
        f"{line['seconds']:g}",
        f"{line['cpu']:g}",
        "–" if value is None else f"{value / unit:,.0f}",
        "–" if bound is None else f"{bound / unit:,.0f}",
        "–" if line["gap"] is None else f"{line['gap']:.2%}",
        line["status"],
        str(line["mb"] or ""),
        f"{line['load']:g}",
    ]


def table(row: Callable[[Line], list[str]], by: str, lines: list[Line], head: tuple[str, ...]) -> str:
    """A Markdown table, lines of one ``by`` together in the order measured."""
    order = list(dict.fromkeys(line[by] for line in lines))
    rows = [row(line) for key in order for line in lines if line[by] == key]
    cells = [list(head), ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell) + " |" for cell in cells) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(measured(sys.argv[1:])), "utf-8")
