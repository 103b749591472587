"""The clock in a process of its own, for tests that kill it: it says how many it looked at, after every transaction."""

import itertools
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.depth import Owner
from bot.domain.prompt import SetSort
from bot.domain.prompt_changes import PlannedPrompt, PromptsPlanned
from bot.ending import make
from bot.timekeeper import Timekeeper
from store.engine import Store, open_store
from store.made import Made
from store.tables import AddressRow, PersonRow, SchoolRow, TrustRow
from tests.forked import until_closed

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLANNER = "planner"


def keeper(store: Store, now: datetime = MONDAY) -> Timekeeper:
    """A clock that stands at one moment."""
    numbers = itertools.count(1)
    return Timekeeper(
        store, ZoneInfo("Europe/London"), lambda: f"act-{os.getpid()}-{next(numbers)}", lambda _s, _r: None, lambda: now
    )


def look(pipe: Connection, url: str, slowly: bool) -> int:
    """Look at whoever is due, four at a time, until nobody is left; `slowly`: no further than the other end allows."""
    clock = keeper(open_store(url))
    clock._most = 4
    while (looked := clock.some()[0]) or clock._busy:
        pipe.send(str(looked))
        if slowly:
            pipe.recv()
    pipe.send("done")
    until_closed(pipe)
    return 0


def planned(store: Store, people: Iterable[str], each: int, now: datetime = MONDAY) -> None:
    """A trust with one school and these people, each asked so many questions."""
    with store.writing() as session:
        _trust(session)
        for person in people:
            session.add(PersonRow(id=person, name=person, until=None))
        session.flush()
        for person in people:
            session.add(AddressRow(platform="web", tenant="", user=person, person=person, last_used=None))
        session.flush()
        for start in range(0, len(tuple(people)), 500):
            some = list(people)[start : start + 500]
            asked = tuple(_prompt(person, n) for person in some for n in range(each))
            made = PromptsPlanned(f"s{start}", SetSort.PULSE, "oak", "", "", PLANNER, None, asked)
            make(session, [made], Made(PLANNER, now, "web"), lambda _session, _rows: None, lambda: "none")


def _prompt(person: str, number: int) -> PlannedPrompt:
    return PlannedPrompt(f"A-7.3/{number}", "Who knows?", "A-7.3", Owner.DSL, person, 2, sensitive=False)


def _trust(session: Session) -> None:
    session.add(TrustRow(id="trust", name="A trust"))
    session.add(
        SchoolRow(
            id="oak",
            name="Oak",
            phase="",
            phone_rule="",
            closed=None,
            contacts_confirmed=None,
            contacts_asked=None,
            contacts_overdue=None,
            former_names=[],
        )
    )
    session.add(PersonRow(id=PLANNER, name=PLANNER, until=None))
    session.flush()
