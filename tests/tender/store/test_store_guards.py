"""What the database itself refuses, and what is seen when somebody gets past it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from tender.record import Draft, Record
from tender.store import Damaged, Store, metadata, migrations

GUARDS = ("events_no_update", "events_no_delete", "events_at_the_end")


@pytest.fixture
def record(store: Store, published: Draft, opened: tuple[Draft, ...]) -> Record:
    return store.append("P1", published, *opened)


@pytest.fixture
def raw(record: Record, path: Path) -> Iterator[sqlite3.Connection]:
    """The database file in other hands, after the record was written."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma foreign_keys = on")
        yield connection


@pytest.fixture
def unguarded(raw: sqlite3.Connection) -> sqlite3.Connection:
    for guard in GUARDS:
        raw.execute(f"drop trigger {guard}")
    return raw


# ---------------------------------------------------------------- tables


def test_an_empty_database_is_brought_to_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with engine.begin() as connection:
        command.upgrade(migrations(connection), "head")
        command.check(migrations(connection))  # raises where a migration is missing
        assert MigrationContext.configure(connection).get_current_revision() == "0001"
    engine.dispose()


def test_the_migrations_make_the_same_tables_as_the_program_names(
    raw: sqlite3.Connection, tmp_path: Path
) -> None:
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)
    made.dispose()
    with closing(sqlite3.connect(tmp_path / "made.db")) as direct:
        for table in metadata.tables:
            assert _shape(raw, table) == _shape(direct, table)


def _shape(connection: sqlite3.Connection, table: str) -> list[list[tuple[object, ...]]]:
    """Columns, keys and constraints by name, whatever their order in the text."""
    text = connection.execute("select sql from sqlite_master where name = ?", (table,)).fetchone()[0]
    constraints = sorted(
        (line.strip().rstrip(",").replace("\t", ""),) for line in text.splitlines() if "CONSTRAINT" in line
    )
    columns = connection.execute(f"pragma table_info({table})").fetchall()
    return [columns, connection.execute(f"pragma foreign_key_list({table})").fetchall(), constraints]


# ---------------------------------------------------------------- guards


@pytest.mark.parametrize(
    "statement",
    [
        "update events set why = '后补' where seq = 2",
        "update or replace events set seq = 1 where seq = 2",
        "delete from events where seq = 3",
        "delete from events",
    ],
)
def test_written_events_are_neither_changed_nor_deleted(
    raw: sqlite3.Connection, store: Store, record: Record, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)
    assert store.record("P1") == (record, ())


@pytest.mark.parametrize("verb", ["insert", "insert or replace", "insert or ignore"])
@pytest.mark.parametrize(("seq", "prev"), [(3, 1), (2, 0), (5, 2), (4, 1), (0, 2)])
def test_an_event_enters_only_after_the_last(
    raw: sqlite3.Connection, store: Store, record: Record, verb: str, seq: int, prev: int
) -> None:
    row = (
        "P1",
        seq,
        "2026-11-03T09:00:00",
        "某人",
        "notice_issued",
        "",
        "{}",
        record.events[prev].hash,
        "f" * 64,
    )
    with pytest.raises(sqlite3.IntegrityError, match="at the end"):
        raw.execute(f"{verb} into events values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    assert store.record("P1") == (record, ())


def test_two_events_after_the_same_one_are_no_record_even_without_the_guards(
    unguarded: sqlite3.Connection, record: Record
) -> None:
    row = ("P1", 9, "2026-11-03T09:00:00", "某人", "notice_issued", "", "{}", record.events[1].hash, "f" * 64)
    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE.*prev"):
        unguarded.execute("insert into events values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("delete from projects where id = 'P1'", "FOREIGN KEY"),
        ("insert into drafts values ('无此项目', 'book', '', 1)", "FOREIGN KEY"),
        ("insert into projects values ('P1', '另一个', 2)", "UNIQUE"),
        ("insert into projects values ('P2', '另一个', 1)", "UNIQUE"),
        ("insert into projects values ('P2', null, 2)", "NOT NULL"),
    ],
)
def test_keys_hold_in_the_database(raw: sqlite3.Connection, statement: str, says: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=says):
        raw.execute(statement)


