"""Making the changes of cards beside their steps: values in, rows changed."""

from typing import assert_never

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.domain import library_changes as changes
from bot.domain.practice_words import Named
from bot.domain.reply import Outcome, ReplyState, Sort
from bot.domain.retention import Kind
from store import removal
from store.library_tables import (
    AffirmationNoteRow,
    DigestItemRow,
    DigestRow,
    NamingRow,
    PracticeOfferRow,
    PracticeReplyRow,
    PracticeReplyTextRow,
)
from store.made import Made
from store.tables import AffirmationRow


def take_name_off(session: Session, person: str) -> None:
    """Somebody stands on no card by name any more."""
    named = update(NamingRow).where(NamingRow.person == person)
    session.execute(named.values(state=Named.DECLINED))


def make(session: Session, change: changes.LibraryChange, made: Made) -> None:
    """Make one change of a card, or of what came home to it."""
    match change:
        case changes.AgreementHanded(affirmation=affirmation, to=to):
            session.get_one(AffirmationRow, affirmation).delegate = to
        case changes.NoteJoined(affirmation=affirmation, note=note):
            session.merge(AffirmationNoteRow(affirmation=affirmation, note=note))
        case changes.NamingAsked(affirmation=affirmation, whom=whom):
            session.merge(NamingRow(affirmation=affirmation, person=whom, state=Named.ASKED, at=made.at))
        case changes.NamingAnswered(affirmation=affirmation, person=person, agreed=agreed):
            state = Named.AGREED if agreed else Named.DECLINED
            session.merge(NamingRow(affirmation=affirmation, person=person, state=state, at=made.at))
        case changes.ContactChosen(affirmation=affirmation, to=to):
            session.get_one(AffirmationRow, affirmation).contact = to
        case changes.BeyondAgreed(affirmation=affirmation, agreed=agreed):
            session.get_one(AffirmationRow, affirmation).beyond = agreed
        case changes.PracticeOffered(person=person, node=node):
            session.merge(PracticeOfferRow(person=person, node=node, at=made.at))
        case changes.DigestMade(digest=digest, affirmations=affirmations):
            session.add(DigestRow(id=digest, made=made.at))
            session.flush()
            session.add_all(DigestItemRow(digest=digest, affirmation=one) for one in affirmations)
        case _:
            _of_reply(session, change, made)


_OfReply = (
    changes.QuestionAsked
    | changes.QuestionAnswered
    | changes.QuestionFollowed
    | changes.QuestionPassedOn
    | changes.TryingSaid
    | changes.WorkedSaid
    | changes.TryingEnded
    | changes.ReplyReworded
    | changes.CameOfItAsked
)


def _of_reply(session: Session, change: _OfReply, made: Made) -> None:
    match change:
        case changes.QuestionAsked():
            _begin(session, change, Sort.QUESTION, made, contact=change.contact)
            _say(session, change.reply, change.text, made)
        case changes.QuestionAnswered(reply=reply, text=text, on_card=on_card):
            row = session.get_one(PracticeReplyRow, reply)
            row.state, row.on_card = ReplyState.ANSWERED, on_card
            _say(session, reply, text, made)
        case changes.QuestionFollowed(reply=reply, text=text):
            session.get_one(PracticeReplyRow, reply).state = ReplyState.OPEN
            _say(session, reply, text, made)
        case changes.QuestionPassedOn(reply=reply, to=to):
            session.get_one(PracticeReplyRow, reply).contact = to
        case changes.TryingSaid(due=due):
            _begin(session, change, Sort.TRYING, made).due = due
        case changes.WorkedSaid(kind=kind, tried=tried):
            row = _begin(session, change, Sort.WORKED, made)
            row.kind, row.tried, row.state = kind, tried, ReplyState.CLOSED
            _say(session, change.reply, change.text, made)
            if tried:
                known = session.get_one(PracticeReplyRow, tried)
                known.state, known.due = ReplyState.CLOSED, None
        case changes.TryingEnded(reply=reply, outcome=outcome, due=due):
            row = session.get_one(PracticeReplyRow, reply)
            row.due, row.asked = due, None
            row.state = ReplyState.STILL if outcome is Outcome.STILL else ReplyState.CLOSED
        case changes.ReplyReworded():
            _reword(session, change, made)
        case changes.CameOfItAsked(replies=replies):
            for one in session.scalars(select(PracticeReplyRow).where(PracticeReplyRow.id.in_(replies))):
                one.asked = made.at
        case _:
            assert_never(change)


def _begin(
    session: Session,
    change: changes.QuestionAsked | changes.TryingSaid | changes.WorkedSaid,
    sort: Sort,
    made: Made,
    contact: str = "",
) -> PracticeReplyRow:
    row = PracticeReplyRow(
        id=change.reply,
        affirmation=change.affirmation,
        sort=sort,
        state=ReplyState.OPEN,
        person=change.person,
        school=change.school,
        contact=contact,
        on_card=True,
        kind="",
        due=None,
        asked=None,
        at=made.at,
        tried="",
    )
    session.add(row)
    session.flush()
    return row


def _say(session: Session, reply: str, text: str, made: Made) -> None:
    last = session.scalar(select(func.max(PracticeReplyTextRow.number)).filter_by(reply=reply)) or 0
    session.add(PracticeReplyTextRow(reply=reply, number=last + 1, at=made.at, person=made.person, text=text))


def _reword(session: Session, change: changes.ReplyReworded, made: Made) -> None:
    """Put new words in the place of what was said last; the old ones' bytes go as those of all that is removed."""
    wanted = select(PracticeReplyTextRow).filter_by(reply=change.reply)
    last = session.scalars(wanted.order_by(PracticeReplyTextRow.number.desc())).first()
    if last is not None and last.text != change.text:
        last.text = change.text
        removal.replaced(session, Kind.REPLIES, [change.reply], made)
    if change.kind is not None:
        session.get_one(PracticeReplyRow, change.reply).kind = change.kind
