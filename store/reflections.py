"""What people take away from areas: rows in, values out. Whose it is and who may read it is decided elsewhere."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.domain.reflection import Reflection
from bot.domain.review import Review
from store import people, reviews
from store.tables import ReflectionRow


def load(session: Session, reflection_id: str, writer: Person) -> Reflection:
    """Somebody's own, empty where they have written none; raises KeyError where there is no such area to walk."""
    review_id, _, area = reflection_id.partition("/")
    review = reviews.load(session, review_id)
    if area not in review.areas:
        raise KeyError(reflection_id)
    row = session.get(ReflectionRow, (review_id, writer.id, area))
    return Reflection(review, area, writer, row.text, row.shared) if row else Reflection(review, area, writer)


def of_writer(session: Session, writer: Person) -> tuple[Reflection, ...]:
    """All that somebody has written, the newest review first."""
    rows = session.scalars(select(ReflectionRow).filter_by(person=writer.id)).all()
    found = [reviews.load(session, review) for review in dict.fromkeys(row.review for row in rows)]
    found.sort(key=lambda review: (review.begins, review.id), reverse=True)
    return tuple(
        one
        for review in found
        for one in _reflections(session, [row for row in rows if row.review == review.id], review)
    )


def of_review(session: Session, review: Review) -> tuple[Reflection, ...]:
    """What has been shared in a review, area by area."""
    rows = session.scalars(
        select(ReflectionRow).filter_by(review=review.id, shared=True).order_by(ReflectionRow.person)
    )
    return _reflections(session, rows.all(), review)


def has_any(session: Session, person: str) -> bool:
    """Whether somebody has written any."""
    return bool(session.scalar(select(exists().where(ReflectionRow.person == person))))


def keep(session: Session, kept: ReflectionRow) -> None:
    """In the place of what stood there before, of which nothing is kept."""
    session.merge(kept)


def _reflections(session: Session, rows: Sequence[ReflectionRow], review: Review) -> tuple[Reflection, ...]:
    known = people.directory(session).people
    order = {area.id: number for number, area in enumerate(review.framework.areas)}
    return tuple(
        Reflection(review, row.area, known[row.person], row.text, row.shared)
        for row in sorted(rows, key=lambda row: order.get(row.area, len(order)))
        if row.person in known and row.area in order
    )
