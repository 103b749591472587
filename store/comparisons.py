"""Questions that two kinds of people answered, and what a reviewer said of their answers: rows in, values out."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.comparison import ROLES, ROLES_STRENGTHS, Comparison, Said, asked_twice, of_roles
from bot.domain.note import Note
from bot.domain.prompt import Prompt
from bot.domain.review import Review
from store import notes, people, prompts, reviews
from store.tables import ComparisonRow


def load(session: Session, comparison_id: str) -> Comparison:
    """One of them; raises KeyError where no two kinds of people were asked this."""
    review_id, _, prompt = comparison_id.partition("/")
    review = reviews.load(session, review_id)
    node, _, which = prompt.partition(":")
    every = (
        of_answers(session, review, prompts.of_review(session, review_id, (node,)))
        if which in {ROLES, ROLES_STRENGTHS}
        else of_notes(session, review, notes.asked(session, review))
    )
    for found in every:
        if found.prompt == prompt:
            return found
    raise KeyError(comparison_id)


def of_notes(session: Session, review: Review, among: Iterable[Note]) -> tuple[Comparison, ...]:
    """Every question that these notes answer for two kinds of people, each with what has been said of it."""
    return _all_said(session, review, asked_twice(review, among))


def of_answers(session: Session, review: Review, among: Iterable[Prompt]) -> tuple[Comparison, ...]:
    """Every sub-area on which two practice owners have answered, each with what has been said of it."""
    return _all_said(session, review, of_roles(review, among))


def _all_said(session: Session, review: Review, every: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    if not every:
        return ()
    rows = {row.prompt: row for row in session.scalars(select(ComparisonRow).filter_by(review=review.id))}
    return tuple(_said(session, found, rows.get(found.prompt)) for found in every)


def _said(session: Session, found: Comparison, row: ComparisonRow | None) -> Comparison:
    # What was said of a note that is no longer there, or of other words than an answer's now, is said of nothing.
    if row is None or not set(row.notes) <= set(found.rests_on):
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


def resting_on_answer(session: Session, review: str, prompt: str) -> list[str]:
    """The ids of those that were made from an answer, in whatever wording."""
    rows = session.scalars(select(ComparisonRow).filter_by(review=review).order_by(ComparisonRow.prompt))
    return [f"{review}/{row.prompt}" for row in rows if any(one.startswith(f"{prompt}@") for one in row.notes)]
