"""Who is on a team, made in the tables: planned with it, asked later, named its lead, or gone from it."""

from typing import assert_never

from sqlalchemy.orm import Session

from bot.domain import changes
from bot.domain.review import Seat, Standing
from bot.domain.team_changes import MemberAsked, TeamChange, TeamLeft
from store import people
from store.tables import MemberRow, PersonRow, PlaceRow, ReviewRow


def plan(session: Session, change: changes.ReviewPlanned) -> None:
    """A review, and a seat for everybody who is asked."""
    session.add(
        ReviewRow(
            id=change.review,
            school=change.school,
            framework=change.framework,
            areas=list(change.areas),
            begins=change.begins,
            ends=change.ends,
            drawn_together=[],
        )
    )
    session.flush()
    known = people.directory(session).people
    guests = {member for member in change.team if known[member].guest_of}
    for guest in guests:
        # A guest is here until the end of their review, and so is one whom an earlier review has let go.
        row = session.get_one(PersonRow, guest)
        row.until = max(row.until, change.ends) if row.until else None
    for person in {change.lead: None, **dict.fromkeys(change.team)}:
        seat = Seat.LEAD if person == change.lead else Seat.GUEST if person in guests else Seat.REVIEWER
        session.add(MemberRow(review=change.review, person=person, seat=seat, standing=Standing.INVITED, conflicts=[]))


def name_lead(session: Session, change: changes.LeadNamed) -> None:
    """Somebody else leads."""
    before = session.get_one(MemberRow, (change.review, change.instead_of))
    before.seat = Seat.REVIEWER
    named = session.get(MemberRow, (change.review, change.person))
    if named is None:
        named = MemberRow(review=change.review, person=change.person, standing=Standing.INVITED, conflicts=[])
        session.add(named)
    named.seat = Seat.LEAD
    if named.standing == Standing.LEFT:
        named.standing = Standing.INVITED
    # A seat that was asked for and never answered by somebody who leads no more is nobody's to answer.
    if before.standing == Standing.INVITED:
        before.standing = Standing.DECLINED


def change(session: Session, change: TeamChange) -> None:
    """Somebody is asked, or goes. A walk that they were on is theirs no more."""
    match change:
        case MemberAsked(review=review, person=person, seat=seat):
            row = session.get(MemberRow, (review, person))
            if row is None:
                row = MemberRow(review=review, person=person)
                session.add(row)
            row.seat, row.standing, row.conflicts = seat, Standing.INVITED, []
        case TeamLeft(review=review, person=person):
            session.get_one(MemberRow, (review, person)).standing = Standing.LEFT
            if place := session.get(PlaceRow, (review, person)):
                place.paused = True
        case _:
            assert_never(change)
