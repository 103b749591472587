"""What came home to cards: rows in, values out."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain.depth import Kind
from bot.domain.reply import Reply, ReplyState, Sort, Spoken
from store import affirmations, people
from store.library_tables import PracticeReplyRow, PracticeReplyTextRow


def load(session: Session, reply_id: str) -> Reply:
    """One reply with its card; raises KeyError where there is none."""
    found = _all(session, PracticeReplyRow.id == reply_id)
    if not found:
        raise KeyError(reply_id)
    return found[0]


def of_card(session: Session, affirmation: str) -> tuple[Reply, ...]:
    """All that came home to a card, the oldest first; what was removed is not among them."""
    return _all(session, PracticeReplyRow.affirmation == affirmation)


def of_person(session: Session, person: str) -> tuple[Reply, ...]:
    """What somebody said to cards themselves."""
    return _all(session, PracticeReplyRow.person == person)


def to_answer(session: Session, person: str) -> tuple[Reply, ...]:
    """Questions that wait for this person."""
    open_ = PracticeReplyRow.state == ReplyState.OPEN, PracticeReplyRow.sort == Sort.QUESTION
    return tuple(one for one in _all(session, PracticeReplyRow.contact == person, *open_) if one.waits_for_answer)


def due(session: Session, today: date) -> tuple[Reply, ...]:
    """What is being tried, of whom nobody has asked since it was due what came of it."""
    return _all(session, PracticeReplyRow.due <= today, PracticeReplyRow.asked.is_(None), _TRIED)


def of_affirmations(session: Session, ids: Sequence[str]) -> list[str]:
    """The ids of all replies to these cards."""
    return list(session.scalars(select(PracticeReplyRow.id).where(PracticeReplyRow.affirmation.in_(ids))))


_TRIED = PracticeReplyRow.state == ReplyState.OPEN


def _all(session: Session, *where: ColumnElement[bool]) -> tuple[Reply, ...]:
    rows = session.scalars(select(PracticeReplyRow).where(*where).order_by(PracticeReplyRow.at, PracticeReplyRow.id))
    return tuple(one for row in rows if (one := _value(session, row)) is not None)


def _value(session: Session, row: PracticeReplyRow) -> Reply | None:
    """The reply as a value; None where its words were removed."""
    said = session.scalars(
        select(PracticeReplyTextRow).filter_by(reply=row.id).order_by(PracticeReplyTextRow.number)
    ).all()
    sort = Sort(row.sort)
    if sort is not Sort.TRYING and not said:
        return None
    return Reply(
        row.id,
        affirmations.load(session, row.affirmation),
        sort,
        ReplyState(row.state),
        people.person(session, row.person),
        people.directory(session).schools.get(row.school),
        row.at,
        tuple(Spoken(people.person(session, one.person), one.at, one.text) for one in said),
        row.contact,
        row.on_card,
        row.due,
        Kind(row.kind) if row.kind else None,
    )
