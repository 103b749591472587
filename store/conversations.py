"""Conversations, inbound keys and what was last asked where: what a turn keeps besides the review."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.acts import About
from bot.message import Answer
from store.inserting import add
from store.tables import AskedRow, ConversationRow, HistoryRow, InboundRow, RouteRow

LEFT_OPEN = timedelta(days=14)
MOST_AT_ONCE = 200  # rows a transaction of housekeeping may take, so that it holds up nobody


# psycopg's row count misses a conflict; what is returned does not.
_FIRST_SIGHT = {
    name: dialect.insert(InboundRow).on_conflict_do_nothing().returning(InboundRow.key)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def first_sight(session: Session, keys: tuple[str, ...], now: datetime) -> bool:
    """Whether none of these keys has been seen; from now on all of them have."""
    rows = [{"key": key, "at": now} for key in dict.fromkeys(keys)]
    fresh = session.execute(_FIRST_SIGHT[session.get_bind().dialect.name], rows).all()
    return len(fresh) == len(rows)


def forget_old(session: Session, now: datetime) -> None:
    """Forget forms opened and left without an answer. What else goes with time is in `store.retention`."""
    left = select(ConversationRow).where(ConversationRow.ended.is_(None), ConversationRow.touched < now - LEFT_OPEN)
    for row in session.scalars(left.limit(MOST_AT_ONCE)):
        if not row.answers:
            drop(session, row)


def named(session: Session, conversation_id: str) -> tuple[str, About] | None:
    """The dialog of a conversation and what it is about, without holding it."""
    columns = ConversationRow.dialog, ConversationRow.about_kind, ConversationRow.about
    row = session.execute(select(*columns).filter_by(id=conversation_id)).first()
    return (row.dialog, About(row.about_kind, row.about)) if row else None


def find(session: Session, conversation_id: str) -> ConversationRow | None:
    """A conversation, locked until this turn is over."""
    return session.get(ConversationRow, conversation_id, with_for_update=True)


def start(
    session: Session,
    new_id: str,
    person: str,
    dialog: str,
    about: About,
    began: date,
    now: datetime,
    *,
    alone: bool = False,
) -> ConversationRow:
    """Start a dialog, or take up the same one where it was left.

    `alone`, it is never one that was left, and is not added to the session: most such end within their first turn.
    """
    key = None if alone else f"{person} {dialog} {about.kind} {about.id}"
    row = session.scalar(select(ConversationRow).filter_by(open_key=key).with_for_update()) if key else None
    if row is None:
        row = ConversationRow(
            id=new_id,
            person=person,
            dialog=dialog,
            about_kind=about.kind,
            about=about.id,
            began=began,
            asking=0,
            answers={},
            reopened=[],
            touched=now,
            ended=None,
            open_key=key,
        )
        if not alone:
            session.add(row)
            session.flush()
    return row


def end(row: ConversationRow, now: datetime) -> None:
    """Close a conversation. Its answers go: what they made has the words now."""
    row.answers, row.reopened, row.open_key, row.ended, row.touched = {}, [], None, now, now


def came_to_nothing(session: Session, row: ConversationRow) -> bool:
    """Whether a conversation that is over made no change: what it was about had changed, or was gone."""
    return session.scalar(select(HistoryRow.id).filter_by(conversation=row.id).limit(1)) is None


def add_ended(session: Session, row: ConversationRow) -> None:
    """Keep a conversation that began and ended in one turn: an old card of it is still known."""
    columns = ConversationRow.__table__.columns
    add(session, ConversationRow, **{column.key: getattr(row, column.key) for column in columns})


def drop(session: Session, row: ConversationRow) -> None:
    """Take away a conversation that came to nothing. Answers that were not written yet never are."""
    if row in session:
        with session.no_autoflush:
            session.execute(delete(AskedRow).filter_by(conversation=row.id))
        session.delete(row)


def answers(row: ConversationRow) -> dict[str, Answer]:
    return {key: tuple(value) if isinstance(value, list) else str(value) for key, value in row.answers.items()}


def keep(row: ConversationRow, values: Mapping[str, Answer], now: datetime) -> None:
    kept: dict[str, Any] = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    row.answers, row.touched = kept, now


def open_of(session: Session, person: str) -> tuple[ConversationRow, ...]:
    """Somebody's open conversations, newest first."""
    wanted = select(ConversationRow).filter_by(person=person, ended=None).order_by(ConversationRow.touched.desc())
    return tuple(session.scalars(wanted))


def asked_last(session: Session, person: str, platform: str) -> tuple[str, int] | None:
    """The conversation and asking last put in somebody's private place on this platform."""
    row = session.get(AskedRow, (person, platform))
    return (row.conversation, row.asking) if row else None


def ask_here(session: Session, person: str, platform: str, conversation: str, asking: int) -> None:
    session.merge(AskedRow(person=person, platform=platform, conversation=conversation, asking=asking))


def route_shown(session: Session, route_id: str, concern: str, now: datetime) -> None:
    session.add(RouteRow(id=route_id, shown=now, concern=concern, button="", tapped=None))


def route_tapped(session: Session, route_id: str, button: str, now: datetime) -> None:
    row = session.get(RouteRow, route_id)
    if row is not None:
        row.button, row.tapped = button, now
