"""People, the posts they hold, and the schools they hold them at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from bot.domain.framework import Framework
from bot.domain.terms import Span
from bot.domain.trust_settings import TrustSettings


class Job(StrEnum):
    """What somebody is at a school; those in `OF_TRUST` are of the trust, at no school."""

    HEADTEACHER = "headteacher"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    SENCO = "senco"
    ATTENDANCE_CHAMPION = "attendance_champion"
    DESIGNATED_TEACHER = "designated_teacher"
    IT_LEAD = "it_lead"
    SITE_LEAD = "site_lead"
    HR_LEAD = "hr_lead"
    FIRST_AID_LEAD = "first_aid_lead"
    STAFF = "staff"
    GOVERNOR = "governor"
    CHAIR = "chair"
    TRUST_LEAD = "trust_lead"
    TRUSTEE = "trustee"
    DPO = "dpo"


OF_TRUST = frozenset({Job.TRUST_LEAD, Job.TRUSTEE, Job.DPO})


class SchoolKind(StrEnum):
    """What sort of school it is, as far as a review asks other questions there."""

    MAINSTREAM = "mainstream"
    SPECIAL = "special"
    ALTERNATIVE_PROVISION = "alternative_provision"
    NURSERY = "nursery"
    SIXTH_FORM = "sixth_form"


@dataclass(frozen=True)
class Held:
    """One post somebody holds. `school` is empty for a post of the trust."""

    job: Job
    school: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody the trust knows. A guest has another trust's name and a last day.

    `left` is the first day on which they are here no more. `expertise` holds ids of areas, `trained` the day of their
    last safeguarding training, `working_days` ISO weekdays (1 is Monday; none given means unknown).
    """

    id: str
    name: str
    posts: frozenset[Held] = frozenset()
    guest_of: str = ""
    until: date | None = None
    email: str = ""
    working_days: tuple[int, ...] = ()
    works_from: str = ""
    works_to: str = ""
    expertise: tuple[str, ...] = ()
    trained: date | None = None
    left: date | None = None
    erased: date | None = None
    """The day on which who they were was taken out: nobody can be this person again."""

    @cached_property
    def own_schools(self) -> frozenset[str]:
        """Where they are employed or govern: the schools they may never review."""
        return frozenset(held.school for held in self.posts if held.school)

    def is_a(self, job: Job, school: str = "") -> bool:
        return Held(job, school) in self.posts

    def has_left(self, today: date) -> bool:
        """Whether they are here no more: whoever has left holds no post, signs in nowhere and is told nothing."""
        return self.left is not None and today >= self.left


@dataclass(frozen=True)
class Contact:
    """Whom to tell, by role. `number` and `hours` are shown as the school gave them."""

    role: str
    number: str
    hours: str = ""


@dataclass(frozen=True)
class Authority:
    """A local authority, by its three-digit code, and whom to tell there."""

    code: str
    name: str
    front_door: str = ""
    front_door_hours: str = ""
    out_of_hours: str = ""
    lado: str = ""
    lado_hours: str = ""
    schools: tuple[str, ...] = ()
    """The ids of the schools it serves, where that matters."""


@dataclass(frozen=True)
class School:
    """A school of the trust. `phone_rule` is its rule for visitors' phones; `contacts` stand in the order to try.

    `contacts` are the two in school for a child, `adult_contacts` the head and whoever is told about the head; their
    roles are words, or a name of `route.md`'s roles. `confirmed` is the day on which the school last said that they
    are right, `asked` and `overdue` the days on which it was asked to, and its trust lead told that it had not.
    `served_by` is its local authority, as far as it is known.

    `closed` is the first day on which it is open no more. Every URN it ever had is in `urns`, the present one in `urn`;
    `successor` is the school that it became a part of. `kind` is one of `SchoolKind`, or nothing.
    """

    id: str
    name: str
    phase: str = ""
    phone_rule: str = ""
    contacts: tuple[Contact, ...] = ()
    adult_contacts: tuple[Contact, ...] = ()
    urn: str = ""
    authority: str = ""
    cluster: str = ""
    kind: str = ""
    closed: date | None = None
    successor: str = ""
    former_names: tuple[str, ...] = ()
    urns: frozenset[str] = frozenset()
    served_by: Authority | None = None
    confirmed: date | None = None
    asked: date | None = None
    overdue: date | None = None

    def has_closed(self, today: date) -> bool:
        return self.closed is not None and today >= self.closed


@dataclass(frozen=True)
class Erasing:
    """What an erasure would meet. `hindrance` is why it may not be now: hold, leads or last_lead; or nothing.

    `kept` and `goes` count what stays and what is taken, by kind; `open_at` are the schools of reviews not over yet.
    """

    person: str
    hindrance: str = ""
    kept: Mapping[str, int] = field(default_factory=dict)
    goes: Mapping[str, int] = field(default_factory=dict)
    open_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """A channel of a platform that is a review's room, or with no review the trust's channel."""

    platform: str
    tenant: str
    channel: str
    review: str = ""


@dataclass(frozen=True)
class Trust:
    """The one trust of a store: its schools, its people, and the framework new reviews begin with, or others `beside` it."""

    name: str
    framework: Framework
    schools: tuple[School, ...]
    people: tuple[Person, ...]
    beside: tuple[Framework, ...] = ()
    authorities: tuple[Authority, ...] = ()
    """The local authorities known here."""
    councils: Mapping[str, str] = field(default_factory=dict)
    """Every local authority there is, by its code."""
    engaged: frozenset[str] = frozenset()
    """Guests who have a review: each is a guest of one alone."""
    arrived: frozenset[str] = frozenset()
    """Whoever has been here, on any platform. This and what follows are there where a dialog asks for them."""
    invited: frozenset[str] = frozenset()
    """Whoever has an invitation that nobody has used."""
    erasing: "Erasing | None" = None
    """What becomes of whoever was chosen, if they are erased."""
    settings: TrustSettings = TrustSettings()
    terms: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """Its terms and holidays, by whose they are."""
    rooms: tuple[Room, ...] = ()
    workspaces: tuple[tuple[str, str], ...] = ()
    """The platforms and tenants where somebody of the trust is known."""

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """All that a new review may begin with, the trust's own choice first."""
        return (self.framework, *self.beside)

    @property
    def school_names(self) -> dict[str, str]:
        return {school.id: school.name for school in self.schools}

    def school(self, school_id: str) -> School:
        return next(school for school in self.schools if school.id == school_id)

    def person(self, person_id: str) -> Person:
        return next(person for person in self.people if person.id == person_id)
