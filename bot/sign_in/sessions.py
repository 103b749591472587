"""Visits to the web: begun with a new number each time, good for eight hours, over as soon as anybody ends them.

The number is in the cookie alone; the store holds its SHA-256.
"""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Person
from bot.domain.permission import Act, may_in_trust
from bot.domain.sign_in import SESSION_LASTS, AddressUnlinked, SessionsEnded, Way
from bot.message import Address
from store import people
from store import sign_in as kept
from store.engine import Store, StoreTroubleError
from store.made import Made
from store.sign_in import Visiting

__all__ = ["Here", "Sessions", "Visiting"]


def digest(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()


@dataclass(frozen=True)
class Here:
    """Where somebody is: their visits to the web, which of them this is, and where else they are known."""

    visits: tuple[Visiting, ...]
    this: str
    elsewhere: tuple[Address, ...]


@dataclass(frozen=True)
class Sessions:
    """The visits of one store. Raises StoreTroubleError when it cannot be reached."""

    store: Store
    clock: Callable[[], datetime]

    def begin(self, person: str, how: Way, before: str = "") -> str:
        """Begin a visit and end the one this browser was in; returns the number for its cookie.

        Empty where this person may not come in (any more).
        """
        number = secrets.token_urlsafe(32)
        with self.store.writing() as session:
            now = self.clock()
            if kept.whoever_may_come_in(session, person, now.date()) is None:
                return ""
            if before and (old := kept.session_of(session, digest(before), now)):
                kept.end_sessions(session, old.person, now, only=old.id)
            kept.begin_session(session, digest(number), person, how, now, now + SESSION_LASTS)
        return number

    def of(self, number: str) -> Visiting | None:
        """The visit that goes on under a cookie's number."""
        if not number:
            return None
        now = self.clock()
        with self.store.reading() as session:
            found = kept.session_of(session, digest(number), now)
        if found is not None and now - found.seen > kept.SEEN_AGAIN:
            # That somebody was seen is worth no waiting.
            with suppress(StoreTroubleError), self.store.writing() as session:
                kept.seen_again(session, found.id, now)
        return found

    def end(self, number: str) -> None:
        """Sign out."""
        with self.store.writing() as session:
            now = self.clock()
            if found := kept.session_of(session, digest(number), now):
                kept.end_sessions(session, found.person, now, only=found.id)

    def here(self, person: str, number: str) -> Here:
        with self.store.reading() as session:
            visits = kept.sessions_of(session, person, self.clock())
            return Here(visits, digest(number), kept.addresses_of(session, person))

    def end_one(self, person: str, session_id: str) -> None:
        """End one of one's own visits; another's stays."""
        with self.store.writing() as session:
            kept.end_sessions(session, person, self.clock(), only=session_id or "none")

    def end_others(self, person: str, number: str) -> int:
        """End all of one's own visits but this."""
        with self.store.writing() as session:
            return kept.end_sessions(session, person, self.clock(), but=digest(number))

    def everybody(self, by: str) -> tuple[tuple[Person, int], ...] | None:
        """Everybody who is signed in and how often, by name; None for whoever may not know."""
        with self.store.reading() as session:
            now, known = self.clock(), people.directory(session).people
            if by not in known or not may_in_trust(known[by], Act.LET_IN, now.date()):
                return None
            visits = kept.going_on(session, now)
            return tuple((person, visits[person.id]) for person in known.values() if person.id in visits)

    def end_all(self, by: str, person: str) -> bool:
        """End all visits of a person, by the trust lead; False where they may not, or there is nobody."""
        with self.store.writing() as session:
            now, known = self.clock(), people.directory(session).people
            if by not in known or person not in known or not may_in_trust(known[by], Act.LET_IN, now.date()):
                return False
            kept.apply(session, SessionsEnded(person), Made(by, now, "web"))
        return True

    def unlink(self, person: str, address: Address) -> bool:
        """Take an address back that is one's own, and not the web's."""
        if address.platform == "web":
            return False
        with self.store.writing() as session:
            if kept.owner_of(session, address) != person:
                return False
            gone = AddressUnlinked(person, address.platform, address.tenant, address.user)
            kept.apply(session, gone, Made(person, self.clock(), "web"))
        return True
