"""One attempt at one act, against a chat platform that fails in the ways real ones do, on both databases."""

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.delivery import MOST_ATTEMPTS, MOST_MISTAKES, After, Compose, Outcome, deliver
from bot.domain.acts import (
    TRUST,
    About,
    CreateRoom,
    Delete,
    Edit,
    Invite,
    Notice,
    Post,
    PublishHome,
    ToPerson,
    ToRoom,
    ToTrust,
)
from bot.message import Card
from bot.posters import RefusedError, Where
from store import acts
from store.acts import ActRecord, State
from store.engine import Store
from store.tables import ActRow, AddressRow, RoomRow
from tests.fake_chat import Chat, HttpPoster, chat_server
from tests.posting import add_person, add_rooms, compose, now, queue

ABOUT = About("affirmation", "a1")
POST = Post(ToTrust(), Notice.AFFIRMATION, ABOUT)


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chat_server() as chat:
        yield chat


@pytest.fixture
def store(any_store: Store) -> Store:
    add_rooms(any_store, "", "r1")
    return any_store


def attempt(
    store: Store,
    chat: Chat,
    act_id: str,
    *,
    can_find: bool = True,
    compose: Compose = compose,
    after: After | None = None,
) -> Outcome:
    poster = HttpPoster(chat.url, can_find=can_find)
    return deliver(
        store,
        {"slack": poster},
        compose,
        now,
        act_id,
        homes=lambda _session, person: (Card(person),),
        after=after,
        backoff=lambda attempts: attempts,
    )


def load(store: Store, act_id: str) -> ActRecord:
    with store.reading() as session:
        act = acts.load(session, act_id)
    assert act is not None
    return act


