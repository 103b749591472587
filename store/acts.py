"""The rows of acts: what is to be done in chat, fanned out to the platforms, and what came of it.

An act's row holds ids and never a word. The web words a row when somebody looks, so a row for the web is done the
moment it is queued. In one place acts are done in the order of `made`, which never stands still there.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.acts import (
    About,
    Act,
    CreateRoom,
    Delete,
    Edit,
    Invite,
    Notice,
    Place,
    Post,
    PublishHome,
    React,
    ToPerson,
    ToRoom,
    ToTrust,
)
from store.act_record import OPEN, TRUST_PLACE, WEB, ActRecord, Kind, PlaceKind, State, record
from store.tables import ActRow, AddressRow, NoteRow, RoomRow

__all__ = [
    "OPEN",
    "TRUST_PLACE",
    "WEB",
    "ActRecord",
    "Kind",
    "PlaceKind",
    "State",
    "copies",
    "keep_room",
    "load",
    "mark",
    "mark_done",
    "newest",
    "oldest_open",
    "open_acts",
    "queue",
    "record",
    "row_for_update",
    "shown",
    "user_of",
]

_MAY_STAND = (State.SENDING, State.DONE, State.UNKNOWN)


def queue(session: Session, act: Act, now: datetime, new_id: Callable[[], str]) -> list[str]:
    """Add the rows of one act, one for each platform it reaches, and return their ids."""
    match act:
        case Post(to, notice, about, detail):
            rows = [
                _row(Kind.POST, target, notice=notice, about=about, detail=detail) for target in _targets(session, to)
            ]
        case Edit(notice, about):
            rows = [_again(Kind.EDIT, copy) for copy in _copies(session, notice, about)]
        case Delete(notice, about):
            rows = [_again(Kind.DELETE, copy) for copy in _copies(session, notice, about)]
        case React(about):
            rows = _reactions(session, about)
        case PublishHome(person):
            rows = _homes(session, person)
        case CreateRoom(review):
            rows = [
                _row(Kind.CREATE_ROOM, (room.platform, PlaceKind.ROOM, review, room.tenant, ""))
                for room in _rooms(session, "")
            ]
        case Invite(review, person):
            rows = _invitations(session, review, person)
        case _:
            assert_never(act)
    for row in rows:
        row.id = new_id()
        row.made = _after_the_last(session, row, now)
        if row.platform == WEB:
            _do_on_the_web(session, row)
        session.add(row)
        session.flush()
    return [row.id for row in rows]


def load(session: Session, act: str) -> ActRecord | None:
    row = session.get(ActRow, act)
    return None if row is None else record(session, row)


def copies(session: Session, notice: Notice, about: About) -> list[ActRecord]:
    """Find the posts of this notice about this thing that stand in chat, or may."""
    return [record(session, row) for row in _copies(session, notice, about)]


def shown(session: Session, platform: str, place_kind: str, place: str, limit: int) -> list[ActRecord]:
    """List the posts done in a place, newest first: what a pane on the web shows."""
    rows = session.scalars(
        select(ActRow)
        .where(ActRow.platform == platform, ActRow.place_kind == place_kind, ActRow.place == place)
        .where(ActRow.kind == Kind.POST, ActRow.state == State.DONE)
        .order_by(ActRow.made.desc())
        .limit(limit)
    )
    return [record(session, row) for row in rows]


def newest(session: Session, platform: str, place_kind: str, place: str) -> str:
    """Give back what changes whenever anything is queued for a place: posts, edits, deletions. Empty at first."""
    last = _last_made(session, platform, place_kind, place)
    return "" if last is None else last.isoformat()


def oldest_open(session: Session, act: ActRecord) -> str:
    """Find the act that is due first in the place of this one, or nothing."""
    found = session.scalar(
        select(ActRow.id)
        .where(ActRow.platform == act.platform, ActRow.place_kind == act.place_kind, ActRow.place == act.place)
        .where(ActRow.state.in_(OPEN))
        .order_by(ActRow.made)
        .limit(1)
    )
    return found or ""


def open_acts(session: Session, *, made_before: datetime, limit: int) -> list[ActRecord]:
    """Acts that are still to be done, oldest first."""
    rows = session.scalars(
        select(ActRow).where(ActRow.state.in_(OPEN), ActRow.made < made_before).order_by(ActRow.made).limit(limit)
    )
    return [record(session, row) for row in rows]


def row_for_update(session: Session, act: str) -> ActRow | None:
    """Load the row itself, held until the transaction ends."""
    return session.get(ActRow, act, with_for_update=True, populate_existing=True)


def mark_done(row: ActRow, now: datetime, *, tenant: str, channel: str, message: str) -> None:
    row.state, row.done = State.DONE, now
    row.tenant, row.channel, row.message = tenant, channel, message


def mark(row: ActRow, state: State) -> None:
    row.state = state


def user_of(session: Session, platform: str, tenant: str, person: str) -> str:
    """Find the platform's own id of a person, or nothing: the address used last, where there are several."""
    found = session.scalar(
        select(AddressRow.user)
        .where(AddressRow.platform == platform, AddressRow.tenant == tenant, AddressRow.person == person)
        .order_by(AddressRow.last_used.desc().nulls_last())
        .limit(1)
    )
    return found or ""


def keep_room(session: Session, platform: str, tenant: str, channel: str, review: str) -> None:
    """Remember the room that was made for a review."""
    if session.get(RoomRow, (platform, tenant, channel)) is None:
        session.add(RoomRow(platform=platform, tenant=tenant, channel=channel, review=review))


