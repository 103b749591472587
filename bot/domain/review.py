"""A review: its school, scope, dates and team, and how far its areas have come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.framework import Area, Framework, SubArea
from bot.domain.people import Person, School
from bot.domain.trust_settings import POSTS_A_DAY, Approvers

STAYS_OPEN = timedelta(days=14)
"""How long after it a day of the visit can still be ended."""

_FRIDAY = 4


class Seat(StrEnum):
    """What somebody is on a team."""

    LEAD = "lead"
    REVIEWER = "reviewer"
    GUEST = "guest"


class Standing(StrEnum):
    """How an invitation stands."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"
    """Was asked or on the team, and is not any more; may be asked again."""


class Conflict(StrEnum):
    """What a reviewer may declare. Choices, never free text: a sentence here would be about a person."""

    FAMILY = "family_there"
    CHILD = "child_there"
    WORKED = "worked_there"
    APPLYING = "applying_there"
    LINE = "line_management"
    OTHER = "something_else"


class WhyNot(StrEnum):
    """Why an invitation was declined; none need be given."""

    NO_TIME = "no_time"
    TOO_CLOSE = "too_close"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Member:
    """One seat on the team."""

    person: Person
    seat: Seat
    standing: Standing
    conflicts: frozenset[Conflict] = frozenset()


@dataclass(frozen=True)
class Tally:
    """How many notes a sub-area has, by what they show. For words such as "two notes", never for a mark."""

    excellent: int = 0
    develop: int = 0
    other: int = 0

    @property
    def all(self) -> int:
        return self.excellent + self.develop + self.other


NONE_YET = Tally()


@dataclass(frozen=True)
class Progress:
    """How far a review has come: what is logged by sub-area, who walks which area, and which risks are still open."""

    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    """By the sub-area where notes lie and, or empty, the second one where they lie as well."""
    walking: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    walked: frozenset[str] = frozenset()
    """The sub-areas and areas of which somebody has passed a step."""
    urgent_open: int = 0
    risks: tuple[str, ...] = ()
    """The ids of notes that say *tell the school today* while nobody has said who was told, oldest first."""
    unmarked: int = 0
    """How many of the school's answers nobody of the team has marked: they are its own account so far."""


@dataclass(frozen=True)
class Review:
    """How a review stands. Counts, not notes: a visit has two thousand of them; and the counts only where needed."""

    id: str
    school: School
    framework: Framework
    areas: tuple[str, ...]
    begins: date
    ends: date
    team: tuple[Member, ...] = ()
    drawn_together: frozenset[str] = frozenset()
    ended: frozenset[date] = frozenset()
    """The days the lead has ended."""
    progress: Progress | None = None
    colleagues: tuple[Person, ...] = ()
    """Everybody of the trust, where one of them is to be chosen; and how its schools are called."""
    school_names: Mapping[str, str] = field(default_factory=dict)
    approvers: Approvers = Approvers.EITHER
    """Who approves its affirmations, as the trust has it."""
    posts_a_day: int = POSTS_A_DAY
    """How many posts of excellent practice the trust's channel has in a day."""
    above: frozenset[str] = frozenset()
    """The sub-areas that do not live at the school: its walk passes them by."""

    @property
    def so_far(self) -> Progress:
        """Its progress; asking for it where it was not loaded is a mistake of ours, never an empty answer."""
        if self.progress is None:
            raise LookupError("this review was loaded without its progress")
        return self.progress

    @property
    def lead(self) -> Person:
        return next(member.person for member in self.team if member.seat is Seat.LEAD)

    def is_without_lead(self, today: date) -> bool:
        """Whether whoever led it has left the trust, or the team: until another is named, nobody leads."""
        lead = next(member for member in self.team if member.seat is Seat.LEAD)
        return lead.person.has_left(today) or lead.standing is Standing.LEFT

    @property
    def seated(self) -> tuple[Person, ...]:
        """Those who accepted."""
        return tuple(member.person for member in self.team if member.standing is Standing.ACCEPTED)

    def member(self, person: Person) -> Member | None:
        return next((member for member in self.team if member.person.id == person.id), None)

    @property
    def scope(self) -> tuple[Area, ...]:
        return tuple(area for area in self.framework.areas if area.id in self.areas)

    @property
    def sub_areas(self) -> tuple[SubArea, ...]:
        return tuple(sub_area for area in self.scope for sub_area in area.sub_areas)

    def days_to_end(self, today: date) -> tuple[date, ...]:
        """The days of the visit that can be ended now: today, and the last one before it that was left open."""
        now = (today,) if self.begins <= today <= self.ends and today not in self.ended else ()
        before = _weekday(min(today - timedelta(days=1), self.ends))
        left = before >= max(self.begins, today - STAYS_OPEN) and not self._ended_since(before)
        return (*now, before) if left else now

    def takes_notes(self, today: date) -> bool:
        """Whether notes sent from anywhere are still for it: typing up goes on until its last day has been ended."""
        last = max(_weekday(self.ends), self.begins)
        return today <= self.ends or (last >= today - STAYS_OPEN and not self._ended_since(last))

    def _ended_since(self, day: date) -> bool:
        return any(ended >= day for ended in self.ended)

    def begun(self, area: str) -> bool:
        """Whether anybody walks an area, has walked some of it, or has a note there."""
        parts = {area, *(part.id for part in self.framework.area(area).sub_areas)}
        return bool(self.tally(area).all or self.so_far.walking.get(area) or parts & self.so_far.walked)

    def tally(self, node: str) -> Tally:
        """What is logged on a sub-area, or on an area and all its sub-areas."""
        if not self.framework.has(node):
            return NONE_YET
        area = self.framework.area_of(node)
        parts = {area.id, *(part.id for part in area.sub_areas)} if area.id == node else {node}
        # A note in two of these parts is one note.
        held = [tally for places, tally in self.so_far.tallies.items() if not parts.isdisjoint(places)]
        return Tally(sum(t.excellent for t in held), sum(t.develop for t in held), sum(t.other for t in held))


def _weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - _FRIDAY, 0))