def test_every_connection_of_the_store_is_durable_and_keeps_its_keys(store: Store) -> None:
    with store._reader.connect() as connection:
        told = [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert told == ["wal", 2, 1, 30000]


# ---------------------------------------------------------------- damage


def located(store: Store) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.where.removeprefix("项目P1的记录 › ")) for finding in store.record("P1")[1]
    ]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update events set why = '后补' where seq = 2", [("record-hash", "第2行 › 第2号事件")]),
        (
            "update events set at = '2026-11-02T09:00:01' where seq = 2",
            [("record-hash", "第2行 › 第2号事件")],
        ),
        ("update events set who = '某人' where seq = 3", [("record-hash", "第3行 › 第3号事件")]),
        (
            "update events set data = replace(data, '青松', '三叶') where seq = 2",
            [("record-hash", "第2行 › 第2号事件")],
        ),
        ("update events set data = data || ' ' where seq = 2", [("record-canonical", "第2行")]),
        ("update events set data = data || char(10) where seq = 2", [("record-canonical", "第2行")]),
        ("update events set data = '{' where seq = 2", [("record-malformed", "第2行")]),
        ("update events set what = 'marks_locked' where seq = 2", [("record-malformed", "第2行")]),
        ("update events set who = x'ff00' where seq = 2", [("record-hash", "第2行 › 第2号事件")]),
        ("update events set who = cast(x'ff' as text) where seq = 2", [("record-malformed", "第2行")]),
        ("update events set data = x'ff' where seq = 2", [("record-malformed", "第2行")]),
        ("delete from events where seq = 2", [("record-order", "第2行 › 第3号事件")]),
        ("delete from events where seq = 1", [("record-order", "第1行 › 第2号事件")]),
    ],
)
def test_whoever_gets_past_the_guards_leaves_a_trace(
    unguarded: sqlite3.Connection, store: Store, statement: str, expected: list[tuple[str, str]]
) -> None:
    assert unguarded.execute(statement).rowcount == 1
    assert located(store) == expected


def test_a_swapped_pair_of_events_is_located(unguarded: sqlite3.Connection, store: Store) -> None:
    for before, behind in ((2, 9), (3, 2), (9, 3)):
        unguarded.execute("update events set seq = ? where seq = ?", (behind, before))
    assert ("record-hash", "第2行 › 第2号事件") in located(store)
    assert ("record-hash", "第3行 › 第3号事件") in located(store)


def test_every_byte_of_a_stored_event_is_watched(unguarded: sqlite3.Connection, store: Store) -> None:
    for column in ("at", "who", "what", "data", "prev", "hash"):
        (stored,) = unguarded.execute(f"select cast({column} as blob) from events where seq = 2").fetchone()
        write = f"update events set {column} = cast(? as text) where seq = 2"
        for at, byte in enumerate(stored):
            unguarded.execute(write, (stored[:at] + bytes([byte ^ 1]) + stored[at + 1 :],))
            assert any(where.startswith("第2行") for _, where in located(store)), (column, at)
        unguarded.execute(write, (stored,))
    assert located(store) == []


def test_a_deleted_last_event_shows_against_the_head_kept_elsewhere(
    unguarded: sqlite3.Connection, store: Store, record: Record
) -> None:
    unguarded.execute("delete from events where seq = 3")
    assert store.record("P1")[1] == ()
    assert [finding.code for finding in store.record("P1", head=record.head)[1]] == ["record-head"]


def test_nothing_is_appended_to_a_damaged_record(
    unguarded: sqlite3.Connection, store: Store, record: Record, opened: tuple[Draft, ...]
) -> None:
    unguarded.execute("update events set why = '后补' where seq = 3")
    with pytest.raises(Damaged) as damaged:
        store.append("P1", opened[0])
    assert [finding.code for finding in damaged.value.findings] == ["record-hash"]
    assert store.record("P1")[0] == Record(record.events[:2])
