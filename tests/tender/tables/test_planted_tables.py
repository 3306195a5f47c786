"""Ten scoring tables with one known defect each, from real tender books, and ten sound ones.

What linter and wind tunnel tell of a table beyond what it tells of the small sound book is counted: at the
planted place it is a find, anywhere else a false alarm.
"""

from pathlib import Path

import pytest

from tender.book.toml_text import load_toml

HERE = Path(__file__).parent
PLANTED = {path.stem: load_toml(path.read_text("utf-8")) for path in sorted(HERE.glob("planted-*.toml"))}
SOUND = {path.stem: load_toml(path.read_text("utf-8")) for path in sorted(HERE.glob("sound-*.toml"))}


@pytest.fixture(scope="session")
def findings(beyond, played):
    return {name: [*beyond(table), *played(table)] for name, table in (PLANTED | SOUND).items()}


@pytest.fixture(scope="session")
def finds(findings):
    """What is told of each planted table at the place of its defect."""
    return {
        name: [f for f in findings[name] if f.where.removeprefix("project.toml › ").startswith(table["at"])]
        for name, table in PLANTED.items()
    }


def test_ten_tables_have_a_defect_and_ten_have_none():
    assert (len(PLANTED), len(SOUND)) == (10, 10)


def test_nine_of_ten_defects_are_found_with_at_most_one_false_alarm(findings, finds):
    found = [name for name in PLANTED if finds[name]]
    alarms = [f for name in findings for f in findings[name] if f not in finds.get(name, [])]
    assert len(found) >= 9, found
    assert len(alarms) <= 1, alarms


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_told_of_a_defect_says_what_should_be_and_the_article(finds, name):
    for finding in finds[name]:
        assert finding.expected
        assert finding.article
