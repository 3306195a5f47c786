"""The store (数据库): projects, their records and unsaved work, for several people at once.

One SQLite file for one office; never on a network share. Events can only be appended:
the chain is verified at every reading, the legal order is asked inside the writing
transaction, and triggers refuse to change or delete what is written.

    StoreError
    ├── UnknownProject   no project has this id
    ├── ProjectExists    another project has this id
    ├── Stale            somebody else has written since the caller last read
    ├── Refused          the legal order refuses an event; ``findings`` says why
    └── Damaged          the stored chain does not hold; ``findings`` says where
"""
# ruff: noqa: N818  (the exceptions say what happened; all are a StoreError)

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    URL,
    CheckConstraint,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)

from tender.findings import Finding, has_error
from tender.record import Draft, Record, after, refusals, state
from tender.record.event import written

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_projects = Table(
    "projects",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False, unique=True),
)

_events = Table(
    "events",
    metadata,
    Column("project_id", ForeignKey("projects.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("seq >= 1", name="seq_from_1"),
    UniqueConstraint("project_id", "prev"),  # two events after the same one would be a fork
)

_drafts = Table(
    "drafts",
    metadata,
    Column("project_id", ForeignKey("projects.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

_FIELDS = ("seq", "at", "who", "what", "why", "data", "prev", "hash")


class StoreError(Exception):
    """What a caller of the store may want to catch."""


class UnknownProject(StoreError):
    """No project has this id."""


class ProjectExists(StoreError):
    """Another project has this id."""


class Stale(StoreError):
    """Somebody else has written since the caller last read: read again, then decide."""


class Refused(StoreError):
    """The legal order refuses an event; nothing of the same call was written."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"refused: {', '.join(finding.code for finding in findings)}")
        self.findings = findings


class Damaged(StoreError):
    """The stored chain does not hold, so nothing may be appended to it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"damaged: {', '.join(finding.code for finding in findings)}")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Project:
    """A project in the list of projects."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Saved:
    """Unsaved work kept over a reload: its text, and 0 or the count of savings so far."""

    text: str
    version: int


class Store:
    """The opened store; safe to share between threads, and between processes on one machine."""

    def __init__(self, engine: Engine) -> None:
        self._reader = engine
        self._writer = engine.execution_options(writes=True)

    @classmethod
    def open(cls, path: Path) -> "Store":
        """The store in the file ``path``, created if missing and brought to the newest tables."""
        engine = create_engine(URL.create("sqlite", database=str(path)))
        _speak_sqlite(engine)
        store = cls(engine)
        with store._writer.begin() as connection:  # whoever opens second waits, and finds it done
            command.upgrade(migrations(connection), "head")
        return store

    def close(self) -> None:
        """Let go of the file."""
        self._reader.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def projects(self) -> tuple[Project, ...]:
        """All projects, oldest first."""
        with self._reader.begin() as connection:
            rows = connection.execute(select(_projects.c.id, _projects.c.name).order_by(_projects.c.position))
            return tuple(Project(row.id, row.name) for row in rows)

    def add_project(self, project_id: str, name: str) -> None:
        """A new project without events; raises ProjectExists."""
        if not project_id.strip() or not name.strip():
            raise ValueError(f"expected an id and a name, not {project_id!r} and {name!r}")
        with self._writer.begin() as connection:
            if connection.execute(select(_projects.c.id).where(_projects.c.id == project_id)).first():
                raise ProjectExists(project_id)
            last = connection.execute(select(func.max(_projects.c.position))).scalar() or 0
            connection.execute(insert(_projects).values(id=project_id, name=name, position=last + 1))

    def record(self, project_id: str, head: str | None = None) -> tuple[Record, tuple[Finding, ...]]:
        """The record as far as its chain holds, and where it does not; with ``head``, also its end."""
        with self._reader.begin() as connection:
            _require(connection, project_id)
            return _read(connection, project_id, head)

    def append(self, project_id: str, *drafts: Draft, expected_head: str | None = None) -> Record:
        """The record with ``drafts`` appended, all or none.

        Raises Stale where ``expected_head`` is not the head any more, Refused where the
        legal order refuses one of the drafts, Damaged where the stored chain is broken.
        """
        with self._writer.begin() as connection:
            _require(connection, project_id)
            record, broken = _read(connection, project_id)
            if broken:
                raise Damaged(broken)
            if expected_head is not None and record.head != expected_head:
                raise Stale(f"{project_id}: expected head {expected_head}, found {record.head}")
            now = state(record)
            for draft in drafts:
                found = refusals(now, draft)
                if has_error(found):
                    raise Refused(found)
                record = record.append(draft)
                now = after(now, record.events[-1])
                connection.execute(insert(_events).values(project_id=project_id, **record.events[-1].fields))
            return record

    def load_draft(self, project_id: str, key: str) -> Saved:
        """The work kept under ``key``; empty text of version 0 where there is none."""
        with self._reader.begin() as connection:
            _require(connection, project_id)
            return _saved(connection, project_id, key)

    def save_draft(
        self, project_id: str, key: str, text: str, *, expected_version: int | None = None
    ) -> Saved:
        """What is kept from now on; raises Stale where another tab has saved meanwhile."""
        with self._writer.begin() as connection:
            _require(connection, project_id)
            before = _saved(connection, project_id, key)
            if expected_version is not None and before.version != expected_version:
                raise Stale(
                    f"{project_id} {key}: expected version {expected_version}, found {before.version}"
                )
            kept = Saved(text, before.version + 1)
            values = {"text": kept.text, "version": kept.version}
            if before.version:
                here = (_drafts.c.project_id == project_id) & (_drafts.c.key == key)
                connection.execute(update(_drafts).where(here).values(values))
            else:
                connection.execute(insert(_drafts).values(project_id=project_id, key=key, **values))
            return kept

    def backup(self, path: Path) -> None:
        """A copy of the whole store in the one file ``path``, taken while others work.

        Raises FileExistsError rather than overwrite an earlier backup.
        """
        if path.exists():
            raise FileExistsError(path)
        unfinished = path.with_name(path.name + ".part")
        unfinished.unlink(missing_ok=True)
        with _raw(self._reader) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
            target.execute("pragma journal_mode = delete")  # one file, readable from a read-only medium
        unfinished.rename(path)


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for ``connection``; the scripts come with the package."""
    config = Config()
    config.set_main_option("script_location", "tender:migrations")
    config.attributes["connection"] = connection
    return config


def _require(connection: Connection, project_id: str) -> None:
    """Raise UnknownProject, or hold the project's row until the transaction ends."""
    wanted = select(_projects.c.id).where(_projects.c.id == project_id).with_for_update()
    if connection.execute(wanted).first() is None:
        raise UnknownProject(project_id)


def _read(
    connection: Connection, project_id: str, head: str | None = None
) -> tuple[Record, tuple[Finding, ...]]:
    """The stored record, through the same reader as ``record.jsonl``."""
    columns = [_events.c[name] for name in _FIELDS]
    rows = connection.execute(
        select(*columns).where(_events.c.project_id == project_id).order_by(_events.c.seq)
    )
    lines = [
        written(
            {name: value if isinstance(value, int) else str(value) for name, value in row._mapping.items()}
        )
        for row in rows
    ]
    # One event is one line here; a line feed smuggled into a column must not make two of it.
    stored = "".join(line.replace("\n", " ") + "\n" for line in lines)
    return Record.from_jsonl(stored.encode("utf-8", "surrogateescape"), head, f"项目{project_id}的记录")


def _saved(connection: Connection, project_id: str, key: str) -> Saved:
    here = (_drafts.c.project_id == project_id) & (_drafts.c.key == key)
    row = connection.execute(select(_drafts.c.text, _drafts.c.version).where(here)).first()
    return Saved(row.text, row.version) if row else Saved("", 0)


def _speak_sqlite(engine: Engine) -> None:
    """Durable, concurrent SQLite: writers queue from their first statement on."""

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # the driver begins nothing on its own
        # Damaged bytes must reach the verification instead of failing in the driver.
        raw.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
        for pragma in (
            "busy_timeout = 30000",
            "journal_mode = wal",
            "synchronous = full",
            "foreign_keys = on",
        ):
            raw.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")


@contextmanager
def _raw(engine: Engine) -> Iterator[sqlite3.Connection]:
    """The driver's own connection, for what only SQLite can do."""
    pooled = engine.raw_connection()
    try:
        driver = pooled.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(f"expected a SQLite store, not {type(driver).__name__}")
        yield driver
    finally:
        pooled.close()
