"""Coming in: how somebody may, for how long, how often it may be tried, and the changes it makes. Pure.

A code that people read and type has no letters or digits that look alike. What is tried too often waits, and is told
until when; the numbers leave room for a school where everybody comes from one address.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from bot.domain.people import Person

SESSION_LASTS = timedelta(hours=8)
LINK_LASTS = timedelta(minutes=10)
INVITATION_LASTS = timedelta(days=7)
ASKED_LASTS, ASKED_LONGEST = timedelta(days=14), timedelta(days=60)
HINT_LASTS = timedelta(days=30)
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LONG = 8
DIGITS = 6
MOST_TRIES = 5
"""Wrong digits from a mail, after which it is worth nothing."""


class Way(StrEnum):
    """How a session was begun."""

    DEMO = "demo"
    LINK = "link"
    CODE = "code"
    MAIL = "mail"
    OIDC = "oidc"


class Kind(StrEnum):
    """What is kept for a while so that somebody can come in, or be joined to an address."""

    LINK = "link"
    INVITATION = "invitation"
    ASKED = "asked"
    """A link in a mail that asks somebody something: it lets nobody in by itself, and is not used up."""
    CODE = "code"
    MAIL = "mail"
    OIDC = "oidc"
    HINT = "hint"
    APPROVED = "approved"


class Attempt(StrEnum):
    """What may be tried only so often."""

    MAKE = "make"
    USE_LINK = "use_link"
    TYPE_CODE = "type_code"
    ASK_MAIL = "ask_mail"
    TYPE_DIGITS = "type_digits"
    OIDC = "oidc"


class Per(StrEnum):
    PERSON = "person"
    ORIGIN = "origin"
    SITE = "site"


@dataclass(frozen=True)
class Limit:
    """So many within so long."""

    most: int
    within: timedelta


_SOON, _HOUR = timedelta(minutes=10), timedelta(hours=1)

LIMITS: dict[Attempt, dict[Per, Limit]] = {
    Attempt.MAKE: {Per.PERSON: Limit(20, _HOUR), Per.SITE: Limit(2000, _HOUR)},
    Attempt.USE_LINK: {Per.ORIGIN: Limit(60, _SOON), Per.SITE: Limit(600, _SOON)},
    Attempt.TYPE_CODE: {Per.PERSON: Limit(10, _SOON), Per.ORIGIN: Limit(60, _SOON), Per.SITE: Limit(300, _SOON)},
    Attempt.ASK_MAIL: {Per.PERSON: Limit(5, _HOUR), Per.ORIGIN: Limit(60, _SOON), Per.SITE: Limit(600, _HOUR)},
    Attempt.TYPE_DIGITS: {Per.ORIGIN: Limit(120, _SOON), Per.SITE: Limit(1200, _SOON)},
    Attempt.OIDC: {Per.ORIGIN: Limit(120, _SOON), Per.SITE: Limit(1200, _SOON)},
}


def normal(typed: str) -> str:
    """A code as it was made, from how somebody typed it; empty where it can be none of ours."""
    found = "".join(typed.upper().replace("-", " ").split())
    ours = len(found) == LONG and not set(found) - set(LETTERS)
    # So that no word is one: "link standard" is a note.
    return found if ours and any(letter.isdigit() for letter in found) else ""


def shown(code: str) -> str:
    """A code as people read it: in two halves."""
    return f"{code[: LONG // 2]}-{code[LONG // 2 :]}"


def may_come_in(me: Person, today: date) -> bool:
    """Whether somebody may be signed in at all: a guest until their last day, everybody else until they have left."""
    return not me.has_left(today) and (me.until is None or today <= me.until)


def may_join(me: Person, platform: str) -> bool:
    """Whether somebody may be known on a platform: guests are on the web alone."""
    return platform == "web" or not me.guest_of


@dataclass(frozen=True)
class AddressLinked:
    KEPT: ClassVar = ("person", "platform")
    person: str
    platform: str
    tenant: str
    user: str


@dataclass(frozen=True)
class AddressUnlinked:
    KEPT: ClassVar = ("person", "platform")
    person: str
    platform: str
    tenant: str
    user: str


@dataclass(frozen=True)
class SessionsEnded:
    """All of somebody's visits to the web, ended by the trust lead."""

    KEPT: ClassVar = ("person",)
    person: str


@dataclass(frozen=True)
class JoinApproved:
    """The next account of an equal, verified e-mail may be joined to this person."""

    KEPT: ClassVar = ("person",)
    person: str


@dataclass(frozen=True)
class HintRefused:
    """An account is not this person's, though its e-mail is the same."""

    KEPT: ClassVar = ("person",)
    person: str


@dataclass(frozen=True)
class LinkMade:
    """Somebody made a way in for somebody else: from the command line, or an invitation."""

    KEPT: ClassVar = ("person", "kind")
    person: str
    kind: Kind


SignInChange = AddressLinked | AddressUnlinked | SessionsEnded | JoinApproved | HintRefused | LinkMade
