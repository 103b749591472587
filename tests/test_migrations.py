"""The tables a migration makes are the tables the code knows, and history stays as it was written."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from store import kept_frameworks
from store import migrate as migrations
from store.engine import Store, open_store
from store.migrate import DBOS_TABLES, FULL_TEXT, is_ours, migrate
from store.row import Base
from store.tables import HistoryRow, InboundRow, NoteRow
from tests.swift import AS_OPENED

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def differences(store: Store) -> list[object]:
    with store.write.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours, "compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_after_migrating_the_tables_are_those_the_code_knows(any_store: Store) -> None:
    assert differences(any_store) == []


def test_migrating_twice_changes_nothing(any_store: Store) -> None:
    migrate(any_store)
    assert differences(any_store) == []


def test_two_that_start_together_migrate_once(empty_url: str) -> None:
    stores = [open_store(empty_url), open_store(empty_url)]
    troubles: list[Exception] = []

    def start(store: Store) -> None:
        try:
            migrate(store)
        except Exception as error:  # noqa: BLE001 told by the test below
            troubles.append(error)

    threads = [threading.Thread(target=start, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    try:
        assert troubles == []
        assert differences(stores[0]) == []
    finally:
        for store in stores:
            store.close()


def test_a_migration_that_breaks_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_connection: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(migrations, "_guard_history", broken)
    store = open_store(empty_url)
    with pytest.raises(RuntimeError):
        migrate(store)
    assert inspect(store.write).get_table_names() == []
    monkeypatch.undo()
    migrate(store)
    assert differences(store) == []
    store.close()


def test_the_newest_version_is_read_from_the_file_names() -> None:
    names = sorted(path.name for path in (Path(migrations.__file__).parent / "migrations" / "versions").glob("0*.py"))
    assert migrations.newest_version() == names[-1][:4]
    assert len({name[:4] for name in names}) == len(names)


OF_THE_FIRST = """
insert into schools (id, name, phase, phone_rule) values ('s', 'Larkfield', '', '');
insert into people (id, name, guest_of, chosen_review) values ('p', 'Ama', '', '');
insert into frameworks (pin, body) values ('f', '');
insert into frameworks (pin, body) values ('f@1.9#aa', 'x');
insert into frameworks (pin, body) values ('f@1.10#bb', 'x');
insert into frameworks (pin, body) values ('+oak@1#cc', 'x');
insert into frameworks (pin, body) values ('f@1.10#bb+oak@1#cc', '');
insert into reviews (id, school, framework, areas, begins, ends, drawn_together)
values ('r', 's', 'f', '[]', '2026-11-24', '2026-11-26', '[]');
insert into notes (id, review, writer, at, version, node, sub_area, shows, kind, voice, urgent, told, platform, tenant,
channel, message)
values ('n', 'r', 'p', '2026-11-24 09:00:00', 1, '', '', '', '', '', false, '', 'web', '', '', '');
insert into history (at, person, platform, conversation, kind, about, fields)
values ('2026-11-24 09:00:00', 'p', 'web', 'c', 'k', 'n', '{}')
"""


def at_first(store: Store) -> None:
    """Bring an empty database to the first version only, with one note in it."""
    from alembic import command  # noqa: PLC0415 slow to import

    with migrations._alone(store) as connection:
        command.upgrade(migrations._config(connection), "0001")
        migrations._guard_history(connection)
        for statement in OF_THE_FIRST.split(";"):
            connection.execute(text(statement))


def test_a_store_of_the_first_version_keeps_its_rows_and_its_guard(empty_url: str) -> None:
    store = open_store(empty_url)
    at_first(store)
    migrate(store)
    assert differences(store) == []
    with store.reading() as session:
        note = session.get_one(NoteRow, "n")
        assert (note.review, note.writer, note.seen, note.sampled, note.out_of, note.place) == (
            *("r", "p", None, None, None),
            "",
        )
        assert kept_frameworks.in_use(session) == ("f@1.10#bb+oak@1#cc",), "what new reviews began with until now"
    with pytest.raises(DBAPIError, match="only ever added to"), store.writing() as session:
        session.execute(text("delete from history"))
    store.close()


@pytest.fixture
def with_history(any_store: Store) -> Store:
    with any_store.writing() as session:
        fields = {"at": NOON, "person": "ama", "platform": "web", "conversation": "c", "kind": "k", "fields": {}}
        session.execute(insert(HistoryRow).values(about="note", **fields))
    return any_store


@pytest.mark.parametrize("statement", ["update history set kind = 'x'", "delete from history"])
def test_history_refuses_to_be_changed(with_history: Store, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only ever added to"), with_history.writing() as session:
        session.execute(text(statement))
    with with_history.reading() as session:
        assert list(session.scalars(select(HistoryRow.kind))) == ["k"]


def test_history_cannot_be_emptied_at_one_stroke(with_history: Store) -> None:
    if with_history.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE.")
    with pytest.raises(DBAPIError, match="only ever added to"), with_history.writing() as session:
        session.execute(text("truncate history"))


def test_a_time_without_a_zone_is_refused(any_store: Store) -> None:
    with pytest.raises(StatementError, match="without a zone"), any_store.writing() as session:
        session.add(InboundRow(key="k", at=datetime(2026, 11, 20, 12)))  # noqa: DTZ001 that is the slip


def test_a_time_comes_back_in_utc(any_store: Store) -> None:
    with any_store.writing() as session:
        session.add(InboundRow(key="k", at=NOON))
    with any_store.reading() as session:
        found = session.get(InboundRow, "k")
        assert found is not None
        assert found.at == NOON
        assert found.at.tzinfo is UTC


def test_a_sqlite_store_waits_for_the_disk_at_every_commit(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        assert session.connection().info[AS_OPENED] == 2  # FULL


def test_the_tables_of_dbos_are_known_by_name(sqlite_store: Store) -> None:
    from dbos import DBOSClient  # noqa: PLC0415 slow to import

    client = DBOSClient(system_database_engine=sqlite_store.write)
    client._sys_db.run_migrations()
    beside = set(inspect(sqlite_store.write).get_table_names()) - set(Base.metadata.tables) - {"alembic_version"}
    assert {name for name in beside if FULL_TEXT not in name} == DBOS_TABLES
    assert differences(sqlite_store) == []
