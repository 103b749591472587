"""One row of acts as a value, and the words its columns use.

A row holds ids and never a word.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.domain.acts import About
from store.tables import ActRow

WEB = "web"
TRUST_PLACE = "trust"


class Kind(StrEnum):
    POST = "post"
    EDIT = "edit"
    DELETE = "delete"
    REACT = "react"
    HOME = "home"
    CREATE_ROOM = "create_room"
    INVITE = "invite"


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
    )
