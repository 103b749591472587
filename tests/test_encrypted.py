"""An encrypted database file: nothing of it is readable without its passphrase, and every slip with one is a sentence."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import build
from bot.settings import Settings, SettingsError
from store.engine import StoreKeyError, open_store, sqlite_url

KEY = "5a" * 32
SPELT = ("correct horse ' battery", KEY)


def settings(folder: Path, key: str) -> Settings:
    return Settings(data_dir=folder, store_passphrase=SecretStr(key), port=1, slack_bot_token=SecretStr(""))


def serve_once(folder: Path, key: str) -> None:
    """Start the demo with its queue, and stop it."""

    async def run() -> None:
        async with application.asgi.router.lifespan_context(application.asgi):
            pass

    application = build(settings(folder, key), is_demo=True)
    asyncio.run(run())
    application.close()


@pytest.mark.parametrize("key", SPELT)
def test_nothing_stands_in_the_file_or_beside_it_that_can_be_read(tmp_path: Path, key: str) -> None:
    serve_once(tmp_path, key)
    kept = {path.name: path.read_bytes() for path in tmp_path.glob("demo.db*")}
    assert kept["demo.db"]
    for found in kept.values():
        assert b"SQLite format" not in found
        assert b"Larkfield" not in found
        assert b"workflow_status" not in found, "the queue's own tables are in the same file"
    store = open_store(sqlite_url(tmp_path / "demo.db"), key=key)
    with store.reading() as session:
        tables = set(session.connection().exec_driver_sql("SELECT name FROM sqlite_master").scalars())
        schools = set(session.connection().exec_driver_sql("SELECT name FROM schools").scalars())
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()
    assert {"workflow_status", "notes"} <= tables
    assert "Larkfield Primary" in schools


def test_another_passphrase_or_none_is_said_and_changes_nothing(tmp_path: Path) -> None:
    serve_once(tmp_path, KEY)
    before = (tmp_path / "demo.db").read_bytes()
    with pytest.raises(SettingsError, match="does not open with PEERWALK_STORE_PASSPHRASE"):
        build(settings(tmp_path, "something else"), is_demo=True)
    with pytest.raises(SettingsError, match="is encrypted, or is no database"):
        build(settings(tmp_path, ""), is_demo=True)
    assert (tmp_path / "demo.db").read_bytes() == before


def test_a_file_without_a_passphrase_is_not_taken_for_one_that_has_it(sqlite_store_url: str) -> None:
    with pytest.raises(StoreKeyError, match="`peerwalk backup`") as said:
        open_store(sqlite_store_url, key=KEY)
    assert KEY not in str(said.value)


def test_a_server_of_its_own_encrypts_for_itself() -> None:
    with pytest.raises(StoreKeyError, match="PostgreSQL is encrypted where it runs"):
        open_store("postgresql://nobody@127.0.0.1:1/none", key=KEY)


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sqlcipher3.dbapi2", None)
    with pytest.raises(StoreKeyError, match=r"peerwalk\[encrypted\]"):
        open_store(sqlite_url(tmp_path / "new.db"), key=KEY)
