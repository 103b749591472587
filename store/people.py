"""People, schools and addresses: rows in, values out.

Every turn needs them and they hardly change, so they are read whole as one `Directory` and kept in the process for as
long as the trust's stamp stays the same. The stamp is read in every transaction, so no process ever works from an old one.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.orm import Session

from bot.domain import trust_settings as settings_read
from bot.domain.people import Authority, Contact, Held, Job, Person, School
from bot.domain.responsibility import Lives, lives_at
from bot.domain.terms import Calendar
from bot.domain.trust_settings import TrustSettings
from bot.message import Address
from bot.privacy import Concern, Vocabulary
from store import responsibilities, terms, trust_settings
from store.keeping_tables import SettingRow
from store.place_names import names_of_places
from store.responsibility_tables import ResponsibilityRow
from store.tables import (
    AddressRow,
    AuthorityRow,
    ContactRow,
    PersonRow,
    PostRow,
    SchoolRow,
    SchoolUrnRow,
    SpanRow,
    TrustRow,
)

SEEN_AGAIN = timedelta(minutes=1)  # where somebody was seen last need not be known more exactly
_HELD = "the directory of this transaction"
_DIRECTORY_ROWS = (
    TrustRow,
    SchoolRow,
    SchoolUrnRow,
    AuthorityRow,
    ContactRow,
    PersonRow,
    PostRow,
    SettingRow,
    SpanRow,
    ResponsibilityRow,
)


@dataclass(frozen=True)
class Directory:
    """Everybody and every school of the trust, in the order of their names, and what it has settled. Empty while the store is.

    `stamp` is another one after every change to any of it.
    """

    trust: str
    people: Mapping[str, Person]
    schools: Mapping[str, School]
    vocabulary: Vocabulary
    posts: Mapping[Held, tuple[str, ...]]
    authorities: Mapping[str, Authority]
    stamp: str = ""
    settings: TrustSettings = TrustSettings()
    calendar: Calendar = Calendar()
    lives: tuple[Lives, ...] = ()

    def holders(self, job: Job, school: str, today: date) -> tuple[str, ...]:
        """The ids of those who hold a post today. Whoever has left holds none."""
        held = self.posts.get(Held(job, school), ())
        return tuple(person for person in held if not self.people[person].has_left(today))

    def lives_at(self, school: str) -> dict[str, Lives]:
        """What lives above a school, by sub-area."""
        return {node: one for node, one in lives_at(self.lives, school).items() if one.is_above}

    def colleagues(self, school: str, today: date) -> tuple[Person, ...]:
        """Everybody of a school who is still here, by name."""
        here = (one for one in self.people.values() if school in one.own_schools and not one.has_left(today))
        return tuple(sorted(here, key=lambda one: (one.name, one.id)))

    def open_schools(self, today: date) -> tuple[School, ...]:
        return tuple(school for school in self.schools.values() if not school.has_closed(today))


_kept: "WeakKeyDictionary[Engine, tuple[str, Directory]]" = WeakKeyDictionary()
_STAMP = select(TrustRow.stamp)
_ADDRESS = select(AddressRow.person, AddressRow.last_used).where(
    AddressRow.platform == bindparam("platform"),
    AddressRow.tenant == bindparam("tenant"),
    AddressRow.user == bindparam("user"),
)


def directory(session: Session) -> Directory:
    """The directory as this transaction sees it."""
    held: Directory | None = session.info.get(_HELD)
    if held is None:
        stamp = session.connection().scalar(_STAMP) or ""
        engine = session.get_bind().engine
        known, kept = _kept.get(engine, ("", None))
        held = kept if kept is not None and stamp and stamp == known else _read(session)
        if stamp:
            _kept[engine] = (stamp, held)
        session.info[_HELD] = held
    return held


@event.listens_for(Session, "before_flush")
def _stamp_anew(session: Session, _context: Any, _instances: Any) -> None:
    """Whatever changes the directory changes the stamp, in the same transaction."""
    touched = [row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, _DIRECTORY_ROWS)]
    if not touched:
        return
    session.info.pop(_HELD, None)
    trust = next((row for row in touched if isinstance(row, TrustRow)), None)
    if trust is None:
        with session.no_autoflush:
            trust = session.scalar(select(TrustRow))
    if trust is not None:
        trust.stamp = secrets.token_hex(8)


def _read(session: Session) -> Directory:
    authorities = {
        row.code: Authority(
            row.code, row.name, row.front_door, row.front_door_hours, row.out_of_hours, row.lado, row.lado_hours
        )
        for row in session.scalars(select(AuthorityRow).order_by(AuthorityRow.name))
    }
    schools, people = _schools(session, authorities), _people(session)
    holders: dict[Held, list[str]] = {}
    for person_ in people.values():
        for held in person_.posts:
            holders.setdefault(held, []).append(person_.id)
    trust = session.execute(select(TrustRow.name, TrustRow.stamp)).first()
    name, stamp = (trust.name, trust.stamp) if trust else ("", "")
    by_post = {held: tuple(ids) for held, ids in holders.items()}
    settings = settings_read.read(trust_settings.every(session))
    year = terms.calendar(terms.sets(session))
    words, lives = _vocabulary(name, schools, people), responsibilities.every(session)
    return Directory(name, people, schools, words, by_post, authorities, stamp, settings, year, lives)


def _schools(session: Session, authorities: Mapping[str, Authority]) -> dict[str, School]:
    contacts: dict[tuple[str, str], list[Contact]] = {}
    for row in session.scalars(select(ContactRow).order_by(ContactRow.position)):
        contacts.setdefault((row.school, row.concern), []).append(Contact(row.role, row.number, row.hours))
    urns: dict[str, set[str]] = {}
    for urn, school in session.execute(select(SchoolUrnRow.urn, SchoolUrnRow.school)):
        urns.setdefault(school, set()).add(urn)
    return {
        row.id: School(
            row.id,
            row.name,
            row.phase,
            row.phone_rule,
            tuple(contacts.get((row.id, Concern.LIVE_CONCERN), ())),
            tuple(contacts.get((row.id, Concern.ADULT_ALLEGATION), ())),
            urn=row.urn,
            authority=row.authority,
            cluster=row.cluster,
            kind=row.kind,
            closed=row.closed,
            successor=row.successor,
            former_names=tuple(row.former_names),
            urns=frozenset(urns.get(row.id, ())),
            served_by=authorities.get(row.authority),
            confirmed=row.contacts_confirmed,
            asked=row.contacts_asked,
            overdue=row.contacts_overdue,
        )
        for row in session.scalars(select(SchoolRow).order_by(SchoolRow.name, SchoolRow.id))
    }


def _people(session: Session) -> dict[str, Person]:
    posts: dict[str, set[Held]] = {}
    for person_id, job, school in session.execute(select(PostRow.person, PostRow.job, PostRow.school)):
        posts.setdefault(person_id, set()).add(Held(Job(job), school))
    # Columns, not rows: `chosen_review` changes without the directory changing.
    wanted = select(
        PersonRow.id,
        PersonRow.name,
        PersonRow.guest_of,
        PersonRow.until,
        PersonRow.email,
        PersonRow.working_days,
        PersonRow.works_from,
        PersonRow.works_to,
        PersonRow.expertise,
        PersonRow.trained,
        PersonRow.left,
        PersonRow.erased,
    )
    return {
        row.id: Person(
            row.id,
            row.name,
            frozenset(posts.get(row.id, ())),
            row.guest_of,
            row.until,
            row.email,
            tuple(row.working_days),
            row.works_from,
            row.works_to,
            tuple(row.expertise),
            row.trained,
            row.left,
            row.erased,
        )
        for row in session.execute(wanted.order_by(PersonRow.name, PersonRow.id))
    }


_SAID = (
    (Job.HEADTEACHER, "the headteacher"),
    (Job.DSL, "the DSL"),
    (Job.DEPUTY_DSL, "the deputy DSL"),
    (Job.SENCO, "the SENCO"),
    (Job.DESIGNATED_TEACHER, "the designated teacher"),
    (Job.ATTENDANCE_CHAMPION, "the attendance champion"),
    (Job.IT_LEAD, "the IT lead"),
    (Job.SITE_LEAD, "the site lead"),
    (Job.HR_LEAD, "the HR lead"),
    (Job.FIRST_AID_LEAD, "the first aid lead"),
    (Job.CHAIR, "the chair of governors"),
    (Job.GOVERNOR, "a governor"),
    (Job.TRUST_LEAD, "the trust lead"),
    (Job.TRUSTEE, "a trustee"),
    (Job.DPO, "the data protection officer"),
    (Job.STAFF, "a member of staff"),
)


def _roles(people: Mapping[str, Person]) -> tuple[tuple[str, str], ...]:
    """What stands for each of the trust's people in a safe wording, by full name and by a surname that only one has."""
    surnames = Counter(person_.name.split()[-1].casefold() for person_ in people.values() if person_.name.split())
    found: dict[str, str] = {}
    for person_ in people.values():
        jobs = {held.job for held in person_.posts}
        said = next((words for job, words in _SAID if job in jobs), "")
        words = person_.name.casefold().split()
        if said and len(words) > 1:
            found.setdefault(" ".join(words), said)
            if surnames[words[-1]] == 1:
                found.setdefault(words[-1], said)
    return tuple(sorted(found.items()))


