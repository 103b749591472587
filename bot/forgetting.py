"""Forgetting in the background: what is due under retention goes in small transactions, and the bytes of what is gone are cleared.

Each step is committed before the next, and a row says how far it came; a process that dies goes on at its next start.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import ending
from bot.domain.changes_of_keeping import AffirmationRemoved, NoteRemoved
from bot.domain.removal import Hold, State, Why
from bot.domain.retention import KEPT, Kind, days_kept
from bot.turn import new_id, utc_now
from store import affirmations, certificates, holds, removal, retention, trust_settings
from store.clearing import clear
from store.engine import Store
from store.inserting import add
from store.keeping_tables import RemovalRow
from store.made import Made
from store.tables import HistoryRow, NoteRow

_log = logging.getLogger(__name__)

MOST_AT_ONCE = 200  # things one transaction of retention may take
LEAST_AT_ONCE = 5
LONGEST = 0.1  # seconds a transaction should last, so that no turn waits for it
_LOCK = 1_885_697_393  # "pewq": one process runs retention at a time


@dataclass(frozen=True)
class Forgetting:
    """The background's part in forgetting. `enqueue` hands posts to be taken away to delivery, as a turn does."""

    store: Store
    enqueue: ending.Enqueue = lambda _session, _rows: None
    clock: Callable[[], datetime] = utc_now
    ids: Callable[[], str] = new_id

    def clear(self) -> int:
        """Clear the bytes of what was removed and seal it; returns how many removals were sealed."""
        cleared = clear(self.store)
        if cleared:
            with self.store.writing() as session:
                certificates.seal(session, cleared, self.clock())
        return len(cleared)

    def waits(self) -> bool:
        """Whether the bytes of something removed are still to be cleared."""
        with self.store.reading() as session:
            return session.scalar(select(RemovalRow.id).where(RemovalRow.state != State.SEALED).limit(1)) is not None

    def retain(self) -> int:
        """Let go what is due today, of every kind; returns how many things went."""
        with _alone(self.store) as alone:
            if not alone:
                return 0
            self._end_runs()
            today = self.clock().date()
            with self.store.reading() as session:
                days = days_kept(trust_settings.every(session))
                held = holds.standing(session, today)
            return _Run(self, today, days, held).through()

    def _end_runs(self) -> None:
        """What a process that died had let go is gone; its record is closed as it stands."""
        with self.store.writing() as session:
            for row in session.scalars(select(RemovalRow).where(RemovalRow.state == State.RUNNING)):
                row.state = State.GONE


@dataclass
class _Run:
    """One run of retention."""

    forgetting: Forgetting
    today: date
    days: Mapping[Kind, int]
    held: tuple[Hold, ...]
    removal: str = ""
    at_once: int = MOST_AT_ONCE

    def through(self) -> int:
        count = sum(self._kind(kind) for kind in Kind)
        if self.removal:
            with self.forgetting.store.writing() as session:
                session.get_one(RemovalRow, self.removal).state = State.GONE
            _log.warning("retention: %d things went, recorded as %s", count, self.removal)
        return count

    def _kind(self, kind: Kind) -> int:
        count = 0
        while taken := self._batch(kind):
            count += taken
        return count

    def _batch(self, kind: Kind) -> int:
        """One small transaction; the next is smaller where this one took long."""
        store, now = self.forgetting.store, self.forgetting.clock()
        with store.reading() as session:
            if not retention.due(session, kind, self.today, self.days, self.held, 1):
                return 0
        with store.writing() as session:
            began = time.monotonic()
            # Holds are read again with the rows themselves: one set a moment ago holds.
            held = holds.standing(session, self.today)
            ids = retention.due(session, kind, self.today, self.days, held, self.at_once)
            if ids:
                self._forget(session, kind, ids, now)
                removal.note_down(self._record(session, now), kind, ids, named=KEPT[kind].named)
            took = time.monotonic() - began
        if took > LONGEST:
            self.at_once = max(LEAST_AT_ONCE, self.at_once // 2)
        return len(ids)

    def _forget(self, session: Session, kind: Kind, ids: tuple[str, ...], now: datetime) -> None:
        match kind:
            case Kind.NOTES:
                _record_notes(session, ids, now)
                removal.forget_notes(session, ids, now, source=False)
            case Kind.REFLECTIONS | Kind.COMPARISONS | Kind.PLACES | Kind.WISHES | Kind.ACCOUNTS | Kind.REPLIES:
                removal.forget_words(session, kind, ids, now)
            case Kind.UNSHARED | Kind.AFFIRMATIONS:
                found = [affirmations.load(session, one) for one in ids]
                gone = [AffirmationRemoved(one.id, one.review.id, "", Why.RETENTION, one.state) for one in found]
                ending.make(session, gone, Made("", now, ""), self.forgetting.enqueue, self.forgetting.ids)
            case _:
                retention.forget_rows(session, kind, ids)

    def _record(self, session: Session, now: datetime) -> RemovalRow:
        if self.removal:
            return session.get_one(RemovalRow, self.removal)
        first, number = f"retention-{self.today.isoformat()}", 1
        self.removal = first
        while session.get(RemovalRow, self.removal) is not None:
            number += 1
            self.removal = f"{first}-{number}"
        return removal.begin(session, self.removal, Why.RETENTION, "", now, {}, State.RUNNING)


def _record_notes(session: Session, ids: tuple[str, ...], now: datetime) -> None:
    """Write into the history that these notes went, as it is written where a person removes one."""
    for note, review, writer in session.execute(
        select(NoteRow.id, NoteRow.review, NoteRow.writer).where(NoteRow.id.in_(ids)).order_by(NoteRow.id)
    ).all():
        fields = {"note": note, "review": review, "writer": writer, "person": "", "why": Why.RETENTION.value}
        about = {"at": now, "person": "", "platform": "", "conversation": "", "kind": NoteRemoved.__name__}
        add(session, HistoryRow, about=note, fields=fields, **about)


@contextmanager
def _alone(store: Store) -> Iterator[bool]:
    """Whether no other process runs retention now. Only one may serve a SQLite file."""
    if store.is_sqlite:
        yield True
        return
    with store.write.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone = bool(plain.scalar(text("select pg_try_advisory_lock(:lock)"), {"lock": _LOCK}))
        try:
            yield alone
        finally:
            if alone:
                plain.execute(text("select pg_advisory_unlock(:lock)"), {"lock": _LOCK})
