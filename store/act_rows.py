"""The rows of acts: as values, found, and marked with what came of them. A row holds ids and never a word."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select, true, update
from sqlalchemy.orm import Session

from bot.domain.acts import About
from bot.domain.quiet import NEVER_WAITS
from store import people
from store.tables import ActRow, AddressRow, PersonRow, RoomRow

WEB = "web"
MAIL = "mail"  # where somebody is asked who is nowhere else: the address is the person's own
NO_CHAT = (WEB, "oidc")  # where somebody is known, and nothing is posted
WITH_HOME = ("slack", "teams")  # where somebody has a page of their own that is published, and not only asked for
TRUST_PLACE = "trust"
WATCHED = timedelta(hours=1)
"""How long after somebody was last seen their Home is kept fresh by itself; opened later, it is drawn anew anyway."""


class Kind(StrEnum):
    POST = "post"
    EDIT = "edit"
    DELETE = "delete"
    REACT = "react"
    HOME = "home"
    CREATE_ROOM = "create_room"
    INVITE = "invite"
    TAKE_OUT = "take_out"


class PlaceKind(StrEnum):
    PERSON = "person"
    ROOM = "room"
    TRUST = "trust"
    HOME = "home"
    # A platform's channel as such, for a reaction: it may lie outside any room of ours.
    CHANNEL = "channel"


class State(StrEnum):
    """`SENDING` is stored before the platform is called: found so later, nobody knows whether it arrived."""

    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"
    # It could no longer go: withdrawn, already answered, nobody there to tell.
    STOPPED = "stopped"
    # It may or may not stand in chat; a person has to look.
    UNKNOWN = "unknown"
    # The platform said no for good.
    REFUSED = "refused"
    # It was done, and taken away again.
    GONE = "gone"


OPEN = (State.QUEUED, State.SENDING)
OF_ROOMS = frozenset({Kind.CREATE_ROOM, Kind.INVITE, Kind.TAKE_OUT})


@dataclass(frozen=True)
class ActRecord:
    """One row of acts as a value. In an edit or a deletion, `copy` is the id of the post it is about."""

    id: str
    kind: Kind
    platform: str
    place_kind: PlaceKind
    place: str
    notice: str
    about: About
    detail: str
    state: State
    attempts: int
    tenant: str
    channel: str
    message: str
    made: datetime
    done: datetime | None
    copy: str = ""
    awaited: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for the end of quiet hours: a message not begun that nobody waits for and that can."""
        quiet = self.kind is Kind.POST and self.state is State.QUEUED
        return quiet and not self.awaited and self.notice not in NEVER_WAITS


def record(session: Session, row: ActRow) -> ActRecord:
    """Make the row a value; an edit or a deletion takes its detail and where it stands from the post it is about."""
    detail, copy = row.detail, ""
    tenant, channel, message = row.tenant, row.channel, row.message
    if row.kind in {Kind.EDIT, Kind.DELETE}:
        copy = row.detail
        post = session.get(ActRow, copy)
        if post is not None:
            detail, tenant, channel, message = post.detail, post.tenant, post.channel, post.message
    return ActRecord(
        row.id,
        Kind(row.kind),
        row.platform,
        PlaceKind(row.place_kind),
        row.place,
        row.notice,
        About(row.about_kind, row.about),
        detail,
        State(row.state),
        row.attempts,
        tenant,
        channel,
        message,
        row.made,
        row.done,
        copy,
        row.awaited,
    )


def load(session: Session, act: str) -> ActRecord | None:
    row = session.get(ActRow, act)
    return None if row is None else record(session, row)


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
    last = last_made(session, platform, place_kind, place)
    return "" if last is None else last.isoformat()


def oldest_open(session: Session, act: ActRecord, *, quiet: bool = False) -> str:
    """Find the act that is due first in the place of this one, or nothing. `quiet`: of those that go at any hour."""
    at_any_hour = or_(
        ActRow.kind != Kind.POST, ActRow.state != State.QUEUED, ActRow.awaited, ActRow.notice.in_(NEVER_WAITS)
    )
    found = session.scalar(
        select(ActRow.id)
        .where(ActRow.platform == act.platform, ActRow.place_kind == act.place_kind, ActRow.place == act.place)
        .where(ActRow.state.in_(OPEN), at_any_hour if quiet else true())
        .order_by(ActRow.made)
        .limit(1)
    )
    return found or ""


