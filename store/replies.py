"""What came home to cards: rows in, values out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.affirmation import Affirmation
from bot.domain.depth import Kind
from bot.domain.library_permission import works_at
from bot.domain.people import Job, Person
from bot.domain.reply import Reply, ReplyState, Sort, Spoken
from store import affirmations, holds, people
from store.library_tables import PracticeReplyRow, PracticeReplyTextRow
from store.tables import AffirmationRow, ReviewRow


def load(session: Session, reply_id: str) -> Reply:
    """One reply with its card; raises KeyError where there is none."""
    found = _all(session, PracticeReplyRow.id == reply_id)
    if not found:
        raise KeyError(reply_id)
    return found[0]


def in_full(session: Session, reply_id: str, today: date) -> Reply:
    """The same, with what its dialogs ask about: who is at the card's school, what holds it, and when a term is over."""
    found, known = load(session, reply_id), people.directory(session)
    review = found.affirmation.review
    return replace(
        found,
        colleagues=known.colleagues(review.school.id, today),
        heads=known.holders(Job.HEADTEACHER, found.school.id, today) if found.school else (),
        headless=not known.holders(Job.HEADTEACHER, review.school.id, today),
        held=holds.on(session, review.id, tuple(sorted(found.writers)), today),
        next_due=known.calendar.after_a_term(today, found.school) if found.school else None,
    )


def to_be_answered(session: Session, card: Affirmation, me: Person, today: date) -> Affirmation:
    """A card with what came home to it, who is at its school, and when a term is over at each school of whoever answers."""
    known = people.directory(session)
    mine = [known.schools[one] for one in works_at(me) if one in known.schools]
    return replace(
        card,
        came_home=of_card(session, card.id),
        colleagues=known.colleagues(card.review.school.id, today),
        after_a_term=tuple((one.id, known.calendar.after_a_term(today, one)) for one in mine),
        school_names=tuple((one.id, one.name) for one in mine),
    )


def of_card(session: Session, affirmation: str) -> tuple[Reply, ...]:
    """All that came home to a card, the oldest first; what was removed is not among them."""
    return _all(session, PracticeReplyRow.affirmation == affirmation)


def of_person(session: Session, person: str) -> tuple[Reply, ...]:
    """What somebody said to cards themselves, or answered."""
    said = select(PracticeReplyTextRow.reply).where(PracticeReplyTextRow.person == person)
    return _all(session, or_(PracticeReplyRow.person == person, PracticeReplyRow.id.in_(said)))


def tried_by(session: Session, schools: Sequence[str]) -> tuple[Reply, ...]:
    """What these schools try."""
    return _all(session, PracticeReplyRow.school.in_(schools), *_TRIED) if schools else ()


def asked_of(session: Session, schools: Sequence[str]) -> tuple[Reply, ...]:
    """The questions that wait for somebody of these schools, the oldest first."""
    cards = (
        select(AffirmationRow.id)
        .join(ReviewRow, ReviewRow.id == AffirmationRow.review)
        .where(ReviewRow.school.in_(schools), AffirmationRow.public_version > 0)
    )
    return _all(session, PracticeReplyRow.affirmation.in_(cards), *_ASKED) if schools else ()


def who_answers(known: people.Directory, reply: Reply, today: date) -> tuple[str, ...]:
    """For whom a question waits: the person the school chose, its heads where that one is there no more, the trust leads."""
    school = reply.affirmation.review.school.id
    chosen = known.people.get(reply.contact)
    if chosen is not None and not chosen.has_left(today) and school in chosen.own_schools:
        return (chosen.id,)
    return known.holders(Job.HEADTEACHER, school, today) or known.holders(Job.TRUST_LEAD, "", today)


def who_tries(known: people.Directory, reply: Reply, today: date) -> tuple[str, ...]:
    """Who is asked what came of it: whoever said that they try it, or the heads of their school once that one has left."""
    school = reply.school.id if reply.school else ""
    if not reply.person.has_left(today) and school in reply.person.own_schools:
        return (reply.person.id,)
    return known.holders(Job.HEADTEACHER, school, today) if school else ()


