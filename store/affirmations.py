"""Affirmations and their versions: rows in, values out."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.acts import Notice
from bot.domain.affirmation import Affirmation, State
from bot.domain.note import Note
from bot.domain.practice_words import Named, Naming, PracticeWords
from store import act_rows, digests, people, reviews
from store.act_rows import Kind
from store.act_rows import State as ActState
from store.library_tables import AffirmationNoteRow, DigestItemRow, LibraryCardRow, NamingRow
from store.shelving import practice_of
from store.tables import ActRow, AffirmationRow, AffirmationVersionRow, NoteRow

# Neither withdrawn nor removed for good.
_STANDS = and_(AffirmationRow.state != State.WITHDRAWN, AffirmationRow.version > 0)


def load(session: Session, affirmation_id: str, *, hold: bool = False) -> Affirmation:
    """One affirmation with its review, which may be held as it is; raises KeyError where there is none."""
    row = session.get(AffirmationRow, affirmation_id, with_for_update=hold or None, populate_existing=hold)
    if row is None:
        raise KeyError(affirmation_id)
    wanted = select(AffirmationVersionRow).where(
        AffirmationVersionRow.affirmation == affirmation_id,
        AffirmationVersionRow.version.in_([row.version, row.public_version]),
    )
    versions = {found.version: found for found in session.scalars(wanted)}
    newest, public = versions.get(row.version), versions.get(row.public_version)
    return Affirmation(
        id=row.id,
        review=reviews.load(session, row.review),
        note=row.note,
        node=row.node,
        drafter=people.person(session, row.drafter),
        state=State(row.state),
        practice=practice_of(newest) if newest else PracticeWords(),
        worded_by=newest.person if newest else "",
        version=row.version,
        public=practice_of(public) if public else PracticeWords(),
        agreed_by=row.agreed_by,
        approved_by=row.approved_by,
        copies=_copies(session, row.id),
        delegate=row.delegate,
        contact=row.contact,
        writers=_writers(session, row),
        named=_named(session, row.id),
        digests=_digests(session, row.id),
        beyond=row.beyond,
        published=row.published,
    )


def _writers(session: Session, row: AffirmationRow) -> tuple[str, ...]:
    """Those whose notes it was made from, the first note's first."""
    joined = select(AffirmationNoteRow.note).filter_by(affirmation=row.id)
    wanted = select(NoteRow.writer).where(or_(NoteRow.id == row.note, NoteRow.id.in_(joined)))
    found = session.scalars(wanted.order_by(NoteRow.id != row.note, NoteRow.at))
    return tuple(dict.fromkeys(found))


def _named(session: Session, affirmation_id: str) -> tuple[Naming, ...]:
    rows = session.scalars(select(NamingRow).filter_by(affirmation=affirmation_id).order_by(NamingRow.at))
    return tuple(Naming(people.person(session, row.person), Named(row.state)) for row in rows)


def _digests(session: Session, affirmation_id: str) -> tuple[tuple[str, bool], ...]:
    """The weekly lists of the channel that it is in and that stand, each with whether anything else in it may be read."""
    others = aliased(DigestItemRow)
    beside = (
        select(others.affirmation)
        .join(LibraryCardRow, LibraryCardRow.affirmation == others.affirmation)
        .where(others.digest == DigestItemRow.digest, others.affirmation != affirmation_id)
        .exists()
    )
    wanted = select(DigestItemRow.digest, beside).where(DigestItemRow.affirmation == affirmation_id)
    wanted = wanted.where(digests.standing(DigestItemRow.digest, Notice.DIGEST))
    return tuple((digest, bool(other)) for digest, other in session.execute(wanted.order_by(DigestItemRow.digest)))


def _copies(session: Session, affirmation_id: str) -> int:
    """How many posts of it stand, or may, and are not about to be taken away."""
    leaving = select(ActRow.detail).where(ActRow.kind == Kind.DELETE, ActRow.state.in_(act_rows.OPEN))
    standing = (
        select(func.count())
        .select_from(ActRow)
        .filter_by(about_kind="affirmation", about=affirmation_id, notice=Notice.AFFIRMATION, kind=Kind.POST)
        .where(ActRow.state.in_((ActState.SENDING, ActState.DONE, ActState.UNKNOWN)), ActRow.id.not_in(leaving))
    )
    return session.scalar(standing) or 0


