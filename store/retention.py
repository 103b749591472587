"""What is due to go under retention: found by kind, held things left out, so that nothing stands in the way of others."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    delete,
    func,
    not_,
    select,
)
from sqlalchemy.orm import Session

from bot.domain.removal import Held, Hold
from bot.domain.retention import Kind
from store.due import DUE, OF_A_REVIEW, WORDS, HeldBack, shared, sign_in_tables
from store.library_tables import PracticeReplyTextRow
from store.prompt_tables import PromptRow
from store.sign_in_tables import AttemptRow, CodeRow, SessionRow
from store.tables import (
    ActRow,
    AffirmationRow,
    AskedRow,
    ConversationRow,
    InboundRow,
    NoteRow,
    RouteRow,
)
from store.timetable_rows import SlotVersionRow, WishRow


def _held(holds: tuple[Hold, ...]) -> HeldBack:
    return HeldBack(*(tuple(hold.about for hold in holds if hold.on is on) for on in (Held.REVIEW, Held.PERSON)))


def due(
    session: Session, kind: Kind, today: date, days: Mapping[Kind, int], holds: tuple[Hold, ...], limit: int
) -> tuple[str, ...]:
    """The ids of one kind that may go today, those that have waited longest first. Nothing held is among them."""
    found = DUE[kind](_held(holds), today, days[kind])
    return tuple(map(str, session.scalars(found.limit(limit))))


def by_review(
    session: Session, kind: Kind, today: date, days: Mapping[Kind, int], holds: tuple[Hold, ...]
) -> dict[str, int]:
    """How many of one kind may go on a day, by the review they belong to; under no name where they belong to none."""
    found = DUE[kind](_held(holds), today, days[kind])
    ids = found.order_by(None).subquery()
    if kind not in OF_A_REVIEW:
        count = session.scalar(select(func.count()).select_from(ids)) or 0
        return {"": count} if count else {}
    of, id_ = OF_A_REVIEW[kind]
    counted = select(of, func.count()).where(id_.in_(select(ids.c[0]))).group_by(of)
    return {review: count for review, count in session.execute(counted)}  # noqa: C416 rows are not pairs


def forget_rows(session: Session, kind: Kind, ids: tuple[str, ...]) -> None:
    """Delete the rows of a kind that is rows and nothing more."""
    match kind:
        case Kind.ANSWERS:
            session.execute(delete(AskedRow).where(AskedRow.conversation.in_(ids)))
            session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
        case Kind.KEYS:
            session.execute(delete(InboundRow).where(InboundRow.key.in_(ids)))
        case Kind.ACTS:
            session.execute(delete(ActRow).where(ActRow.id.in_(ids)))
        case Kind.ROUTES:
            session.execute(delete(RouteRow).where(RouteRow.id.in_(ids)))
        case Kind.SIGN_IN:
            for table in sign_in_tables():
                session.execute(delete(table).where(table.c.id.in_(ids)))
            session.execute(delete(AttemptRow).where(AttemptRow.key.in_(ids)))
        case _:
            raise AssertionError(f"{kind} are more than rows")


def count_held(session: Session) -> dict[Kind, int]:
    """How many of each kind the store has now, whether due or not."""
    counted: dict[Kind, Select[Any] | CompoundSelect[Any]] = {
        Kind.ANSWERS: select(ConversationRow.id).where(ConversationRow.ended.is_(None)),
        Kind.REFLECTIONS: select(WORDS[Kind.REFLECTIONS].id),
        Kind.COMPARISONS: select(WORDS[Kind.COMPARISONS].id),
        Kind.PLACES: select(SlotVersionRow.slot).where(SlotVersionRow.place != "").distinct(),
        Kind.WISHES: select(WishRow.id),
        Kind.ACCOUNTS: select(PromptRow.id).where(PromptRow.version > 0),
        Kind.NOTES: select(NoteRow.id).where(NoteRow.version > 0),
        Kind.UNSHARED: select(AffirmationRow.id).where(AffirmationRow.version > 0, not_(shared())),
        Kind.AFFIRMATIONS: select(AffirmationRow.id).where(AffirmationRow.version > 0, shared()),
        Kind.REPLIES: select(PracticeReplyTextRow.reply).distinct(),
        Kind.KEYS: select(InboundRow.key),
        Kind.ACTS: select(ActRow.id),
        Kind.ROUTES: select(RouteRow.id),
        Kind.SIGN_IN: select(SessionRow.id).union_all(select(CodeRow.id), select(AttemptRow.key)),
    }
    return {
        kind: session.scalar(select(func.count()).select_from(rows.subquery())) or 0 for kind, rows in counted.items()
    }