def _vocabulary(trust: str, schools: Mapping[str, School], people: Mapping[str, Person]) -> Vocabulary:
    """The names that are no people's: of the trust, its clusters, its schools, and what schools were called before.

    And its own people's, with the role that stands for each.
    """
    each = (name for school in schools.values() for name in (school.name, *school.former_names, school.cluster))
    return Vocabulary(names_of_places((trust, *each)), _roles(people))


def by_address(session: Session, who: Address, now: datetime, *, seen: bool = False) -> Person | None:
    """Who this address belongs to, or None where nobody has said, or they have left.

    With `seen` it is remembered as where they were seen last.
    """
    where = {"platform": who.platform, "tenant": who.tenant, "user": who.user}
    found = session.connection().execute(_ADDRESS, where).first()
    if found is None:
        return None
    person_ = directory(session).people[found.person]
    if person_.has_left(now.date()):
        return None
    if seen and (found.last_used is None or now - found.last_used > SEEN_AGAIN):
        session.execute(update(AddressRow).filter_by(**where).values(last_used=now))
    return person_


def add_address(session: Session, who: Address, person_id: str) -> None:
    session.add(AddressRow(platform=who.platform, tenant=who.tenant, user=who.user, person=person_id, last_used=None))


def authority(session: Session, code: str) -> Authority:
    """A local authority and the schools of ours in it; raises KeyError where there is neither."""
    now = directory(session)
    serves = tuple(school.id for school in now.schools.values() if school.authority == code)
    known = now.authorities.get(code)
    if known is None and not serves:
        raise KeyError(code)
    return replace(known or Authority(code, code), schools=serves)


def person(session: Session, person_id: str) -> Person:
    """One person; raises KeyError where there is none."""
    return directory(session).people[person_id]
