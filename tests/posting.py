"""What tests of posting share: acts to queue, posts to launch, and waiting until something is so."""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import deliver
from bot.domain.acts import About, Act, Notice, Post, ToRoom
from bot.message import Card
from bot.post import APPLICATION, Posts, _DbosRuns
from bot.posters import Poster
from store import acts
from store.acts import ActRecord
from store.engine import Store
from store.tables import ActRow, PersonRow, RoomRow
from tests.fake_chat import Chat, HttpPoster
from tests.swift import swift_dbos

_numbers = itertools.count(1)


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return f"act-{next(_numbers)}"


def compose(_session: Session, act: ActRecord) -> Card | None:
    """Say what the act is about; one about `withdrawn` may not go."""
    return None if act.about.id == "withdrawn" else Card(f"{act.notice} {act.about.id}")


def home(_session: Session, _person: str) -> tuple[Card, ...]:
    return (Card("home"),)


def posts_of(store: Store, poster: Poster | None = None, *, interval: float = 0.02, at_once: int = 1000) -> Posts:
    """Posting as the app sets it up, only faster."""
    one = partial(
        deliver, store, {"slack": poster} if poster else {}, compose, now, homes=home, backoff=lambda _attempts: 0.1
    )
    return Posts(
        store, one, platforms=["slack"], interval=interval, home_interval=1.0, round_seconds=0.3, at_once=at_once
    )


def add_rooms(store: Store, *reviews: str) -> None:
    with store.writing() as session:
        for review in reviews:
            session.add(RoomRow(platform="slack", tenant="T", channel=f"C-{review}", review=review))


def add_person(session: Session, person: str) -> None:
    session.add(PersonRow(id=person, name=person, until=None))
    session.flush()


class Handing(Protocol):
    def enqueue(self, session: Session, records: Sequence[ActRecord]) -> None: ...


@dataclass(frozen=True)
class Elsewhere:
    """Hands acts over as a turn does, to processes of their own that post them."""

    runs: _DbosRuns

    def enqueue(self, session: Session, records: Sequence[ActRecord]) -> None:
        for record in records:
            self.runs.enqueue(session, record)


def elsewhere(store: Store) -> Elsewhere:
    from dbos import DBOSClient  # noqa: PLC0415 slow to import

    return Elsewhere(_DbosRuns(store, DBOSClient(system_database_engine=store.write, application_name=APPLICATION)))


def queue(store: Store, act: Act, posts: Handing | None = None) -> list[ActRecord]:
    """Queue an act as a turn does, and give back those of its rows that are not the web's."""
    with store.writing() as session:
        found = acts.queue(session, act, now(), new_id)
        records = [record for record in found if record.state is acts.State.QUEUED]
        if posts is not None:
            posts.enqueue(session, records)
    return records


def queue_posts(store: Store, reviews: Sequence[str], count: int, posts: Posts | None = None) -> dict[str, list[str]]:
    """Queue so many posts for each room, in turn; gives back their ids by room, in order."""
    ids: dict[str, list[str]] = {f"C-{review}": [] for review in reviews}
    for number in range(count):
        for review in reviews:
            act = Post(ToRoom(review), Notice.JOINED, About("review", f"{number}"))
            ids[f"C-{review}"] += [record.id for record in queue(store, act, posts)]
    return ids


def states(store: Store) -> dict[str, str]:
    with store.reading() as session:
        found = session.execute(select(ActRow.id, ActRow.state).where(ActRow.platform != "web"))
        return {act: state for act, state in found}  # noqa: C416 rows are not pairs to the type checker


def wait_until(what: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait until something is so; fail when it is not in time."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.04)


@contextmanager
def launched(posts: Posts) -> Iterator[Posts]:
    with swift_dbos():
        posts.launch()
        try:
            yield posts
        finally:
            posts.close()


def posts_for(store: Store, chat: Chat, *, interval: float = 0.02, at_once: int = 1000) -> Posts:
    return posts_of(store, HttpPoster(chat.url), interval=interval, at_once=at_once)


def all_done(store: Store, count: int) -> bool:
    found = list(states(store).values())
    return len(found) == count and set(found) == {"done"}
