"""What a person has just made of a note. `KEPT` is as in `changes.py`: what the history may keep, never words."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.depth import MeetWith
from bot.domain.note import Kind, Shows, Told, Voice


@dataclass(frozen=True)
class NoteTaken:
    KEPT: ClassVar = (
        *("note", "review", "writer", "node", "shows", "kind", "voice", "urgent", "seen"),
        *("asked_in", "prompt", "said_by"),
    )
    note: str
    review: str
    writer: str
    text: str
    node: str = ""
    shows: Shows | None = None
    kind: Kind | None = None
    voice: Voice | None = None
    urgent: bool = False
    seen: datetime | None = None
    """As the clock on the wall showed it: a dialog knows no zone."""
    asked_in: MeetWith | None = None
    prompt: str = ""
    said_by: str = ""
    """Who wrote the message it was made of, where that is somebody else."""


@dataclass(frozen=True)
class NoteMarked:
    """What a note is about and shows, as it is now; its words are untouched."""

    KEPT: ClassVar = ("note", "review", "node", "shows", "kind", "voice", "urgent")
    note: str
    review: str
    node: str
    shows: Shows | None
    kind: Kind | None
    voice: Voice | None
    urgent: bool
    newly_urgent: bool = False


@dataclass(frozen=True)
class NoteSampled:
    """How many were looked at, of how many; both empty where that was taken back."""

    KEPT: ClassVar = ("note", "review", "sampled", "out_of")
    note: str
    review: str
    sampled: int | None
    out_of: int | None


@dataclass(frozen=True)
class NotePlaced:
    """Where it was seen, in its writer's words."""

    KEPT: ClassVar = ("note", "review")
    note: str
    review: str
    where: str


@dataclass(frozen=True)
class NoteTimed:
    """When it was seen, as the clock on the wall showed it; empty where that was taken back."""

    KEPT: ClassVar = ("note", "review", "seen")
    note: str
    review: str
    seen: datetime | None


@dataclass(frozen=True)
class NoteEdited:
    KEPT: ClassVar = ("note", "review")
    note: str
    review: str
    text: str


@dataclass(frozen=True)
class NoteMoved:
    """A note taken for one review belongs to another."""

    KEPT: ClassVar = ("note", "review", "to_review", "urgent")
    note: str
    review: str
    to_review: str
    urgent: bool = False


@dataclass(frozen=True)
class NoteLeftUnfiled:
    """None of the suggestions is taken, and nothing is chosen instead: the note waits on the team's table."""

    KEPT: ClassVar = ("note", "review")
    note: str
    review: str


@dataclass(frozen=True)
class NoteAlsoFiled:
    """A second sub-area that a note belongs to as well; empty where it is taken out of that one."""

    KEPT: ClassVar = ("note", "review", "also")
    note: str
    review: str
    also: str


@dataclass(frozen=True)
class NoteObjected:
    """Whoever wrote the message that a note was made of does not want it used."""

    KEPT: ClassVar = ("note", "review", "writer", "person")
    note: str
    review: str
    writer: str
    person: str


@dataclass(frozen=True)
class SchoolTold:
    KEPT: ClassVar = ("note", "review", "told")
    note: str
    review: str
    told: Told
