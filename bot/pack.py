"""The paper pack of a review: one page to print that holds all a visit needs where phones stay away. Pure but for its templates.

Its note lines are numbered, so that what is written on paper can be typed up later and found again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.depth import MeetWith
from bot.domain.framework import Area, SubArea
from bot.domain.meeting import ASKED, prompts, questions
from bot.domain.meeting import Prompt as Asked
from bot.domain.review import Review
from bot.domain.timetable import Timetable
from bot.domain.walk import Look
from bot.judging import both_contacts
from bot.timetable import Row, rows
from bot.wording import TEMPLATES, Wording, day

_FOLDER = TEMPLATES / "web"
_LINES = 5  # for each meeting
_MORE_LINES = 12


@dataclass(frozen=True)
class Prompt:
    """What to ask about one sub-area in one meeting: what is excellent there, unless that was asked before, then closer."""

    part: SubArea
    strengths: str
    questions: tuple[str, ...]


Areas = tuple[tuple[Area, tuple[Prompt, ...]], ...]


@dataclass(frozen=True)
class Meeting:
    """One stop of the visit: the few questions that the second door asks too, the rest, and its note lines' numbers."""

    where: MeetWith
    areas: Areas
    more: Areas
    care: tuple[str, ...]
    conduct: str
    lines: tuple[str, ...]


def meetings(review: Review) -> tuple[Meeting, ...]:
    """The stops at which something in scope is met, in the order of a visit."""
    return tuple(_meetings(review))


def _meetings(review: Review) -> Iterator[Meeting]:
    number = 0
    for where in MeetWith:
        few = prompts(review, where)
        areas = tuple(_areas(review, partial(_first, few=few)))
        more = tuple(_areas(review, partial(_left, where=where, few=few)))
        if not areas:
            continue
        parts = [prompt.part for _, several in (*areas, *more) for prompt in several]
        care = tuple(dict.fromkeys(part.care for part in parts if part.care and where in ASKED))
        conduct = next((part.conduct for part in parts if part.conduct), "") if where is MeetWith.PUPIL_GROUP else ""
        lines = tuple(f"R-{number + line}" for line in range(1, _LINES + 1))
        number += _LINES
        yield Meeting(where, areas, more, care, conduct, lines)


def _areas(review: Review, asked: Callable[[SubArea], Prompt | None]) -> Iterator[tuple[Area, tuple[Prompt, ...]]]:
    """What is asked in each area, where anything is."""
    for area in review.scope:
        found = tuple(prompt for part in area.sub_areas if (prompt := asked(part)))
        if found:
            yield area, found


def _first(part: SubArea, few: tuple[Asked, ...]) -> Prompt | None:
    """Of the few, those of this sub-area; whatever is asked more closely, its strengths are among them."""
    own = [one for one in few if one.node == part.id]
    strengths = next((one.text for one in own if one.look is Look.STRENGTHS), "")
    closer = tuple(one.text for one in own if one.look is not Look.STRENGTHS)
    return Prompt(part, strengths, closer) if own else None


def _left(part: SubArea, where: MeetWith, few: tuple[Asked, ...]) -> Prompt | None:
    """What the few leave out of a sub-area met here: its strengths, and one question more."""
    if where not in part.met_with:
        return None
    own = [one for one in few if one.node == part.id]
    closer = next((one.text for one in questions(part, where)), "")
    asked = {one.text for one in own}
    left = Prompt(part, "" if own else part.strengths, (closer,) if closer and closer not in asked else ())
    return left if left.strengths or left.questions else None


@dataclass(frozen=True)
class Planned:
    """A day of the visit: its name in words, how it stands with the school, and its lines."""

    day: str
    agreed: bool
    rows: tuple[Row, ...]


def planned(wording: Wording, timetables: tuple[Timetable, ...]) -> tuple[Planned, ...]:
    """The days that have anything on them."""
    return tuple(Planned(day(one.day), one.settled, rows(wording, one)) for one in timetables if one.slots)


def pack(review: Review, days: tuple[Planned, ...] = (), wording: Wording | None = None) -> str:
    """The whole pack as one HTML file that brings everything along."""
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found = meetings(review)
    last = len(found) * _LINES
    return pages.get_template("pack.html").render(
        review=review,
        whom=both_contacts(wording or Wording(), review.school),
        begins=day(review.begins),
        ends=day(review.ends),
        days=days,
        meetings=found,
        more=tuple(f"R-{last + line}" for line in range(1, _MORE_LINES + 1)),
        style=(_FOLDER / "static" / "pack.css").read_text(encoding="utf-8"),
    )
