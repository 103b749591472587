"""The channel's weekly lists, when it was given posts, and what waits because it has had enough of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.domain.acts import Notice
from bot.domain.affirmation import State, Step
from store.act_rows import TRUST_PLACE, WEB, Kind, PlaceKind
from store.act_rows import State as ActState
from store.library_tables import DigestItemRow, DigestRow
from store.tables import ActRow, AffirmationRow, HistoryRow, TrustRow


def items(session: Session, digest: str) -> tuple[str, ...]:
    """The affirmations of a list, the first approved first."""
    wanted = select(DigestItemRow.affirmation).join(AffirmationRow, AffirmationRow.id == DigestItemRow.affirmation)
    wanted = wanted.where(DigestItemRow.digest == digest).order_by(AffirmationRow.published, AffirmationRow.id)
    return tuple(session.scalars(wanted))


def last_made(session: Session) -> datetime | None:
    """When the last list was made."""
    return session.scalar(select(func.max(DigestRow.made)))


def standing(about: InstrumentedAttribute[str], notice: Notice) -> ColumnElement[bool]:
    """Whether a post about this stands in the channel: on the web it does from the moment it is queued until it is taken away."""
    stands = and_(ActRow.platform == WEB, ActRow.place_kind == PlaceKind.TRUST, ActRow.notice == notice)
    found = select(ActRow.id).where(stands, ActRow.kind == Kind.POST, ActRow.state == ActState.DONE)
    return found.where(ActRow.about == about).exists()


def waiting(session: Session, *, hold: bool = False) -> tuple[str, ...]:
    """Approved, and standing nowhere in the channel: what the next list is made of. `hold` keeps them as they are."""
    listed = select(DigestItemRow.digest).where(DigestItemRow.affirmation == AffirmationRow.id)
    listed = listed.where(standing(DigestItemRow.digest, Notice.DIGEST))
    posted = standing(AffirmationRow.id, Notice.AFFIRMATION)
    wanted = select(AffirmationRow).where(AffirmationRow.state == State.APPROVED, ~posted, ~listed.exists())
    wanted = wanted.order_by(AffirmationRow.published, AffirmationRow.id)
    if hold:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return tuple(row.id for row in session.scalars(wanted))


def approved(session: Session, affirmations: Sequence[str]) -> dict[str, datetime]:
    """When each of these was approved last."""
    row = HistoryRow
    wanted = select(row.about, row.at, row.fields).where(row.about.in_(affirmations), row.kind == "AffirmationMoved")
    moved = session.execute(wanted.order_by(row.id))
    return {about: at for about, at, fields in moved if fields.get("step") == Step.APPROVE}


def hold(session: Session) -> None:
    """Whoever else posts in the channel, or makes its list, does so after this transaction."""
    session.execute(select(TrustRow.name).with_for_update())


def posts_since(session: Session, since: datetime) -> tuple[datetime, ...]:
    """When the channel was given posts of excellent practice: each once, on however many platforms it goes."""
    wanted = (
        select(ActRow.made)
        .where(ActRow.platform == WEB, ActRow.place_kind == PlaceKind.TRUST, ActRow.place == TRUST_PLACE)
        .where(ActRow.notice == Notice.AFFIRMATION, ActRow.kind == Kind.POST, ActRow.made >= since)
    )
    return tuple(session.scalars(wanted))
