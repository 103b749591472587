"""What a removal needs to know of a thing beforehand: what was made from it, where it came from, what holds it."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.affirmation import Affirmation, State
from bot.domain.note import Note
from store import holds
from store.act_rows import WEB
from store.tables import AffirmationRow, AffirmationVersionRow, NoteRow


def to_remove(session: Session, note: Note, today: date) -> Note:
    """The note with the affirmations made from it, the platform its message stands on, and what holds any of them."""
    made = session.execute(
        select(AffirmationRow.id, AffirmationRow.state)
        .where(AffirmationRow.note == note.id, AffirmationRow.version > 0)
        .order_by(AffirmationRow.id)
    ).all()
    row = session.get_one(NoteRow, note.id)
    source = row.platform if row.message and row.platform != WEB else ""
    authors = (note.writer.id, *_authors(session, tuple(one for one, _ in made)))
    held = holds.on(session, note.review.id, authors, today)
    return replace(note, affirmations=tuple((one, State(state)) for one, state in made), source=source, held=held)


def affirmation_to_remove(session: Session, affirmation: Affirmation, today: date) -> Affirmation:
    """The affirmation with what holds it."""
    authors = (affirmation.drafter.id, *_authors(session, (affirmation.id,)))
    return replace(affirmation, held=holds.on(session, affirmation.review.id, authors, today))


def _authors(session: Session, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Whoever wrote one of the wordings, and whoever drafted it."""
    wrote = select(AffirmationVersionRow.person).where(AffirmationVersionRow.affirmation.in_(ids)).distinct()
    drafted = select(AffirmationRow.drafter).where(AffirmationRow.id.in_(ids)).distinct()
    return tuple({*session.scalars(wrote), *session.scalars(drafted)})
