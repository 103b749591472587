"""The paper pack of a review: one page to print that holds all a visit needs where phones stay away. Pure but for its templates.

Its note lines are numbered, so that what is written on paper can be typed up later and found again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.depth import MeetWith
from bot.domain.framework import Area, SubArea
from bot.domain.meeting import ASKED, questions
from bot.domain.review import Review
from bot.domain.timetable import Timetable
from bot.judging import both_contacts
from bot.timetable import Row, rows
from bot.wording import TEMPLATES, Wording, day

_FOLDER = TEMPLATES / "web"
_LINES = 5  # for each meeting
_MORE_LINES = 12


@dataclass(frozen=True)
class Prompt:
    """What to ask about one sub-area in one meeting, once what is excellent there has been asked."""

    part: SubArea
    question: str


@dataclass(frozen=True)
class Meeting:
    """One stop of the visit, with the numbers of its note lines."""

    where: MeetWith
    areas: tuple[tuple[Area, tuple[Prompt, ...]], ...]
    care: tuple[str, ...]
    conduct: str
    lines: tuple[str, ...]


def meetings(review: Review) -> tuple[Meeting, ...]:
    """The stops at which something in scope is met, in the order of a visit."""
    return tuple(_meetings(review))


def _meetings(review: Review) -> Iterator[Meeting]:
    number = 0
    for where in MeetWith:
        areas = []
        for area in review.scope:
            prompts = tuple(_prompt(part, where) for part in area.sub_areas if where in part.met_with)
            if prompts:
                areas.append((area, prompts))
        if not areas:
            continue
        parts = [prompt.part for _, prompts in areas for prompt in prompts]
        care = tuple(dict.fromkeys(part.care for part in parts if part.care and where in ASKED))
        conduct = next((part.conduct for part in parts if part.conduct), "") if where is MeetWith.PUPIL_GROUP else ""
        lines = tuple(f"R-{number + line}" for line in range(1, _LINES + 1))
        number += _LINES
        yield Meeting(where, tuple(areas), care, conduct, lines)


def _prompt(part: SubArea, where: MeetWith) -> Prompt:
    return Prompt(part, next(iter(questions(part, where)), ""))


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
