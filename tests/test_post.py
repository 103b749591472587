"""The queue of acts on both databases: order, pace, faults, and stopping."""

import logging
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.delivery import deliver
from bot.domain.acts import About, Notice, Post, PublishHome, ToRoom
from bot.message import Card
from bot.post import Posts
from store import acts
from store.engine import Store
from store.tables import AddressRow
from tests.fake_chat import Chat, HttpPoster, chat_server
from tests.posting import (
    add_person,
    add_rooms,
    all_done,
    launched,
    now,
    posts_for,
    queue,
    queue_posts,
    states,
    wait_until,
)

POSTED = True


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chat_server() as chat:
        yield chat


@pytest.fixture
def store(any_store: Store) -> Store:
    add_rooms(any_store, "r1", "r2", "r3")
    return any_store


def test_acts_of_one_place_are_done_in_order_and_at_its_pace(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat, interval=0.3)) as posts:
        began = time.time()
        expected = queue_posts(store, ["r1", "r2"], 5, posts)
        wait_until(lambda: all_done(store, 10))
    for place, ids in expected.items():
        assert chat.in_place(place) == ids
        # A pace is kept between beginnings; how long each takes on its way to the chat is the machine's business.
        times = [message.at for message in chat.messages if message.place == place]
        assert all(at - began >= 0.3 * number for number, at in enumerate(times))


def test_a_home_is_published_at_once_and_then_only_now_and_then(store: Store, chat: Chat) -> None:
    with store.writing() as session:
        add_person(session, "ama")
        session.add(AddressRow(platform="slack", tenant="T", user="U1", person="ama", last_used=None))
    with launched(posts_for(store, chat)) as posts:
        first = time.monotonic()
        queue(store, PublishHome("ama"), posts)
        wait_until(lambda: chat.calls == ["home"])
        for _ in range(5):
            queue(store, PublishHome("ama"), posts)
        wait_until(lambda: chat.calls == ["home"] * 2)
        assert time.monotonic() - first > 1.0
        wait_until(lambda: set(states(store).values()) == {"done"})


def test_over_all_places_only_so_many_begin_in_a_second(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat, at_once=4)) as posts:
        began = time.time()
        queue_posts(store, ["r1", "r2", "r3"], 4, posts)
        wait_until(lambda: all_done(store, 12))
    # On SQLite DBOS counts whole seconds, so eight may fall close together around the turn of one.
    assert chat.messages[-1].at - began > 1.0


def test_nothing_is_lost_doubled_or_out_of_order_when_the_platform_fails(store: Store, chat: Chat) -> None:
    ways = ["", "drop before", "drop after", "500 before", "500 after", "429"]
    chat.faults.extend(random.Random(7).choices(ways, k=200))
    with launched(posts_for(store, chat)) as posts:
        expected = queue_posts(store, ["r1", "r2", "r3"], 5, posts)
        wait_until(lambda: all_done(store, 15))
    assert {place: chat.in_place(place) for place in expected} == expected


def test_a_turn_that_is_rolled_back_posts_nothing(store: Store, chat: Chat) -> None:
    with launched(posts_for(store, chat)) as posts:
        ids = iter(["web-1", "slack-1"])

        def turn() -> None:
            with store.writing() as session:
                post = Post(ToRoom("r1"), Notice.JOINED, About("review", "1"))
                queued = acts.queue(session, post, now(), ids.__next__)
                posts.enqueue(session, queued)
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


def test_retry_after_holds_its_place_and_no_other_and_closing_does_not_wait_for_it(store: Store, chat: Chat) -> None:
    chat.faults.append("429")
    chat.retry_after = 3.0
    with launched(posts_for(store, chat)) as posts:
        began = time.time()
        held = queue_posts(store, ["r1"], 2, posts)["C-r1"]
        wait_until(lambda: chat.calls == ["post"])
        free = queue_posts(store, ["r2"], 2, posts)["C-r2"]
        wait_until(lambda: chat.acts == free)
    # Had closing waited, it would have been posted by then.
    assert chat.acts == free
    with launched(posts_for(store, chat)):
        wait_until(lambda: all_done(store, 4))
    assert chat.acts == [*free, *held]
    assert chat.messages[2].at - began >= 3.0


def test_closing_in_an_endless_wait_is_quick(sqlite_store: Store, chat: Chat) -> None:
    add_rooms(sqlite_store, "r1")
    chat.faults.append("429")
    chat.retry_after = 600.0
    with launched(posts_for(sqlite_store, chat)) as posts:
        queue_posts(sqlite_store, ["r1"], 1, posts)
        wait_until(lambda: chat.calls == ["post"])
        began = time.monotonic()
    # It gives whatever is under way twenty seconds, and this did not need them.
    assert time.monotonic() - began < 15
    assert chat.acts == []


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
