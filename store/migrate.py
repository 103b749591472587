"""Bringing a store's tables up to date, when it is opened to be served.

    python -m store.migrate new "what it changes"    writes the next migration from the difference to store/tables.py
    python -m store.migrate first                    writes the first one anew, for as long as nothing is released

Both work on a SQLite file of their own that is thrown away.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, DateTime, MetaData, event, inspect, select, text
from sqlalchemy.orm import Session

from store import (
    asking_tables,
    full_text,
    guard_tables,
    keeping_tables,
    library_tables,
    prompt_tables,
    responsibility_tables,
    sign_in_tables,
    tables,
    timetable_rows,
)
from store.engine import Store, open_store, sqlite_url
from store.moment import Moment
from store.row import Base
from store.tables import HistoryRow
from store.texts import Holds, declared

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent / "migrations"
_LOCK = 1_885_697_389  # "pewm": one process migrates at a time

# What else lives in the database. On SQLite DBOS keeps its tables beside ours; a full-text index has its own.
DBOS_TABLES = frozenset(
    {
        "application_versions",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)
FULL_TEXT = "_words"  # how the name of a full-text table begins to end: notes_words, notes_words_data …


def migrate(store: Store) -> None:
    """Bring the tables up to date. Two processes may start together: the second waits and finds it done."""
    with _alone(store) as connection:
        if _version(connection) != newest_version():
            # Imported only when there is something to do: it takes nearly half a second.
            from alembic import command  # noqa: PLC0415

            full_text.lay_aside(connection)
            command.upgrade(_config(connection), "head")
            _settle(connection)


@contextmanager
def empty_tables(store: Store, version: str) -> Iterator[Connection | None]:
    """One transaction on empty tables as they were at a version, brought up to date at its end; None if any has a row.

    So rows of an older version take every step that a store of that time would have taken.
    """
    from alembic import command  # noqa: PLC0415 as above

    with _alone(store) as connection:
        if any(connection.execute(select(table).limit(1)).first() for table in ours(connection).sorted_tables):
            yield None
            return
        if _version(connection) != version:
            full_text.lay_aside(connection)
            ours(connection).drop_all(connection)
            connection.execute(text("drop table if exists alembic_version"))
            command.upgrade(_config(connection), version)
        yield connection
        full_text.lay_aside(connection)
        command.upgrade(_config(connection), "head")
        _settle(connection)


def ours(connection: Connection) -> MetaData:
    """Our tables as they stand in the database, of whatever version. Their times are ours too."""
    names = inspect(connection).get_table_names()
    metadata = MetaData()
    event.listen(metadata, "column_reflect", _take_moments)
    metadata.reflect(
        connection, only=[name for name in names if name != "alembic_version" and is_ours(name, "table", {})]
    )
    return metadata


def _take_moments(_inspector: Any, _table: Any, column: Any) -> None:
    if isinstance(column["type"], DateTime):
        column["type"] = Moment()


def newest_version() -> str:
    """The version that this build's tables have. Migrations are numbered in one line."""
    return max(path.name for path in (_HERE / "versions").glob("[0-9]*.py"))[:4]


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("select version_num from alembic_version")).scalar() or "")


TABLES = (
    asking_tables,
    guard_tables,
    keeping_tables,
    library_tables,
    prompt_tables,
    responsibility_tables,
    sign_in_tables,
    tables,
    timetable_rows,
)
"""Every module of tables: once they are imported, all tables are known."""


def is_ours(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
    """Whether a table, or what stands in one, is ours to migrate."""
    if name is not None and kind in {"column", "index"}:
        return FULL_TEXT not in name
    return kind != "table" or name is None or not (name in DBOS_TABLES or FULL_TEXT in name)


@contextmanager
def _alone(store: Store) -> Iterator[Connection]:
    """One transaction that no other process migrates beside."""
    with store.write.connect() as connection:
        if not store.is_sqlite:
            with connection.begin():
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
            return
        # A table built anew is dropped in between, which foreign keys would not have; they cannot be changed later on.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        try:
            with connection.begin():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("a migration left a row that points at nothing")
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 as above

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["is_ours"] = is_ours
    return config


# ── History is only ever added to ───────────────────────────────────────────────────────────

_HISTORY = HistoryRow.__tablename__


def _settle(connection: Connection) -> None:
    """What the database itself keeps for us, seen to anew after every migration: a table built anew loses triggers."""
    _guard_history(connection)
    _keep_words_out_of_statistics(connection)
    full_text.keep(connection)
    from store import shelving  # noqa: PLC0415 it reads whole reviews, which know what a migrated store is

    with Session(connection) as session:
        shelving.fill(session)
        session.flush()


def _guard_history(connection: Connection) -> None:
    """Have the database itself refuse to change history."""
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS {_HISTORY}_refuses_{verb.lower()} BEFORE {verb} ON {_HISTORY} "
                "BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END"
            )
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {_HISTORY}_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'history is only ever added to' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for when in ("UPDATE OR DELETE", "TRUNCATE"):
        name = f"{_HISTORY}_refuses_{when.split()[0].lower()}"
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {when} ON {_HISTORY} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_HISTORY}_refuses()"
        )


def _keep_words_out_of_statistics(connection: Connection) -> None:
    """Have PostgreSQL keep no samples of people's words, or of who they are: they would outlive their rows."""
    if connection.dialect.name == "sqlite":
        return
    theirs = [found for found, holds in declared().items() if holds in {Holds.WORDS, Holds.PERSON}]
    for table, name in sorted(theirs):
        column = f'ALTER TABLE "{table}" ALTER COLUMN "{name}"'
        connection.exec_driver_sql(f"{column} SET STATISTICS 0")
        # The same type again: what was sampled before is thrown away.
        kind = Base.metadata.tables[table].c[name].type.compile(connection.dialect)
        connection.exec_driver_sql(f"{column} TYPE {kind}")


# ── Writing migrations ──────────────────────────────────────────────────────────────────────


def _write(message: str, *, first: bool) -> Path:
    from alembic import command  # noqa: PLC0415 as above

    versions = _HERE / "versions"
    kept = sorted(versions.glob("[0-9]*.py"))
    if first:
        for path in kept:
            path.unlink()
        kept = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(sqlite_url(Path(folder) / "empty.db"))
        try:
            with _alone(store) as connection:
                config = _config(connection)
                command.upgrade(config, "head")
                command.revision(config, message, autogenerate=True, rev_id=f"{len(kept) + 1:04}")
        finally:
            store.close()
    return max(versions.glob("[0-9]*.py"))


def main(arguments: list[str]) -> int:
    ways: dict[tuple[str, int], Callable[[], Any]] = {
        ("new", 2): lambda: _write(arguments[1], first=False),
        ("first", 1): lambda: _write("The first tables", first=True),
    }
    way = ways.get((arguments[0] if arguments else "", len(arguments)))
    if way is None:
        sys.stderr.write(__doc__ or "")
        return 2
    sys.stdout.write(f"{way()}\nNow run: ruff check --fix, ruff format, and read it.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
