"""Clearing what was removed from the bytes of the database: its pages first, then the log it writes ahead.

Deleting is not enough on either database, which was measured. SQLite's `secure_delete` overwrites what is deleted, but
not the copies that moving rows between pages has left behind; PostgreSQL leaves them in the free space of a page even
after a plain VACUUM. So the tables are written anew, and SQLite's log is emptied.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.removal import State
from store import full_text
from store.engine import Store, plainly
from store.keeping_tables import RemovalRow
from store.texts import tables_to_clear

_log = logging.getLogger(__name__)

TRIES = 20  # looks at one go for a moment without an old reader; then the next round tries again
PAUSE = 0.05
LONGEST_WAIT_MS = 100  # how long one try may hold up a writer
_LOCK = 1_885_697_391  # "pewo": one process clears at a time

_WORDS_GONE = select(RemovalRow.id).where(RemovalRow.state == State.GONE)
_NOT_SEALED = select(RemovalRow.id).where(RemovalRow.state.in_((State.GONE, State.REWRITTEN)))


def clear(store: Store, *, tries: int = TRIES, pause: float = PAUSE) -> tuple[str, ...]:
    """Clear the bytes of all removals that wait for it, and return their ids; nothing where a reader is in the way.

    Safe to be killed at any point: what is not marked is done again.
    """
    with store.reading() as session:
        waiting = tuple(session.scalars(_NOT_SEALED))
        fresh = tuple(session.scalars(_WORDS_GONE))
    if not waiting:
        return ()
    with plainly():
        done = (_on_sqlite if store.is_sqlite else _on_postgresql)(store, fresh, tries, pause)
    if done:
        return waiting
    with store.writing() as session:
        session.execute(update(RemovalRow).where(RemovalRow.id.in_(waiting)).values(attempts=RemovalRow.attempts + 1))
        attempts = max(session.scalars(select(RemovalRow.attempts).where(RemovalRow.id.in_(waiting))), default=0)
    _log.warning(
        "%d removals wait for a reader to end before their bytes are cleared: %d rounds", len(waiting), attempts
    )
    return ()


def _rewritten(store: Store, ids: tuple[str, ...]) -> None:
    with store.writing() as session:
        session.execute(update(RemovalRow).where(RemovalRow.id.in_(ids)).values(state=State.REWRITTEN))


@contextmanager
def _plain_connection(store: Store) -> Iterator[Connection]:
    """A connection of the writer's that is in no transaction."""
    with store.write.connect() as connection:
        if not store.is_sqlite:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")
            return
        # SQLAlchemy would give the driver's way of beginning back as its own default, and DBOS relies on ours.
        driver: Any = connection.connection.driver_connection
        usual = driver.isolation_level
        driver.isolation_level = None
        try:
            yield connection
        finally:
            driver.isolation_level = usual


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────


def _on_sqlite(store: Store, fresh: tuple[str, ...], tries: int, pause: float) -> bool:
    if fresh:
        with _plain_connection(store) as connection:
            # What it sets aside meanwhile stays in memory, and out of the machine's temporary folder.
            connection.exec_driver_sql("PRAGMA temp_store=MEMORY")
            try:
                full_text.make_anew(connection)
                connection.exec_driver_sql("VACUUM")
            except OperationalError:
                return False
            finally:
                connection.exec_driver_sql("PRAGMA temp_store=DEFAULT")
        _rewritten(store, fresh)
    for number in range(tries):
        if number:
            time.sleep(pause)
        if _emptied(store):
            return True
    return False


def _emptied(store: Store) -> bool:
    """Whether the log could be brought over and cut to nothing, without keeping a writer waiting for long."""
    with _plain_connection(store) as connection:
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={LONGEST_WAIT_MS}")
        try:
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        except OperationalError:
            return False
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={usual}")
    return not busy


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────

# A row that an older transaction may still see is carried along into the new table.
_OLD_READERS = text(
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
    "and backend_xmin is not null and xact_start < :since"
)


def _on_postgresql(store: Store, fresh: tuple[str, ...], tries: int, pause: float) -> bool:
    if not fresh:
        return True
    with _plain_connection(store) as connection:
        if not connection.scalar(text("select pg_try_advisory_lock(:lock)"), {"lock": _LOCK}):
            return False
        try:
            since: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
            for number in range(tries):
                if number:
                    time.sleep(pause)
                if not connection.scalar(_OLD_READERS, {"since": since}):
                    break
            else:
                return False
            return _written_anew(connection)
        finally:
            connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": _LOCK})


def _written_anew(connection: Connection) -> bool:
    connection.exec_driver_sql("SET lock_timeout = '2s'")
    try:
        for table in tables_to_clear():
            connection.exec_driver_sql(f'VACUUM FULL "{table}"')
        connection.exec_driver_sql("CHECKPOINT")
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", "")
        # Only some may ask for a checkpoint; one comes by itself within minutes. All else is tried again.
        if state != "42501":
            if state != "55P03":
                raise
            return False
    finally:
        connection.exec_driver_sql("SET lock_timeout = DEFAULT")
    return True