def places(session: Session, affirmation: Affirmation) -> tuple[str, ...]:
    """Where it stands in the channel, or may: platforms, and `list` for a weekly list."""
    about = or_(
        and_(ActRow.notice == Notice.AFFIRMATION, ActRow.about == affirmation.id),
        and_(ActRow.notice == Notice.DIGEST, ActRow.about.in_([digest for digest, _ in affirmation.digests])),
    )
    stands = ActRow.state.in_((ActState.SENDING, ActState.DONE, ActState.UNKNOWN))
    wanted = select(ActRow.platform).where(about, ActRow.kind == Kind.POST, stands).distinct()
    listed = ("list",) if affirmation.digests else ()
    return (*sorted(session.scalars(wanted), key=lambda one: (one != act_rows.WEB, one)), *listed)


def waiting(session: Session, *, reviews_of: tuple[str, ...] | None = None) -> tuple[Affirmation, ...]:
    """Those on their way to the channel or standing in it, oldest first; of these reviews only, if any are given."""
    return _all(session, _STANDS, reviews_of)


def naming(session: Session, person: str) -> tuple[Affirmation, ...]:
    """Those on which somebody was asked to stand by name."""
    named = select(NamingRow.affirmation).filter_by(person=person)
    return _all(session, and_(AffirmationRow.id.in_(named), _STANDS), None)


def handed_to(session: Session, person: str) -> tuple[Affirmation, ...]:
    """Those that wait for somebody's agreement in the head's place."""
    return _all(session, and_(AffirmationRow.delegate == person, AffirmationRow.state == State.WORDED), None)


def hold(session: Session, affirmation_id: str) -> None:
    """Let nobody else move it until the transaction is over, and see it as it is by then."""
    wanted = select(AffirmationRow).filter_by(id=affirmation_id).with_for_update()
    session.scalars(wanted.execution_options(populate_existing=True)).all()


def alike(session: Session, note: Note, by: datetime | None) -> tuple[tuple[str, str], ...]:
    """Others of a note's review and sub-area, under way or standing, by id and title; first worded by then."""
    first, newest = aliased(AffirmationVersionRow), aliased(AffirmationVersionRow)
    wanted = (
        select(AffirmationRow.id, newest.title, newest.text)
        .join(newest, and_(newest.affirmation == AffirmationRow.id, newest.version == AffirmationRow.version))
        .join(first, and_(first.affirmation == AffirmationRow.id, first.version == 1))
        .where(_STANDS, AffirmationRow.review == note.review.id, AffirmationRow.node == note.node)
        .order_by(first.at, AffirmationRow.id)
    )
    wanted = wanted if by is None else wanted.where(first.at <= by)
    return tuple((found, title or text) for found, title, text in session.execute(wanted))


def by_note(session: Session, review: str) -> dict[str, str]:
    """For each note of a review that stands with a card, the newest such card that is not withdrawn."""
    own = select(AffirmationRow.note, AffirmationRow.id).where(_STANDS, AffirmationRow.review == review)
    joined = select(AffirmationNoteRow.note, AffirmationRow.id).join(
        AffirmationRow, AffirmationRow.id == AffirmationNoteRow.affirmation
    )
    found = (*session.execute(own), *session.execute(joined.where(_STANDS, AffirmationRow.review == review)))
    return dict(sorted((note, affirmation) for note, affirmation in found))


def _all(
    session: Session, condition: ColumnElement[bool], reviews_of: tuple[str, ...] | None
) -> tuple[Affirmation, ...]:
    first = aliased(AffirmationVersionRow)
    wanted = select(AffirmationRow.id).outerjoin(
        first, and_(first.affirmation == AffirmationRow.id, first.version == 1)
    )
    wanted = wanted.where(condition).order_by(first.at, AffirmationRow.id)
    if reviews_of is not None:
        wanted = wanted.where(AffirmationRow.review.in_(reviews_of))
    return tuple(load(session, affirmation_id) for affirmation_id in session.scalars(wanted))
