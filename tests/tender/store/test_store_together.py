"""Several at once: nothing lost, nothing forked, nothing half written."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tender.record import Draft, Kind, Record, draft
from tender.store import Stale, Store

ROOT = Path(__file__).parents[3]

WRITER = """
import sys
from pathlib import Path
from tender.record import Kind, draft
from tender.store import ProjectExists, Store

path, name, count = sys.argv[1:]
with Store.open(Path(path)) as store:
    try:
        store.add_project("P1", "青禾里")
    except ProjectExists:
        pass
    store.add_project(name, name)
    for n in range(int(count)):
        data = {"sha256": "%064x" % n, "kind": name}
        store.append("P1", draft(Kind.NOTICE_ISSUED, data, at="2026-11-21T09:30:00", who=name))
        print(n, flush=True)
"""

PUBLISHER = """
import sys
from pathlib import Path
import hashlib
from tender.record import Kind, draft
from tender.store import Store

with Store.open(Path(sys.argv[1])) as store:
    store.add_project("P1", "青禾里")
    book = {"book": "x", "sha256": hashlib.sha256(b"x").hexdigest()}
    store.append("P1", draft(Kind.BOOK_PUBLISHED, book, at="2026-11-21T09:00:00", who="林舒"))
"""

INTERRUPTED = """
import os, sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("begin immediate")
last = raw.execute("select hash from events order by seq desc limit 1").fetchone()[0]
raw.execute(
    "insert into events "
    "select project_id, seq + 1, at, '未完成', what, why, data, hash, 'f' from events where hash = ?",
    (last,),
)
os._exit(9)
"""


def begin(script: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", script, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def notice(n: int) -> Draft:
    data = {"kind": "公告", "sha256": f"{n:064x}"}
    return draft(Kind.NOTICE_ISSUED, data, at="2026-11-21T09:30:00", who="林舒")


def test_two_processes_append_to_one_record_and_nothing_is_lost(path: Path) -> None:
    with begin(PUBLISHER, str(path)) as first:
        assert first.wait(60) == 0
    names, count = ("甲机", "乙机"), 40
    writers = [begin(WRITER, str(path), name, str(count)) for name in names]
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    with Store.open(path) as store:
        record, found = store.record("P1")
        assert found == ()
        assert len(record.events) == 1 + 2 * count
        for name in names:
            mine = [int(event.data["sha256"], 16) for event in record.events if event.who == name]
            assert mine == list(range(count))
        assert {project.id for project in store.projects()} == {"P1", *names}


def test_two_processes_may_create_the_store_at_the_same_moment(path: Path) -> None:
    writers = [begin(WRITER, str(path), name, "0") for name in ("甲机", "乙机", "丙机")]
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    with Store.open(path) as store:
        assert {project.id for project in store.projects()} == {"P1", "甲机", "乙机", "丙机"}


def test_of_many_threads_that_saw_the_same_record_one_writes(store: Store, published: Draft) -> None:
    seen = store.append("P1", published).head

    def write(n: int) -> bool:
        try:
            store.append("P1", notice(n), expected_head=seen)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(16)))
    assert won.count(True) == 1
    assert len(store.record("P1")[0].events) == 2


def test_of_many_tabs_that_show_the_same_work_one_saves(store: Store) -> None:
    def save(n: int) -> bool:
        try:
            store.save_draft("P1", "book", str(n), expected_version=0)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(save, range(16)))
    assert won.count(True) == 1
    assert store.load_draft("P1", "book").text == str(won.index(True))


def test_readers_are_not_kept_waiting_by_a_writer(store: Store, path: Path, published: Draft) -> None:
    record = store.append("P1", published)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        assert store.record("P1") == (record, ())
        writer.execute("rollback")


def test_a_machine_that_stops_in_the_middle_leaves_no_half_event(
    store: Store, path: Path, published: Draft
) -> None:
    record = store.append("P1", published)
    store.close()
    with begin(INTERRUPTED, str(path)) as stopped:
        assert stopped.wait(60) == 9
    with Store.open(path) as again:
        assert again.record("P1") == (record, ())
        assert len(again.append("P1", notice(1)).events) == 2


@pytest.mark.parametrize("after", [1, 7])
def test_what_a_killed_writer_was_told_is_written_stays_written(
    store: Store, path: Path, published: Draft, after: int
) -> None:
    store.append("P1", published)
    with begin(WRITER, str(path), "甲机", "1000") as writer:
        assert writer.stdout is not None
        for _ in range(after):
            writer.stdout.readline()
        writer.kill()
    record, found = store.record("P1")
    assert found == ()
    assert len(record.events) >= 1 + after
    assert record == Record().extend([*record.events])
