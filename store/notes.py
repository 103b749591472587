"""Notes and their versions: rows in, values out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.depth import MeetWith
from bot.domain.note import Kind, Note, Shows, Told, Voice
from bot.domain.review import Review
from store import people, reviews
from store.inserting import add
from store.tables import NoteRow, NoteVersionRow, ReviewRow

NEWEST = 50  # as many as a screen can use


def _rows() -> Select[NoteRow, str]:
    newest = and_(NoteVersionRow.note == NoteRow.id, NoteVersionRow.version == NoteRow.version)
    return select(NoteRow, NoteVersionRow.text).join(NoteVersionRow, newest)


def hold_review(session: Session, note_id: str) -> None:
    """Let nobody else draft from a review's notes until the transaction is over."""
    review = select(NoteRow.review).filter_by(id=note_id).scalar_subquery()
    session.execute(select(ReviewRow.id).where(ReviewRow.id == review).with_for_update(key_share=True))


def load(session: Session, note_id: str) -> Note:
    """One note with its review; raises KeyError where there is none."""
    found = session.execute(_rows().where(NoteRow.id == note_id)).first()
    if found is None:
        raise KeyError(note_id)
    return _notes(session, [found], reviews.load(session, found[0].review))[0]


def of_review(
    session: Session, review: Review, *, sub_areas: tuple[str, ...] | None = None, limit: int = NEWEST
) -> tuple[Note, ...]:
    """A review's notes, newest first; only those filed in these sub-areas if any are given."""
    wanted = _rows().where(NoteRow.review == review.id)
    if sub_areas is not None:
        wanted = wanted.where(or_(NoteRow.sub_area.in_(sub_areas), NoteRow.also.in_(sub_areas)))
    return _notes(session, session.execute(wanted.order_by(NoteRow.at.desc(), NoteRow.id).limit(limit)).all(), review)


def of_writer(session: Session, review: Review, writer: str, limit: int = 5) -> tuple[Note, ...]:
    """Somebody's own last notes in a review."""
    wanted = _rows().where(NoteRow.review == review.id, NoteRow.writer == writer)
    return _notes(session, session.execute(wanted.order_by(NoteRow.at.desc(), NoteRow.id).limit(limit)).all(), review)


def impressions(session: Session, review: Review, writer: str, limit: int = NEWEST) -> tuple[Note, ...]:
    """Somebody's own notes in a review that have no kind of evidence yet, newest first."""
    wanted = _rows().where(NoteRow.review == review.id, NoteRow.writer == writer, NoteRow.kind == "")
    return _notes(session, session.execute(wanted.order_by(NoteRow.at.desc(), NoteRow.id).limit(limit)).all(), review)


def asked(session: Session, review: Review) -> tuple[Note, ...]:
    """The notes that were taken from a meeting's prompts, oldest first."""
    wanted = _rows().where(NoteRow.review == review.id, NoteRow.prompt != "").order_by(NoteRow.at, NoteRow.id)
    return _notes(session, session.execute(wanted).all(), review)


def urgent(session: Session, review: Review) -> tuple[Note, ...]:
    """Notes marked *tell the school today* about which nobody has said yet who was told."""
    wanted = _rows().where(NoteRow.review == review.id, NoteRow.urgent, NoteRow.told == "")
    return _notes(session, session.execute(wanted.order_by(NoteRow.at)).all(), review)


def edit(session: Session, note_id: str, now: datetime, person: str, text: str) -> None:
    """Give a note other words; those before stay as an earlier version."""
    note = session.get_one(NoteRow, note_id)
    note.version += 1
    add_version(session, note_id, note.version, now, person, text)


def add_version(session: Session, note_id: str, version: int, now: datetime, person: str, text: str) -> None:
    add(session, NoteVersionRow, note=note_id, version=version, at=now, person=person, text=text)


def _notes(session: Session, rows: Sequence[Row[NoteRow, str]], review: Review) -> tuple[Note, ...]:
    writers = people.directory(session).people
    return tuple(
        Note(
            id=row.id,
            review=review,
            writer=writers[row.writer],
            at=row.at,
            text=text,
            version=row.version,
            node=row.node,
            also=row.also,
            shows=Shows(row.shows) if row.shows else None,
            kind=Kind(row.kind) if row.kind else None,
            voice=Voice(row.voice) if row.voice else None,
            urgent=row.urgent,
            told=Told(row.told) if row.told else None,
            seen=row.seen,
            sample=(row.sampled, row.out_of) if row.sampled is not None and row.out_of is not None else None,
            where=row.place,
            asked_in=MeetWith(row.asked_in) if row.asked_in else None,
            prompt=row.prompt,
            said_by=writers.get(row.said_by),
            objected=row.objected,
        )
        for row, text in rows
    )


def of_message(session: Session, writer: str, platform: str, tenant: str, channel: str, message: str) -> str:
    """The id of the note that somebody made of a message and that still has its words; empty where there is none."""
    wanted = select(NoteRow.id).where(NoteRow.writer == writer, NoteRow.platform == platform, NoteRow.tenant == tenant)
    here = wanted.where(NoteRow.channel == channel, NoteRow.message == message, NoteRow.version > 0)
    return session.scalar(here.limit(1)) or ""
