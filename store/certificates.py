"""Certificates: a removal whose bytes are cleared is sealed into a chain that shows whether one was changed since."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.removal import FIRST, Certificate, State, Why, broken, sealing
from store.keeping_tables import RemovalRow


def load(session: Session, removal: str) -> Certificate:
    """One removal, sealed or still to be; raises KeyError where there is none."""
    row = session.get(RemovalRow, removal)
    if row is None:
        raise KeyError(removal)
    return _value(row)


def newest(session: Session, limit: int = 20) -> tuple[Certificate, ...]:
    wanted = select(RemovalRow).where(RemovalRow.why != Why.REPLACED)  # that somebody chose other words is theirs
    rows = session.scalars(wanted.order_by(RemovalRow.at.desc(), RemovalRow.id).limit(limit))
    return tuple(map(_value, rows))


def seal(session: Session, removals: Sequence[str], now: datetime) -> None:
    """Seal these into the chain, oldest first; what is sealed already is left as it is."""
    last = session.scalar(select(RemovalRow).where(RemovalRow.number.is_not(None)).order_by(RemovalRow.number.desc()))
    number, previous = (last.number or 0, last.hash) if last else (0, FIRST)
    wanted = select(RemovalRow).where(RemovalRow.id.in_(removals), RemovalRow.number.is_(None))
    for row in session.scalars(wanted.order_by(RemovalRow.at, RemovalRow.id).with_for_update()).all():
        number += 1
        row.number, row.previous, row.sealed, row.state = number, previous, now, State.SEALED
        row.hash = previous = sealing(_value(row), number, previous)
    session.flush()


def first_broken(session: Session) -> str:
    """The id of the first certificate that is not as it was sealed; empty where the whole chain is."""
    rows = session.scalars(select(RemovalRow).where(RemovalRow.number.is_not(None)).order_by(RemovalRow.number))
    return broken(map(_value, rows))


def _value(row: RemovalRow) -> Certificate:
    return Certificate(
        row.id,
        Why(row.why),
        row.person,
        row.at,
        {kind: (count, digest) for kind, (count, digest) in row.kinds.items()},
        {kind: tuple(ids) for kind, ids in row.ids.items()},
        State(row.state),
        row.number or 0,
        row.sealed,
        row.previous,
        row.hash,
    )
