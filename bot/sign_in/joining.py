"""Whose an organisation's account is: joined once, by its owner or with the trust lead's word, and known from then on.

That an e-mail is the same is a hint to the trust lead and never joins anybody, unless they said so beforehand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.domain.permission import Act, may_in_trust
from bot.domain.sign_in import (
    HINT_LASTS,
    LINK_LASTS,
    AddressLinked,
    Attempt,
    HintRefused,
    JoinApproved,
    Kind,
    Way,
    may_join,
)
from bot.message import Address
from bot.sign_in.keys import Keys
from bot.sign_in.ways import Come, NotNow, safe_path
from store import people
from store import sign_in as kept
from store.engine import Store
from store.made import Made

if TYPE_CHECKING:
    from bot.sign_in.accounts import Claims

PLATFORM = "oidc"
HERE = "/me"


@dataclass(frozen=True)
class Asked:
    """What goes with a browser to the issuer, and is known again when it comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Back:
    """A browser that came back: `person` is who asked to join an account, or nobody; `to` is where it goes on."""

    asked: Asked
    person: str
    to: str


@dataclass(frozen=True)
class Hint:
    """An account came whose e-mail is this person's."""

    id: str
    person: Person
    made: datetime


@dataclass(frozen=True)
class Joining:
    """Accounts and people of one store. Raises StoreTroubleError when it cannot be reached."""

    store: Store
    keys: Keys
    clock: Callable[[], datetime]

    def ask(self, state: str, browser: str, origin: str, to: str, person: str = "") -> Asked | NotNow:
        """Begin; for `person`, to join an account to them."""
        with self.store.writing() as session:
            now = self.clock()
            if until := self.keys.held_back(session, Attempt.OIDC, now, origin=origin):
                return NotNow("too_often", until)
            name = self.keys.digest(Kind.OIDC, state, browser)
            kept.keep_code(session, name, Kind.OIDC, person, safe_path(to), now, now + LINK_LASTS)
        return self._asked(state)

    def back(self, state: str, browser: str, person: str) -> Back | NotNow:
        """A browser is back: once, in time, the same one, and still the same person's."""
        with self.store.writing() as session:
            name = self.keys.digest(Kind.OIDC, state, browser)
            found = kept.code(session, name, self.clock())
            if found is None or (found.person and found.person != person):
                return NotNow("account_refused")
            if not kept.use_code(session, name, self.clock()):
                return NotNow("account_refused")
            return Back(self._asked(state), found.person, safe_path(found.detail))

    def _asked(self, state: str) -> Asked:
        return Asked(state, self.keys.digest("nonce", state), self.keys.digest("verifier", state))

    def came(self, claims: "Claims", back: Back) -> Come | NotNow:
        """Whose account it is, and whether they may come in."""
        account = Address(PLATFORM, claims.issuer, claims.subject)
        with self.store.writing() as session:
            now = self.clock()
            owner = kept.owner_of(session, account)
            if back.person:
                if owner in {"", back.person} and (owner or self._join(session, account, back.person, back.person)):
                    return Come(back.person, Way.OIDC, HERE)
                return NotNow("account_somebody_elses")
            if not owner:
                owner = self._approved(session, account, claims.email)
            if not owner:
                return NotNow("account_unknown")
            me = kept.whoever_may_come_in(session, owner, now.date())
            return Come(owner, Way.OIDC, back.to) if me and not me.guest_of else NotNow("not_here_any_more")

    def _approved(self, session: Session, account: Address, email: str) -> str:
        """The person of an equal e-mail, where the trust lead said so beforehand; otherwise a hint is left."""
        now, person = self.clock(), kept.by_email(session, email)
        known = people.directory(session).people.get(person)
        if known is None or not may_join(known, PLATFORM):
            return ""
        if kept.use_code(session, self.keys.digest(Kind.APPROVED, person), now):
            return person if self._join(session, account, person, person) else ""
        name = self.keys.digest(Kind.HINT, account.tenant, account.user)
        kept.keep_code(session, name, Kind.HINT, person, f"{account.tenant}\n{account.user}", now, now + HINT_LASTS)
        return ""

    def _join(self, session: Session, account: Address, person: str, by: str) -> bool:
        known = people.directory(session).people.get(person)
        if known is None or not may_join(known, PLATFORM) or kept.owner_of(session, account):
            return False
        joined = AddressLinked(person, account.platform, account.tenant, account.user)
        kept.apply(session, joined, Made(by, self.clock(), "web"))
        return True

    # ── The trust lead's ────────────────────────────────────────────────────────────────────

    def hints(self, by: str) -> tuple[Hint, ...]:
        """Accounts that came and are nobody's yet; nothing for whoever may not know."""
        with self.store.reading() as session:
            if not self._may(session, by):
                return ()
            known = people.directory(session).people
            found = kept.codes_of_kind(session, Kind.HINT, self.clock())
            return tuple(Hint(hint.id, known[hint.person], hint.made) for hint in found if hint.person in known)

    def answer(self, by: str, hint: str, *, theirs: bool) -> bool:
        """Say whether an account is the person's whose e-mail it has."""
        with self.store.writing() as session:
            now, found = self.clock(), kept.code(session, hint, self.clock())
            if not self._may(session, by) or found is None or found.kind is not Kind.HINT:
                return False
            if not kept.use_code(session, hint, now):
                return False
            if not theirs:
                kept.apply(session, HintRefused(found.person), Made(by, now, "web"))
                return True
            issuer, _, subject = found.detail.partition("\n")
            return self._join(session, Address(PLATFORM, issuer, subject), found.person, by)

    def approve(self, by: str, person: str) -> bool:
        """Let the next account of this person's own, verified e-mail be theirs."""
        with self.store.writing() as session:
            now, known = self.clock(), people.directory(session).people.get(person)
            may = self._may(session, by) and known is not None and may_join(known, PLATFORM)
            if not may or not kept.email_of(session, person):
                return False
            name = self.keys.digest(Kind.APPROVED, person)
            kept.keep_code(session, name, Kind.APPROVED, person, "", now, now + HINT_LASTS)
            kept.apply(session, JoinApproved(person), Made(by, now, "web"))
        return True

    def _may(self, session: Session, by: str) -> bool:
        me = people.directory(session).people.get(by)
        return me is not None and may_in_trust(me, Act.LET_IN, self.clock().date())
