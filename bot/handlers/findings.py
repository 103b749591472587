"""What a check of a platform comes to: one thing that was looked at, in a sentence or two with what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a thing stands. Only what is missing makes the answer a no."""

    WELL = "well"
    ADVICE = "advice"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in a sentence or two."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class Room:
    """A channel as our store knows it: whose room it is, in words."""

    tenant: str
    channel: str
    whose: str
    trust: bool = False
