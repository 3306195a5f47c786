"""Changing each line of some modules as mutmut does, and asking whether a test notices.

    PYTHONPATH=. python tests/mutation/lines.py "scoring.allocation.rules.*" --tests tests/scoring/allocation

For modules with many changes: everything is imported and collected once, and each change, mutmut's
own, runs in a fork of that process, against the tests that reach the changed function and take at
most ``--each`` seconds, one case of every test before the next, until one fails or ``--together``
seconds are used up. Printed are the changes that no test notices or that never end, and the count of
each module.
"""

import argparse
import json
import os
import re
import resource
import signal
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from difflib import unified_diff
from fnmatch import fnmatchcase
from importlib.machinery import SourceFileLoader
from pathlib import Path
from time import monotonic

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.state import state

SLOWER, MEMORY = 10, 8 * 2**30  # two seconds and ten times its own, or more bytes: the test has noticed
MADE = {}  # each module with all its changes; the environment variable of mutmut says which one acts


def with_changes(wanted):
    """Let every module that holds a wanted change be loaded with all its changes in it."""
    plain = SourceFileLoader.get_code

    def get_code(loader, name):
        if loader.is_package(name) or not any(one.startswith(f"{name}.") for one in wanted):
            return plain(loader, name)
        MADE[name] = mutate_file_contents(loader.path, Path(loader.path).read_text(encoding="utf-8"))
        return compile(MADE[name].code, loader.path, "exec")

    SourceFileLoader.get_code = get_code


def forked(work, *given):
    """What ``work`` returns in a fork of this process; None when it crashed or never ended."""
    answer, into = os.pipe()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        os.write(into, json.dumps(work(*given)).encode())
        os._exit(0)
    os.close(into)
    os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # a solver that it was waiting for
    with os.fdopen(answer) as said:
        return json.loads(said.read() or "null")


def fails(item, seconds):
    """Whether a test fails; the process ends when it takes longer than ``seconds``."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    reports = runtestprotocol(item, nextitem=None, log=False)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return any(report.failed for report in reports)


def reached(item, seconds):
    """How long a test takes unchanged, and the functions it reaches; none where it fails by itself."""
    state()._stats.clear()
    began = monotonic()
    functions = [] if fails(item, seconds) else sorted(state()._stats)
    return monotonic() - began, functions


def noticed_by(name, tests):
    """The place of the first test that fails with a change, -1 when none does."""
    os.environ["MUTANT_UNDER_TEST"] = name
    return next((place for place, (took, item) in enumerate(tests) if fails(item, 2 + SLOWER * took)), -1)


def told(name):
    """What a change changes, line by line."""
    module, _, function = name.rpartition(".")
    made = MADE[module]
    spans = [made.line_span_by_function_name[one] for one in (re.sub(r"_\d+$", "_orig", function), function)]
    lines = re.sub(r"__mutmut_\w+", "", made.code).splitlines()
    both = [lines[span.start - 1 : span.end] for span in spans]
    return "\n".join([line for line in unified_diff(*both, lineterm="", n=0) if line[:2] != "@@"][2:])


class Forks:
    """In the place of pytest's own loop over the tests: a fork for each change."""

    def __init__(self, wanted, each, together):
        self.wanted, self.each, self.together, self.open = wanted, each, together, 0

    def pytest_runtestloop(self, session):
        """Run the tests unchanged, then those that reach it with each change."""
        os.environ["MUTANT_UNDER_TEST"] = "stats"
        found = [
            (item, *(forked(reached, item, 2 * self.each) or (self.each + 1, []))) for item in session.items
        ]
        reaching, seen = defaultdict(list), Counter()
        for item, took, functions in sorted(found, key=lambda one: one[1]):
            seen[item.originalname] += took <= self.each
            for function in functions if took <= self.each else ():
                reaching[function].append((seen[item.originalname], took, item))
        names = [f"{module}.{one}" for module, made in MADE.items() for one in made.mutant_names]
        for pattern in self.wanted:
            asked = [name for name in names if fnmatchcase(name, pattern)]
            count = Counter(self.became(name, reaching[name.partition("__mutmut_")[0]]) for name in asked)
            print(f"\n{pattern} {dict(count)}", flush=True)
            self.open += count["unnoticed"]
        return True

    def became(self, name, tests):
        """What became of one change; printed where no test noticed it."""
        used, asked = 0.0, []
        for _, took, item in sorted(tests, key=lambda test: test[:2]):
            used += took
            if used <= self.together:
                asked.append((took, item))
        place = forked(noticed_by, name, asked)
        if place is None or place == -1:
            became = "crashed or never ended" if place is None else "unnoticed"
            print(f"\n{name}: {became} ({len(asked)} of {len(tests)} tests)\n{told(name)}", flush=True)
            return became
        at = next(at for at, (*_, item) in enumerate(tests) if item is asked[place][1])
        tests[at] = (0, *tests[at][1:])  # who noticed one change of a function may notice the next
        return "noticed"


def main():
    """Exit code 1 when a change goes unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("wanted", nargs="+", help="names of changes, with * and ?")
    parser.add_argument("--tests", nargs="+", default=["tests/scoring/allocation"])
    parser.add_argument("--each", type=float, default=1.0, help="seconds that a test may take unchanged")
    parser.add_argument("--together", type=float, default=60.0, help="seconds for the tests of one change")
    given = parser.parse_args()
    with_changes(given.wanted)
    forks = Forks(given.wanted, given.each, given.together)
    words = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--hypothesis-profile=mutation"]
    return int(bool(pytest.main([*words, *given.tests], plugins=[forks])) or forks.open > 0)


if __name__ == "__main__":
    sys.exit(main())
