"""What the clock does at each tick: whoever is due is looked at, and what follows is made, a little at a time.

Looking takes no lock. What is to be done for one person happens in one transaction that holds their row and looks once
more, so each due thing is done once, whatever dies and however many processes look. After a time without anybody looking, all that came together is one message.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from bot import came_of_it, digesting, ending, reminding, whose_time
from bot.concerned import CLOCK
from bot.domain.asking import Decision, decide
from bot.domain.asking import after as carried_out
from bot.domain.prompt_changes import PromptChange, PromptsAsked, PromptsNudged, PromptsToHuman
from store import schedule
from store.engine import Store
from store.made import Made

AT_MOST = 0.1
"""Seconds that one transaction may take: others write, too."""
_FEWEST, _FIRST, _MOST = 4, 10, 40
_REST = 0.2
"""How long turns are given way to, by how long a transaction took."""
_SHORTEST_REST = 0.005


@dataclass
class Timekeeper:
    """One store's. `drain` may be called from any thread; in one process only one of them works."""

    store: Store
    zone: ZoneInfo
    ids: Callable[[], str]
    enqueue: ending.Enqueue
    now: Callable[[], datetime]
    closing: threading.Event = field(default_factory=threading.Event)
    _most: int = _FIRST
    _busy: list[str] = field(default_factory=list)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def tick(self) -> int:
        """Remind schools once a year, make the channel's weekly list, ask what came of what is tried, and look at everybody who is due. Returns how many were looked at."""
        with self.store.reading() as session:
            yearly = reminding.due(session, self.now(), self.zone)
            weekly = digesting.due(session, self.now())
            borrowed = came_of_it.due(session, self.now(), self.zone)
        if yearly:
            with self.store.writing() as session:
                reminding.remind(session, self.now(), self.zone, self.ids, self.enqueue)
        if weekly:
            with self.store.writing() as session:
                digesting.make_list(session, self.now(), self.ids, self.enqueue)
        if borrowed:
            with self.store.writing() as session:
                came_of_it.ask(session, self.now(), self.zone, self.ids, self.enqueue)
        return self.drain()

    def drain(self) -> int:
        """Look at everybody who is due, in small transactions, giving way to turns between them."""
        if not self._one.acquire(blocking=False):
            return 0
        try:
            done = 0
            self._busy.clear()
            while not self.closing.is_set():
                looked, wrote = self.some()
                if not looked and not self._busy:
                    break
                done += looked
                self.closing.wait(max(_SHORTEST_REST, wrote * _REST))
            return done
        finally:
            self._one.release()

    def some(self) -> tuple[int, float]:
        """Look at as many as one transaction bears. Returns how many were settled, and the seconds it wrote."""
        seen: dict[str, datetime] = {}
        settled: dict[str, datetime | None] = {}
        now = self.now()
        if not self._busy:
            with self.store.reading() as session:
                seen = schedule.due(session, now)
                if not seen:
                    return 0, 0.0
                for person, done in self._decided(session, list(seen), now).items():
                    if done.does_something:
                        self._busy.append(person)
                    else:
                        settled[person] = done.look_again
        began = time.monotonic()
        if settled:
            with self.store.writing() as session:
                schedule.settle(session, settled, seen, now)
            return len(settled), time.monotonic() - began
        some, self._busy = self._busy[: self._most], self._busy[self._most :]
        self._made(some, now)
        took = time.monotonic() - began
        self._most = self._sized(took)
        return len(some), took

    def _sized(self, took: float) -> int:
        """For how many people the next transaction does something, by how long the last one took."""
        if took > AT_MOST:
            return max(_FEWEST, self._most // 2)
        return min(_MOST, self._most + 2) if took < AT_MOST / 2 else self._most

    def _decided(self, session: Session, people: list[str], now: datetime) -> dict[str, Decision]:
        who, open_ = whose_time.many(session, people, self.zone), whose_time.open_for(session, people)
        return {one: decide(who[one], open_[one], now) if one in who else Decision() for one in people}

    def _made(self, people: list[str], now: datetime) -> None:
        """Do what is to be done for these, with their rows held, as it stands now."""
        with self.store.writing() as session:
            rows = schedule.hold(session, people, now)
            held = [row.person for row in rows]
            who, open_ = whose_time.many(session, held, self.zone), whose_time.open_for(session, held)
            changes: list[PromptChange] = []
            left = schedule.MOST
            for row in rows:
                done = decide(who[row.person], open_[row.person], now)
                left -= 1 + 2 * (len(done.send) + len(done.nudge) + len(done.human))
                if left < 0 and changes:
                    break
                after, _ = carried_out(who[row.person], open_[row.person], done, now)
                row.due, row.spoke, row.spent = done.look_again, after.spoke, after.spent
                changes += _changes(row.person, done)
            ending.make(session, changes, Made("", now, CLOCK), self.enqueue, self.ids)


def _changes(person: str, done: Decision) -> list[PromptChange]:
    found: list[PromptChange] = []
    if done.send:
        found.append(PromptsAsked(person, done.send, done.catch_up))
    if done.nudge:
        found.append(PromptsNudged(person, done.nudge, alone=not done.send))
    whys = dict.fromkeys(why for _, why in done.human)
    found += [PromptsToHuman(person, tuple(one for one, said in done.human if said is why), why) for why in whys]
    return found


def quietly(keeper: Timekeeper) -> None:
    """One tick; what could not be done is done at the next."""
    try:
        keeper.tick()
    except Exception as error:  # noqa: BLE001 the next tick tries again
        structlog.get_logger().error("clock.mistake", error=type(error).__name__)
