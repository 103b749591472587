"""Posts of ours found again: by where one stands in the trust's channel, and whether somebody was told something lately."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.acts import About
from store.act_rows import Kind, PlaceKind
from store.tables import ActRow


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
