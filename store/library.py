"""The practice library, searched and browsed: newest first, on both databases behind this one interface.

Neither database is left to guess how many cards have a word: PostgreSQL keeps no statistics on people's words, and would
sort half of the library for a common one. SQLite's index gives its cards newest first and stops. On PostgreSQL the
newest cards are looked through, a bounded stretch of them; only where that is not enough is its index asked, and then
the words are rare, or what is found is little.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.orm import Session

from bot.domain.library import MOST_FOUND, Found, Shelf, Wanted, mark, parts
from bot.domain.plain_words import may_go_on, plain_words
from bot.domain.reply import ReplyState, Sort
from store import people
from store.library_tables import LibraryCardRow, PracticeOfferRow, PracticeReplyRow, PracticeReplyTextRow

_NEWEST = 2**31 - 1
_STRETCH = 600
"""How many of the newest cards PostgreSQL looks through before it asks its index."""
_ENOUGH = 8
"""If so many are found there it looks further first; of fewer, the index names few in the whole library."""

_NOWHERE = mark("part", "none")
_LETTER = re.compile(r"\.[a-z]+$")
"""The end of an indicator's id: what is left is its sub-area's."""

_Terms = tuple[tuple[str, ...], ...]
"""What a card has to have: of each group one. A word that ends in a star may go on."""


def search(session: Session, wanted: Wanted) -> Shelf:
    """One page of the cards that somebody wants, the newest first.

    If no card has all of the words, the last may be the beginning of one; after that, some of them will do.
    """
    numbers, loosely = _numbers_of(session, tuple(dict.fromkeys(plain_words(wanted.words))), wanted)
    more = numbers[MOST_FOUND - 1] if len(numbers) > MOST_FOUND else 0
    return Shelf(wanted, _found(session, numbers[:MOST_FOUND]), more, loosely)


def _numbers_of(session: Session, words: tuple[str, ...], wanted: Wanted) -> tuple[list[int], bool]:
    """The first of the ways to read the words by which there is any card; on every page the same."""
    places = _places(wanted)
    for terms, loosely in _ways(words):
        numbers = _numbers(session, (*terms, *places), wanted.before)
        if numbers or (wanted.before and _numbers(session, (*terms, *places), 0)):
            return numbers, loosely and bool(numbers)
    return [], False


def _ways(words: tuple[str, ...]) -> Iterator[tuple[_Terms, bool]]:
    """The ways to read the words, the strictest first, each with whether a card has only some of them."""
    begun = (*words[:-1], f"{words[-1]}*") if words and may_go_on(words[-1]) else words
    readings = tuple(dict.fromkeys((words, begun)))
    for reading in readings:
        yield tuple((word,) for word in reading), False
    if len(words) > 1:
        for reading in readings:
            yield (reading,), True


def _places(wanted: Wanted) -> _Terms:
    """The places and kinds that are wanted, as the words that stand for them."""
    part = _LETTER.sub("", wanted.node)
    asked = (
        (wanted.node, (mark("area", wanted.node), mark("part", part))),
        (wanted.theme, tuple(mark("part", one) for one in parts(wanted.theme))),
        (wanted.phase, (mark("phase", wanted.phase),)),
        (wanted.kind, (mark("kind", wanted.kind),)),
    )
    # What has no letter or digit in it stands nowhere, as does an unknown theme.
    return tuple(tuple(one for one in group if one) or (_NOWHERE,) for asks, group in asked if asks)


def _numbers(session: Session, terms: _Terms, before: int) -> list[int]:
    """The numbers of one page of cards and one more, newest first."""
    facts: dict[str, int | str] = {"before": before or _NEWEST, "most": MOST_FOUND + 1}
    if not terms:
        return list(session.scalars(_EVERY, facts))
    if session.get_bind().dialect.name == "sqlite":
        return list(session.scalars(_ON_SQLITE, {**facts, "terms": _fts5(terms)}))
    facts["terms"] = _tsquery(terms)
    found = list(session.scalars(_NEWEST_ON_POSTGRESQL, {**facts, "stretch": _STRETCH}))
    if _ENOUGH <= len(found) <= MOST_FOUND:
        # At this rate a page of them lies within reach: nearer than all that the index would name.
        further = 2 * _STRETCH * (MOST_FOUND + 1) // len(found)
        found = list(session.scalars(_NEWEST_ON_POSTGRESQL, {**facts, "stretch": further}))
    return found if len(found) > MOST_FOUND else list(session.scalars(_BY_INDEX, facts))


_EVERY = text("SELECT number FROM library_cards WHERE number < :before ORDER BY number DESC LIMIT :most")
_ON_SQLITE = text(
    "SELECT rowid FROM library_words WHERE library_words MATCH :terms AND rowid < :before "
    "ORDER BY rowid DESC LIMIT :most"
)
_NEWEST_ON_POSTGRESQL = text(
    "SELECT number FROM (SELECT number, library_words FROM library_cards WHERE number < :before "
    "ORDER BY number DESC LIMIT :stretch) AS newest "
    "WHERE library_words @@ to_tsquery('english', :terms) ORDER BY number DESC LIMIT :most"
)
_BY_INDEX = text(
    "WITH found AS MATERIALIZED (SELECT number FROM library_cards "
    "WHERE library_words @@ to_tsquery('english', :terms)) "
    "SELECT number FROM found WHERE number < :before ORDER BY number DESC LIMIT :most"
)


def _fts5(terms: _Terms) -> str:
    """As FTS5 reads it. Each word is in quotation marks, which none of ours has in it."""
    return " AND ".join(f"({' OR '.join(_quoted(one) for one in group)})" for group in terms)


def _quoted(word: str) -> str:
    return f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"'


def _tsquery(terms: _Terms) -> str:
    return " & ".join(f"({' | '.join(one.replace('*', ':*') for one in group)})" for group in terms)


def _found(session: Session, numbers: Sequence[int]) -> tuple[Found, ...]:
    rows = session.scalars(select(LibraryCardRow).where(LibraryCardRow.number.in_(numbers))).all()
    ids = [row.affirmation for row in rows]
    worked, trying = _said(session, ids, Sort.WORKED), _said(session, ids, Sort.TRYING)
    return tuple(
        _card(session, row, worked.get(row.affirmation, ()), trying.get(row.affirmation, ()))
        for row in sorted(rows, key=lambda row: -row.number)
    )


def _card(session: Session, row: LibraryCardRow, worked: tuple[str, ...], trying: tuple[str, ...]) -> Found:
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
        worked,
        tuple(one for one in trying if one not in worked),
    )


def _said(session: Session, ids: Sequence[str], sort: Sort) -> dict[str, tuple[str, ...]]:
    """The schools that say so of each card, by name, the first first; what was removed or ended is not among them."""
    wanted = select(PracticeReplyRow.affirmation, PracticeReplyRow.school)
    wanted = wanted.where(PracticeReplyRow.affirmation.in_(ids), PracticeReplyRow.sort == sort)
    if sort is Sort.TRYING:
        wanted = wanted.where(PracticeReplyRow.state == ReplyState.OPEN)
    else:
        said = select(PracticeReplyTextRow.reply).where(PracticeReplyTextRow.reply == PracticeReplyRow.id)
        wanted = wanted.where(said.exists())
    schools, found = people.directory(session).schools, dict[str, list[str]]()
    for card, school in session.execute(wanted.order_by(PracticeReplyRow.at, PracticeReplyRow.id)):
        if school in schools:
            found.setdefault(card, []).append(schools[school].name)
    return {card: tuple(dict.fromkeys(names)) for card, names in found.items()}


def is_empty(session: Session) -> bool:
    """Whether no card stands on the shelf."""
    return session.scalar(select(LibraryCardRow.number).limit(1)) is None


def schools_with(session: Session, part: str, *, but: Collection[str], most: int) -> tuple[str, ...]:
    """The schools that have a card on a sub-area, by name, whoever wrote last first."""
    wanted = select(LibraryCardRow.school).where(_lies_in(part), LibraryCardRow.school.not_in(but))
    newest = wanted.group_by(LibraryCardRow.school).order_by(func.max(LibraryCardRow.number).desc()).limit(most)
    schools = people.directory(session).schools
    return tuple(schools[one].name for one in session.scalars(newest))


def _lies_in(part: str) -> ColumnElement[bool]:
    """A card of this sub-area, or of one of its indicators."""
    return or_(LibraryCardRow.node == part, LibraryCardRow.node.startswith(f"{part}.", autoescape=True))


def was_offered(session: Session, person: str, part: str) -> bool:
    """Whether somebody was offered the cards on a sub-area before."""
    return session.get(PracticeOfferRow, (person, part)) is not None
