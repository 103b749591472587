"""Changes to what is kept and for how long: removed for good, held, let go of a hold, kept for another time."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.affirmation import State
from bot.domain.other_words import Thing
from bot.domain.removal import Held, HoldWhy, Why
from bot.domain.retention import Kind


@dataclass(frozen=True)
class NoteRemoved:
    """A note's words are gone for good, from every version; that there was one stays known by its id."""

    KEPT: ClassVar = ("note", "review", "writer", "person", "why")
    note: str
    review: str
    writer: str
    person: str
    why: Why


@dataclass(frozen=True)
class AffirmationRemoved:
    """An affirmation's words are gone for good, from every wording and every post. `was` is how far it had come."""

    KEPT: ClassVar = ("affirmation", "review", "person", "why", "was")
    affirmation: str
    review: str
    person: str
    why: Why
    was: State


@dataclass(frozen=True)
class WordsRemoved:
    """What somebody wrote beside the notes is gone for good. `writers` are those who wrote some of it."""

    KEPT: ClassVar = ("thing", "named", "review", "person", "why")
    thing: Thing
    named: str
    review: str
    person: str
    why: Why
    writers: tuple[str, ...] = ()


@dataclass(frozen=True)
class HoldSet:
    KEPT: ClassVar = ("hold", "on", "held", "why", "until")
    hold: str
    on: Held
    held: str
    why: HoldWhy
    until: date


@dataclass(frozen=True)
class HoldLifted:
    KEPT: ClassVar = ("hold",)
    hold: str


@dataclass(frozen=True)
class RetentionSet:
    """The trust keeps one kind of data for another number of days."""

    KEPT: ClassVar = ("retention", "days")
    retention: Kind
    days: int


OF_THE_TRUST = (HoldSet, HoldLifted, RetentionSet)
"""Changes that belong to no review; nobody is told of them."""
