"""Affirmations and their versions: rows in, values out."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain.affirmation import Affirmation, State
from store import people, reviews
from store.tables import AffirmationRow, AffirmationVersionRow


def load(session: Session, affirmation_id: str) -> Affirmation:
    """One affirmation with its review; raises KeyError where there is none."""
    row = session.get(AffirmationRow, affirmation_id)
    if row is None:
        raise KeyError(affirmation_id)
    texts = dict(
        session.execute(
            select(AffirmationVersionRow.version, AffirmationVersionRow.text).where(
                AffirmationVersionRow.affirmation == affirmation_id,
                AffirmationVersionRow.version.in_([row.version, row.public_version]),
            )
        )
        .tuples()
        .all()
    )
    return Affirmation(
        id=row.id,
        review=reviews.load(session, row.review),
        note=row.note,
        node=row.node,
        drafter=people.person(session, row.drafter),
        state=State(row.state),
        text=texts.get(row.version, ""),
        version=row.version,
        public_text=texts.get(row.public_version, ""),
        agreed_by=row.agreed_by,
        approved_by=row.approved_by,
    )


def waiting(session: Session, *, reviews_of: tuple[str, ...] | None = None) -> tuple[Affirmation, ...]:
    """Those on their way to the channel or standing in it, oldest first; of these reviews only, if any are given."""
    return _all(session, AffirmationRow.state != State.WITHDRAWN, reviews_of)


def of_note(session: Session, note_id: str) -> tuple[Affirmation, ...]:
    wanted = select(AffirmationRow.id).where(AffirmationRow.note == note_id, AffirmationRow.state != State.WITHDRAWN)
    return tuple(load(session, affirmation_id) for affirmation_id in session.scalars(wanted))


def _all(
    session: Session, condition: ColumnElement[bool], reviews_of: tuple[str, ...] | None
) -> tuple[Affirmation, ...]:
    wanted = select(AffirmationRow.id).where(condition).order_by(AffirmationRow.id)
    if reviews_of is not None:
        wanted = wanted.where(AffirmationRow.review.in_(reviews_of))
    return tuple(load(session, affirmation_id) for affirmation_id in session.scalars(wanted))


def public_text(session: Session, row: AffirmationRow) -> str:
    return (
        session.scalar(select(AffirmationVersionRow.text).filter_by(affirmation=row.id, version=row.public_version))
        or ""
    )
