"""People, schools and addresses: rows in, values out.

Every turn needs them and they hardly change, so they are read whole as one `Directory` and kept in the process for as
long as the trust's stamp stays the same. The stamp is read in every transaction, so no process ever works from an old one.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.orm import Session

from bot.domain.people import Contact, Held, Job, Person, School
from bot.message import Address
from bot.privacy import Concern, Vocabulary
from store.tables import AddressRow, ContactRow, PersonRow, PostRow, SchoolRow, TrustRow

SEEN_AGAIN = timedelta(minutes=1)  # where somebody was seen last need not be known more exactly
_HELD = "the directory of this transaction"
_DIRECTORY_ROWS = (TrustRow, SchoolRow, ContactRow, PersonRow, PostRow)


@dataclass(frozen=True)
class Directory:
    """Everybody and every school of the trust, in the order of their names. Empty while the store is."""

    trust: str
    people: Mapping[str, Person]
    schools: Mapping[str, School]
    vocabulary: Vocabulary
    posts: Mapping[Held, tuple[str, ...]]

    def holders(self, job: Job, school: str = "") -> tuple[str, ...]:
        """The ids of those who hold a post."""
        return self.posts.get(Held(job, school), ())


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
    posts: dict[str, set[Held]] = {}
    for person_id, job, school in session.execute(select(PostRow.person, PostRow.job, PostRow.school)):
        posts.setdefault(person_id, set()).add(Held(Job(job), school))
    contacts: dict[tuple[str, str], list[Contact]] = {}
    for row in session.scalars(select(ContactRow).order_by(ContactRow.position)):
        contacts.setdefault((row.school, row.concern), []).append(Contact(row.role, row.number, row.hours))
    schools = {
        row.id: School(
            row.id,
            row.name,
            row.phase,
            row.phone_rule,
            tuple(contacts.get((row.id, Concern.LIVE_CONCERN), ())),
            tuple(contacts.get((row.id, Concern.ADULT_ALLEGATION), ())),
        )
        for row in session.scalars(select(SchoolRow).order_by(SchoolRow.name))
    }
    people = {
        row.id: Person(row.id, row.name, frozenset(posts.get(row.id, ())), row.guest_of, row.until)
        for row in session.execute(
            select(PersonRow.id, PersonRow.name, PersonRow.guest_of, PersonRow.until).order_by(PersonRow.name)
        )
    }
    trust = session.scalar(select(TrustRow.name)) or ""
    names = frozenset(name.casefold() for name in (trust, *(school.name for school in schools.values())) if name)
    holders: dict[Held, list[str]] = {}
    for person_ in people.values():
        for held in person_.posts:
            holders.setdefault(held, []).append(person_.id)
    by_post = {held: tuple(ids) for held, ids in holders.items()}
    return Directory(trust, people, schools, Vocabulary(names), by_post)


def by_address(session: Session, who: Address, now: datetime | None = None) -> Person | None:
    """Who this address belongs to, or None where nobody has said; with `now`, remembered as where they were seen last."""
    where = {"platform": who.platform, "tenant": who.tenant, "user": who.user}
    found = session.connection().execute(_ADDRESS, where).first()
    if found is None:
        return None
    if now and (found.last_used is None or now - found.last_used > SEEN_AGAIN):
        session.execute(update(AddressRow).filter_by(**where).values(last_used=now))
    return directory(session).people[found.person]


def add_address(session: Session, who: Address, person_id: str) -> None:
    session.add(AddressRow(platform=who.platform, tenant=who.tenant, user=who.user, person=person_id, last_used=None))


def person(session: Session, person_id: str) -> Person:
    """One person; raises KeyError where there is none."""
    return directory(session).people[person_id]
