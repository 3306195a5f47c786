"""Every benchmark, and docs/performance.md made of what they measured.

    PYTHONPATH=. python benchmarks/all.py                 (everything: about 45 minutes on 2 free cores)
    PYTHONPATH=. python benchmarks/all.py --only M gap    (these parts anew, the page of all there is)
    PYTHONPATH=. python benchmarks/all.py --only          (only the page, of what was measured before)

Each part is kept in out/benchmarks as soon as it is measured; a run that was interrupted goes
on where it stopped. Parts that are there already are measured again only with --again, or when
they are named. STRETCH=3 in the environment multiplies every time limit, for a machine that
others use too.
"""

import argparse
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
KEPT = HERE.parent / "out" / "benchmarks"
PARTS = {
    "building": ("allocation.py", "building"),
    "S": ("allocation.py", "S"),
    "M": ("allocation.py", "M"),
    "L": ("allocation.py", "L"),
    "XL": ("allocation.py", "XL"),
    "gap": ("gap.py",),
    "or-library": ("or_library.py",),
    "ranking": ("ranking.py",),
    "prices": ("prices.py",),
}
LONGEST = 3600  # seconds for one part, before limits are stretched

Line = dict[str, Any]


def measure(part: str) -> None:
    """Run one part and keep what it prints; a part that fails says so."""
    script, *sizes = PARTS[part]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    longest = LONGEST * float(os.environ.get("STRETCH", "1"))
    print(f"{part} ...", flush=True)
    command = [sys.executable, str(HERE / script), *sizes]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=longest, env=environment
        )
        said, failed = done.stdout, done.stderr if done.returncode else ""
    except subprocess.TimeoutExpired as late:
        said, failed = late.stdout or "", f"stopped after {longest:g} s"
        said = said if isinstance(said, str) else said.decode()
    if failed:
        reason = failed.strip().splitlines()[-1]
        said += f"\nThis part failed: {reason}\n"
        print(f"{part} failed: {reason}", flush=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{part}.txt").write_text(said, "utf-8")


def page() -> str:
    """The page of everything that is kept: building, cities, assignment, ranking, prices."""
    kept = {part: (KEPT / f"{part}.txt") for part in PARTS}
    said = {part: file.read_text("utf-8") for part, file in kept.items() if file.exists()}
    lines = [json.loads(row) for text in said.values() for row in text.splitlines() if row.startswith("{")]
    words = {
        part: "\n".join(row for row in text.splitlines() if not row.startswith("{")).strip()
        for part, text in said.items()
    }
    loads = [line["load"] for line in lines] or [0]
    busy = f"Load average while measuring: {min(loads)} to {max(loads)}."
    if max(loads) > 2 * (os.cpu_count() or 1):
        busy += " **The machine was shared with other work: the wall clock says little.**"
    head = HEAD.format(
        date=date.today(),  # noqa: DTZ011  the day of the measurement, wherever it was
        python=platform.python_version(),
        cores=os.cpu_count(),
        load=busy,
    )
    chapters = [head]
    chapters += [BUILDING, table(built, _of("build", lines), BUILD_HEAD), words.get("building", "")]
    for kind, parts, intro, unit in (
        ("solve", ("S", "M", "L", "XL"), CITIES, 10_000),
        ("gap", ("gap",), ASSIGNMENT, 1),
    ):
        chosen = _of(kind, lines)
        first = {line["size"]: line for line in chosen if line["solver"] == OURS}
        chapters.append(intro)
        chapters.append(
            table(lambda line, unit=unit, first=first: solved(line, unit, first), chosen, SOLVE_HEAD)
        )
        chapters += [words.get(part, "") for part in parts]
    chapters += [LIBRARY, table(listed, _of("or-library", lines), LIBRARY_HEAD), words.get("or-library", "")]
    for part, intro in (("ranking", RANKING), ("prices", PRICES)):
        chapters += [intro, words.get(part, "Not measured yet.")]
    missing = [part for part in PARTS if part not in said]
    if missing:
        chapters.append(f"Not measured yet: {', '.join(missing)}.")
    return "\n".join(chapter.strip() + "\n" for chapter in chapters if chapter.strip())


def _of(kind: str, lines: list[Line]) -> list[Line]:
    return [line for line in lines if line["kind"] == kind]


OURS = "hengbiao"
HEAD = """# Performance

Made by `python benchmarks/all.py` on {date}: Python {python}, {cores} cores. {load}
A full run takes about 45 minutes on two free cores; the parts can be run one by one (`--only M`).
"""
BUILDING = """
## Building the model and handing it to HiGHS

Medians of interleaved rounds, processor seconds. *Rows ready*: the very rows of our model, put into
compressed form and passed to HiGHS, nothing else. *CSR by hand*: the problem in number columns, of which a script
in NumPy makes plain rows, all at once, and passes them in the same way. *Strong by hand*: the city in number
columns, of which a script that knows this one problem writes strong rows (`benchmarks/city_rows.py`). *Ours from
arrays*: of number columns, in which we find the strong rows, tidy and pass them. *Ours from nouns*: from offers,
resources and groups as Python objects. *Script from nouns*: the plain rows that a script without this module
writes one entry after the other from the same objects, passed in the same way. *PuLP*: our rows, ready, through
PuLP's objects to HiGHS.
"""
BUILD_HEAD = (
    "size",
    "rows ready",
    "CSR by hand",
    "strong by hand",
    "ours from arrays",
    "ours from nouns",
    "script from nouns",
    "PuLP",
    "arrays / rows ready",
    "arrays / CSR by hand",
    "arrays / strong by hand",
    "nouns / script",
    "PuLP / arrays",
    "PuLP / nouns",
)
CITIES = """
## Cities: most points within every rule

One solver at a time, each in a fresh process, all on the module's own rows (the strong
formulation). `limit` is the time each was given, `seconds` what passed on the wall, `processor` the processor
time it got on all cores. `gap` is the distance from a solver's own plan to its own proven bound,
as a share of the plan; peers stop when they reach the gap that we proved, and *to our gap* is the time they
took for it. "–": no plan, or no bound. Values are points. Instances: `benchmarks/instances.py` (seed 0),
fictional. XL runs twice: 60 s for a bound, 480 s for a plan. "First solver alone" is what planning asks:
`proved_best` wants the second solver's agreement too, and that takes as long again.
"""
SOLVE_HEAD = (
    "size",
    "solver",
    "limit",
    "seconds",
    "processor",
    "value",
    "bound",
    "gap",
    "to our gap",
    "status",
    "MB",
    "load",
)
ASSIGNMENT = """
## Generalized assignment: least cost

Classes C, D and E by the published recipe; values are costs, negated. Columns as above.
"""
LIBRARY = """
## Generalized assignment: every published optimum of gap1 to gap12

The files of the OR-Library, five problems each, most profit (`OR_LIBRARY` names the folder that holds
them; they are not part of the repository). *Proved*: the value is the published one, and the plan is `proved_best`.
Seconds are for all five, ours with the second solver and the exact check, HiGHS alone on the same rows.
"""
LIBRARY_HEAD = ("file", "agents x jobs", "problems", "proved", "hengbiao, seconds", "HiGHS alone, seconds")
RANKING = """
## Rankings under many weightings
"""
PRICES = """
## Prices to points, exactly
"""


def built(line: Line) -> list[str]:
    """One row of the building table."""
    times = line["seconds"]
    ways = ("raw", "csr", "strong", "arrays", "nouns", "script", "PuLP")
    raw, csr, strong, arrays, nouns, script, pulp = (times[key] for key in ways)
    return [
        line["size"],
        *(f"{t:.4f}" for t in (raw, csr, strong, arrays, nouns, script, pulp)),
        f"{arrays / raw:.1f} ×",
        f"{arrays / csr:.1f} ×",
        f"{arrays / strong:.1f} ×",
        f"{nouns / script:.1f} ×",
        f"{pulp / arrays:.0f} ×",
        f"{pulp / nouns:.0f} ×",
    ]


def solved(line: Line, unit: int, ours: dict[str, Line]) -> list[str]:
    """One row of a solving table; ``ours`` are our own lines by size."""
    value, bound = line["value"], line["bound"]
    return [
        line["size"],
        line["solver"],
        f"{line['limit']:g}",
        f"{line['seconds']:g}",
        f"{line['cpu']:g}",
        "–" if value is None else f"{value / unit:,.0f}",
        "–" if bound is None else f"{bound / unit:,.0f}",
        "–" if line["gap"] is None else f"{round(line['gap'], 4) + 0:.2%}",
        to_gap(line, ours.get(line["size"])),
        line["status"],
        str(line["mb"] or ""),
        f"{line['load']:g}",
    ]


def listed(line: Line) -> list[str]:
    """One row of the table of published optima."""
    return [
        line["size"],
        line["shape"],
        str(line["problems"]),
        str(line["proved"]),
        f"{line['seconds']:.1f}",
        f"{line['highs']:.1f}",
    ]


def to_gap(line: Line, ours: Line | None) -> str:
    """When a solver reached the gap that ours proved: its seconds, or more than it was given."""
    if ours is None or ours["gap"] is None:
        return "–"
    reached = line["gap"] is not None and line["gap"] <= max(ours["gap"], 1e-4) + 1e-6
    return f"{line['seconds']:g} s" if reached else f"> {max(line['limit'], line['seconds']):g} s"


def table(row: Callable[[Line], list[str]], lines: list[Line], head: tuple[str, ...]) -> str:
    """A Markdown table, lines of one size together in the order measured."""
    if not lines:
        return "Not measured yet.\n"
    order = list(dict.fromkeys(line["size"] for line in lines))
    rows = [row(line) for key in order for line in lines if line["size"] == key]
    cells = [list(head), ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell) + " |" for cell in cells) + "\n"


def main() -> None:
    """Measure what is asked for and write the page."""
    parser = argparse.ArgumentParser(description="Measure everything and write docs/performance.md")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), help="measure these parts, anew")
    parser.add_argument("--again", action="store_true", help="measure all parts anew")
    given = parser.parse_args()
    for part in PARTS if given.only is None else given.only:
        if given.only is not None or given.again or not (KEPT / f"{part}.txt").exists():
            measure(part)
            PAGE.write_text(page(), "utf-8")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
