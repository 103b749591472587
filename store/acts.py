"""What is to be done in chat, fanned out to the platforms as rows of acts.

The web words a row when somebody looks, so a row for the web is done the moment it is queued. In one place acts are
done in the order of `made`, which never stands still there.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.domain.acts import (
    ASKING,
    QUOTING,
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
    TakeOut,
    ToChannel,
    ToPerson,
    ToRoom,
    ToTrust,
)
from store import reached
from store.act_rows import (
    OPEN,
    TRUST_PLACE,
    WEB,
    WITH_HOME,
    ActRecord,
    Kind,
    PlaceKind,
    State,
    account_of,
    keep_room,
    last_alike,
    last_made,
    load,
    mark,
    mark_done,
    newest,
    oldest_open,
    open_acts,
    open_here,
    record,
    row_for_update,
    shown,
    stale_homes,
    stop_waiting,
    user_of,
    will_be_worded,
)
from store.tables import ActRow, AddressRow, NoteRow, RoomRow

__all__ = [
    "OPEN",
    "TRUST_PLACE",
    "WEB",
    "ActRecord",
    "Kind",
    "PlaceKind",
    "State",
    "account_of",
    "copies",
    "keep_room",
    "load",
    "mark",
    "mark_done",
    "newest",
    "oldest_open",
    "open_acts",
    "open_here",
    "queue",
    "record",
    "row_for_update",
    "shown",
    "stale_homes",
    "user_of",
]

_MAY_STAND = (State.SENDING, State.DONE, State.UNKNOWN)
SITTING = timedelta(hours=12)
"""How long a post that gathers is added to: an afternoon at the table, never the next morning."""

_SOURCE = select(NoteRow.platform, NoteRow.tenant, NoteRow.channel, NoteRow.message).where(
    NoteRow.id == bindparam("note")
)


def queue(session: Session, act: Act, now: datetime, new_id: Callable[[], str], *, by: str = "") -> list[ActRecord]:
    """Add the rows of one act, one for each platform it reaches, and return them as values. `by`: whose doing it follows."""
    for row in (rows := _rows(session, act, now)):
        row.id = new_id()
        row.awaited = bool(by) and row.place_kind == PlaceKind.PERSON and row.place == by
        # Reactions may be done in any order; nothing needs to be known of those before.
        row.made = now if row.kind == Kind.REACT else _after_the_last(session, row, now)
        if row.platform == WEB:
            _do_on_the_web(session, row)
        session.add(row)
    session.flush()
    return [record(session, row) for row in rows]


def _rows(session: Session, act: Act, now: datetime) -> list[ActRow]:
    match act:
        case Post(to, notice, about, detail, gathers):
            targets = _targets(session, to, notice, now)
            fresh = [_row(Kind.POST, target, notice=notice, about=about, detail=detail) for target in targets]
            rows = [one for row in fresh for one in (_gathered(session, row, now) if gathers else [row])]
        case Edit(notice, about):
            # One that still waits to be worded will say whatever is so by then.
            stale = (copy for copy in _copies(session, notice, about) if not will_be_worded(session, copy))
            rows = [_again(Kind.EDIT, copy) for copy in stale]
        case Delete(notice, about):
            stop_waiting(session, notice, about)
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
            rows = _memberships(session, Kind.INVITE, review, person)
        case TakeOut(review, person):
            rows = _memberships(session, Kind.TAKE_OUT, review, person)
        case _:
            assert_never(act)
    return rows


def copies(session: Session, notice: Notice, about: About) -> list[ActRecord]:
    """Find the posts of this notice about this thing that stand in chat, or may."""
    return [record(session, row) for row in _copies(session, notice, about)]


# ── Where it goes ───────────────────────────────────────────────────────────────────────────


# platform, kind of place, place, tenant, channel
_Target = tuple[str, PlaceKind, str, str, str]


def _targets(session: Session, to: Place, notice: Notice, now: datetime) -> list[_Target]:
    match to:
        case ToPerson(person):
            asks = notice in ASKING
            platform, tenant = (
                reached.asked_at(session, person, now.date()) if asks else reached.told_at(session, person)
            )
            return [(platform, PlaceKind.PERSON, person, tenant, f"person:{person}" if platform == WEB else "")]
        case ToRoom(review):
            own, kind, place = f"room:{review}", PlaceKind.ROOM, review
        case ToChannel(review, channel):
            found = (room for room in _rooms(session, review) if channel in {"", room.channel})
            return [(room.platform, PlaceKind.ROOM, review, room.tenant, room.channel) for room in found]
        case ToTrust():
            if notice not in QUOTING:
                raise ValueError(f"nothing is said in the trust channel but what it is for: no {notice}")
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
    # A post on its way counts: what follows it waits its turn in the same place.
    return session.scalars(
        select(ActRow)
        .where(ActRow.about_kind == about.kind, ActRow.about == about.id, ActRow.notice == notice)
        .where(ActRow.kind == Kind.POST, ActRow.state.in_(_MAY_STAND))
        .order_by(ActRow.made, ActRow.id)
    ).all()


def _gathered(session: Session, row: ActRow, now: datetime) -> list[ActRow]:
    """Join the post of this sitting, if there is one: still waiting it takes this in, standing it is edited, quietly."""
    held = last_alike(session, row, now - SITTING)
    if held is None:
        return [row]
    held.detail = " ".join((row.detail, *(one for one in held.detail.split() if one != row.detail)))
    return [] if will_be_worded(session, held) else [_again(Kind.EDIT, held)]


def _reactions(session: Session, about: About) -> list[ActRow]:
    note = session.execute(_SOURCE, {"note": about.id}).first() if about.kind == "note" else None
    if note is None or not note.message or note.platform == WEB:
        return []
    target = (note.platform, PlaceKind.CHANNEL, note.channel, note.tenant, note.channel)
    row = _row(Kind.REACT, target, about=about)
    row.message = note.message
    return [row]


def _homes(session: Session, person: str) -> list[ActRow]:
    """A row for each workspace; one that still waits will show all there is when its turn comes."""
    waiting = select(ActRow.tenant, ActRow.platform).where(
        ActRow.place_kind == PlaceKind.HOME, ActRow.place == person, ActRow.state == State.QUEUED
    )
    there = select(AddressRow.tenant, AddressRow.platform).where(
        AddressRow.person == person, AddressRow.platform.in_(WITH_HOME)
    )
    fresh = {tuple(found) for found in session.execute(there)} - {tuple(found) for found in session.execute(waiting)}
    return [_row(Kind.HOME, (platform, PlaceKind.HOME, person, tenant, "")) for tenant, platform in sorted(fresh)]


def _memberships(session: Session, kind: Kind, review: str, person: str) -> list[ActRow]:
    """A row for each of a review's rooms where somebody has an account. Whether it may go is asked at delivery."""
    return [
        _row(
            kind,
            (room.platform, PlaceKind.ROOM, review, room.tenant, room.channel),
            about=About("person", person),
        )
        for room in _rooms(session, review)
        if account_of(session, room.platform, room.tenant, person)
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
    last = last_made(session, row.platform, row.place_kind, row.place)
    return now if last is None or last < now else last + timedelta(microseconds=1)
