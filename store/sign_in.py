"""Who is signed in, what lets somebody in once, and how often something was tried: rows in, values out.

Everything that may happen only once happens in one statement that says whether it did, so that two requests, or two
processes, cannot both have it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from sqlalchemy import Select, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain import sign_in
from bot.domain.people import Person
from bot.domain.review import Standing
from bot.domain.sign_in import Kind, Limit, SignInChange, Way
from bot.message import Address
from store import people
from store.history import record
from store.made import Made
from store.sign_in_tables import AttemptRow, CodeRow, SessionRow
from store.tables import AddressRow, MemberRow, PersonRow, ReviewRow

KEPT = timedelta(days=30)
"""How long what is over stays: long enough for somebody to see that a visit was not theirs."""
SEEN_AGAIN = timedelta(minutes=5)
_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True)
class Visiting:
    """One visit to the web. `id` is the digest of the number in the cookie, and no way in."""

    id: str
    person: str
    began: datetime
    seen: datetime
    until: datetime
    how: Way


@dataclass(frozen=True)
class Found:
    """What a link, code or hint stands for."""

    id: str
    kind: Kind
    person: str
    detail: str
    made: datetime
    until: datetime


# ── Sessions ────────────────────────────────────────────────────────────────────────────────


def begin_session(session: Session, digest: str, person: str, how: Way, now: datetime, until: datetime) -> None:
    """Begin a visit; whoever comes in on the web has an address there."""
    session.add(SessionRow(id=digest, person=person, began=now, seen=now, until=until, how=how, ended=None))
    web = Address("web", "", person)
    if session.get(AddressRow, (web.platform, web.tenant, web.user)) is None:
        people.add_address(session, web, person)


def session_of(session: Session, digest: str, now: datetime) -> Visiting | None:
    """The visit that goes on under this digest, for somebody who may still come in."""
    row = session.get(SessionRow, digest)
    if row is None or row.ended is not None or row.until <= now:
        return None
    return _visiting(row) if whoever_may_come_in(session, row.person, now.date()) else None


def seen_again(session: Session, digest: str, now: datetime) -> None:
    session.execute(update(SessionRow).where(SessionRow.id == digest).values(seen=now))


def sessions_of(session: Session, person: str, now: datetime) -> tuple[Visiting, ...]:
    """Somebody's visits that go on, the newest first."""
    going = select(SessionRow).where(SessionRow.person == person, SessionRow.ended.is_(None), SessionRow.until > now)
    return tuple(_visiting(row) for row in session.scalars(going.order_by(SessionRow.began.desc())))


def end_sessions(session: Session, person: str, now: datetime, *, only: str = "", but: str = "") -> int:
    """End one of somebody's visits, all but one, or all; says how many there were."""
    going = (SessionRow.person == person, SessionRow.ended.is_(None), SessionRow.until > now)
    which = (SessionRow.id == only,) if only else (SessionRow.id != but,) if but else ()
    ids = session.scalars(select(SessionRow.id).where(*going, *which)).all()
    session.execute(update(SessionRow).where(SessionRow.id.in_(ids)).values(ended=now))
    return len(ids)


def going_on(session: Session, now: datetime) -> dict[str, int]:
    """How many visits each person has."""
    found: dict[str, int] = {}
    for person in session.scalars(select(SessionRow.person).where(SessionRow.ended.is_(None), SessionRow.until > now)):
        found[person] = found.get(person, 0) + 1
    return found


def whoever_may_come_in(session: Session, person: str, today: date) -> Person | None:
    """Somebody by their id, if they are here and may come in today. A guest has a review that is not over."""
    me = people.directory(session).people.get(person)
    if me is None or not sign_in.may_come_in(me, today):
        return None
    on_it = MemberRow.standing.in_((Standing.ACCEPTED, Standing.INVITED))
    if me.guest_of and session.scalar(_reviews_of(person).where(ReviewRow.ends >= today, on_it)) is None:
        # Before a guest is on any team there is nothing to be over.
        return me if session.scalar(_reviews_of(person)) is None else None
    return me


def _reviews_of(person: str) -> Select[str]:
    return (
        select(MemberRow.review)
        .join(ReviewRow, ReviewRow.id == MemberRow.review)
        .where(MemberRow.person == person)
        .limit(1)
    )


def _visiting(row: SessionRow) -> Visiting:
    return Visiting(row.id, row.person, row.began, row.seen, row.until, Way(row.how))


# ── Links, codes and hints ──────────────────────────────────────────────────────────────────


def keep_code(
    session: Session, digest: str, kind: Kind, person: str, detail: str, now: datetime, until: datetime
) -> None:
    """Keep a way in. One kept before under the same digest is over."""
    session.execute(delete(CodeRow).where(CodeRow.id == digest))
    session.add(CodeRow(id=digest, kind=kind, person=person, detail=detail, made=now, until=until, used=None, tries=0))
    session.flush()


