"""What becomes of somebody's ways in when something else of theirs changes: visits end, and what was given is over."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.domain.changes_people import InvitationWithdrawn, PeopleChange, PersonChanged, PersonLeft
from bot.domain.sign_in import Kind
from store.made import Made
from store.sign_in_tables import CodeRow, SessionRow
from store.tables import AddressRow


def follow(session: Session, change: PeopleChange, made: Made) -> None:
    """End what a change to a person ends."""
    match change:
        case PersonLeft(person=person, on=on) if on <= made.at.date():
            end_visits(session, person, made.at)
            end_links(session, person, Kind.INVITATION, Kind.ASKED)
        case InvitationWithdrawn(person=person):
            end_invitations(session, person)
        case PersonChanged(person=person, changed=changed) if "email" in changed:
            # What was sent to the address of before is nobody's to use.
            end_links(session, person, Kind.INVITATION, Kind.ASKED)
        case _:
            pass


def end_visits(session: Session, person: str, at: datetime) -> None:
    going = update(SessionRow).where(SessionRow.person == person, SessionRow.ended.is_(None), SessionRow.until > at)
    session.execute(going.values(ended=at))


def end_invitations(session: Session, person: str) -> None:
    end_links(session, person, Kind.INVITATION)


def end_links(session: Session, person: str, *kinds: Kind) -> None:
    session.execute(delete(CodeRow).where(CodeRow.person == person, CodeRow.kind.in_(kinds)))


def invited(session: Session, now: datetime) -> dict[str, datetime]:
    """Everybody with an invitation that was not used and is not over, and until when it lasts."""
    going = select(CodeRow.person, CodeRow.until).where(
        CodeRow.kind == Kind.INVITATION, CodeRow.used.is_(None), CodeRow.until > now
    )
    return {row.person: row.until for row in session.execute(going.order_by(CodeRow.until))}


def arrived(session: Session) -> frozenset[str]:
    """Everybody who has been here, or has an account joined to them."""
    return frozenset(session.scalars(select(AddressRow.person).distinct()))
