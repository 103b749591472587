"""Making the changes of affirmations: values in, rows changed."""

from typing import assert_never

from sqlalchemy.orm import Session

from bot.domain import changes
from bot.domain.affirmation import State, Step, after
from store.made import Made
from store.tables import AffirmationRow, AffirmationVersionRow


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
        )
    )
    session.flush()
    _word(session, change.affirmation, 1, made, change.text)


def _move(session: Session, change: changes.AffirmationMoved, made: Made) -> None:
    row = session.get_one(AffirmationRow, change.affirmation)
    state = after(State(row.state), change.step)
    if state is None:
        raise ValueError(f"no step {change.step} from {row.state}")
    row.state = state
    if change.text:
        row.version += 1
        _word(session, row.id, row.version, made, change.text)
    match change.step:
        case Step.AGREE:
            row.agreed_by = change.person
        case Step.APPROVE:
            row.approved_by, row.public_version = change.person, row.version
        case Step.POST:
            row.posted_at = made.at
        case Step.PAUSE | Step.WITHDRAW:
            # Its words are approved no longer: whatever comes back goes the whole way again.
            row.public_version = 0
        case Step.EDIT | Step.RETURN | Step.RESUME:
            row.agreed_by = row.approved_by = ""


def _word(session: Session, affirmation: str, version: int, made: Made, text: str) -> None:
    session.add(
        AffirmationVersionRow(affirmation=affirmation, version=version, at=made.at, person=made.person, text=text)
    )
