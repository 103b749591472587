"""The clock's table: one row for each person, with when to look at them next.

Whatever brings something nearer for somebody pokes their row before it changes anything else, and the clock holds
the row while it looks: so neither waits for the other with something in hand.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.asking_tables import ScheduleRow

MOST = 200
"""No more rows than this in one transaction: others write, too."""


def poke(session: Session, person: str, now: datetime) -> None:
    """Have the clock look at somebody at once."""
    poke_all(session, (person,), now)


def poke_all(session: Session, people: Iterable[str], now: datetime) -> None:
    """The same for several; always in the same order, so that two who do so never wait for each other."""
    rows = [{"person": person, "due": now, "spent": 0} for person in sorted(set(people))]
    if not rows:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for row in rows:
        added = insert(ScheduleRow).values(row)
        session.execute(added.on_conflict_do_update(index_elements=["person"], set_={"due": added.excluded.due}))


def poke_known(session: Session, people: Iterable[str], now: datetime) -> None:
    """The same for those of these for whom something is open, or ever was."""
    wanted = tuple(people)
    if wanted:
        found = update(ScheduleRow).where(ScheduleRow.person.in_(wanted)).values(due=now)
        session.execute(found.execution_options(synchronize_session=False))


def poke_everybody(session: Session, now: datetime) -> None:
    """Have the clock look at everybody for whom something is open, as when the trust's days or hours change."""
    session.execute(
        update(ScheduleRow).where(ScheduleRow.due > now).values(due=now).execution_options(synchronize_session=False)
    )


def due(session: Session, now: datetime, most: int = MOST) -> list[ScheduleRow]:
    """Those to look at by now, longest due first: held, on PostgreSQL, against every other process."""
    wanted = select(ScheduleRow).where(ScheduleRow.due <= now).order_by(ScheduleRow.due, ScheduleRow.person)
    return list(session.scalars(wanted.limit(most).with_for_update(skip_locked=True)))


def is_anybody_due(session: Session, now: datetime) -> bool:
    return session.scalar(select(ScheduleRow.person).where(ScheduleRow.due <= now).limit(1)) is not None


def of(session: Session, person: str) -> ScheduleRow | None:
    """When somebody is looked at next, and when they last heard."""
    return session.get(ScheduleRow, person)


def put(row: ScheduleRow, again: datetime | None, spoke: datetime | None = None, spent: int | None = None) -> None:
    """Look at somebody again at a moment, or not before they are poked; `spoke`: they have just been sent something."""
    row.due = again
    if spoke is not None and spent is not None:
        row.spoke, row.spent = spoke, spent
