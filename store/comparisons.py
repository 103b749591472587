"""Questions that two kinds of people were asked, and what a reviewer said of the answers: rows in, values out."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.comparison import Comparison, Said, asked_twice
from bot.domain.note import Note
from bot.domain.review import Review
from store import notes, people, reviews
from store.tables import ComparisonRow


def load(session: Session, comparison_id: str) -> Comparison:
    """One of them; raises KeyError where no two kinds of people were asked this."""
    review_id, _, prompt = comparison_id.partition("/")
    review = reviews.load(session, review_id)
    for found in of_notes(session, review, notes.asked(session, review)):
        if found.prompt == prompt:
            return found
    raise KeyError(comparison_id)


def of_notes(session: Session, review: Review, among: Iterable[Note]) -> tuple[Comparison, ...]:
    """Every question that these notes answer for two kinds of people, each with what has been said of it."""
    rows = {row.prompt: row for row in session.scalars(select(ComparisonRow).filter_by(review=review.id))}
    return tuple(_said(session, found, rows.get(found.prompt)) for found in asked_twice(review, among))


def _said(session: Session, found: Comparison, row: ComparisonRow | None) -> Comparison:
    # What was said of a note that is no longer there is said of nothing.
    if row is None or not set(row.notes) <= {note.id for note in found.notes}:
        return found
    writer = people.directory(session).people.get(row.person)
    return replace(found, said=Said(row.said), words=row.words, writer=writer)


def resting_on(session: Session, review: str, note: str) -> list[str]:
    """The ids of those that were made from a note."""
    rows = session.scalars(select(ComparisonRow).filter_by(review=review).order_by(ComparisonRow.prompt))
    return [f"{review}/{row.prompt}" for row in rows if note in row.notes]


def writers(session: Session, review: str, note: str) -> tuple[str, ...]:
    """Whoever wrote one that was made from a note."""
    rows = session.scalars(select(ComparisonRow).filter_by(review=review))
    return tuple(row.person for row in rows if note in row.notes)
