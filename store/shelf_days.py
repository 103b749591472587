"""What stands in the practice library from one day to another, what was said of it then, and where its newest cards are from."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.reply import ReplyState, Sort
from store.library_tables import LibraryCardRow, PracticeReplyRow, PracticeReplyTextRow


def shared_between(session: Session, first: datetime, before: datetime) -> tuple[str, ...]:
    """The cards first approved in this time that stand now, the oldest first."""
    wanted = select(LibraryCardRow.affirmation).where(
        LibraryCardRow.published >= first, LibraryCardRow.published < before
    )
    return tuple(session.scalars(wanted.order_by(LibraryCardRow.number)))


def spoken_of(session: Session, first: datetime, before: datetime) -> tuple[str, ...]:
    """The cards that stand now of which something was said in this time, or to which a question is open, oldest first."""
    said = select(PracticeReplyTextRow.reply).where(PracticeReplyTextRow.at >= first, PracticeReplyTextRow.at < before)
    waits = and_(PracticeReplyRow.sort == Sort.QUESTION, PracticeReplyRow.state == ReplyState.OPEN)
    tried = and_(PracticeReplyRow.at >= first, PracticeReplyRow.at < before)
    wanted = (
        select(LibraryCardRow.affirmation)
        .join(PracticeReplyRow, PracticeReplyRow.affirmation == LibraryCardRow.affirmation)
        .where(or_(waits, tried, PracticeReplyRow.id.in_(said)))
        .group_by(LibraryCardRow.affirmation, LibraryCardRow.number)
    )
    return tuple(session.scalars(wanted.order_by(LibraryCardRow.number)))


def newest(session: Session) -> tuple[tuple[str, str, datetime], ...]:
    """By school and by what it is about, when the newest card was first approved."""
    wanted = select(LibraryCardRow.school, LibraryCardRow.node, func.max(LibraryCardRow.published))
    rows = session.execute(wanted.group_by(LibraryCardRow.school, LibraryCardRow.node))
    return tuple((school, node, published) for school, node, published in rows)
