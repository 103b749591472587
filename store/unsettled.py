"""Acts whose outcome nobody knows, or that were refused: found for whoever looks in chat, and settled by what they say."""

from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.domain.acts import QUOTING, Notice
from bot.domain.review import Review
from bot.domain.unsettled import Deed, Found, PostSettled, Unsettled
from store import affirmations, digests, reviews
from store.act_rows import Kind, PlaceKind, State
from store.tables import ActRow

_DEEDS = (Kind.POST, Kind.EDIT, Kind.DELETE)
_PLACES = (PlaceKind.ROOM, PlaceKind.TRUST)
_OPEN = (State.UNKNOWN, State.REFUSED)
_later = aliased(ActRow)
# What the trust channel quotes is never silently wrong there; in a room, what a platform refused is not missed.
_UNSETTLED = or_(
    ActRow.state == State.UNKNOWN,
    and_(ActRow.state == State.REFUSED, ActRow.place_kind == PlaceKind.TRUST, ActRow.notice.in_(QUOTING)),
)
_DONE_SINCE = (
    select(_later.id)
    .where(_later.detail == ActRow.detail, _later.kind != Kind.POST, ActRow.kind != Kind.POST)
    .where(_later.state == State.DONE, _later.made > ActRow.made)
    .exists()
)


def every(session: Session) -> list[Unsettled]:
    """All there are, oldest first; of one post that was to change several times, the last."""
    rows = session.scalars(
        select(ActRow)
        .where(_UNSETTLED, ~_DONE_SINCE, ActRow.kind.in_(_DEEDS), ActRow.place_kind.in_(_PLACES))
        .order_by(ActRow.made)
    )
    once = {row.id if row.kind == Kind.POST else row.detail: row for row in rows}
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
    if row.state not in _OPEN:
        return
    if change.found is Found.GONE:
        copy = session.get_one(ActRow, row.detail, with_for_update=True)
        alike = update(ActRow).where(ActRow.detail == row.detail, ActRow.kind == row.kind, ActRow.state.in_(_OPEN))
        if row.kind == Kind.DELETE:
            session.execute(alike.values(state=State.DONE, done=now))
            copy.state = State.GONE
        else:
            session.execute(alike.values(state=State.STOPPED))
            _again(copy)
    elif change.found is Found.THERE:
        row.state, row.done = State.DONE, now
    elif change.found is Found.LEFT:
        row.state = State.STOPPED
    else:
        _again(row)


def _again(row: ActRow) -> None:
    row.state, row.attempts, row.message, row.done = State.QUEUED, 0, "", None


def _unsettled(session: Session, row: ActRow) -> Unsettled | None:
    in_trust, refused = row.place_kind == PlaceKind.TRUST, row.state == State.REFUSED
    try:
        review = _in_channel(session, row, refused=refused) if in_trust else reviews.load(session, row.place)
    except KeyError:
        return None
    if review is None:
        return None
    in_list, is_open = row.notice == Notice.DIGEST, row.state in _OPEN
    return Unsettled(row.id, Deed(row.kind), row.platform, review, in_trust, in_list, refused, is_open)


def _in_channel(session: Session, row: ActRow, *, refused: bool) -> Review | None:
    """The review that a post in the channel is of; of a list, the first card's. None where nobody need look."""
    if row.notice not in QUOTING:
        return None
    listed = digests.items(session, row.about) if row.notice == Notice.DIGEST else (row.about,)
    found = [affirmations.load(session, one) for one in listed]
    if refused and row.kind == Kind.POST and not any(one.stands_in_channel for one in found):
        return None
    return found[0].review if found else None
