"""What the clock does at each tick: whoever is due is looked at, and what follows is made, a little at a time.

Everything of one person happens in one transaction that holds their row, so each due thing is done once, whatever dies
and however many processes look. After a time without anybody looking, all that came together is one message.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot import ending, reminding, whose_time
from bot.concerned import CLOCK
from bot.domain.asking import Decision, decide
from bot.domain.asking import after as carried_out
from bot.domain.prompt_changes import PromptChange, PromptsAsked, PromptsNudged, PromptsToHuman
from store import schedule
from store.engine import Store
from store.made import Made

AT_MOST = 0.1
"""Seconds that one transaction may take: others write, too."""
_FEWEST, _FIRST = 4, 25
_REST = 0.5
"""How long turns are given way to, by how long a transaction took."""
_SHORTEST_REST = 0.01


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
    _one: threading.Lock = field(default_factory=threading.Lock)

    def tick(self) -> int:
        """Remind schools once a year, and look at everybody who is due. Returns how many were looked at."""
        with self.store.reading() as session:
            yearly = reminding.due(session, self.now(), self.zone)
        if yearly:
            with self.store.writing() as session:
                reminding.remind(session, self.now(), self.zone, self.ids, self.enqueue)
        return self.drain()

    def drain(self) -> int:
        """Look at everybody who is due, in small transactions, giving way to turns between them."""
        if not self._one.acquire(blocking=False):
            return 0
        try:
            done = 0
            while not self.closing.is_set():
                began = time.monotonic()
                looked = self._some()
                if not looked:
                    return done
                done += looked
                took = time.monotonic() - began
                self._most = self._sized(took)
                self.closing.wait(max(_SHORTEST_REST, took * _REST))
            return done
        finally:
            self._one.release()

    def _sized(self, took: float) -> int:
        """How many people the next transaction looks at, by how long the last one took."""
        if took > AT_MOST:
            return max(_FEWEST, self._most // 2)
        return min(schedule.MOST, self._most * 5 // 4) if took < AT_MOST / 2 else self._most

    def _some(self) -> int:
        """Look at as many as one transaction bears: counted in people, and in rows that change for them."""
        now = self.now()
        with self.store.reading() as session:
            if not schedule.is_anybody_due(session, now):
                return 0
        with self.store.writing() as session:
            rows = schedule.due(session, now, self._most)
            people = [row.person for row in rows]
            who, open_ = whose_time.many(session, people, self.zone), whose_time.open_for(session, people)
            changes: list[PromptChange] = []
            left, looked = schedule.MOST, 0
            for row in rows:
                if row.person not in who:
                    schedule.put(row, None)
                    continue
                done = decide(who[row.person], open_[row.person], now)
                left -= 1 + 2 * (len(done.send) + len(done.nudge) + len(done.human))
                if left < 0 and looked:
                    break
                looked += 1
                after, _ = carried_out(who[row.person], open_[row.person], done, now)
                schedule.put(row, done.look_again, after.spoke, after.spent)
                changes += _changes(row.person, done)
            if changes:
                ending.make(session, changes, Made("", now, CLOCK), self.enqueue, self.ids)
            return len(rows)


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