def test_a_post_that_arrives_is_done_and_known_by_where_it_stands(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    assert attempt(store, chat, act.id) == Outcome(State.DONE, attempted=True)
    found = load(store, act.id)
    assert (found.state, found.tenant, found.channel, found.message) == (State.DONE, "T", "C-", "m0")
    assert found.done is not None


def test_a_done_act_is_not_done_again(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    attempt(store, chat, act.id)
    assert attempt(store, chat, act.id) == Outcome(State.DONE)
    assert chat.calls == ["post"]


@pytest.mark.parametrize("fault", ["drop after", "500 after"])
def test_a_post_that_arrived_in_silence_is_found_and_not_doubled(store: Store, chat: Chat, fault: str) -> None:
    [act] = queue(store, POST)
    chat.faults.append(fault)
    assert attempt(store, chat, act.id) == Outcome(State.SENDING, 1, attempted=True)
    assert attempt(store, chat, act.id).state is State.DONE
    assert chat.calls == ["post", "find"]
    assert chat.acts == [act.id]


@pytest.mark.parametrize("fault", ["drop before", "500 before"])
def test_a_post_that_did_not_arrive_is_looked_for_and_sent_again(store: Store, chat: Chat, fault: str) -> None:
    [act] = queue(store, POST)
    chat.faults.append(fault)
    attempt(store, chat, act.id)
    assert attempt(store, chat, act.id).state is State.DONE
    assert chat.calls == ["post", "find", "post"]
    assert chat.acts == [act.id]


@pytest.mark.parametrize("fault", ["drop after", "drop before"])
def test_where_nobody_can_look_silence_is_left_to_a_person(store: Store, chat: Chat, fault: str) -> None:
    [act] = queue(store, POST)
    chat.faults.append(fault)
    attempt(store, chat, act.id, can_find=False)
    assert attempt(store, chat, act.id, can_find=False) == Outcome(State.UNKNOWN, attempted=True)
    assert attempt(store, chat, act.id, can_find=False) == Outcome(State.UNKNOWN)
    assert chat.calls == ["post"]


def test_a_crash_between_posting_and_storing_is_met_by_looking(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    HttpPoster(chat.url).post(Where("T", "C-"), Card("n"), act.id)
    with store.writing() as session:
        row = acts.row_for_update(session, act.id)
        assert row is not None
        row.state, row.attempts = State.SENDING, 1
    assert attempt(store, chat, act.id).state is State.DONE
    assert chat.acts == [act.id]


def test_retry_after_is_obeyed_and_needs_no_looking(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    chat.faults.append("429")
    chat.retry_after = 17.5
    assert attempt(store, chat, act.id, can_find=False) == Outcome(State.QUEUED, 17.5, attempted=True)
    assert attempt(store, chat, act.id, can_find=False).state is State.DONE
    assert chat.calls == ["post", "post"]


def test_a_platform_that_is_away_is_tried_again_later(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    nobody = deliver(store, {"slack": HttpPoster("127.0.0.1:1")}, compose, now, act.id, backoff=lambda _: 9)
    assert nobody == Outcome(State.QUEUED, 9, attempted=True)


def test_a_platform_that_is_off_leaves_the_act_for_when_it_is_on(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    assert deliver(store, {}, compose, now, act.id) == Outcome(State.QUEUED)
    assert load(store, act.id).attempts == 0


def test_what_may_no_longer_go_is_never_sent(store: Store, chat: Chat) -> None:
    [act] = queue(store, Post(ToTrust(), Notice.AFFIRMATION, About("affirmation", "withdrawn")))
    assert attempt(store, chat, act.id) == Outcome(State.STOPPED, attempted=True)
    assert attempt(store, chat, act.id) == Outcome(State.STOPPED)
    assert chat.calls == []


def test_what_was_withdrawn_between_two_attempts_is_not_sent(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    chat.faults.append("429")
    attempt(store, chat, act.id)
    assert attempt(store, chat, act.id, compose=lambda _session, _act: None).state is State.STOPPED
    assert chat.acts == []


def test_a_refusal_is_final_and_only_its_code_is_told(
    store: Store, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    [act] = queue(store, POST)
    chat.faults.append("no")
    assert attempt(store, chat, act.id) == Outcome(State.REFUSED, attempted=True)
    assert "channel_not_found" in caplog.text
    assert RefusedError("The note about Ama was refused").reason == "unreadable"


def test_trying_ends_some_time(store: Store, chat: Chat) -> None:
    [sure, unsure] = [*queue(store, POST), *queue(store, POST)]
    with store.writing() as session:
        for act, state in ((sure, State.QUEUED), (unsure, State.SENDING)):
            row = acts.row_for_update(session, act.id)
            assert row is not None
            row.state, row.attempts = state, MOST_ATTEMPTS
    assert attempt(store, chat, sure.id) == Outcome(State.REFUSED)
    assert attempt(store, chat, unsure.id) == Outcome(State.UNKNOWN)
    assert chat.calls == []


def test_our_own_mistake_shows_no_words_and_ends(store: Store, chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    def mistaken(_session: Session, _act: ActRecord) -> Card | None:
        raise ValueError("the words of a note")

    caplog.set_level(logging.DEBUG)
    [act] = queue(store, POST)
    for _ in range(MOST_MISTAKES - 1):
        assert attempt(store, chat, act.id, compose=mistaken).state is State.QUEUED
    assert attempt(store, chat, act.id, compose=mistaken).state is State.REFUSED
    assert "ValueError" in caplog.text
    assert "words of a note" not in caplog.text


def test_what_follows_a_posted_affirmation_is_stored_with_it_or_not_at_all(store: Store, chat: Chat) -> None:
    told: list[str] = []

    def after(_session: Session, act: ActRecord, _at: datetime) -> None:
        told.append(f"{act.id} {act.state}")
        if len(told) == 1:
            raise RuntimeError

    [act] = queue(store, POST)
    assert attempt(store, chat, act.id, after=after).wait is not None
    assert load(store, act.id).state is State.SENDING
    assert attempt(store, chat, act.id, after=after).state is State.DONE
    assert told == [f"{act.id} done"] * 2
    assert chat.acts == [act.id]


def test_nothing_follows_another_post(store: Store, chat: Chat) -> None:
    [act] = queue(store, Post(ToRoom("r1"), Notice.WITHDRAWN, TRUST))
    attempt(store, chat, act.id, after=lambda *_: pytest.fail("nothing follows"))
    assert load(store, act.id).state is State.DONE


# ── What follows a post ─────────────────────────────────────────────────────────────────────


def test_an_edit_and_a_deletion_reach_the_copy(store: Store, chat: Chat) -> None:
    [post] = queue(store, POST)
    attempt(store, chat, post.id)
    [edit] = queue(store, Edit(Notice.AFFIRMATION, ABOUT))
    attempt(store, chat, edit.id, compose=lambda _session, act: Card(f"changed {act.detail}{act.notice}"))
    assert chat.messages[0].notice == "changed affirmation"
    [deletion] = queue(store, Delete(Notice.AFFIRMATION, ABOUT))
    attempt(store, chat, deletion.id)
    assert chat.messages[0].gone
    assert load(store, post.id).state is State.GONE
    assert queue(store, Edit(Notice.AFFIRMATION, ABOUT)) == []


def test_a_deletion_queued_while_the_post_is_under_way_finds_it(store: Store, chat: Chat) -> None:
    [post] = queue(store, POST)
    chat.faults.append("drop after")
    attempt(store, chat, post.id)
    [deletion] = queue(store, Delete(Notice.AFFIRMATION, ABOUT))
    assert attempt(store, chat, deletion.id).wait is not None
    attempt(store, chat, post.id)
    attempt(store, chat, deletion.id)
    assert chat.messages[0].gone


def test_a_deletion_looks_for_a_copy_nobody_was_sure_of(store: Store, chat: Chat) -> None:
    [post] = queue(store, POST)
    chat.faults.append("drop after")
    attempt(store, chat, post.id, can_find=False)
    attempt(store, chat, post.id, can_find=False)
    assert load(store, post.id).state is State.UNKNOWN
    [deletion] = queue(store, Delete(Notice.AFFIRMATION, ABOUT))
    assert attempt(store, chat, deletion.id).state is State.DONE
    assert chat.messages[0].gone


def test_where_nobody_can_look_that_deletion_is_left_to_a_person(store: Store, chat: Chat) -> None:
    [post] = queue(store, POST)
    chat.faults.append("drop after")
    attempt(store, chat, post.id, can_find=False)
    attempt(store, chat, post.id, can_find=False)
    [deletion] = queue(store, Delete(Notice.AFFIRMATION, ABOUT))
    assert attempt(store, chat, deletion.id, can_find=False).state is State.UNKNOWN


# ── People, Homes and rooms ─────────────────────────────────────────────────────────────────


@pytest.fixture
def ama(store: Store) -> str:
    with store.writing() as session:
        add_person(session, "ama")
        session.add(AddressRow(platform="slack", tenant="T", user="U1", person="ama", last_used=now()))
    return "ama"


def test_a_person_is_reached_in_their_own_place(store: Store, chat: Chat, ama: str) -> None:
    [act] = queue(store, Post(ToPerson(ama), Notice.INVITED, About("review", "r1")))
    attempt(store, chat, act.id)
    assert chat.messages[0].place == "U1"


def test_a_person_who_has_left_is_not_looked_for_for_ever(store: Store, chat: Chat, ama: str) -> None:
    [act] = queue(store, Post(ToPerson(ama), Notice.INVITED, About("review", "r1")))
    with store.writing() as session:
        session.delete(session.get_one(AddressRow, ("slack", "T", "U1")))
    assert attempt(store, chat, act.id).state is State.STOPPED


def test_a_home_is_published(store: Store, chat: Chat, ama: str) -> None:
    [act] = queue(store, PublishHome(ama))
    assert attempt(store, chat, act.id).state is State.DONE
    assert chat.calls == ["home"]


def test_a_room_that_was_made_is_remembered_and_people_are_brought_in(store: Store, chat: Chat, ama: str) -> None:
    [act] = queue(store, CreateRoom("r2"))
    assert attempt(store, chat, act.id).state is State.DONE
    with store.reading() as session:
        assert session.get_one(RoomRow, ("slack", "T", "new-r2")).review == "r2"
    [invitation] = queue(store, Invite("r2", ama))
    assert attempt(store, chat, invitation.id).state is State.DONE
    assert chat.calls == ["create_room", "invite"]


def test_rows_hold_ids_and_never_words(store: Store, chat: Chat) -> None:
    [act] = queue(store, POST)
    attempt(store, chat, act.id, compose=lambda _session, _act: Card("words of a person"))
    with store.reading() as session:
        row = session.get_one(ActRow, act.id)
        assert not [value for value in vars(row).values() if isinstance(value, str) and " " in value]
