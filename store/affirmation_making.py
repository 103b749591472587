"""Making the changes of affirmations: values in, rows changed."""

from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import changes
from bot.domain.affirmation import ANSWERED_FOR, State, Step, after
from bot.domain.practice_words import PracticeWords
from store import conversations, replies, shelving
from store.made import Made
from store.tables import AffirmationRow, AffirmationVersionRow, ConversationRow


def make(session: Session, change: changes.AffirmationDrafted | changes.AffirmationMoved, made: Made) -> None:
    """Make one change of an affirmation."""
    match change:
        case changes.AffirmationDrafted():
            _draft(session, change, made)
        case changes.AffirmationMoved():
            _move(session, change, made)
        case _:
            assert_never(change)


def _draft(session: Session, change: changes.AffirmationDrafted, made: Made) -> None:
    session.add(
        AffirmationRow(
            id=change.affirmation,
            review=change.review,
            note=change.note,
            node=change.node,
            drafter=change.drafter,
            state=State.DRAFTED,
            version=1,
            public_version=0,
            agreed_by="",
            approved_by="",
            posted_at=None,
            delegate="",
            contact="",
            beyond=False,
            published=None,
        )
    )
    session.flush()
    _word(session, change.affirmation, 1, made, change.practice)


def _move(session: Session, change: changes.AffirmationMoved, made: Made) -> None:
    row = session.get_one(AffirmationRow, change.affirmation)
    state = after(State(row.state), change.step)
    if state is None:
        raise ValueError(f"no step {change.step} from {row.state}")
    if change.step in ANSWERED_FOR and not change.answered:
        raise ValueError(f"nobody takes the step {change.step} without an answer to the fixed questions")
    row.state = state
    if change.step in {Step.EDIT, Step.PAUSE, Step.WITHDRAW}:
        row.beyond = False  # it was agreed for the words as they stood
    if change.practice:
        row.version += 1
        _word(session, row.id, row.version, made, change.practice)
        _close_forms(session, row.id, made)
    match change.step:
        case Step.AGREE:
            row.agreed_by = change.person
            row.contact = change.contact or row.contact
        case Step.APPROVE:
            row.approved_by, row.public_version = change.person, row.version
            session.flush()
            shelving.put(session, row, made.at)
        case Step.POST:
            row.posted_at = made.at
        case Step.PAUSE | Step.WITHDRAW:
            # Its words are approved no longer: whatever comes back goes the whole way again.
            row.public_version = 0
            shelving.take_off(session, [row.id])
            if change.step is Step.WITHDRAW:
                replies.close(session, row.id)
        case Step.EDIT | Step.RETURN | Step.RESUME:
            row.agreed_by = row.approved_by = ""


def _word(session: Session, affirmation: str, version: int, made: Made, practice: PracticeWords) -> None:
    session.add(
        AffirmationVersionRow(
            affirmation=affirmation,
            version=version,
            at=made.at,
            person=made.person,
            text=practice.what,
            title=practice.title,
            why=practice.why,
            known=practice.known,
            took=practice.took,
            thanks=practice.thanks,
        )
    )


def _close_forms(session: Session, affirmation: str, made: Made) -> None:
    """Close what others have open about the words before these: nobody agrees to, or approves, what they have not read."""
    open_ = select(ConversationRow).filter_by(about_kind="affirmation", about=affirmation, ended=None)
    for row in session.scalars(open_.where(ConversationRow.id != made.conversation).with_for_update()):
        conversations.end(row, made.at)
