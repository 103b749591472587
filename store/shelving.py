"""Putting cards on the shelf of the practice library and taking them off: what readers may see now, and only that."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.domain.affirmation import State
from bot.domain.framework import Framework
from bot.domain.library import mark
from bot.domain.plain_words import plain_words
from bot.domain.practice_words import PracticeWords
from store import people, reviews
from store.library_tables import LibraryCardRow
from store.tables import AffirmationRow, AffirmationVersionRow

_LEAD = 220
"""Characters of what they do that a list shows."""


def put(session: Session, row: AffirmationRow, at: datetime) -> None:
    """Put the words just approved on the shelf: in their old place, if they stood there before."""
    version = session.get_one(AffirmationVersionRow, (row.id, row.public_version))
    practice, review = practice_of(version), reviews.load(session, row.review)
    row.published = row.published or at
    known = select(LibraryCardRow).filter_by(affirmation=row.id)
    card = session.scalars(known).first() or LibraryCardRow(affirmation=row.id, published=row.published)
    card.person, card.title, card.lead = version.person, practice.title, _lead(practice)
    found_by = plain_words("\n".join((*practice.parts, *_titles(review.framework, row.node))))
    card.words = " ".join(dict.fromkeys(found_by))
    card.school, card.node = review.school.id, row.node
    card.marks = " ".join(marks(session, review.school.id, review.framework, row.node))
    session.add(card)


def fill(session: Session) -> None:
    """Put up what readers could see before there was a shelf, the first posted first."""
    known = select(LibraryCardRow.affirmation)
    stands = AffirmationRow.state.not_in((State.PAUSED, State.WITHDRAWN)), AffirmationRow.id.not_in(known)
    missing = select(AffirmationRow).where(AffirmationRow.public_version > 0, *stands)
    for row in session.scalars(missing.order_by(AffirmationRow.posted_at, AffirmationRow.id)).all():
        approved = session.get_one(AffirmationVersionRow, (row.id, row.public_version)).at
        put(session, row, row.posted_at or approved)
        session.flush()


def take_off(session: Session, affirmations: Sequence[str]) -> None:
    """Take cards off the shelf; the index follows by itself."""
    session.execute(delete(LibraryCardRow).where(LibraryCardRow.affirmation.in_(affirmations)))


def practice_of(row: AffirmationVersionRow) -> PracticeWords:
    return PracticeWords(row.title, row.text, row.why, row.known, row.took, row.thanks)


def marks(session: Session, school: str, framework: Framework, node: str) -> list[str]:
    """What a card is found by besides its words: its area and sub-area, its school's phase and kind."""
    found, here = framework.area_of(node), people.directory(session).schools[school]
    every = [
        mark("area", found.id),
        mark("part", framework.sub_area_of(node)),
        mark("phase", here.phase),
        mark("kind", here.kind),
    ]
    return [one for one in every if one]


def _titles(framework: Framework, node: str) -> tuple[str, ...]:
    """What its area and sub-area are called, so that it is found by these, too."""
    part = framework.sub_area_of(node)
    return tuple(dict.fromkeys((framework.area_of(node).title, framework.title_of(part))))


def _lead(practice: PracticeWords) -> str:
    if len(practice.what) <= _LEAD:
        return practice.what
    return practice.what[:_LEAD].rsplit(None, 1)[0].rstrip(".,;:") + " …"