def has_said(session: Session, person: str) -> bool:
    """Whether somebody has said anything to a card, or answered."""
    begun = session.scalar(select(PracticeReplyRow.id).where(PracticeReplyRow.person == person).limit(1))
    said = select(PracticeReplyTextRow.reply).where(PracticeReplyTextRow.person == person).limit(1)
    return begun is not None or session.scalar(said) is not None


def close(session: Session, affirmation: str) -> None:
    """The card is gone for good: its questions wait for nobody any more."""
    open_ = update(PracticeReplyRow).where(PracticeReplyRow.affirmation == affirmation, *_ASKED)
    session.execute(open_.values(state=ReplyState.CLOSED))


def due(session: Session, today: date, *, hold: bool = False) -> tuple[Reply, ...]:
    """What is being tried, of whom nobody has asked since it was due what came of it; held, once somebody is to be asked."""
    where = PracticeReplyRow.due <= today, PracticeReplyRow.asked.is_(None), *_TRIED
    if hold:
        session.execute(select(PracticeReplyRow.id).where(*where).with_for_update()).all()
    return _all(session, *where)


def hold(session: Session, reply: str) -> None:
    """Let nobody else go on with this reply until the transaction is over."""
    session.execute(select(PracticeReplyRow.id).where(PracticeReplyRow.id == reply).with_for_update(key_share=True))


def of_affirmations(session: Session, ids: Sequence[str]) -> list[str]:
    """The ids of all replies to these cards."""
    return list(session.scalars(select(PracticeReplyRow.id).where(PracticeReplyRow.affirmation.in_(ids))))


def unanswered(session: Session, affirmation: str) -> tuple[tuple[str, str], ...]:
    """The questions to a card that wait, each with who asked it."""
    wanted = select(PracticeReplyRow.id, PracticeReplyRow.person).where(PracticeReplyRow.affirmation == affirmation)
    found = session.execute(wanted.where(*_ASKED).order_by(PracticeReplyRow.at, PracticeReplyRow.id))
    return tuple((row.id, row.person) for row in found)


_TRIED = (
    PracticeReplyRow.sort == Sort.TRYING,
    PracticeReplyRow.state.in_((ReplyState.OPEN, ReplyState.STILL)),
)
_ASKED = (PracticeReplyRow.sort == Sort.QUESTION, PracticeReplyRow.state == ReplyState.OPEN)


def _all(session: Session, *where: ColumnElement[bool]) -> tuple[Reply, ...]:
    rows = session.scalars(
        select(PracticeReplyRow)
        .where(*where)
        .order_by(PracticeReplyRow.at, PracticeReplyRow.id)
        .execution_options(populate_existing=True)
    ).all()
    wanted = select(PracticeReplyTextRow).where(PracticeReplyTextRow.reply.in_([row.id for row in rows]))
    said: dict[str, list[PracticeReplyTextRow]] = {}
    for one in session.scalars(wanted.order_by(PracticeReplyTextRow.number)) if rows else ():
        said.setdefault(one.reply, []).append(one)
    cards = {row.affirmation: affirmations.load(session, row.affirmation) for row in rows}
    return tuple(
        _value(session, row, cards[row.affirmation], said.get(row.id, []))
        for row in rows
        # Where its words were removed there is nothing more to show of it.
        if row.id in said or row.sort == Sort.TRYING
    )


def _value(session: Session, row: PracticeReplyRow, card: Affirmation, said: list[PracticeReplyTextRow]) -> Reply:
    return Reply(
        row.id,
        card,
        Sort(row.sort),
        ReplyState(row.state),
        people.person(session, row.person),
        people.directory(session).schools.get(row.school),
        row.at,
        tuple(Spoken(people.person(session, one.person), one.at, one.text) for one in said),
        row.contact,
        row.on_card,
        row.due,
        Kind(row.kind) if row.kind else None,
    )
