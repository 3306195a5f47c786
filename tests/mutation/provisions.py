"""Moving every figure of law by one step and asking which test notices.

    PYTHONPATH=. python tests/mutation/provisions.py > docs/mutation.md

Each valued provision of ``tender/policies`` is moved up and down by one step of its last
place, and the suites that hold the figures of law run once for each move. Numbers inside
expressions are moved in the ordinary test run (``tests/policies``). Tests that compare
generated pages are not among them: they notice any change and prove nothing about behavior.
"""

import os
import sys
from collections import Counter
from contextlib import redirect_stdout
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import pytest

from tender import checked, schedule  # noqa: F401 - loaded once, before a process is forked for each move
from tender.policy import pack, policies

ROOT = Path(__file__).resolve().parents[2]
SUITES = (
    "tests/tender/schedule/test_schedule_plan.py",
    "tests/policies/test_checks.py::test_a_check_answers_its_records_and_never_passes_on_nothing",
    "tests/policies/test_figures.py",
)
"""Where the figures of law are held; a figure that these do not hold counts as unnoticed."""
SENTENCE = "test_the_sentence_of_a_provision_says_its_figure"
"""Notices every move; a move that nothing else notices changes what is printed alone."""


class Failures:
    """Collects the names of the tests that fail."""

    def __init__(self):
        self.names = []

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.names.append(report.nodeid.partition("::")[2])


def move(rule, since, value):
    """Let every pack that is read from now on hold ``value`` for one provision."""
    plain = pack.parse_pack

    def parse(name, text):
        given = plain(name, text)
        rows = tuple(
            row.model_copy(update={"value": value})
            if row.id == rule and str(row.since or "") == since
            else row
            for row in given.provisions
        )
        return given.model_copy(update={"provisions": rows})

    pack.parse_pack = parse
    pack.policies.cache_clear()


def failing(rule, since, value):
    """The tests that fail with the figure moved; run in a process of its own."""
    if rule:
        move(rule, since, value)
    found = Failures()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        words = ["-q", "-p", "no:cacheprovider", "--no-header", *(str(ROOT / suite) for suite in SUITES)]
        code = pytest.main(words, plugins=[found])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SystemExit(f"pytest ended with {code} at {rule} {value}")
    return found.names


def steps(value):
    """The figure one step of its last place up and down, where that is no less than nothing."""
    step = Decimal(1).scaleb(min(0, Decimal(value).as_tuple().exponent))
    return [moved for moved in (value + step, value - step) if moved >= 0]


def main():
    """Print the page; exit code 1 when a moved figure goes unnoticed."""
    rows = [r for p in policies().packs.values() for r in p.provisions if r.value is not None]
    moves = [(row, value) for row in rows for value in steps(row.value)]
    with get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        if pool.apply(failing, ("", "", None)):
            raise SystemExit("the suites fail with no figure moved")
        told, by = [], Counter()
        for row, value in moves:
            names = pool.apply(failing, (row.id, str(row.since or ""), value))
            acts = [name for name in names if not name.startswith(SENTENCE)]
            by["behavior" if acts else "words" if names else "nobody"] += 1
            said = f"`{acts[0]}`" if acts else "the sentence alone" if names else "**nobody**"
            more = f" and {len(acts) - 1} more" if len(acts) > 1 else ""
            told.append(f"| `{row.id}` | {row.value} {row.unit} | {value} | {said}{more} |")
            print(told[-1], file=sys.stderr, flush=True)
    print("# Moved figures\n")
    print("<!-- Made by: PYTHONPATH=. python tests/mutation/provisions.py > docs/mutation.md -->\n")
    print(
        f"Every figure of law ({len(rows)} provisions) moved by one step of its last place, up and down: "
        f"{len(moves)} moves. A test of what the product does notices {by['behavior']}; "
        f"{by['words']} are noticed by the test that a provision's sentence says its figure and by nothing else, "
        f"because no computation reads them; {by['nobody']} go unnoticed."
    )
    print(
        "\nThe numbers inside the rules of the systems and the checks are moved in the ordinary test run.\n"
    )
    print("| provision | figure | moved to | noticed by |\n| --- | --- | --- | --- |")
    print("\n".join(told))
    return 1 if by["nobody"] else 0


if __name__ == "__main__":
    sys.exit(main())
