"""What makes tests quick without changing what they prove: waits that only cost time, and disks nobody pulls out.

A power cut is the one thing that no test makes, so nothing waits for a disk here, in processes that are killed either:
what they wrote is the system's by then.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from hypothesis import settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import Pool
from sqlalchemy.util import LRUCache

# ── Examples ────────────────────────────────────────────────────────────────────────────────

# A machine that has much else to do is slow, and nothing is wrong with what it tests.
settings.register_profile("swift", deadline=None, max_examples=50)
settings.load_profile("swift")

# ── SQLite ──────────────────────────────────────────────────────────────────────────────────

AS_OPENED = "synchronous as the store set it"


@event.listens_for(Pool, "checkout")
def _wait_for_no_disk(connection: Any, record: Any, _proxy: Any) -> None:
    if isinstance(connection, sqlite3.Connection) and AS_OPENED not in record.info:
        record.info[AS_OPENED] = connection.execute("PRAGMA synchronous").fetchone()[0]
        connection.execute("PRAGMA synchronous=OFF")


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
