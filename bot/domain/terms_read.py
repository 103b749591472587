"""What stands in a file of terms and holidays, once read, and what the name of an entry says that it is. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.imports import LeftOut, Slip
from bot.domain.terms import Sort, Span


@dataclass(frozen=True)
class SpanRead:
    """One span of a file, and the line it begins on."""

    line: int
    span: Span


@dataclass(frozen=True)
class TermsRead:
    spans: tuple[SpanRead, ...]
    slips: tuple[Slip, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class End(StrEnum):
    """Which end of a span an entry is, where it is no whole one: “Autumn term begins”."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Said:
    """What an entry's name says: which sort of days, and which end of them."""

    sort: Sort
    end: End | None = None


LONGEST_BREAK = 16
"""Days: what is called a half term and is longer is the half of a term itself."""
_INSET = re.compile(
    r"\b(inset|in-service|twilight|staff (training|development) days?|training days?|non-?pupil|closed (to|for) pupils)\b"
)
_BANK = re.compile(
    r"\b(bank holiday|good friday|easter monday|christmas day|boxing day|new year.s day|may day|platinum jubilee|coronation)\b"
)
_HOLIDAY = re.compile(r"\b(holidays?|vacation|break|school closed|closure)\b")
_HALF = re.compile(r"\bhalf[ -]?terms?\b")
_TERM = re.compile(r"\bterms?\b")
_FIRST = re.compile(r"\b(begins?|starts?|opens?|commences?|first day|start of|beginning of)\b")
_LAST = re.compile(r"\b(ends?|finish(es)?|closes?|last day|end of)\b")
_CLOSES_FOR = re.compile(r"\b(break(s|ing)? up|(closes?|finish(es)?) (for|at)|last day before)\b")
_BACK = re.compile(r"\b(re-?opens?|returns?|back to school)\b")
_NUMBERED = re.compile(r"\bhalf[ -]?term [1-6]\b|\bterm [1-6]\b")


def said_by(name: str, days: int = 1) -> Said | None:
    """What an entry of this name and so many days is, or None where it is none of ours."""
    words = " ".join(name.casefold().replace("’", "'").split())
    if _INSET.search(words):
        return Said(Sort.INSET)
    if _BANK.search(words) and not _TERM.search(words):
        return Said(Sort.BANK_HOLIDAY)
    if days == 1 and _CLOSES_FOR.search(words):
        return Said(Sort.TERM, End.LAST)
    if days == 1 and _BACK.search(words):
        return Said(Sort.TERM, End.FIRST)
    first, last = _FIRST.search(words), _LAST.search(words)
    end = End.FIRST if first and not last else End.LAST if last and not first else None
    if days > 1:
        end = None  # a whole span, however it is called
    if _HALF.search(words):
        of_school = days > LONGEST_BREAK or (_NUMBERED.search(words) and not _HOLIDAY.search(words))
        return Said(Sort.TERM if of_school else Sort.HOLIDAY, end)
    if _HOLIDAY.search(words):
        return Said(Sort.HOLIDAY, end)
    if _TERM.search(words):
        # A single day of a term that is none of its ends tells nothing: “Term dates published”.
        return Said(Sort.TERM, end) if end or days > 1 else None
    return None


_SORTS = {
    "term": Sort.TERM,
    "half term": Sort.HOLIDAY,
    "holiday": Sort.HOLIDAY,
    "school holiday": Sort.HOLIDAY,
    "break": Sort.HOLIDAY,
    "inset": Sort.INSET,
    "inset day": Sort.INSET,
    "training day": Sort.INSET,
    "bank holiday": Sort.BANK_HOLIDAY,
    "public holiday": Sort.BANK_HOLIDAY,
}


def sort_called(words: str) -> Sort | None:
    """The sort of days that a column *Kind* names, in one or several, or None."""
    said = " ".join(words.casefold().replace("-", " ").replace("_", " ").split())
    return _SORTS.get(said) or _SORTS.get(said.removesuffix("s"))


SENSIBLE_YEARS = 3, 6
"""How many years back and ahead the days of a school year may lie."""


def is_sensible(day: date, today: date) -> bool:
    back, ahead = SENSIBLE_YEARS
    return today.year - back <= day.year <= today.year + ahead
