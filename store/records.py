"""Changes to the trust's schools and people, made in the tables. `store.history` records that they were made."""

from typing import assert_never

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.domain import changes_people as changes
from store import kept_frameworks, library_making
from store.framework_file import CST_SPR
from store.tables import AuthorityRow, PersonRow, PostRow, SchoolRow, SchoolUrnRow, TrustRow


def make(session: Session, change: changes.PeopleChange) -> None:
    """Make one change. Raises NoResultFound where what it is about is not there."""
    match change:
        case changes.TrustNamed():
            _name_trust(session, change)
        case changes.AuthorityAdded(authority=code, name=name):
            session.add(AuthorityRow(code=code, name=name))
        case changes.SchoolAdded():
            _add_school(session, change)
        case changes.SchoolChanged():
            _change_school(session, change)
        case changes.UrnGiven(school=school, urn=urn):
            session.get_one(SchoolRow, school).urn = urn
            session.add(SchoolUrnRow(urn=urn, school=school))
        case changes.SchoolClosed(school=school, on=on, into=into):
            row = session.get_one(SchoolRow, school)
            row.closed, row.successor = on, into
        case changes.SchoolReopened(school=school):
            row = session.get_one(SchoolRow, school)
            row.closed, row.successor = None, ""
        case changes.PersonAdded(person=person, facts=facts):
            _add_person(session, person, facts)
        case changes.GuestAdded(person=person, facts=facts, guest_of=guest_of, until=until):
            guest = _add_person(session, person, facts)
            guest.guest_of, guest.until = guest_of, until
        case changes.GuestReturned(person=person, facts=facts, guest_of=guest_of, until=until):
            guest = session.get_one(PersonRow, person)
            guest.name, guest.guest_of, guest.until = facts.name, guest_of, until
        case changes.PersonChanged(person=person, changed=changed, facts=facts):
            _tell_person(session.get_one(PersonRow, person), facts, changed)
        case changes.PostTaken(person=person, job=job, school=school):
            session.add(PostRow(person=person, job=job, school=school))
        case changes.PostLeft(person=person, job=job, school=school):
            session.delete(session.get_one(PostRow, (person, job, school)))
        case changes.PersonLeft(person=person, on=on):
            session.get_one(PersonRow, person).left = on
            library_making.take_name_off(session, person)
        case changes.PersonReturned(person=person, keeps_posts=keeps_posts):
            session.get_one(PersonRow, person).left = None
            if not keeps_posts:
                session.execute(delete(PostRow).where(PostRow.person == person))
        case changes.AskingSet() | changes.PauseEnded():
            pass  # by `store.asking_settings`, which knows the day
        case changes.PersonInvited() | changes.InvitationWithdrawn() | changes.PersonErased():
            pass  # what lets somebody in is kept apart, under a digest; and who goes for good, by `store.erasure`
        case _:
            assert_never(change)


def _name_trust(session: Session, change: changes.TrustNamed) -> None:
    """A trust has a framework from the first: the one that comes with us, until it brings its own."""
    session.add(TrustRow(id=change.trust, name=change.name))
    session.flush()
    if not kept_frameworks.in_use(session):
        kept_frameworks.pin_framework(session, CST_SPR.read_bytes(), CST_SPR.name)


def _add_school(session: Session, change: changes.SchoolAdded) -> None:
    facts = change.facts
    session.add(
        SchoolRow(
            id=change.school,
            name=facts.name,
            phase=facts.phase,
            phone_rule="",
            urn=change.urn,
            authority=facts.authority,
            cluster=facts.cluster,
            kind=facts.kind,
            closed=change.closes,
            successor="",
            former_names=[],
        )
    )
    session.flush()
    if change.urn:
        session.add(SchoolUrnRow(urn=change.urn, school=change.school))


def _change_school(session: Session, change: changes.SchoolChanged) -> None:
    row = session.get_one(SchoolRow, change.school)
    if "name" in change.changed and row.name not in row.former_names:
        row.former_names = [*row.former_names, row.name]
    for field in change.changed:
        setattr(row, field, getattr(change.facts, field))


def _add_person(session: Session, person: str, facts: changes.PersonFacts) -> PersonRow:
    row = PersonRow(id=person, name="", guest_of="", until=None, chosen_review="", trained=None, left=None, erased=None)
    _tell_person(row, facts, tuple(vars(facts)))
    session.add(row)
    return row


def _tell_person(row: PersonRow, facts: changes.PersonFacts, changed: tuple[str, ...]) -> None:
    for field in changed:
        value = getattr(facts, field)
        setattr(row, field, list(value) if isinstance(value, tuple) else value)
