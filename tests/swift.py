"""What makes tests quick without changing what they prove: waits that only cost time, and disks nobody pulls out.

A power cut is the one thing that no test makes, so nothing waits for a disk here, in processes that are killed either:
what they wrote is the system's by then.
"""

import gc
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import Pool
from sqlalchemy.util import LRUCache

from bot import app, entry
from store.engine import Store, open_store, sqlite_url
from store.migrate import migrate

# ── Examples ────────────────────────────────────────────────────────────────────────────────

DEEP = os.environ.get("PEERWALK_TEST_DEEP") == "1"
"""Whether what a few examples show is to be shown by many: before a release, and after a change to what they are of."""
# A machine that has much else to do is slow, and nothing is wrong with what it tests.
settings.register_profile("swift", deadline=None, max_examples=500 if DEEP else 40)
settings.load_profile("swift")

# ── Rubbish ─────────────────────────────────────────────────────────────────────────────────


def pytest_collection_finish() -> None:
    """Look less often for what is unused, and never among what was read at the start: a sixth of all the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────

AS_OPENED = "synchronous as the store set it"


@event.listens_for(Pool, "checkout")
def _wait_for_no_disk(connection: Any, record: Any, _proxy: Any) -> None:
    if isinstance(connection, sqlite3.Connection) and AS_OPENED not in record.info:
        record.info[AS_OPENED] = connection.execute("PRAGMA synchronous").fetchone()[0]
        connection.execute("PRAGMA synchronous=OFF")


# ── Tables ──────────────────────────────────────────────────────────────────────────────────


@cache
def _migrated() -> sqlite3.Connection:
    """What migrating an empty SQLite file comes to, in memory."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        store = open_store(sqlite_url(Path(folder) / "peerwalk.db"))
        migrate(store)
        with store.write.connect() as connection:
            _plain(connection).backup(kept)
        store.close()
    return kept


def _plain(connection: Connection) -> sqlite3.Connection:
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def have_tables(store: Store) -> None:
    """Migrate a store. An empty SQLite file takes a copy of what that came to before; how it does is `test_migrations`'."""
    if store.is_sqlite:
        with store.write.connect() as connection:
            found = connection.connection.driver_connection
            holds = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
            connection.rollback()
            if isinstance(found, sqlite3.Connection) and not holds:
                _migrated().backup(found)
    migrate(store)


app.migrate = have_tables  # type: ignore[attr-defined]

# ── Lines ───────────────────────────────────────────────────────────────────────────────────

# Walking every way through a dialog asks of the same few lines a hundred thousand times.
entry.more_than_a_name = cache(entry.more_than_a_name)

# ── Statements ──────────────────────────────────────────────────────────────────────────────

# How a statement reads is worked out once a process and database, not in each of the stores that tests open.
_STATEMENTS: LRUCache[Any, Any] = LRUCache(5000)


@event.listens_for(Engine, "engine_connect")
def _share_statements(connection: Connection) -> None:
    connection.engine._compiled_cache = _STATEMENTS


# A statement is remembered beside the dialect it is for, and a process has only one of each kind.
DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]

# ── Templates ───────────────────────────────────────────────────────────────────────────────


class _Compiled(BytecodeCache):
    """Templates as they were compiled, for as long as the process runs: many tests start an app of their own."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()
_make_environment = Environment.__init__


def _make_with_compiled(self: Environment, *arguments: Any, **options: Any) -> None:
    _make_environment(self, *arguments, **options)
    self.bytecode_cache = self.bytecode_cache or _COMPILED


Environment.__init__ = _make_with_compiled  # type: ignore[method-assign]

# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────

SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")

# ── DBOS ────────────────────────────────────────────────────────────────────────────────────

_LOOK = 0.05  # seconds, where DBOS has one fixed second between two looks


class _Time:
    """The module `time`, but that sleeping is short."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    @staticmethod
    def sleep(seconds: float) -> None:
        time.sleep(min(seconds, _LOOK))


class _Stop:
    """The event that stops a thread which looks once a second whether there is a new queue."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event

    def __getattr__(self, name: str) -> Any:
        return getattr(self._event, name)

    def wait(self, timeout: float | None = None) -> bool:
        return self._event.wait(_LOOK if timeout == 1.0 else timeout)


@contextmanager
def swift_dbos() -> Iterator[None]:
    """DBOS finds a new queue, and ends, without its second of waiting. How it polls, paces and recovers stays its own."""
    # Imported here because it is slow; looked into where it offers no setting.
    inside: Any = import_module("dbos._dbos")
    tables: Any = import_module("dbos._sys_db")
    look, clock, other_clock = inside.queue_thread, inside.time, tables.time
    inside.queue_thread = lambda stop, dbos: look(_Stop(stop), dbos)
    inside.time = tables.time = _Time()
    try:
        yield
    finally:
        inside.queue_thread, inside.time, tables.time = look, clock, other_clock
