"""What a removal needs to know of a thing: beforehand what was made from it and what holds it, afterwards what is left in chat."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.acts import Notice
from bot.domain.affirmation import Affirmation, State
from bot.domain.note import Note
from bot.domain.removal import Certificate, Why
from bot.domain.retention import Kind
from store import comparisons, holds
from store.act_rows import WEB
from store.act_rows import Kind as ActKind
from store.act_rows import State as ActState
from store.library_tables import PracticeReplyRow, PracticeReplyTextRow
from store.tables import ActRow, AffirmationRow, AffirmationVersionRow, NoteRow


def to_remove(session: Session, note: Note, today: date) -> Note:
    """The note with the affirmations made from it, the platform its message stands on, and what holds any of them."""
    made = session.execute(
        select(AffirmationRow.id, AffirmationRow.state)
        .where(AffirmationRow.note == note.id, AffirmationRow.version > 0)
        .order_by(AffirmationRow.id)
    ).all()
    row = session.get_one(NoteRow, note.id)
    source = row.platform if row.message and row.platform != WEB else ""
    compared = comparisons.writers(session, note.review.id, note.id)
    authors = (note.writer.id, *compared, *_authors(session, tuple(one for one, _ in made)))
    held = holds.on(session, note.review.id, authors, today)
    affirmed = tuple((one, State(state)) for one, state in made)
    return replace(note, affirmations=affirmed, compared=bool(compared), source=source, held=held)


def affirmation_to_remove(session: Session, affirmation: Affirmation, today: date) -> Affirmation:
    """The affirmation with what holds it."""
    authors = (affirmation.drafter.id, *_authors(session, (affirmation.id,)))
    return replace(affirmation, held=holds.on(session, affirmation.review.id, authors, today))


def _authors(session: Session, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Whoever wrote one of the wordings, whoever drafted it, and whoever said something to it: that goes with it."""
    wrote = select(AffirmationVersionRow.person).where(AffirmationVersionRow.affirmation.in_(ids)).distinct()
    drafted = select(AffirmationRow.drafter).where(AffirmationRow.id.in_(ids)).distinct()
    said = (
        select(PracticeReplyTextRow.person)
        .join(PracticeReplyRow, PracticeReplyRow.id == PracticeReplyTextRow.reply)
        .where(PracticeReplyRow.affirmation.in_(ids))
        .distinct()
    )
    return tuple({*session.scalars(wrote), *session.scalars(drafted), *session.scalars(said)})


@dataclass(frozen=True)
class Left:
    """A message of a removed thing that stands in chat, or may. `ours`: the bot's post; otherwise its writer's own."""

    platform: str
    channel: str
    message: str
    at: datetime
    ours: bool


def posts_left(session: Session, certificate: Certificate) -> tuple[Left, ...]:
    """What could not be taken down, and the messages people typed themselves, each by where it stands."""
    if certificate.why is Why.RETENTION:
        return _ours(session, certificate)
    return (*_ours(session, certificate), *_theirs(session, certificate))


def _ours(session: Session, certificate: Certificate) -> tuple[Left, ...]:
    ids = [one for kind in (Kind.AFFIRMATIONS, Kind.UNSHARED) for one in certificate.ids.get(kind, ())]
    post, away = aliased(ActRow), aliased(ActRow)
    tried = select(away.detail).where(
        away.kind == ActKind.DELETE, away.state.in_((ActState.REFUSED, ActState.UNKNOWN)), away.detail == post.id
    )
    left = select(post).where(
        post.about_kind == "affirmation",
        post.about.in_(ids),
        post.notice == Notice.AFFIRMATION,
        post.kind == ActKind.POST,
        or_(post.state == ActState.UNKNOWN, and_(post.state == ActState.DONE, exists(tried))),
    )
    rows = session.scalars(left.order_by(post.made, post.id))
    return tuple(Left(row.platform, row.channel, row.message, row.done or row.made, ours=True) for row in rows)


def _theirs(session: Session, certificate: Certificate) -> tuple[Left, ...]:
    typed = select(NoteRow).where(
        NoteRow.id.in_(certificate.ids.get(Kind.NOTES, ())), NoteRow.message != "", NoteRow.platform != WEB
    )
    rows = session.scalars(typed.order_by(NoteRow.at, NoteRow.id))
    return tuple(Left(row.platform, row.channel, row.message, row.at, ours=False) for row in rows)
