"""What makes tests quick without changing what they prove: waits that only cost time, and disks nobody pulls out.

A power cut is the one thing that no test makes, so nothing waits for a disk here. Processes that are killed are real
ones, `peerwalk serve` or `posting_process.py`, and open the store as it is.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

# ── SQLite ──────────────────────────────────────────────────────────────────────────────────

AS_OPENED = "synchronous as the store set it"


@event.listens_for(Pool, "checkout")
def _wait_for_no_disk(connection: Any, record: Any, _proxy: Any) -> None:
    if isinstance(connection, sqlite3.Connection) and AS_OPENED not in record.info:
        record.info[AS_OPENED] = connection.execute("PRAGMA synchronous").fetchone()[0]
        connection.execute("PRAGMA synchronous=OFF")


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
    from dbos import _dbos, _sys_db  # noqa: PLC0415 slow to import

    kept = _dbos.queue_thread
    _dbos.queue_thread = lambda stop, dbos: kept(_Stop(stop), dbos)  # type: ignore[assignment,arg-type]
    _dbos.time = _sys_db.time = _Time()  # type: ignore[assignment]
    try:
        yield
    finally:
        _dbos.queue_thread, _dbos.time, _sys_db.time = kept, time, time
