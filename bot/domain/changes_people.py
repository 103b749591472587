"""What becomes of the trust's schools and people: one value for each kind of change, as in `changes.py`.

`KEPT` says which fields the history may keep. A person's name, e-mail address and hours are never among them; nor is
the name of a school, which stands with the school.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.own_time import OwnSettings
from bot.domain.people import Job
from bot.domain.removal import Why


@dataclass(frozen=True)
class SchoolFacts:
    """What may be said of a school, as a form or a file gives it."""

    name: str
    phase: str = ""
    authority: str = ""
    cluster: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PersonFacts:
    """What may be said of a person, as a form or a file gives it."""

    name: str
    email: str = ""
    working_days: tuple[int, ...] = ()
    works_from: str = ""
    works_to: str = ""
    expertise: tuple[str, ...] = ()
    trained: date | None = None


@dataclass(frozen=True)
class TrustNamed:
    """An empty store has its trust."""

    KEPT: ClassVar = ("trust",)
    trust: str
    name: str


@dataclass(frozen=True)
class AuthorityAdded:
    KEPT: ClassVar = ("authority",)
    authority: str
    name: str


@dataclass(frozen=True)
class SchoolAdded:
    KEPT: ClassVar = ("school", "urn", "closes")
    school: str
    urn: str
    facts: SchoolFacts
    closes: date | None = None


@dataclass(frozen=True)
class SchoolChanged:
    """`changed` names the fields of its facts that are others now. A name it had before is kept."""

    KEPT: ClassVar = ("school", "changed")
    school: str
    changed: tuple[str, ...]
    facts: SchoolFacts


@dataclass(frozen=True)
class UrnGiven:
    """A school has a new URN, as when it converts. It stays the same school, with all its history."""

    KEPT: ClassVar = ("school", "urn")
    school: str
    urn: str


@dataclass(frozen=True)
class SchoolClosed:
    """From this day a school is open no more, or no more of this trust. `into` is the school it became a part of."""

    KEPT: ClassVar = ("school", "on", "into")
    school: str
    on: date
    into: str = ""


@dataclass(frozen=True)
class SchoolReopened:
    """A closing was taken back."""

    KEPT: ClassVar = ("school",)
    school: str


@dataclass(frozen=True)
class PersonAdded:
    KEPT: ClassVar = ("person",)
    person: str
    facts: PersonFacts


@dataclass(frozen=True)
class GuestAdded:
    """Somebody of another trust, here until their last day."""

    KEPT: ClassVar = ("person", "until")
    person: str
    facts: PersonFacts
    guest_of: str
    until: date


@dataclass(frozen=True)
class GuestReturned:
    """A guest whose time was over is here again, for another review."""

    KEPT: ClassVar = ("person", "until")
    person: str
    facts: PersonFacts
    guest_of: str
    until: date


@dataclass(frozen=True)
class PersonInvited:
    """Somebody was sent or given a way in, once; one given before is over."""

    KEPT: ClassVar = ("person",)
    person: str


@dataclass(frozen=True)
class InvitationWithdrawn:
    """A way in that was given and not used lets nobody in any more."""

    KEPT: ClassVar = ("person",)
    person: str


@dataclass(frozen=True)
class PersonChanged:
    """`changed` names the fields of their facts that are others now."""

    KEPT: ClassVar = ("person", "changed")
    person: str
    changed: tuple[str, ...]
    facts: PersonFacts


@dataclass(frozen=True)
class PostTaken:
    KEPT: ClassVar = ("person", "job", "school")
    person: str
    job: Job
    school: str = ""


@dataclass(frozen=True)
class PostLeft:
    KEPT: ClassVar = ("person", "job", "school")
    person: str
    job: Job
    school: str = ""


@dataclass(frozen=True)
class PersonLeft:
    """From this day somebody is here no more. Their posts stand as they were, and are nobody's from then on."""

    KEPT: ClassVar = ("person", "on")
    person: str
    on: date


@dataclass(frozen=True)
class PersonReturned:
    """Somebody who had left is here again, without the posts of before; or, with `keeps_posts`, does not leave."""

    KEPT: ClassVar = ("person", "keeps_posts")
    person: str
    keeps_posts: bool = False


@dataclass(frozen=True)
class PersonErased:
    """Who somebody is was taken out; `name` is what all such are called."""

    KEPT: ClassVar = ("person", "why")
    person: str
    why: Why
    name: str = ""


@dataclass(frozen=True)
class AskingSet:
    """Somebody settled when, how much and where they are asked. `changed` names what is another now."""

    KEPT: ClassVar = ("person", "changed")
    person: str
    changed: tuple[str, ...]
    settings: OwnSettings


@dataclass(frozen=True)
class PauseEnded:
    """Somebody is asked again before their pause was over."""

    KEPT: ClassVar = ("person",)
    person: str


PeopleChange = (
    TrustNamed
    | AuthorityAdded
    | SchoolAdded
    | SchoolChanged
    | UrnGiven
    | SchoolClosed
    | SchoolReopened
    | PersonAdded
    | GuestAdded
    | GuestReturned
    | PersonInvited
    | InvitationWithdrawn
    | PersonChanged
    | PostTaken
    | PostLeft
    | PersonLeft
    | PersonReturned
    | PersonErased
    | AskingSet
    | PauseEnded
)