def open_here(session: Session, act: ActRecord, limit: int) -> list[ActRecord]:
    """The acts still to be done in the place of this one, the first due first."""
    wanted = select(ActRow).where(ActRow.platform == act.platform, ActRow.place_kind == act.place_kind)
    wanted = wanted.where(ActRow.place == act.place, ActRow.state.in_(OPEN)).order_by(ActRow.made)
    return [record(session, row) for row in session.scalars(wanted.limit(limit))]


def open_acts(session: Session, *, platforms: Collection[str], made_before: datetime, limit: int) -> list[ActRecord]:
    """Acts of these platforms that are still to be done, oldest first."""
    rows = session.scalars(
        select(ActRow)
        .where(ActRow.state.in_(OPEN), ActRow.platform.in_(platforms), ActRow.made < made_before)
        .order_by(ActRow.made)
        .limit(limit)
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


def user_of(session: Session, platform: str, tenant: str, person: str, today: date) -> str:
    """Find the platform's own id of a person, or nothing: the address used last, where there are several.

    Somebody who has left is sent nothing any more.
    """
    known = people.directory(session).people.get(person)
    return "" if known is None or known.has_left(today) else account_of(session, platform, tenant, person)


def account_of(session: Session, platform: str, tenant: str, person: str) -> str:
    """The same, whether they have left or not."""
    if platform == MAIL:
        return session.scalar(select(PersonRow.email).where(PersonRow.id == person)) or ""
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


def last_made(session: Session, platform: str, place_kind: str, place: str) -> datetime | None:
    return session.scalar(
        select(ActRow.made)
        .where(ActRow.platform == platform, ActRow.place_kind == place_kind, ActRow.place == place)
        .order_by(ActRow.made.desc())
        .limit(1)
    )


def last_alike(session: Session, row: ActRow, since: datetime) -> ActRow | None:
    """The last post of the same notice about the same thing in the same place, held until the transaction ends.

    A person is told once, wherever they were last; a room's copies each stand for themselves.
    """
    alike = (
        select(ActRow)
        .where(ActRow.about_kind == row.about_kind, ActRow.about == row.about, ActRow.notice == row.notice)
        .where(ActRow.kind == Kind.POST, ActRow.place_kind == row.place_kind, ActRow.place == row.place)
        .where(ActRow.state.in_((*OPEN, State.DONE, State.UNKNOWN)), ActRow.made > since)
        .order_by(ActRow.made.desc())
        .limit(1)
    )
    if row.place_kind != PlaceKind.PERSON:
        alike = alike.where(ActRow.platform == row.platform, ActRow.tenant == row.tenant, ActRow.channel == row.channel)
    return session.scalars(alike.with_for_update().execution_options(populate_existing=True)).first()


def stop_waiting(session: Session, notice: str, about: About) -> None:
    """Posts of this notice that have not gone are not to go: what comes later says what is so then."""
    waiting = update(ActRow).where(
        ActRow.about_kind == about.kind,
        ActRow.about == about.id,
        ActRow.notice == notice,
        ActRow.kind == Kind.POST,
        ActRow.state == State.QUEUED,
    )
    session.execute(waiting.values(state=State.STOPPED))


def will_be_worded(session: Session, post: ActRow) -> bool:
    """Whether a post is still to be worded, or an edit of it is: it will then say whatever is so by that time."""
    edit = select(ActRow.id).where(ActRow.kind == Kind.EDIT, ActRow.detail == post.id, ActRow.state == State.QUEUED)
    return post.state == State.QUEUED or session.scalar(edit.limit(1)) is not None


def stale_homes(session: Session, persons: Collection[str], now: datetime) -> list[str]:
    """Whose Home is to be published again, of those whose view has changed: whoever was there within the hour.

    One that still waits will show all there is when its turn comes.
    """
    waits = (
        select(ActRow.id)
        .where(ActRow.platform == AddressRow.platform, ActRow.place_kind == PlaceKind.HOME)
        .where(ActRow.place == AddressRow.person, ActRow.state == State.QUEUED)
        .exists()
    )
    watching = (
        select(AddressRow.person)
        .where(AddressRow.person.in_(persons), AddressRow.platform.in_(WITH_HOME))
        .where(AddressRow.last_used > now - WATCHED, ~waits)
    )
    return sorted(session.scalars(watching.distinct()))
