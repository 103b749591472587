"""Acts whose outcome nobody knows: found for whoever looks in chat, and settled by what they say."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.domain.acts import Notice
from bot.domain.unsettled import Deed, Found, PostSettled, Unsettled
from store import affirmations, reviews
from store.act_rows import Kind, PlaceKind, State
from store.tables import ActRow

_DEEDS = (Kind.POST, Kind.EDIT, Kind.DELETE)
_PLACES = (PlaceKind.ROOM, PlaceKind.TRUST)


def every(session: Session) -> list[Unsettled]:
    """All there are, oldest first; of one post that was to change several times, the last."""
    rows = session.scalars(
        select(ActRow)
        .where(ActRow.state == State.UNKNOWN, ActRow.kind.in_(_DEEDS), ActRow.place_kind.in_(_PLACES))
        .order_by(ActRow.made)
    )
    once = {row.detail if row.kind != Kind.POST else row.id: row for row in rows}
    return [found for row in once.values() if (found := _unsettled(session, row)) is not None]


def load(session: Session, act: str) -> Unsettled:
    """One of them, open or settled; raises KeyError where there is none."""
    row = session.get(ActRow, act)
    found = _unsettled(session, row) if row is not None and row.kind in _DEEDS and row.place_kind in _PLACES else None
    if found is None:
        raise KeyError(act)
    return found


def settle(session: Session, change: PostSettled, now: datetime) -> None:
    """Make it so. What is to be posted again is open again, and found by whoever looks after the queue."""
    row = session.get_one(ActRow, change.act, with_for_update=True)
    if row.state != State.UNKNOWN:
        return
    if change.found is Found.GONE:
        copy = session.get_one(ActRow, row.detail, with_for_update=True)
        alike = update(ActRow).where(
            ActRow.detail == row.detail, ActRow.kind == row.kind, ActRow.state == State.UNKNOWN
        )
        if row.kind == Kind.DELETE:
            session.execute(alike.values(state=State.DONE, done=now))
            copy.state = State.GONE
        else:
            session.execute(alike.values(state=State.STOPPED))
            _again(copy)
    elif change.found is Found.THERE:
        row.state, row.done = State.DONE, now
    else:
        _again(row)


def _again(row: ActRow) -> None:
    row.state, row.attempts, row.message, row.done = State.QUEUED, 0, "", None


def _unsettled(session: Session, row: ActRow) -> Unsettled | None:
    in_trust = row.place_kind == PlaceKind.TRUST
    try:
        if not in_trust:
            review = reviews.load(session, row.place)
        elif row.notice == Notice.AFFIRMATION:
            review = affirmations.load(session, row.about).review
        else:
            return None
    except KeyError:
        return None
    return Unsettled(row.id, Deed(row.kind), row.platform, review, in_trust, row.state == State.UNKNOWN)
