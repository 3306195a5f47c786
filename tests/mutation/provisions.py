"""Moving every figure of law by one step and asking which test notices.

    python tests/mutation/provisions.py > docs/mutation.md

The tests run once to learn which of them look a provision up; then each valued provision
of ``tender/policies`` is moved up and down by one step of its last place, and only those
tests run, until one fails. Numbers inside expressions are moved in the ordinary test run
(``tests/policies/test_packs.py``). Tests that compare generated pages are left out: they
notice any change and prove nothing about behavior.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITES = (
    "tests/tender/check",
    "tests/tender/schedule",
    "tests/tender/announce",
    "tests/tender/draft",
    "tests/tender/verbs/test_check_rows.py",
    "tests/tender/verbs/test_verbs_low_price.py",
    "tests/policies",
)
"""Where the figures of law are held; a figure that these do not hold counts as unnoticed."""
MOVED = "HENGBIAO_MOVED_PROVISION"
SEEN = "HENGBIAO_PROVISIONS_SEEN"
BATCH = 20


def pytest_configure():
    """As a plugin: move the one provision that the environment names, and note who looks."""
    from tender.policy import pack

    moved = os.environ.get(MOVED)
    if moved:
        rule, since, value = moved.split("|")
        plain = pack.parse_pack

        def parse(name, text):
            given = plain(name, text)
            rows = tuple(
                row.model_copy(update={"value": Decimal(value)})
                if row.id == rule and str(row.since or "") == since
                else row
                for row in given.provisions
            )
            return given.model_copy(update={"provisions": rows})

        pack.parse_pack = parse
        pack.policies.cache_clear()


class _Watch:
    def __init__(self, path):
        self.path, self.test, self.seen = path, "", defaultdict(set)

    def pytest_runtest_protocol(self, item):
        self.test = item.nodeid

    def pytest_sessionfinish(self):
        Path(self.path).write_text(json.dumps({k: sorted(v) for k, v in self.seen.items()}), encoding="utf-8")


def pytest_sessionstart(session):
    """Note, in the learning run, which test looked up which provision."""
    path = os.environ.get(SEEN)
    if not path:
        return
    from tender.policy.pack import Policies

    watch, looked_up = _Watch(path), Policies.on

    def on(self, rule, day):
        watch.seen[rule].add(watch.test)
        return looked_up(self, rule, day)

    Policies.on = on
    session.config.pluginmanager.register(watch)


def _run(tests, **environment):
    """Exit code of pytest over ``tests`` with this module as plugin."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as chosen:
        chosen.write("\n".join(tests))
        chosen.flush()
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"@{chosen.name}"]
        command[3:3] = ["-p", "provisions"]
        path = os.pathsep.join([str(Path(__file__).parent), str(ROOT)])
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    return done.returncode, done.stdout


def _learn():
    """The tests that look up each provision, those that look up the fewest others first."""
    with tempfile.TemporaryDirectory() as folder:
        seen = Path(folder) / "seen.json"
        code, said = _run(SUITES, **{SEEN: str(seen)})
        if code:
            raise SystemExit(said[-3000:])
        tests = json.loads(seen.read_text(encoding="utf-8"))
    many = Counter(test for found in tests.values() for test in found)
    return {rule: sorted(found, key=lambda test: (many[test], test)) for rule, found in tests.items()}


def _steps(value):
    step = Decimal(1).scaleb(min(0, Decimal(value).as_tuple().exponent))
    return [moved for moved in (value + step, value - step) if moved >= 0]


def _noticed(row, value, tests):
    """The first test that fails when ``row`` holds ``value``; empty when none does."""
    for some in (tests[:BATCH], tests[BATCH:]):
        code, said = _run(some, **{MOVED: f"{row.id}|{row.since or ''}|{value}"}) if some else (0, "")
        if code not in (0, 1):
            raise SystemExit(said[-3000:])
        failed = [
            line.split(" ", 1)[1] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))
        ]
        if code:
            return failed[0].partition("::")[2].partition(" - ")[0]
    return ""


def main():
    """Print the page; exit code 1 when a moved figure goes unnoticed."""
    sys.path.insert(0, str(ROOT))
    from tender.policy import policies

    tests, rows, lost = _learn(), [], 0
    for pack in policies().packs.values():
        for row in pack.provisions:
            if row.value is None or "context" in (row.force, *row.kind):
                continue
            for value in _steps(row.value):
                name = _noticed(row, value, tests[row.id]) if tests.get(row.id) else ""
                lost += not name
                rows.append(f"| `{row.id}` | {row.value} {row.unit} | {value} | {name or '**nobody**'} |")
                print(rows[-1], file=sys.stderr, flush=True)
    print("# Moved figures\n")
    print("<!-- Made by: python tests/mutation/provisions.py > docs/mutation.md -->\n")
    print(
        f"Each figure of law moved by one step, and the first test that fails: {len(rows)} moves, {lost} unnoticed."
    )
    print("The numbers inside the rules of the systems are moved in the ordinary test run.\n")
    print("| provision | figure | moved to | noticed by |\n| --- | --- | --- | --- |")
    print("\n".join(rows))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
