"""The school year: terms, holidays, inset days and bank holidays, for the whole trust, an authority or one school. Pure.

What is closest to a school says most: its own days, then its authority's, then the trust's. What nobody has said is not
known, and a weekday of which nothing is known counts as a school day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol


class School(Protocol):
    """A school, as far as its days go."""

    @property
    def id(self) -> str: ...

    @property
    def authority(self) -> str: ...


WHOLE_TRUST = "trust"
FRIDAY = 5
A_TERM = 60
"""School days: what a term comes to, more or less."""
LONGEST_BREAK, LONGEST_TERM = 70, 130
"""How many days may lie between two terms, or between two holidays, before they tell nothing of the days between."""


class Sort(StrEnum):
    """What a span of days is."""

    TERM = "term"
    HOLIDAY = "holiday"
    INSET = "inset"
    BANK_HOLIDAY = "bank_holiday"


class DayIs(StrEnum):
    """What one day is at one school."""

    SCHOOL_DAY = "school_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    INSET = "inset"
    BANK_HOLIDAY = "bank_holiday"
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Span:
    """Days from the first to the last, both among them."""

    first: date
    last: date
    sort: Sort

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """As the history keeps it, such as `term/2026-09-02/2026-10-23`."""
        return f"{self.sort}/{self.first.isoformat()}/{self.last.isoformat()}"

    @classmethod
    def read(cls, written: str) -> "Span":
        """Read it again. Raises ValueError where it is none."""
        sort, first, last = written.split("/")
        return cls(date.fromisoformat(first), date.fromisoformat(last), Sort(sort))


def of_authority(code: str) -> str:
    """What the days of an authority's schools go by."""
    return f"authority:{code}"


def of_school(school: str) -> str:
    """What one school's own days go by."""
    return f"school:{school}"


def sets_of(school: School) -> tuple[str, ...]:
    """Whose days hold for a school, the closest first."""
    authority = (of_authority(school.authority),) if school.authority else ()
    return (of_school(school.id), *authority, WHOLE_TRUST)


def whose_may_be(schools: Iterable[School]) -> tuple[str, ...]:
    """Whose days there may be: the whole trust's, those of its schools' authorities, and each school's own."""
    listed = tuple(schools)
    codes = sorted({school.authority for school in listed if school.authority})
    return (WHOLE_TRUST, *map(of_authority, codes), *(of_school(school.id) for school in listed))


@dataclass(frozen=True)
class Calendar:
    """Every set of days by whose it is, and the bank holidays that everybody has."""

    sets: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    bank_holidays: frozenset[date] = frozenset()

    def day_is(self, day: date, school: School) -> DayIs:
        """What a day is at a school."""
        if day.isoweekday() > FRIDAY:
            return DayIs.WEEKEND
        sets = [self.sets.get(name, ()) for name in sets_of(school)]
        of_that_day = {span.sort for spans in sets for span in spans if span.has(day)}
        if day in self.bank_holidays or Sort.BANK_HOLIDAY in of_that_day:
            return DayIs.BANK_HOLIDAY
        if Sort.INSET in of_that_day:
            return DayIs.INSET
        found = (_told(spans, day) for spans in sets)
        return next((one for one in found if one is not DayIs.UNKNOWN), DayIs.UNKNOWN)

    def is_school_day(self, day: date, school: School) -> bool:
        """Whether pupils are in school. A weekday of which nothing is known counts as one."""
        return self.day_is(day, school) in {DayIs.SCHOOL_DAY, DayIs.UNKNOWN}

    def is_away(self, day: date, school: School) -> bool:
        """Whether a school is on holiday: on an inset day its staff are there."""
        return self.day_is(day, school) in {DayIs.HOLIDAY, DayIs.BANK_HOLIDAY}

    def known_until(self, school: School) -> date | None:
        """The last day of which terms or holidays tell anything, or None where there are none."""
        lasts = [s.last for name in sets_of(school) for s in self.sets.get(name, ()) if s.sort in _TELLING]
        return max(lasts, default=None)

    def after_a_term(self, today: date, school: School) -> date:
        """The school day by which there have been as many more as a term has, twelve weeks of them: never in a holiday."""
        day, left = today, A_TERM
        while left:
            day += timedelta(days=1)
            left -= self.is_school_day(day, school)
        return day


_TELLING = frozenset({Sort.TERM, Sort.HOLIDAY})


def _told(spans: Iterable[Span], day: date) -> DayIs:
    """What one set of terms and holidays says of a weekday. A holiday within a term is a holiday."""
    telling = [span for span in spans if span.sort in _TELLING]
    on_it = {span.sort for span in telling if span.has(day)}
    if on_it:
        return DayIs.HOLIDAY if Sort.HOLIDAY in on_it else DayIs.SCHOOL_DAY
    before = max((span for span in telling if span.last < day), key=lambda span: span.last, default=None)
    after = min((span for span in telling if span.first > day), default=None)
    if before is None or after is None:
        return DayIs.UNKNOWN
    between_holidays = before.sort is after.sort is Sort.HOLIDAY
    gap = (after.first - before.last).days - 1
    if gap > (LONGEST_TERM if between_holidays else LONGEST_BREAK):
        return DayIs.UNKNOWN
    return DayIs.SCHOOL_DAY if between_holidays else DayIs.HOLIDAY


def overlapping(spans: Iterable[Span]) -> list[tuple[Span, Span]]:
    """Terms that have days in common: each later one with the one it runs into."""
    terms = sorted({span for span in spans if span.sort is Sort.TERM})
    return [(one, other) for one, other in pairwise(terms) if other.first <= one.last]


class Called(StrEnum):
    """What people call a span, by its sort and its place in the year."""

    AUTUMN_TERM = "autumn_term"
    SPRING_TERM = "spring_term"
    SUMMER_TERM = "summer_term"
    HALF_TERM = "half_term"
    CHRISTMAS = "christmas"
    EASTER = "easter"
    SUMMER = "summer"
    HOLIDAY = "holiday"
    INSET = "inset"
    BANK_HOLIDAY = "bank_holiday"


HALF_TERM_DAYS = 16
_TERMS = {1: Called.SPRING_TERM, 2: Called.SPRING_TERM, 3: Called.SPRING_TERM}
_TERMS |= dict.fromkeys((4, 5, 6, 7), Called.SUMMER_TERM) | dict.fromkeys((8, 9, 10, 11, 12), Called.AUTUMN_TERM)
_BREAKS = {3: Called.EASTER, 4: Called.EASTER, 7: Called.SUMMER, 8: Called.SUMMER, 12: Called.CHRISTMAS}
_HALF_TERMS = frozenset({2, 5, 6, 10, 11})


def called(span: Span) -> Called:
    """What a span is called. Its file may have had another name for it, which is not kept."""
    match span.sort:
        case Sort.TERM:
            return _TERMS[span.first.month]
        case Sort.INSET:
            return Called.INSET
        case Sort.BANK_HOLIDAY:
            return Called.BANK_HOLIDAY
        case Sort.HOLIDAY:
            short = (span.last - span.first).days < HALF_TERM_DAYS
            if short and span.first.month in _HALF_TERMS:
                return Called.HALF_TERM
            return _BREAKS.get(span.first.month, Called.HOLIDAY)
