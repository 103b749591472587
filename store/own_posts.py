"""Our own posts, asked after: what one in a channel is about, and whether somebody has been told, or is still to be."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.acts import About
from store.act_rows import OPEN, Kind, PlaceKind
from store.tables import ActRow


def is_open(session: Session, notice: str, about: About) -> bool:
    """Whether a post of this notice about this is still to go."""
    wanted = select(ActRow.id).where(ActRow.about_kind == about.kind, ActRow.about == about.id)
    wanted = wanted.where(ActRow.notice == notice, ActRow.kind == Kind.POST, ActRow.state.in_(OPEN))
    return session.scalar(wanted.limit(1)) is not None


def about_message(session: Session, platform: str, review: str, channel: str, message: str) -> About | None:
    """What a post of ours in a review's room is about, by where it stands there; None where it is not ours."""
    wanted = select(ActRow.about_kind, ActRow.about).where(ActRow.platform == platform)
    wanted = wanted.where(ActRow.place_kind == PlaceKind.ROOM, ActRow.place == review, ActRow.kind == Kind.POST)
    found = session.execute(wanted.where(ActRow.channel == channel, ActRow.message == message).limit(1)).first()
    return About(found.about_kind, found.about) if found else None


def about_in_channel(session: Session, platform: str, tenant: str, channel: str, message: str) -> About | None:
    """What a post of ours in the trust's channel is about, by where it stands there; None where it is not ours."""
    wanted = select(ActRow.about_kind, ActRow.about).where(ActRow.platform == platform, ActRow.tenant == tenant)
    wanted = wanted.where(ActRow.place_kind == PlaceKind.TRUST, ActRow.kind == Kind.POST)
    found = session.execute(wanted.where(ActRow.channel == channel, ActRow.message == message).limit(1)).first()
    return About(found.about_kind, found.about) if found else None


def told_since(session: Session, person: str, notice: str, moment: datetime) -> bool:
    """Whether somebody was sent this notice since then, about whatever it was."""
    wanted = select(ActRow.id).where(ActRow.place_kind == PlaceKind.PERSON, ActRow.place == person)
    wanted = wanted.where(ActRow.notice == notice, ActRow.kind == Kind.POST, ActRow.made >= moment)
    return session.scalar(wanted.limit(1)) is not None
