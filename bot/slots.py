"""Which process this is, among those that serve one store: never two by the same name.

On SQLite a lock on a file beside the database lets one process serve. On PostgreSQL each takes the first free number
by an advisory lock that it holds for its life; who can take another's lock knows that its owner is dead.
"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol, TextIO

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from store.engine import Store

_PREFIX = "peerwalk-"
_LOCK_CLASS = 1_885_697_387  # "pewk": keeps our numbers apart from anybody else's advisory locks
_MOST = 64


class StoreInUseError(Exception):
    """Another process serves this store already."""


class Slot(Protocol):
    """This process's name among the executors, held until `release`."""

    @property
    def executor(self) -> str: ...

    def held(self) -> bool:
        """Whether the name is still ours; takes it again where the connection was lost and nobody else has it."""
        ...

    def taken_over(self, executor: str) -> AbstractContextManager[bool]: ...

    def release(self) -> None: ...


def take_slot(store: Store) -> Slot:
    """Take a name. Raises `StoreInUseError` where none is free."""
    return FileSlot(store) if store.is_sqlite else LockSlot(store)


class FileSlot:
    """The one process that may serve a SQLite file. The lock goes with the process, however it ends."""

    executor = f"{_PREFIX}1"

    def __init__(self, store: Store) -> None:
        self._file: TextIO | None = None
        database = make_url(store.url).database
        if not database or database == ":memory:":
            return
        path = Path(f"{database}.serve.lock")
        file = path.open("a", encoding="utf-8")
        if not _lock(file):
            file.close()
            raise StoreInUseError(
                f"Another peerwalk serves {database} already: stop that one first, or give this one its own DATA_DIR."
            )
        self._file = file

    def held(self) -> bool:
        return True

    @contextmanager
    def taken_over(self, executor: str) -> Iterator[bool]:
        # Nobody else can serve, so whoever has another name is gone.
        yield executor != self.executor

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class LockSlot:
    """One of the processes that serve a PostgreSQL store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Connection | None = self._connect()
        number = next((number for number in range(1, _MOST + 1) if self._try(number)), 0)
        if not number:
            self._connection.close()
            raise StoreInUseError(f"{_MOST} processes serve this store already.")
        self._number = number
        self.executor = f"{_PREFIX}{number}"

    def held(self) -> bool:
        if self._connection is not None:
            try:
                self._connection.execute(text("select 1"))
            except SQLAlchemyError:
                self._connection.invalidate()
                self._connection.close()
                self._connection = None
            else:
                return True
        try:
            self._connection = self._connect()
        except SQLAlchemyError:
            # The database is away altogether, so nobody can have taken the name meanwhile.
            return True
        return self._try(self._number)

    @contextmanager
    def taken_over(self, executor: str) -> Iterator[bool]:
        """Hold the lock of another executor for the block; false where its owner is alive."""
        digits = executor.removeprefix(_PREFIX)
        number = int(digits) if executor.startswith(_PREFIX) and digits.isdigit() else 0
        if not number or number == self._number or not self._try(number):
            yield False
            return
        try:
            yield True
        finally:
            self._locks().execute(_UNLOCK, {"class": _LOCK_CLASS, "number": number})

    def release(self) -> None:
        if self._connection is not None:
            # Closing gives the lock up as well, but only some time later.
            with suppress(SQLAlchemyError):
                self._connection.execute(text("select pg_advisory_unlock_all()"))
            self._connection.close()
            self._connection = None

    def _connect(self) -> Connection:
        connection = self._store.write.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Out of the pool: the locks live as long as this connection, and closing it gives them up.
        connection.detach()
        return connection

    def _locks(self) -> Connection:
        if self._connection is None:
            raise StoreInUseError("this process has given its place up")
        return self._connection

    def _try(self, number: int) -> bool:
        return bool(self._locks().execute(_LOCK, {"class": _LOCK_CLASS, "number": number}).scalar())


_LOCK = text("select pg_try_advisory_lock(:class, :number)")
_UNLOCK = text("select pg_advisory_unlock(:class, :number)")


def _lock(file: TextIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 there only

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 not there on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
