"""People, the posts they hold, and the schools they hold them at."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from bot.domain.framework import Framework


class Job(StrEnum):
    """What somebody is at a school; the last three are of the trust, at no school."""

    HEADTEACHER = "headteacher"
    DSL = "dsl"
    STAFF = "staff"
    GOVERNOR = "governor"
    TRUST_LEAD = "trust_lead"
    TRUSTEE = "trustee"
    DPO = "dpo"


@dataclass(frozen=True)
class Held:
    """One post somebody holds. `school` is empty for a post of the trust."""

    job: Job
    school: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody the trust knows. A guest has another trust's name and a last day."""

    id: str
    name: str
    posts: frozenset[Held] = frozenset()
    guest_of: str = ""
    until: date | None = None

    @cached_property
    def own_schools(self) -> frozenset[str]:
        """Where they are employed or govern: the schools they may never review."""
        return frozenset(held.school for held in self.posts if held.school)

    def is_a(self, job: Job, school: str = "") -> bool:
        return Held(job, school) in self.posts


@dataclass(frozen=True)
class Contact:
    """Whom to tell, by role. `number` and `hours` are shown as the school gave them."""

    role: str
    number: str
    hours: str = ""


@dataclass(frozen=True)
class School:
    """A school of the trust. `phone_rule` is its rule for visitors' phones; `contacts` stand in the order to try."""

    id: str
    name: str
    phase: str = ""
    phone_rule: str = ""
    contacts: tuple[Contact, ...] = ()
    adult_contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Trust:
    """The one trust of a store: its schools, its people, and the framework new reviews begin with, or others `beside` it."""

    name: str
    framework: Framework
    schools: tuple[School, ...]
    people: tuple[Person, ...]
    beside: tuple[Framework, ...] = ()

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """All that a new review may begin with, the trust's own choice first."""
        return (self.framework, *self.beside)

    def school(self, school_id: str) -> School:
        return next(school for school in self.schools if school.id == school_id)

    def person(self, person_id: str) -> Person:
        return next(person for person in self.people if person.id == person_id)
