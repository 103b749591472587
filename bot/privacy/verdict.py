"""What the guard says about a text: the labels, spans and verdicts that others match on.

Values only. A `Verdict` is a closed union, so a `match` over it may end in `assert_never`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    PERSON = "person"
    INITIALS = "initials"
    UPN = "upn"
    ULN = "uln"
    NHS = "nhs"
    NINO = "nino"
    DOB = "dob"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    PLATE = "plate"
    HANDLE = "handle"
    CASE_ID = "case_id"
    SMALL_NUMBER = "small_number"


class Certainty(StrEnum):
    SURE = "sure"
    MAYBE = "maybe"


class Audience(StrEnum):
    """Who may come to read a text; a dialog may only raise the bar a text already has."""

    TEAM = "team"
    SCHOOL = "school"
    PUBLIC = "public"


class Concern(StrEnum):
    LIVE_CONCERN = "live_concern"
    ADULT_ALLEGATION = "adult_allegation"


class Waiver(StrEnum):
    """What the writer answered about one text, honoured for that text only."""

    ABOUT_SYSTEMS = "about_systems"
    NOT_A_PERSON = "not_a_person"


@dataclass(frozen=True)
class Span:
    """Where something stands in the text as typed: code points, `end` exclusive; a title belongs to its name."""

    start: int
    end: int
    label: Label
    certainty: Certainty


@dataclass(frozen=True)
class Vocabulary:
    """What a trust knows, casefolded.

    `names` are phrases that are not people: its schools, houses, classes and programmes. `roles` holds the names of its
    own people, each with the role that stands for them.
    """

    names: frozenset[str] = frozenset()
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Clean:
    """Nothing was seen. This is no promise that there is nothing."""


@dataclass(frozen=True)
class Unsure:
    """These words may be personal: the writer is asked before anything is kept."""

    spans: tuple[Span, ...]
    rewrite: str


@dataclass(frozen=True)
class Refuse:
    """These words are personal: nothing is kept until they are masked or edited."""

    spans: tuple[Span, ...]
    rewrite: str


@dataclass(frozen=True)
class Interrupt:
    """The text reads like something to tell a person now; it comes before every other verdict."""

    concern: Concern


Verdict = Clean | Unsure | Refuse | Interrupt
