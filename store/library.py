"""The practice library, searched and browsed: newest first, on both databases behind this one interface."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.library import MOST_FOUND, Found, Shelf, Wanted
from store import people
from store.library_tables import LibraryCardRow


def search(session: Session, wanted: Wanted) -> Shelf:
    """One page of the cards that somebody wants, the newest first."""
    rows = session.scalars(select(LibraryCardRow).order_by(LibraryCardRow.number.desc()).limit(MOST_FOUND + 1)).all()
    found = tuple(_found(session, row) for row in rows[:MOST_FOUND])
    return Shelf(wanted, found, rows[MOST_FOUND - 1].number if len(rows) > MOST_FOUND else 0)


def _found(session: Session, row: LibraryCardRow) -> Found:
    school = people.directory(session).schools[row.school]
    return Found(
        row.affirmation,
        row.number,
        row.title,
        row.lead,
        school.name,
        row.node,
        row.published,
        school.phase,
        school.kind,
    )
