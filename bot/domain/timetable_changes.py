"""What people have made of a day's timetable: planned, changed slot by slot, sent to the school, answered."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.timetable import What


@dataclass(frozen=True)
class DayPlanned:
    """A day of the visit has a timetable, drafted for the lead to put right."""

    KEPT: ClassVar = ("review", "day", "person")
    review: str
    day: date
    person: str


@dataclass(frozen=True)
class SlotAdded:
    """`reopened`: the timetable was agreed, and this is the first change since."""

    KEPT: ClassVar = ("slot", "review", "day", "person", "what", "starts", "minutes", "who", "reopened")
    slot: str
    review: str
    day: date
    person: str
    what: What
    starts: int
    minutes: int
    who: tuple[str, ...]
    where: str = ""
    reopened: bool = False


@dataclass(frozen=True)
class SlotChanged(SlotAdded):
    """The slot as it is now; it is back where it had been taken out."""


@dataclass(frozen=True)
class SlotRemoved:
    KEPT: ClassVar = ("slot", "review", "day", "person", "reopened")
    slot: str
    review: str
    day: date
    person: str
    reopened: bool = False


@dataclass(frozen=True)
class TimetableSent:
    KEPT: ClassVar = ("review", "day", "person", "revision")
    review: str
    day: date
    person: str
    revision: int


@dataclass(frozen=True)
class TimetableAgreed:
    KEPT: ClassVar = ("review", "day", "person", "revision")
    review: str
    day: date
    person: str
    revision: int


@dataclass(frozen=True)
class TimetableChangeAsked:
    """The school would like it otherwise, in its own words."""

    KEPT: ClassVar = ("wish", "review", "day", "person")
    wish: str
    review: str
    day: date
    person: str
    text: str


TimetableChange = (
    DayPlanned | SlotAdded | SlotChanged | SlotRemoved | TimetableSent | TimetableAgreed | TimetableChangeAsked
)
