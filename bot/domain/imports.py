"""What a file of schools or people comes to: what would change, what is asked, what is wrong. Nothing here is done yet.

A plan is made from a file and from how things stand, and holds the changes themselves: what a dry run shows is what is
made. Reasons and fields are enums, each with its block of wording in `templates/imports.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.changes_people import PeopleChange
from bot.domain.changes_setup import TermsChanged
from bot.domain.people import Authority, Held, Person, School
from bot.domain.terms import Calendar, Span

NEW_ONE = "new"  # the answer to a question of an import: it is none of those we have


class Why(StrEnum):
    """Why a file, a row or a cell will not do."""

    # The file
    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    NOT_A_TABLE = "not_a_table"
    UNKNOWN_ENCODING = "unknown_encoding"
    NUL_BYTES = "nul_bytes"
    QUOTES_OPEN = "quotes_open"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_ROWS = "no_rows"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    NO_SUCH_TRUST = "no_such_trust"
    WHICH_TRUST = "which_trust"
    TRUST_NAME_WANTED = "trust_name_wanted"
    SCHOOLS_FIRST = "schools_first"
    # A row
    CELLS_DIFFER = "cells_differ"
    CELL_TOO_LONG = "cell_too_long"
    UNSEEN_CHARACTERS = "unseen_characters"
    EMPTY_CELL = "empty_cell"
    ABOUT_A_CHILD = "about_a_child"
    # A school
    NOT_A_URN = "not_a_urn"
    URN_TWICE = "urn_twice"
    SCHOOL_TWICE = "school_twice"
    NOT_AN_AUTHORITY = "not_an_authority"
    NOT_A_STATUS = "not_a_status"
    NOT_A_REGISTER_DAY = "not_a_register_day"
    # A person
    NOT_AN_EMAIL = "not_an_email"
    TWO_NAMES_ONE_EMAIL = "two_names_one_email"
    EMAIL_TAKEN = "email_taken"
    SAME_NAME_TWICE = "same_name_twice"
    NO_SUCH_JOB = "no_such_job"
    NO_SUCH_SCHOOL = "no_such_school"
    SCHOOL_HAS_CLOSED = "school_has_closed"
    SEVERAL_SCHOOLS = "several_schools"
    SCHOOL_WANTED = "school_wanted"
    NO_SCHOOL_WANTED = "no_school_wanted"
    NOT_DAYS = "not_days"
    NOT_HOURS = "not_hours"
    NOT_AN_AREA = "not_an_area"
    NOT_A_DAY = "not_a_day"
    DAY_TO_COME = "day_to_come"
    HAS_LEFT = "has_left"
    LAST_TRUST_LEAD = "last_trust_lead"
    # Terms and holidays
    NOT_A_SORT = "not_a_sort"
    NO_FIRST_DAY = "no_first_day"
    LAST_BEFORE_FIRST = "last_before_first"
    TOO_MANY_DAYS = "too_many_days"
    DAY_FAR_OFF = "day_far_off"
    TERMS_OVERLAP = "terms_overlap"
    NO_OTHER_END = "no_other_end"
    REPEATS = "repeats"
    UNKNOWN_ZONE = "unknown_zone"
    CALENDAR_CUT_OFF = "calendar_cut_off"
    NO_TERMS = "no_terms"
    WHOSE_DAYS = "whose_days"


@dataclass(frozen=True)
class Slip:
    """One thing that will not do, where it stands. Line 0 is the file as a whole; the header is line 1."""

    line: int
    column: str
    why: Why
    facts: Mapping[str, str] = field(default_factory=dict)


class What(StrEnum):
    """What would be done to a school or a person."""

    TRUST_NAMED = "trust_named"
    SCHOOL_ADDED = "school_added"
    SCHOOL_CHANGED = "school_changed"
    URN_GIVEN = "urn_given"
    SCHOOL_CLOSED = "school_closed"
    SCHOOL_MERGED = "school_merged"
    SCHOOL_REOPENED = "school_reopened"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_RETURNED = "person_returned"
    PERSON_LEFT = "person_left"
    POSTS_LEFT = "posts_left"
    DAYS_ADDED = "days_added"
    DAYS_GONE = "days_gone"


@dataclass(frozen=True)
class Part:
    """One field that would be another; `was` and `now` as a person reads them."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class Item:
    """One line of a dry run: what would be done, to whom, and which fields and posts of theirs."""

    what: What
    name: str
    line: int = 0
    parts: tuple[Part, ...] = ()
    posts: tuple[Held, ...] = ()
    urn: str = ""
    on: date | None = None
    into: str = ""
    whose: str = ""
    span: Span | None = None


class AskedWhy(StrEnum):
    """Why a human has to say who or what is meant."""

    SAME_NUMBER = "asked_same_number"
    SAME_NAME_AND_PLACE = "asked_same_name_and_place"
    SAME_NAME = "asked_same_name"
    NAMESAKE = "asked_namesake"
    NEW_EMAIL = "asked_new_email"
    SEVERAL_NAMESAKES = "asked_several_namesakes"


@dataclass(frozen=True)
class Asked:
    """A question that only a human can answer: one of those we have (their ids), or a new one."""

    key: str
    line: int
    name: str
    why: AskedWhy
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Somebody or some school that we have and the file has not. Nothing becomes of them unless that is asked for."""

    id: str
    name: str
    posts: tuple[Held, ...] = ()
    whole: bool = True


class LeftOutWhy(StrEnum):
    STILL_TO_OPEN = "still_to_open"
    CLOSED_BEFORE = "closed_before"
    NOT_OF_TERMS = "not_of_terms"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class LeftOut:
    """A row that is not taken, for a reason that is no slip: a school closed long ago, or one still to open."""

    line: int
    name: str
    why: LeftOutWhy


@dataclass(frozen=True)
class ImportPlan:
    """Everything an import would do. `stamp` is how the directory stood when it was made; a later one makes it old."""

    changes: tuple[PeopleChange | TermsChanged, ...] = ()
    items: tuple[Item, ...] = ()
    asked: tuple[Asked, ...] = ()
    slips: tuple[Slip, ...] = ()
    missing: tuple[Missing, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    same: int = 0
    stamp: str = ""

    @property
    def is_clear(self) -> bool:
        """Nothing is wrong with it and nothing is left to ask: it may be made as it is."""
        return not self.slips and not self.asked

    def may_go(self, *, skip_bad: bool = False) -> bool:
        """Whether it may be made. With `skip_bad` good rows go without the rest, but never without a whole file."""
        return self.is_clear or (skip_bad and not any(slip.line == 0 for slip in self.slips))


@dataclass(frozen=True)
class Known:
    """How things stand, as far as an import needs: the trust, its schools and its people, by their ids."""

    trust: str
    schools: Mapping[str, School]
    people: Mapping[str, Person]
    authorities: Mapping[str, Authority]
    stamp: str
    today: date
    calendar: Calendar = Calendar()


def unusable(*slips: Slip, stamp: str = "") -> ImportPlan:
    """The plan of a file that will not do at all."""
    return ImportPlan(slips=slips, stamp=stamp)


def folded(name: str) -> str:
    """A name as far as two are the same: no capitals, no punctuation, no odd spaces."""
    return " ".join(
        "".join(c if c.isalnum() else " " for c in name.casefold().replace("’", "").replace("'", "")).split()
    )
