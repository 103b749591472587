"""Holds: what may not be removed for now, and why."""

from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.changes_of_keeping import HoldSet
from bot.domain.removal import Held, Hold, HoldWhy
from store.keeping_tables import HoldRow


def load(session: Session, hold: str) -> Hold:
    """One hold; raises KeyError where there is none."""
    row = session.get(HoldRow, hold)
    if row is None:
        raise KeyError(hold)
    return _value(row)


def standing(session: Session, today: date) -> tuple[Hold, ...]:
    """The holds that hold today, the first to end first."""
    wanted = select(HoldRow).where(HoldRow.lifted.is_(None), HoldRow.until >= today)
    return tuple(map(_value, session.scalars(wanted.order_by(HoldRow.until, HoldRow.id))))


def on(session: Session, review: str, people: tuple[str, ...], today: date) -> Hold | None:
    """The hold that keeps something of this review and of these people, the last to end where there are several."""
    theirs = or_(
        and_(HoldRow.kind == Held.REVIEW, HoldRow.about == review),
        and_(HoldRow.kind == Held.PERSON, HoldRow.about.in_(people)),
    )
    wanted = select(HoldRow).where(theirs, HoldRow.lifted.is_(None), HoldRow.until >= today)
    row = session.scalars(wanted.order_by(HoldRow.until.desc(), HoldRow.id).limit(1)).first()
    return None if row is None else _value(row)


def put(session: Session, change: HoldSet, person: str, at: datetime) -> None:
    session.add(
        HoldRow(
            id=change.hold,
            kind=change.on,
            about=change.held,
            why=change.why,
            until=change.until,
            person=person,
            at=at,
            lifted=None,
        )
    )


def lift(session: Session, hold: str, at: datetime) -> None:
    session.get_one(HoldRow, hold).lifted = at


def _value(row: HoldRow) -> Hold:
    return Hold(row.id, Held(row.kind), row.about, HoldWhy(row.why), row.until, row.lifted is not None)