def code(session: Session, digest: str, now: datetime) -> Found | None:
    """What a digest stands for, as long as it was not used and is not over."""
    row = session.get(CodeRow, digest)
    return _found(row) if row is not None and row.used is None and row.until > now else None


def use_code(session: Session, digest: str, now: datetime) -> bool:
    """Use a way in. True once, whoever asks at the same time."""
    done = update(CodeRow).where(CodeRow.id == digest, CodeRow.used.is_(None), CodeRow.until > now)
    return session.execute(done.values(used=now).returning(CodeRow.id)).first() is not None


def try_code(session: Session, digest: str, most: int) -> bool:
    """Count one more try; whether it was still allowed."""
    more = update(CodeRow).where(CodeRow.id == digest, CodeRow.tries < most).values(tries=CodeRow.tries + 1)
    return session.execute(more.returning(CodeRow.id)).first() is not None


def codes_of_kind(session: Session, kind: Kind, now: datetime) -> tuple[Found, ...]:
    going = select(CodeRow).where(CodeRow.kind == kind, CodeRow.used.is_(None), CodeRow.until > now)
    return tuple(_found(row) for row in session.scalars(going.order_by(CodeRow.made)))


def _found(row: CodeRow) -> Found:
    return Found(row.id, Kind(row.kind), row.person, row.detail, row.made, row.until)


# ── How often ───────────────────────────────────────────────────────────────────────────────


def attempt(session: Session, key: str, limit: Limit, now: datetime) -> datetime | None:
    """Count one attempt under this key. None if it may be; otherwise when it may be again."""
    insert = _DIALECTS[session.get_bind().dialect.name].insert(AttemptRow)
    over = AttemptRow.until <= now
    counted = insert.values(key=key, count=1, until=now + limit.within).on_conflict_do_update(
        index_elements=[AttemptRow.key],
        set_={
            "count": case((over, 1), else_=AttemptRow.count + 1),
            "until": case((over, now + limit.within), else_=AttemptRow.until),
        },
    )
    count, until = session.execute(counted.returning(AttemptRow.count, AttemptRow.until)).one()
    return until if count > limit.most else None


def forget_old(session: Session, now: datetime) -> None:
    """Forget what is over: attempts at once, codes after a day, visits after a month."""
    session.execute(delete(AttemptRow).where(AttemptRow.until <= now))
    session.execute(
        delete(CodeRow).where(or_(CodeRow.until <= now - timedelta(days=1), CodeRow.used <= now - timedelta(days=1)))
    )
    session.execute(delete(SessionRow).where(or_(SessionRow.until <= now - KEPT, SessionRow.ended <= now - KEPT)))


# ── Addresses ───────────────────────────────────────────────────────────────────────────────


def addresses_of(session: Session, person: str) -> tuple[Address, ...]:
    """Where else somebody is known, besides the web."""
    found = select(AddressRow).where(AddressRow.person == person, AddressRow.platform != "web")
    rows = session.scalars(found.order_by(AddressRow.platform, AddressRow.tenant, AddressRow.user))
    return tuple(Address(row.platform, row.tenant, row.user) for row in rows)


def owner_of(session: Session, who: Address) -> str:
    row = session.get(AddressRow, (who.platform, who.tenant, who.user))
    return row.person if row else ""


def by_email(session: Session, email: str) -> str:
    """The one person with this e-mail; nobody where two have it."""
    if not email:
        return ""
    found = session.scalars(select(PersonRow.id).where(PersonRow.email == email.strip().lower()).limit(2)).all()
    return found[0] if len(found) == 1 else ""


def email_of(session: Session, person: str) -> str:
    return session.scalar(select(PersonRow.email).where(PersonRow.id == person)) or ""


# ── Changes ─────────────────────────────────────────────────────────────────────────────────


def apply(session: Session, change: SignInChange, made: Made) -> None:
    """Make one change and record it, in one transaction."""
    match change:
        case sign_in.AddressLinked(person=person, platform=platform, tenant=tenant, user=user):
            people.add_address(session, Address(platform, tenant, user), person)
        case sign_in.AddressUnlinked(platform=platform, tenant=tenant, user=user):
            session.execute(delete(AddressRow).filter_by(platform=platform, tenant=tenant, user=user))
        case sign_in.SessionsEnded(person=person):
            end_sessions(session, person, made.at)
        case sign_in.JoinApproved() | sign_in.HintRefused() | sign_in.LinkMade():
            pass  # what they let happen is kept as a code, under a digest
        case _:
            assert_never(change)
    session.flush()
    record(session, change, change.KEPT, made, about=change.person)
