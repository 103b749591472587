"""What people wrote that is neither a note nor an affirmation, as it can be removed by itself. Pure.

A comparison rests on notes; the place of a slot and the school's wish stand in a timetable.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.removal import Hold
from bot.domain.retention import Kind
from bot.domain.review import Review


class Thing(StrEnum):
    COMPARISON = "comparison"
    PLACE = "place"
    WISH = "wish"


KIND_OF = {Thing.COMPARISON: Kind.COMPARISONS, Thing.PLACE: Kind.PLACES, Thing.WISH: Kind.WISHES}


@dataclass(frozen=True)
class OtherWords:
    """The words of one such thing, everybody who wrote some of them, and what holds them. `named` is its own id."""

    thing: Thing
    named: str
    review: Review
    writers: tuple[str, ...]
    text: str
    held: Hold | None = None


def name_of(review: str, thing: Thing, named: str) -> str:
    """What a card calls them by."""
    return f"{review}/{thing}/{named}"
