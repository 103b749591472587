"""The queue of acts when processes die, when several share it, and when versions change."""

import sqlite3
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url, text

from bot.post import VERSION
from bot.slots import StoreInUseError, take_slot
from store.engine import Store, open_store
from tests.fake_chat import Chat, chat_server
from tests.forked import forked
from tests.posting import (
    add_rooms,
    all_done,
    launched,
    posts_for,
    queue_posts,
    wait_until,
)
from tests.posting_process import IN_USE, post

POSTED = True


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chat_server() as chat:
        yield chat


@pytest.fixture
def store(any_store: Store) -> Store:
    add_rooms(any_store, "r1", "r2", "r3")
    return any_store


def runs(store: Store, status: str) -> int:
    """How many runs of the queue DBOS holds in a state."""
    table = "workflow_status" if store.is_sqlite else "dbos.workflow_status"
    with store.reading() as session:
        counted = session.execute(text(f"select count(*) from {table} where status = :status"), {"status": status})
        return int(counted.scalar_one())


def test_a_process_that_is_killed_loses_nothing_and_doubles_nothing(
    store: Store, any_store_url: str, chat: Chat
) -> None:
    expected = queue_posts(store, ["r1", "r2", "r3"], 8)
    chat.slow = 0.03
    for kill_at in (5, 14):
        with forked(post, any_store_url, chat.url) as process:
            wait_until(lambda kill_at=kill_at: len(chat.messages) >= kill_at)  # type: ignore[misc]
            process.kill()
    with forked(post, any_store_url, chat.url) as process:
        wait_until(lambda: all_done(store, 24))
        assert process.ended() == 0
    assert {place: chat.in_place(place) for place in expected} == expected


def test_two_processes_share_the_work_and_each_act_is_done_once(postgresql_store_url: str, chat: Chat) -> None:
    store = open_store(postgresql_store_url)
    rooms = [f"r{number}" for number in range(8)]
    add_rooms(store, *rooms)
    with (
        forked(post, postgresql_store_url, chat.url) as one,
        forked(post, postgresql_store_url, chat.url) as two,
    ):
        assert {one.says(), two.says()} == {"peerwalk-1", "peerwalk-2"}
        with launched(posts_for(store, chat)) as posts:
            assert posts.executor == "peerwalk-3"
            expected = queue_posts(store, rooms, 8, posts)
            wait_until(lambda: all_done(store, 64))
    assert {place: chat.in_place(place) for place in expected} == expected
    assert "find" not in chat.calls
    store.close()


def test_the_work_of_a_dead_process_is_taken_over_by_a_living_one(postgresql_store_url: str, chat: Chat) -> None:
    store = open_store(postgresql_store_url)
    add_rooms(store, "r1", "r2")
    expected = queue_posts(store, ["r1", "r2"], 2)
    chat.slow = 300.0
    with forked(post, postgresql_store_url, chat.url) as process:
        wait_until(lambda: len(chat.messages) == 2)
        chat.slow = 0.0
        with launched(posts_for(store, chat)) as posts:
            assert posts.executor == "peerwalk-2"
            time.sleep(0.7)  # some rounds, in which it must let the living be
            assert set(chat.calls) == {"post"}
            process.kill()
            wait_until(lambda: all_done(store, 4))
    assert chat.calls.count("find") == 2
    assert {place: chat.in_place(place) for place in expected} == expected
    store.close()


def test_a_name_is_never_held_twice_and_a_dead_ones_work_is_open_to_one_at_a_time(postgresql_store_url: str) -> None:
    store = open_store(postgresql_store_url)
    one, two = take_slot(store), take_slot(store)
    assert (one.executor, two.executor) == ("peerwalk-1", "peerwalk-2")
    with one.taken_over("peerwalk-2") as dead:
        assert not dead
    two.release()
    with one.taken_over("peerwalk-2") as dead:
        assert dead
        three = take_slot(store)
        assert three.executor == "peerwalk-3"
    assert one.held()
    for slot in (one, three):
        slot.release()
    store.close()


