"""The queue of acts on both databases: order, pace, faults, crashes, several processes, other versions."""

import itertools
import logging
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.domain.acts import About, Notice, Post, ToRoom
from bot.message import Card
from bot.post import VERSION, Posts, StoreInUseError, deliver
from bot.slots import take_slot
from store import acts
from store.engine import Store, open_store
from tests.fake_chat import Chat, HttpPoster, chat_server
from tests.posting import (
    add_rooms,
    another_process,
    launched,
    now,
    posts_of,
    queue,
    queue_posts,
    states,
    wait_until,
)


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chat_server() as chat:
        yield chat


@pytest.fixture
def store(any_store: Store) -> Store:
    add_rooms(any_store, "r1", "r2", "r3")
    return any_store


def posts_for(store: Store, chat: Chat, *, interval: float = 0.02, at_once: int = 1000) -> Posts:
    return posts_of(store, HttpPoster(chat.url), interval=interval, at_once=at_once)


def all_done(store: Store, count: int) -> bool:
    found = list(states(store).values())
    return len(found) == count and set(found) == {"done"}


def runs(store: Store, status: str) -> int:
    """How many runs of the queue DBOS holds in a state."""
    table = "workflow_status" if store.is_sqlite else "dbos.workflow_status"
    with store.reading() as session:
        counted = session.execute(text(f"select count(*) from {table} where status = :status"), {"status": status})
        return int(counted.scalar_one())


def test_acts_of_one_place_are_done_in_order_and_at_its_pace(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat, interval=0.3)) as posts:
        expected = queue_posts(store, ["r1", "r2"], 5, posts)
        wait_until(lambda: all_done(store, 10))
    for place, ids in expected.items():
        assert chat.in_place(place) == ids
        times = [message.at for message in chat.messages if message.place == place]
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.29


def test_over_all_places_only_so_many_begin_in_a_second(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat, at_once=4)) as posts:
        queue_posts(store, ["r1", "r2", "r3"], 4, posts)
        wait_until(lambda: all_done(store, 12))
    times = [message.at for message in chat.messages]
    # On SQLite DBOS counts whole seconds, so eight may fall close together around the turn of one.
    assert times[-1] - times[0] > 1.0


def test_nothing_is_lost_doubled_or_out_of_order_when_the_platform_fails(store: Store, chat: Chat) -> None:
    ways = ["", "drop before", "drop after", "500 before", "500 after", "429"]
    chat.faults.extend(random.Random(7).choices(ways, k=200))
    with launched(posts_for(store, chat)) as posts:
        expected = queue_posts(store, ["r1", "r2", "r3"], 10, posts)
        wait_until(lambda: all_done(store, 30))
    assert {place: chat.in_place(place) for place in expected} == expected


def test_a_turn_that_is_rolled_back_posts_nothing(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat)) as posts:
        ids = iter(["web-1", "slack-1"])

        def turn() -> None:
            with store.writing() as session:
                post = Post(ToRoom("r1"), Notice.JOINED, About("review", "1"))
                queued = acts.queue(session, post, now(), ids.__next__)
                posts.enqueue(session, [record for act_id in queued if (record := acts.load(session, act_id))])
                raise RuntimeError

        with pytest.raises(RuntimeError):
            turn()
        queue_posts(store, ["r1"], 1, posts)
        wait_until(lambda: all_done(store, 1))
    assert len(chat.acts) == 1


def test_what_was_queued_while_nobody_posted_is_found_at_the_start(store: Store, chat: Chat) -> None:
    expected = queue_posts(store, ["r1", "r2"], 3)
    with launched(posts_for(store, chat)):
        wait_until(lambda: all_done(store, 6))
    assert {place: chat.in_place(place) for place in expected} == expected


def test_a_stopped_act_does_not_hold_up_those_behind_it(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat)) as posts:
        [stopped] = queue(store, Post(ToRoom("r1"), Notice.JOINED, About("review", "withdrawn")), posts)
        [sent] = queue(store, Post(ToRoom("r1"), Notice.JOINED, About("review", "1")), posts)
        wait_until(lambda: states(store) == {stopped.id: "stopped", sent.id: "done"})
    assert chat.acts == [sent.id]


def test_closing_in_a_long_wait_is_quick_and_the_act_goes_at_the_next_start(store: Store, chat: Chat) -> None:
    chat.faults.append("429")
    chat.retry_after = 3.0
    with launched(posts_for(store, chat)) as posts:
        [act] = queue_posts(store, ["r1"], 1, posts)["C-r1"]
        wait_until(lambda: chat.calls == ["post"])
        began = time.monotonic()
    assert time.monotonic() - began < 2.9
    with launched(posts_for(store, chat)):
        wait_until(lambda: states(store) == {act: "done"})
    assert chat.acts == [act]


