"""Links that work once and codes to type: made for somebody, and used by whoever holds them, for a few minutes.

What was used, is over, or never was is answered alike. A link is only looked at until somebody presses its button:
what previews links for people must not use them up.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.domain import sign_in
from bot.domain.sign_in import (
    DIGITS,
    INVITATION_LASTS,
    LETTERS,
    LINK_LASTS,
    LONG,
    MOST_TRIES,
    Attempt,
    Kind,
    LinkMade,
    Way,
)
from bot.sign_in.keys import Keys
from store import people, ways_in
from store import sign_in as kept
from store.engine import Store
from store.made import Made

_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")
ANSWER = "/answer"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def safe_path(path: str) -> str:
    """A path of our own to go on to; Home for anything that could lead elsewhere."""
    return path if len(path) <= 200 and _PATH.fullmatch(path) and "\\" not in path else "/"  # noqa: PLR2004 far longer than any


@dataclass(frozen=True)
class Come:
    """Somebody may come in, and goes on to a page."""

    person: str
    how: Way
    to: str = "/"


@dataclass(frozen=True)
class NotNow:
    """Nobody comes in: the block of wording that says why, and when it may be tried again."""

    why: str
    until: datetime | None = None


@dataclass(frozen=True)
class ToMail:
    """Digits for an address that somebody of the trust has."""

    email: str
    digits: str


@dataclass(frozen=True)
class Ways:
    """The ways in of one store that need nobody else. Raises StoreTroubleError when it cannot be reached.

    `base` is where the web is reached; empty, no link can be made.
    """

    store: Store
    keys: Keys
    base: str
    clock: Callable[[], datetime]

    # ── Made ────────────────────────────────────────────────────────────────────────────────

    def link(self, session: Session, person: str, to: str = "/", kind: Kind = Kind.LINK) -> str:
        """A link that lets this person in, once. In the transaction of whoever asked for it."""
        token = secrets.token_urlsafe(32)
        lasts = INVITATION_LASTS if kind is Kind.INVITATION else LINK_LASTS
        self._keep(session, kind, token, person, safe_path(to), lasts)
        return f"{self.base}/sign-in/link/{token}"

    def code(self, session: Session, person: str) -> str:
        """A code to be typed on another platform, as it is kept: without its hyphen."""
        found = ""
        while not sign_in.normal(found):
            found = "".join(secrets.choice(LETTERS) for _ in range(LONG))
        self._keep(session, Kind.CODE, found, person, "", LINK_LASTS)
        return found

    def own_code(self, person: str) -> str | NotNow:
        """A code for somebody who is signed in, to be typed elsewhere."""
        with self.store.writing() as session:
            until = self.keys.held_back(session, Attempt.MAKE, self.clock(), person=person)
            return NotNow("too_often", until) if until else sign_in.shown(self.code(session, person))

    def made_for(self, person: str, kind: Kind, made: Made) -> str:
        """A link or code for somebody else, and the history that it was made; empty where they may not come in."""
        with self.store.writing() as session:
            me = kept.whoever_may_come_in(session, person, self.clock().date())
            if me is None or (kind is Kind.INVITATION and not me.guest_of):
                return ""
            kept.apply(session, LinkMade(person, kind), made)
            return (
                sign_in.shown(self.code(session, person))
                if kind is Kind.CODE
                else self.link(session, person, kind=kind)
            )

    def invitation(self, session: Session, by: str, person: str) -> str | NotNow:
        """A link that lasts a week, in the transaction of whoever asks for it; whatever was made before is over.

        Whoever may invite whom was asked before: see `permission.may_be_invited`.
        """
        now = self.clock()
        if until := self.keys.held_back(session, Attempt.MAKE, now, person=by):
            return NotNow("invited_too_often", until)
        ways_in.end_invitations(session, person)
        return self.link(session, person, kind=Kind.INVITATION)

    def asking(self, session: Session, person: str, until: datetime) -> str:
        """A link for whoever is asked something by mail, in the transaction of the mail. It lets in nobody who has no code."""
        token = secrets.token_urlsafe(32)
        now = self.clock()
        kept.keep_code(session, self.keys.digest(Kind.ASKED, token), Kind.ASKED, person, "", now, until)
        return f"{self.base}{ANSWER}/{token}"

    def _keep(self, session: Session, kind: Kind, secret: str, person: str, detail: str, lasts: timedelta) -> None:
        now = self.clock()
        kept.keep_code(session, self.keys.digest(_name(kind), secret), kind, person, detail, now, now + lasts)

    # ── Used ────────────────────────────────────────────────────────────────────────────────

    def waits(self, token: str) -> bool:
        """Whether a link can still be used. Looking does not use it."""
        with self.store.reading() as session:
            return bool(_TOKEN.fullmatch(token)) and self._of(session, Kind.LINK, token) is not None

    def use_link(self, token: str, origin: str) -> Come | NotNow:
        with self.store.writing() as session:
            if until := self.keys.held_back(session, Attempt.USE_LINK, self.clock(), origin=origin):
                return NotNow("too_often", until)
            found = self._of(session, Kind.LINK, token) if _TOKEN.fullmatch(token) else None
            if found is None or not kept.use_code(session, found.id, self.clock()):
                return NotNow("link_over")
            return Come(found.person, Way.LINK, safe_path(found.detail))

    def use_code(self, typed: str, origin: str) -> Come | NotNow:
        with self.store.writing() as session:
            if until := self.keys.held_back(session, Attempt.TYPE_CODE, self.clock(), origin=origin):
                return NotNow("too_often", until)
            person = self.spend(session, typed)
            return Come(person, Way.CODE) if person else NotNow("no_such_code")

    def spend(self, session: Session, typed: str) -> str:
        """Whose code this is, used up now; empty where it is nobody's."""
        found = self._of(session, Kind.CODE, sign_in.normal(typed) or "none")
        return found.person if found and kept.use_code(session, found.id, self.clock()) else ""

    def _of(self, session: Session, kind: Kind, secret: str) -> kept.Found | None:
        found = kept.code(session, self.keys.digest(_name(kind), secret), self.clock())
        if found is None or kept.whoever_may_come_in(session, found.person, self.clock().date()) is None:
            return None
        return found

    # ── Digits by mail ──────────────────────────────────────────────────────────────────────

    def asked(self, token: str) -> str:
        """Whose a link of a mail is; empty where it is over, or never was. Looking uses nothing up."""
        with self.store.reading() as session:
            found = self._of(session, Kind.ASKED, token) if _TOKEN.fullmatch(token) else None
            return found.person if found else ""

    def ask_by_link(self, token: str, browser: str, origin: str) -> ToMail | NotNow:
        """Digits to the address of whoever was asked, good in this browser alone."""
        now = self.clock()
        with self.store.writing() as session:
            if until := self.keys.held_back(session, Attempt.USE_LINK, now, origin=origin):
                return NotNow("too_often", until)
            found = self._of(session, Kind.ASKED, token) if _TOKEN.fullmatch(token) else None
            email = kept.email_of(session, found.person) if found else ""
            if found is None or not email:
                return NotNow("asked_link_over")
            if until := self.keys.held_back(session, Attempt.ASK_MAIL, now, person=email, origin=origin):
                return NotNow("too_often", until)
            return ToMail(email, self._digits(session, found.person, browser, now))

    def _digits(self, session: Session, person: str, browser: str, now: datetime) -> str:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        name, sealed = self.keys.digest(Kind.MAIL, browser), self.keys.digest("digits", browser, digits)
        kept.keep_code(session, name, Kind.MAIL, person, sealed, now, now + LINK_LASTS)
        return digits

    def ask_mail(self, email: str, browser: str, origin: str) -> ToMail | NotNow | None:
        """Digits for whoever has this e-mail, good in this browser alone. None: nobody has it, and nothing else differs."""
        wanted, now = email.strip().lower(), self.clock()
        with self.store.writing() as session:
            if until := self.keys.held_back(session, Attempt.ASK_MAIL, now, person=wanted, origin=origin):
                return NotNow("too_often", until)
            person = kept.by_email(session, wanted)
            known = people.directory(session).people.get(person)
            may = known is not None and kept.whoever_may_come_in(session, person, now.date()) is not None
            digits = self._digits(session, person if may else "", browser, now)
        return ToMail(wanted, digits) if may else None

    def use_digits(self, typed: str, browser: str, origin: str) -> Come | NotNow:
        """The digits of a mail: five goes, and once."""
        digits = "".join(typed.split())
        with self.store.writing() as session:
            now, name = self.clock(), self.keys.digest(Kind.MAIL, browser)
            if until := self.keys.held_back(session, Attempt.TYPE_DIGITS, now, origin=origin):
                return NotNow("too_often", until)
            found = kept.code(session, name, now)
            if found is None or not kept.try_code(session, name, MOST_TRIES):
                return NotNow("digits_over")
            right = secrets.compare_digest(found.detail, self.keys.digest("digits", browser, digits))
            if not (right and found.person and kept.use_code(session, name, now)):
                return NotNow("wrong_digits")
            return Come(found.person, Way.MAIL)


def _name(kind: Kind) -> str:
    """An invitation is a link that lasts longer: both are found in one place."""
    return Kind.LINK if kind is Kind.INVITATION else kind
