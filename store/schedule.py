"""The clock's table: one row for each person, with when to look at them next.

Whatever brings something nearer for somebody pokes their row before it changes anything else, and the clock holds
the row while it looks: so neither waits for the other with something in hand.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.asking_tables import ScheduleRow

MOST = 200
"""No more rows than this in one transaction: others write, too."""

_TABLE = cast("Table", ScheduleRow.__table__)
_SETTLE = (
    _TABLE.update()
    .where(_TABLE.c.person == bindparam("who"), _TABLE.c.due == bindparam("seen"))
    .values(due=bindparam("again"))
)


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


def due(session: Session, now: datetime, most: int = MOST) -> dict[str, datetime]:
    """Who is to be looked at by now, and since when, longest due first."""
    wanted = select(ScheduleRow.person, ScheduleRow.due).where(ScheduleRow.due <= now)
    rows = session.execute(wanted.order_by(ScheduleRow.due, ScheduleRow.person).limit(most))
    return {row.person: row.due for row in rows}


def hold(session: Session, people: Iterable[str], now: datetime) -> list[ScheduleRow]:
    """Those of these who are still due: held, on PostgreSQL, against every other process, and without waiting for any."""
    wanted = select(ScheduleRow).where(ScheduleRow.person.in_(tuple(people)), ScheduleRow.due <= now)
    return list(session.scalars(wanted.order_by(ScheduleRow.person).with_for_update(skip_locked=True)))


def settle(session: Session, again: Mapping[str, datetime | None], seen: Mapping[str, datetime], now: datetime) -> None:
    """Nothing is to be done for these before another moment. Whoever was poked since they were seen stays due."""
    held = set(again)
    if session.get_bind().dialect.name != "sqlite":
        wanted = select(ScheduleRow.person).where(ScheduleRow.person.in_(held), ScheduleRow.due <= now)
        held = set(session.scalars(wanted.order_by(ScheduleRow.person).with_for_update(skip_locked=True)))
    if held:
        rows = [{"who": one, "seen": seen[one], "again": again[one]} for one in sorted(held)]
        session.connection().execute(_SETTLE, rows)


def of(session: Session, person: str) -> ScheduleRow | None:
    """When somebody is looked at next, and when they last heard."""
    return session.get(ScheduleRow, person)