# ── Where it goes ───────────────────────────────────────────────────────────────────────────


# platform, kind of place, place, tenant, channel
_Target = tuple[str, PlaceKind, str, str, str]


def _targets(session: Session, to: Place) -> list[_Target]:
    match to:
        case ToPerson(person):
            last = session.scalars(
                select(AddressRow)
                .where(AddressRow.person == person, AddressRow.last_used.is_not(None))
                .order_by(AddressRow.last_used.desc())
                .limit(1)
            ).first()
            if last is None or last.platform == WEB:
                return [(WEB, PlaceKind.PERSON, person, "", f"person:{person}")]
            return [(last.platform, PlaceKind.PERSON, person, last.tenant, "")]
        case ToRoom(review):
            own, kind, place = f"room:{review}", PlaceKind.ROOM, review
        case ToTrust():
            own, kind, place = TRUST_PLACE, PlaceKind.TRUST, TRUST_PLACE
        case _:
            assert_never(to)
    rooms = _rooms(session, "" if kind == PlaceKind.TRUST else place)
    return [
        (WEB, kind, place, "", own),
        *((room.platform, kind, place, room.tenant, room.channel) for room in rooms),
    ]


def _rooms(session: Session, review: str) -> Sequence[RoomRow]:
    return session.scalars(
        select(RoomRow)
        .where(RoomRow.review == review, RoomRow.platform != WEB)
        .order_by(RoomRow.platform, RoomRow.tenant, RoomRow.channel)
    ).all()


def _copies(session: Session, notice: Notice, about: About) -> Sequence[ActRow]:
    # A post on its way counts: the act that follows it waits its turn in the same place and finds it there.
    return session.scalars(
        select(ActRow)
        .where(ActRow.about_kind == about.kind, ActRow.about == about.id, ActRow.notice == notice)
        .where(ActRow.kind == Kind.POST, ActRow.state.in_(_MAY_STAND))
        .order_by(ActRow.made, ActRow.id)
    ).all()


def _reactions(session: Session, about: About) -> list[ActRow]:
    note = session.get(NoteRow, about.id) if about.kind == "note" else None
    if note is None or not note.message or note.platform == WEB:
        return []
    tenant = session.scalar(
        select(AddressRow.tenant)
        .where(AddressRow.platform == note.platform, AddressRow.person == note.writer)
        .order_by(AddressRow.last_used.desc().nulls_last())
        .limit(1)
    )
    row = _row(Kind.REACT, (note.platform, PlaceKind.CHANNEL, note.channel, tenant or "", note.channel), about=about)
    row.message = note.message
    return [row]


def _homes(session: Session, person: str) -> list[ActRow]:
    addresses = session.scalars(
        select(AddressRow).where(AddressRow.person == person, AddressRow.platform != WEB).order_by(AddressRow.platform)
    ).all()
    waiting = set(
        session.execute(
            select(ActRow.platform, ActRow.tenant).where(
                ActRow.place_kind == PlaceKind.HOME, ActRow.place == person, ActRow.state == State.QUEUED
            )
        ).tuples()
    )
    rows = {}
    for address in addresses:
        # One that still waits will show all there is when its turn comes.
        if (address.platform, address.tenant) not in waiting:
            rows[address.platform, address.tenant] = _row(
                Kind.HOME, (address.platform, PlaceKind.HOME, person, address.tenant, "")
            )
    return list(rows.values())


def _invitations(session: Session, review: str, person: str) -> list[ActRow]:
    return [
        _row(
            Kind.INVITE,
            (room.platform, PlaceKind.ROOM, review, room.tenant, room.channel),
            about=About("person", person),
        )
        for room in _rooms(session, review)
        if user_of(session, room.platform, room.tenant, person)
    ]


# ── The row ─────────────────────────────────────────────────────────────────────────────────


def _row(
    kind: Kind,
    target: _Target,
    *,
    notice: str = "",
    about: About | None = None,
    detail: str = "",
) -> ActRow:
    platform, place_kind, place, tenant, channel = target
    return ActRow(
        kind=kind,
        platform=platform,
        place_kind=place_kind,
        place=place,
        tenant=tenant,
        channel=channel,
        message="",
        notice=notice,
        about_kind=about.kind if about else "",
        about=about.id if about else "",
        detail=detail,
        state=State.QUEUED,
        attempts=0,
        done=None,
    )


def _again(kind: Kind, copy: ActRow) -> ActRow:
    row = _row(
        kind,
        (copy.platform, PlaceKind(copy.place_kind), copy.place, copy.tenant, copy.channel),
        notice=copy.notice,
        about=About(copy.about_kind, copy.about),
        detail=copy.id,
    )
    row.message = copy.message
    return row


def _do_on_the_web(session: Session, row: ActRow) -> None:
    row.state, row.done = State.DONE, row.made
    if row.kind == Kind.POST:
        row.message = row.id
    elif row.kind == Kind.DELETE:
        copy = session.get(ActRow, row.detail)
        if copy is not None:
            copy.state = State.GONE


def _after_the_last(session: Session, row: ActRow, now: datetime) -> datetime:
    """Now, or a hair after the last act of the place: their order is then plain even within one turn."""
    last = _last_made(session, row.platform, row.place_kind, row.place)
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _last_made(session: Session, platform: str, place_kind: str, place: str) -> datetime | None:
    return session.scalar(
        select(ActRow.made)
        .where(ActRow.platform == platform, ActRow.place_kind == place_kind, ActRow.place == place)
        .order_by(ActRow.made.desc())
        .limit(1)
    )
