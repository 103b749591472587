"""The channel's weekly lists, and how many posts it has had on a day."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.acts import Notice
from bot.domain.affirmation import State
from store.act_rows import TRUST_PLACE, WEB, Kind, PlaceKind
from store.library_tables import DigestItemRow, DigestRow
from store.tables import ActRow, AffirmationRow


def items(session: Session, digest: str) -> tuple[str, ...]:
    """The affirmations of a list, the first approved first."""
    wanted = select(DigestItemRow.affirmation).join(AffirmationRow, AffirmationRow.id == DigestItemRow.affirmation)
    wanted = wanted.where(DigestItemRow.digest == digest).order_by(AffirmationRow.published, AffirmationRow.id)
    return tuple(session.scalars(wanted))


def last_made(session: Session) -> datetime | None:
    """When the last list was made."""
    return session.scalar(select(func.max(DigestRow.made)))


def waiting(session: Session) -> tuple[str, ...]:
    """Approved, and posted nowhere: what the next list is made of."""
    posted = (
        select(ActRow.id)
        .where(ActRow.notice == Notice.AFFIRMATION, ActRow.kind == Kind.POST, ActRow.about == AffirmationRow.id)
        .where(ActRow.made >= AffirmationRow.published)
        .exists()
    )
    listed = select(DigestItemRow.digest).where(DigestItemRow.affirmation == AffirmationRow.id).exists()
    wanted = select(AffirmationRow.id).where(AffirmationRow.state == State.APPROVED, ~posted, ~listed)
    return tuple(session.scalars(wanted.order_by(AffirmationRow.published, AffirmationRow.id)))


def posts_on(session: Session, today: date) -> int:
    """How many posts of excellent practice the channel has had on a day: each counts once, on however many platforms."""
    begins = datetime.combine(today, time(), UTC)
    wanted = (
        select(func.count())
        .select_from(ActRow)
        .where(ActRow.platform == WEB, ActRow.place_kind == PlaceKind.TRUST, ActRow.place == TRUST_PLACE)
        .where(ActRow.notice == Notice.AFFIRMATION, ActRow.kind == Kind.POST)
        .where(ActRow.made >= begins, ActRow.made < begins + timedelta(days=1))
    )
    return session.scalar(wanted) or 0
