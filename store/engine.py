"""Opening the store: one writer and a few readers on SQLite, a pool on PostgreSQL.

The SQLite settings were each measured: a pool of one for writing, BEGIN IMMEDIATE, WAL, synchronous FULL; readers are
`query_only`. DBOS is given the writing engine, so that a turn and the acts it queues are one transaction. With a
passphrase the SQLite file, its log and its temporary files are SQLCipher's: bytes that mean nothing without it.
"""

import importlib
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

BUSY_MS = 30_000


_RAW_KEY = re.compile(r"[0-9a-f]{64}")
_MAILS, _ZONE = "mails", "zone"


class StoreKeyError(Exception):
    """The SQLite file cannot be opened as asked: one sentence that says what to do, with nothing of the key in it."""


class StoreTroubleError(Exception):
    """The database is away or locked. Nothing was stored; the request may be made again."""


@dataclass(frozen=True)
class Store:
    """Both engines of an open store. Whole turns go through `writing`, looks through `reading`."""

    url: str
    write: Engine
    read: Engine
    _writes: sessionmaker[Session]
    _reads: sessionmaker[Session]

    @property
    def is_sqlite(self) -> bool:
        return self.write.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, committed at the end of the block or not at all."""
        with plainly(), self._writes.begin() as session:
            if self.is_sqlite:
                # pysqlite begins by itself only at the first write; a turn reads first and must hold the lock by then.
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look: takes no write lock and changes nothing."""
        with plainly(), self._reads() as session:
            yield session

    def mails(self, *, on: bool) -> None:
        """Say whether this installation sends mail that leads somewhere, to whoever asks a session of this store."""
        self._says(_MAILS, on)

    def is_in(self, zone: str) -> None:
        """Say what time zone the trust's days are in; London's, where nobody says."""
        self._says(_ZONE, ZoneInfo(zone))

    def _says(self, name: str, value: object) -> None:
        for sessions in (self._writes, self._reads):
            sessions.configure(info={**(sessions.kw.get("info") or {}), name: value})

    def close(self) -> None:
        self.write.dispose()
        self.read.dispose()


def mails(session: Session) -> bool:
    """Whether people can be reached by mail from here: see `Store.mails`."""
    return bool(session.info.get(_MAILS))


def zone(session: Session) -> ZoneInfo:
    """The time zone of the trust's days: see `Store.is_in`."""
    found = session.info.get(_ZONE)
    return found if isinstance(found, ZoneInfo) else ZoneInfo("Europe/London")


@contextmanager
def plainly() -> Iterator[None]:
    """Turn a database that is away, full, locked or out of connections into one error with no words in it."""
    try:
        yield
    except (OperationalError, PoolTimeoutError) as error:
        raise StoreTroubleError(type(error).__name__) from None
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreTroubleError(type(error).__name__) from None
        raise


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def open_store(url: str, *, key: str = "", busy_ms: int = BUSY_MS) -> Store:
    """Open the store at a SQLAlchemy URL, `sqlite:///…` or `postgresql…://…`. Makes no tables: see `store.migrate`.

    `key` is the passphrase of an encrypted SQLite file, or 64 hex digits, which are the key itself. Raises
    StoreKeyError where the file is not one that this key, or none, opens.
    """
    if make_url(url).get_backend_name() == "sqlite":
        driver = _driver(key)
        write = _sqlite(driver, url, key=key, pool_size=1, busy_ms=busy_ms, query_only=False)
        read = _sqlite(driver, url, key=key, pool_size=4, busy_ms=busy_ms, query_only=True)
        _opened(write, key=key)
    elif key:
        raise StoreKeyError("PEERWALK_STORE_PASSPHRASE is for a SQLite file. PostgreSQL is encrypted where it runs.")
    else:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        options: dict[str, Any] = {
            "hide_parameters": True,
            "connect_args": {"connect_timeout": 5},
        }
        write = create_engine(parsed, pool_size=10, max_overflow=5, pool_timeout=10, **options)
        read = create_engine(parsed, pool_size=4, max_overflow=0, pool_timeout=10, **options).execution_options(
            postgresql_readonly=True
        )
    return Store(url, write, read, sessionmaker(write, expire_on_commit=False), sessionmaker(read))


def _driver(key: str) -> Any:
    """SQLite's own driver, or for a file with a key SQLCipher's, which is the same with one pragma more."""
    if not key:
        return sqlite3
    try:
        return importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        raise StoreKeyError(
            "PEERWALK_STORE_PASSPHRASE is set, but what opens encrypted files is not here. "
            "Install it with: pip install 'peerwalk[encrypted]'"
        ) from None


def _opened(engine: Engine, *, key: str) -> None:
    """Read one page: a file of another key is noticed here, before anything is done."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except OperationalError:
        return  # away or locked, which whoever uses it is told
    except DBAPIError:
        engine.dispose()
        raise StoreKeyError(
            "The database file does not open with PEERWALK_STORE_PASSPHRASE: it has another passphrase, or none. "
            "A file without one is moved by `peerwalk backup` and `peerwalk restore`."
            if key
            else "The database file is encrypted, or is no database. Set PEERWALK_STORE_PASSPHRASE to its passphrase."
        ) from None


def _sqlite(driver: Any, url: str, *, key: str, pool_size: int, busy_ms: int, query_only: bool) -> Engine:
    # A passphrase is stretched by SQLCipher at each connection; 64 hex digits are taken as they are, which is quick.
    unlock = (
        f"PRAGMA key = \"x'{key}'\""
        if _RAW_KEY.fullmatch(key)
        else f"PRAGMA key = '{key.replace(chr(39), chr(39) * 2)}'"
    )
    engine = create_engine(
        url,
        module=driver,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        # DBOS writes through this engine too, and relies on the driver beginning so.
        connect_args={"check_same_thread": False, "isolation_level": "IMMEDIATE"},
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        cursor = connection.cursor()
        if key:
            cursor.execute(unlock)
            cursor.execute("PRAGMA temp_store=MEMORY")
        _use_wal(driver, cursor, busy_ms)
        for pragma in (
            f"busy_timeout={busy_ms}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            *(("query_only=1",) if query_only else ()),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _use_wal(driver: Any, cursor: sqlite3.Cursor, busy_ms: int) -> None:
    """A new file is turned to WAL once; while another process does so, SQLite says "locked" without waiting."""
    until = time.monotonic() + busy_ms / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except driver.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
