"""One moment of the whole store, read without holding anybody up: what is written meanwhile is not in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from store.engine import Store, plainly
from store.tables import HistoryRow


@contextmanager
def snapshot(store: Store) -> Iterator[Connection]:
    """A connection on which every look sees the same moment."""
    with plainly(), store.read.connect() as connection:
        if store.is_sqlite:
            # The driver begins by itself only to write; without this each SELECT would see a moment of its own.
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        # On both the moment is that of the first look.
        connection.execute(select(HistoryRow.id).limit(1))
        yield connection
        connection.rollback()
