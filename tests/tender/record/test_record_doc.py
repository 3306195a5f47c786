"""docs/record.md: its table is the program's, and its check by hand really checks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tender.record import Kind, Record
from tender.record.kinds import SHAPES

PAGE = (Path(__file__).parents[3] / "docs" / "record.md").read_text(encoding="utf-8")
PROGRAM = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)


def by_hand(stored: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    assert PROGRAM is not None
    (folder / "record.jsonl").write_bytes(stored)
    words = [sys.executable, "-X", "utf8", "-c", PROGRAM[1]]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_in_the_table_with_its_word_and_fields(kind: Kind) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{kind.value}` |"))
    assert f"| {kind.word} |" in row
    assert all(f"`{name}`" in row for name in SHAPES[kind])


def test_the_check_by_hand_prints_the_head_of_an_intact_record(told: Record, tmp_path: Path) -> None:
    assert by_hand(told.to_jsonl().encode(), tmp_path).stdout == told.head + "\n"


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        (b'"88"', b'"98"', 7),
        (b'"seq":4', b'"seq": 4', 4),
        (b'"why":""}', b'"why":"x"}', 1),
    ],
)
def test_the_check_by_hand_stops_where_the_record_was_edited(
    told: Record, tmp_path: Path, old: bytes, new: bytes, number: int
) -> None:
    stored = told.to_jsonl().encode()
    assert old in stored
    assert f"AssertionError: {number}\n" in by_hand(stored.replace(old, new, 1), tmp_path).stderr


def test_the_check_by_hand_stops_where_an_event_is_missing(told: Record, tmp_path: Path) -> None:
    lines = told.to_jsonl().encode().splitlines(keepends=True)
    assert "AssertionError: 5\n" in by_hand(b"".join(lines[:4] + lines[5:]), tmp_path).stderr
