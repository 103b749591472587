"""What the adapter promises, by HTTP and by Socket Mode: through repeats, drops and `kill -9`, nothing is lost or doubled.

Events come as Slack delivers them, a third of them again, to a real `peerwalk serve` (two of them on PostgreSQL) that is
killed three times; a twentieth of all calls and deliveries is lost on its way; the queue posts meanwhile. There are
ninety, so that the suite stays swift; `PEERWALK_TEST_EVENTS=300` takes as many as the promise speaks of.
"""

import http.client
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.acts import About, Notice, Post, ToChannel, ToPerson, ToRoom
from store import acts
from store.engine import Store, open_store
from store.tables import ActRow
from tests import slack_driver as driving
from tests.posting import Elsewhere, elsewhere, queue, wait_until
from tests.slack_driver import ROOMS, TEAMS, command, dm, mention, texts_in
from tests.slack_fake_api import FakeSlack, fake_slack
from tests.slack_process import Served, serving

POSTED = True
EVENTS = int(os.environ.get("PEERWALK_TEST_EVENTS", "90"))
KILLS = (EVENTS // 5, EVENTS // 2, EVENTS * 2 // 3)
AHEAD = 15  # so many more are on their way when a process is killed
LOST = 20  # each twentieth
PEOPLE = [(person, review) for review, team in TEAMS.items() for person in team]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        for number in range(100):  # half of what is lost was done
            slack.faults.extend([*[""] * (LOST - 1), f"drop {'after' if number % 2 else 'before'}"])
        yield slack
        assert not slack.wrong, sorted(set(slack.wrong))


@dataclass
class Processes:
    """The serving processes of one store; in the place of one that is killed, another begins."""

    entered: ExitStack
    serve: tuple[str, Path, FakeSlack, Path]
    socket: bool
    there: list[Served] = field(default_factory=list)

    def begin(self) -> None:
        self.there.append(self.entered.enter_context(serving(*self.serve, socket=self.socket)))

    def kill(self) -> None:
        self.there.pop(0).process.kill()
        self.begin()


@dataclass
class Deliveries:
    """Slack's end: each event is delivered until it is acknowledged, and each third once more."""

    processes: Processes
    slack: FakeSlack
    events: list[tuple[str, Any]]
    store: Store
    posts: Elsewhere
    queued: int = 0
    acknowledged: set[int] = field(default_factory=set)
    allowed: int = 0

    def all(self) -> None:
        with ThreadPoolExecutor(12) as pool:
            delivering = [pool.submit(self.one, number) for number in range(len(self.events))]
            for after in KILLS:
                self.allowed = after + AHEAD
                self.queued += sum(
                    say_something(self.store, self.posts, person, review) for person, review in PEOPLE[::2]
                )
                wait_until(lambda after=after: len(self.acknowledged) >= after)  # type: ignore[misc]
                self.processes.kill()
            self.allowed = len(self.events)
            for each in delivering:
                each.result()

    def one(self, number: int) -> None:
        chance = random.Random(number)
        wait_until(lambda: number < self.allowed)
        while not (self.arrives(number, chance) and chance.randrange(LOST)):
            time.sleep(0.05)
        self.acknowledged.add(number)
        if number % 3 == 0:
            self.arrives(number, chance)

    def arrives(self, number: int, chance: random.Random) -> bool:
        """Deliver it once, to whichever process. Was it acknowledged?"""
        kind, payload = self.events[number]
        if self.processes.socket:
            return self._by_socket("events_api" if kind == "events" else "slash_commands", payload, chance)
        try:
            driver = chance.choice(self.processes.there).driver
            return (driver.events(payload) if kind == "events" else driver.form(kind, payload)).status == 200
        except (OSError, http.client.HTTPException, IndexError):
            return False

    def _by_socket(self, kind: str, payload: Any, chance: random.Random) -> bool:
        socket = self.slack.socket
        if not (lines := socket.live()):
            return False
        line = chance.choice(lines)
        try:
            envelope = socket.deliver(kind, payload, line=line)
        except ConnectionError:
            return False
        socket.wait(lambda: envelope in socket.acks or not line.open)
        return envelope in socket.acks


@pytest.mark.parametrize("way", ["http", "socket"])
def test_through_repeats_drops_and_three_kills_nothing_is_lost_and_nothing_doubled(
    any_store_url: str, tmp_path: Path, slack: FakeSlack, way: str
) -> None:
    driving.seeded(any_store_url)
    store = open_store(any_store_url)
    posts = elsewhere(store)
    expected: dict[str, list[str]] = {review: [] for review in TEAMS}
    events: list[tuple[str, Any]] = []
    for number in range(EVENTS):
        person, review = PEOPLE[number % len(PEOPLE)]
        words = f"Staff knew whom to tell, and said so without looking it up ({number})."
        expected[review].append(words)
        match number % 11:
            case 0:
                events.append(("events", dm(person, words)))
            case 5:
                events.append(("events", mention(person, words, ROOMS[review])))
            case _:
                events.append(("commands", command(person, f"note {words}", slack)))
    for review in TEAMS:
        queue(store, Post(ToChannel(review), Notice.WHO_HAS_WHAT, About("review", review)), posts)
    log = tmp_path / "log"
    log.touch()
    with ExitStack() as entered:
        processes = Processes(entered, (any_store_url, tmp_path, slack, log), way == "socket")
        for _ in range(1 if store.is_sqlite else 2):
            processes.begin()
        deliveries = Deliveries(processes, slack, events, store, posts)
        deliveries.all()
        for review, texts in expected.items():
            assert Counter(texts_in(any_store_url, tmp_path, review)) == Counter(texts)
        wait_until(lambda: not open_acts(store))
    settled(store, slack, deliveries.queued)
    store.close()


def say_something(store: Store, posts: Elsewhere, person: str, review: str) -> int:
    """Something for the queue to say in the room and in private; it is found there as what a turn queued."""
    here = About("review", review)
    said = [Post(to, Notice.INVITATION_ACCEPTED, here, detail=person) for to in (ToRoom(review), ToPerson(person))]
    return sum(len(queue(store, act, posts)) for act in said)


def open_acts(store: Store) -> list[str]:
    with store.reading() as session:
        wanted = select(ActRow.id).where(ActRow.state.in_(acts.OPEN), ActRow.kind != acts.Kind.HOME)  # once a minute
        return list(session.scalars(wanted))


def settled(store: Store, slack: FakeSlack, queued: int) -> None:
    """Every post stands once, every edit was done (there is one only of what had gone by then), and each mark is there."""
    with store.reading() as session:
        wanted = select(ActRow.id, ActRow.kind, ActRow.state).where(ActRow.kind != acts.Kind.HOME)
        rows = session.execute(wanted.where(ActRow.platform == "slack")).all()
    assert {state for _, _, state in rows} == {"done"}
    posts = [act for act, kind, _ in rows if kind == acts.Kind.POST]
    assert len(posts) >= queued
    standing = Counter(message["metadata"]["event_payload"]["act"] for message in slack.messages)
    assert standing == Counter(posts)
    assert len(slack.reactions) == len(set(slack.reactions)) == sum(kind == acts.Kind.REACT for _, kind, _ in rows) > 0
