"""People, schools and addresses: rows in, values out."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.domain.people import Contact, Held, Job, Person, School
from bot.message import Address
from bot.privacy import Concern
from store.tables import AddressRow, ContactRow, PersonRow, PostRow, SchoolRow, TrustRow


def by_address(session: Session, who: Address) -> Person | None:
    """Who this address belongs to, or None where nobody has said."""
    wanted = {"platform": who.platform, "tenant": who.tenant, "user": who.user}
    found = session.scalar(select(AddressRow.person).filter_by(**wanted))
    return person(session, found) if found else None


def touch_address(session: Session, who: Address, now: datetime) -> None:
    """Remember where somebody was seen last: that is where they hear from us."""
    wanted = {"platform": who.platform, "tenant": who.tenant, "user": who.user}
    session.execute(update(AddressRow).filter_by(**wanted).values(last_used=now))


def add_address(session: Session, who: Address, person_id: str) -> None:
    session.add(AddressRow(platform=who.platform, tenant=who.tenant, user=who.user, person=person_id, last_used=None))


def person(session: Session, person_id: str) -> Person:
    """One person; raises KeyError where there is none."""
    return people(session, [person_id])[person_id]


def people(session: Session, ids: Iterable[str] | None = None) -> Mapping[str, Person]:
    """People by id, in the order of their names; all of them if no ids are given."""
    chosen = select(PersonRow.id, PersonRow.name, PersonRow.guest_of, PersonRow.until).order_by(PersonRow.name)
    held = select(PostRow.person, PostRow.job, PostRow.school)
    if ids is not None:
        wanted = list(ids)
        chosen, held = chosen.where(PersonRow.id.in_(wanted)), held.where(PostRow.person.in_(wanted))
    posts: dict[str, set[Held]] = {}
    for person_id, job, school_id in session.execute(held):
        posts.setdefault(person_id, set()).add(Held(Job(job), school_id))
    return {
        row.id: Person(row.id, row.name, frozenset(posts.get(row.id, ())), row.guest_of, row.until)
        for row in session.execute(chosen)
    }


def heads(session: Session, school_id: str) -> tuple[str, ...]:
    """The ids of those who head a school."""
    wanted = select(PostRow.person).filter_by(job=Job.HEADTEACHER, school=school_id).order_by(PostRow.person)
    return tuple(session.scalars(wanted))


def holders(session: Session, job: Job) -> tuple[str, ...]:
    """The ids of those who hold a post of the trust."""
    return tuple(session.scalars(select(PostRow.person).filter_by(job=job, school="").order_by(PostRow.person)))


def school(session: Session, school_id: str) -> School:
    return schools(session, school_id)[0]


def school_names(session: Session) -> tuple[str, ...]:
    return tuple(session.scalars(select(SchoolRow.name)))


def has_school(session: Session, school_id: str) -> bool:
    return bool(school_id) and session.get(SchoolRow, school_id) is not None


def schools(session: Session, school_id: str = "") -> tuple[School, ...]:
    """All schools by name, or the one asked for, with their contacts in the order to try."""
    chosen, listed = select(SchoolRow).order_by(SchoolRow.name), select(ContactRow).order_by(ContactRow.position)
    if school_id:
        chosen, listed = chosen.filter_by(id=school_id), listed.filter_by(school=school_id)
    contacts: dict[tuple[str, str], list[Contact]] = {}
    for row in session.scalars(listed):
        contacts.setdefault((row.school, row.concern), []).append(Contact(row.role, row.number, row.hours))
    return tuple(
        School(
            row.id,
            row.name,
            row.phase,
            row.phone_rule,
            tuple(contacts.get((row.id, Concern.LIVE_CONCERN), ())),
            tuple(contacts.get((row.id, Concern.ADULT_ALLEGATION), ())),
        )
        for row in session.scalars(chosen)
    )


def trust_name(session: Session) -> str:
    """The trust's name, or nothing while the store is empty."""
    return session.scalar(select(TrustRow.name)) or ""