def test_a_name_whose_connection_was_lost_is_taken_again_unless_another_has_it(postgresql_store_url: str) -> None:
    store = open_store(postgresql_store_url)

    def cut() -> None:
        with store.writing() as session:
            session.execute(text("select pg_terminate_backend(pid, 60000) from pg_locks where locktype = 'advisory'"))

    one = take_slot(store)
    cut()
    assert one.held()
    assert take_slot(store).executor == "peerwalk-2"
    cut()
    thief = take_slot(store)
    assert thief.executor == "peerwalk-1"
    assert not one.held()
    thief.release()
    store.close()


def test_a_second_process_may_not_serve_the_same_file(sqlite_store: Store, chat: Chat) -> None:
    with launched(posts_for(sqlite_store, chat)):
        with forked(post, sqlite_store.url, chat.url) as process:
            said = process.says()
            assert "DATA_DIR" in said
            assert len(said.splitlines()) == 1
            assert process.ended() == IN_USE
        with pytest.raises(StoreInUseError):
            posts_for(sqlite_store, chat).launch()
    with launched(posts_for(sqlite_store, chat)) as posts:
        assert posts.executor == "peerwalk-1"


# ── Versions ────────────────────────────────────────────────────────────────────────────────


def test_another_version_of_dbos_strands_nothing(
    store: Store, any_store_url: str, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dbos._utils import GlobalParams  # noqa: PLC0415 slow to import

    expected = queue_posts(store, ["r1", "r2"], 3)
    chat.slow = 300.0
    with forked(post, any_store_url, chat.url) as process:
        wait_until(lambda: len(chat.messages) == 2)
        process.kill()
    chat.slow = 0.0
    monkeypatch.setattr(GlobalParams, "dbos_version", "99.0.0")
    with launched(posts_for(store, chat)):
        wait_until(lambda: all_done(store, 6))
    assert {place: chat.in_place(place) for place in expected} == expected


def test_what_was_left_under_another_version_of_ours_is_done_whatever_became_of_its_run(
    store: Store, chat: Chat
) -> None:
    chat.faults.extend(["429"] * 3)
    chat.retry_after = 60.0
    with launched(posts_for(store, chat)) as posts:
        expected = queue_posts(store, ["r1", "r2", "r3"], 2, posts)
        wait_until(lambda: chat.calls == ["post"] * 3)
    table = "workflow_status" if store.is_sqlite else "dbos.workflow_status"
    change = text(
        f"update {table} set status = :status, application_version = :version, executor_id = :executor"
        " where workflow_uuid in (:first, :second)"
    )
    with store.writing() as session:
        for status, (first, second) in zip(("ENQUEUED", "PENDING", "ERROR"), expected.values(), strict=True):
            left = {"status": status, "version": f"{VERSION}-before", "executor": "peerwalk-9"}
            changed = session.execute(change, {**left, "first": first, "second": second})
            assert changed.rowcount == 2  # type: ignore[attr-defined]
    with launched(posts_for(store, chat)):
        wait_until(lambda: all_done(store, 6))
    assert {place: chat.in_place(place) for place in expected} == expected


def test_runs_that_ended_a_week_ago_are_forgotten_and_their_acts_kept(sqlite_store: Store, chat: Chat) -> None:
    add_rooms(sqlite_store, "r1")
    with launched(posts_for(sqlite_store, chat)) as posts:
        queue_posts(sqlite_store, ["r1"], 3, posts)
        wait_until(lambda: runs(sqlite_store, "SUCCESS") == 3)
    week = 8 * 24 * 3600 * 1000
    with sqlite3.connect(make_url(sqlite_store.url).database or "") as connection:
        connection.execute(
            f"update workflow_status set created_at = created_at - {week}, completed_at = completed_at - {week}"
            " where workflow_uuid in (select workflow_uuid from workflow_status limit 2)"
        )
    with launched(posts_for(sqlite_store, chat)):
        wait_until(lambda: runs(sqlite_store, "SUCCESS") == 1)
    assert all_done(sqlite_store, 3)