def test_retry_after_holds_its_place_and_no_other(store: Store, chat: Chat) -> None:
    chat.faults.append("429")
    chat.retry_after = 1.5
    with launched(posts_for(store, chat)) as posts:
        queue_posts(store, ["r1"], 2, posts)
        wait_until(lambda: chat.calls == ["post"])
        refused = time.time()
        queue_posts(store, ["r2"], 2, posts)
        wait_until(lambda: all_done(store, 4))
    assert [message.place for message in chat.messages] == ["C-r2", "C-r2", "C-r1", "C-r1"]
    assert chat.messages[2].at - refused >= 1.4


def test_no_word_of_a_card_reaches_the_database_or_the_log(
    sqlite_store: Store, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    add_rooms(sqlite_store, "r1")
    poster = {"slack": HttpPoster(chat.url)}

    def one(act_id: str) -> object:
        return deliver(sqlite_store, poster, lambda *_: Card("Wombat words"), now, act_id, backoff=lambda _: 0.05)

    chat.faults.extend(["500 after", "429", "drop before", "no", ""])
    with launched(Posts(sqlite_store, one, platforms=["slack"], interval=0.02)) as posts:  # type: ignore[arg-type]
        queue_posts(sqlite_store, ["r1"], 4, posts)
        wait_until(lambda: not {"queued", "sending"} & set(states(sqlite_store).values()))
    assert chat.messages[0].notice == "Wombat words"
    assert "Wombat" not in caplog.text
    file = Path(make_url(sqlite_store.url).database or "")
    assert not [path for path in file.parent.glob(f"{file.name}*") if b"Wombat" in path.read_bytes()]


# ── Crashes, and several processes ──────────────────────────────────────────────────────────


def test_a_process_that_is_killed_loses_nothing_and_doubles_nothing(
    store: Store, any_store_url: str, chat: Chat
) -> None:
    expected = queue_posts(store, ["r1", "r2", "r3"], 12)
    chat.slow = 0.03
    for kill_at in (5, 14, 22):
        with another_process(any_store_url, chat.url) as process:
            wait_until(lambda kill_at=kill_at: len(chat.messages) >= kill_at)  # type: ignore[misc]
            process.kill()
    with another_process(any_store_url, chat.url) as process:
        wait_until(lambda: all_done(store, 36))
        process.communicate(timeout=30)
        assert process.returncode == 0
    assert {place: chat.in_place(place) for place in expected} == expected


def test_two_processes_share_the_work_and_each_act_is_done_once(postgresql_store_url: str, chat: Chat) -> None:
    store = open_store(postgresql_store_url)
    rooms = [f"r{number}" for number in range(8)]
    add_rooms(store, *rooms)
    with (
        another_process(postgresql_store_url, chat.url) as one,
        another_process(postgresql_store_url, chat.url) as two,
    ):
        names = {process.stdout.readline().strip() for process in (one, two) if process.stdout}
        assert names == {"peerwalk-1", "peerwalk-2"}
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
    chat.slow = 30.0
    with another_process(postgresql_store_url, chat.url) as process:
        wait_until(lambda: len(chat.messages) == 2)
        chat.slow = 0.0
        with launched(posts_for(store, chat)) as posts:
            assert posts.executor == "peerwalk-2"
            time.sleep(1.0)  # some rounds, in which it must let the living be
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
            session.execute(text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"))

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
        with another_process(sqlite_store.url, chat.url) as process:
            _, said = process.communicate(timeout=60)
            assert process.returncode == 7
            assert "DATA_DIR" in said
            assert len(said.splitlines()) == 1
        with pytest.raises(StoreInUseError):
            posts_for(sqlite_store, chat).launch()
    with launched(posts_for(sqlite_store, chat)) as posts:
        assert posts.executor == "peerwalk-1"


# ── Versions ────────────────────────────────────────────────────────────────────────────────


def test_another_version_of_dbos_strands_nothing(store: Store, any_store_url: str, chat: Chat) -> None:
    expected = queue_posts(store, ["r1", "r2"], 3)
    chat.slow = 30.0
    with another_process(any_store_url, chat.url) as process:
        wait_until(lambda: len(chat.messages) == 2)
        process.kill()
    chat.slow = 0.0
    with another_process(any_store_url, chat.url, "99.0.0"):
        wait_until(lambda: all_done(store, 6))
    assert {place: chat.in_place(place) for place in expected} == expected


@pytest.mark.parametrize("status", ["ENQUEUED", "PENDING", "ERROR"])
def test_what_was_left_under_another_version_of_ours_is_done(store: Store, chat: Chat, status: str) -> None:
    chat.faults.extend(["429"] * 2)
    chat.retry_after = 60.0
    with launched(posts_for(store, chat)) as posts:
        expected = queue_posts(store, ["r1", "r2"], 2, posts)
        wait_until(lambda: chat.calls == ["post"] * 2)
    table = "workflow_status" if store.is_sqlite else "dbos.workflow_status"
    left = {"status": status, "version": f"{VERSION}-before", "executor": "peerwalk-9"}
    with store.writing() as session:
        session.execute(
            text(f"update {table} set status = :status, application_version = :version, executor_id = :executor"), left
        )
    with launched(posts_for(store, chat)):
        wait_until(lambda: all_done(store, 4))
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
