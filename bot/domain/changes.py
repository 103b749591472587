"""What a person has just made of things: one value for each kind of change.

`KEPT` on each says which fields the history may keep. It is a list of what is allowed, so a
field added later is left out until somebody has decided that it holds no person's words.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.affirmation import Step
from bot.domain.changes_of_keeping import AffirmationRemoved, HoldLifted, HoldSet, NoteRemoved, RetentionSet
from bot.domain.note import Kind, Shows, Told, Voice
from bot.domain.review import Conflict, WhyNot
from bot.domain.walk import Move

NEW = "new"  # the id of a thing a dialog makes: it takes its conversation's id when the change is made


def new(number: int) -> str:
    """The id of one of several things that a dialog makes: its conversation's id and this number."""
    return f"{NEW}:{number:02}"  # so written, the ids sort in their order


@dataclass(frozen=True)
class ReviewPlanned:
    KEPT: ClassVar = ("review", "school", "areas", "begins", "ends", "lead", "team")
    review: str
    school: str
    areas: tuple[str, ...]
    begins: date
    ends: date
    lead: str
    team: tuple[str, ...]


@dataclass(frozen=True)
class InvitationAccepted:
    KEPT: ClassVar = ("review", "person", "conflicts")
    review: str
    person: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class InvitationDeclined:
    KEPT: ClassVar = ("review", "person", "reason")
    review: str
    person: str
    reason: WhyNot


@dataclass(frozen=True)
class NoteTaken:
    KEPT: ClassVar = ("note", "review", "writer", "node", "shows", "kind", "voice", "urgent", "seen")
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
class SchoolTold:
    KEPT: ClassVar = ("note", "review", "told")
    note: str
    review: str
    told: Told


@dataclass(frozen=True)
class AreaEntered:
    KEPT: ClassVar = ("review", "person", "area")
    review: str
    person: str
    area: str


@dataclass(frozen=True)
class StepPassed:
    KEPT: ClassVar = ("review", "person", "step", "move")
    review: str
    person: str
    step: str
    move: Move


@dataclass(frozen=True)
class WalkPaused:
    KEPT: ClassVar = ("review", "person")
    review: str
    person: str


@dataclass(frozen=True)
class WalkResumed:
    KEPT: ClassVar = ("review", "person")
    review: str
    person: str


@dataclass(frozen=True)
class AreaDrawnTogether:
    KEPT: ClassVar = ("review", "area")
    review: str
    area: str


@dataclass(frozen=True)
class DayEnded:
    """A day of the visit is over. `first` is when the school reads what was found; `thanked`, whether it hears today."""

    KEPT: ClassVar = ("review", "day", "person", "first", "thanked")
    review: str
    day: date
    person: str
    first: date
    thanked: bool


@dataclass(frozen=True)
class AffirmationDrafted:
    """Drafted, and made safe by its drafter's two answers."""

    KEPT: ClassVar = ("affirmation", "review", "note", "node", "drafter")
    affirmation: str
    review: str
    note: str
    node: str
    drafter: str
    text: str


@dataclass(frozen=True)
class AffirmationMoved:
    """One step on its way. `text` comes with new wording, and only then."""

    KEPT: ClassVar = ("affirmation", "review", "step", "person")
    affirmation: str
    review: str
    step: Step
    person: str
    text: str = ""


Change = (
    ReviewPlanned
    | InvitationAccepted
    | InvitationDeclined
    | NoteTaken
    | NoteMarked
    | NoteSampled
    | NotePlaced
    | NoteEdited
    | NoteMoved
    | SchoolTold
    | AreaEntered
    | StepPassed
    | WalkPaused
    | WalkResumed
    | AreaDrawnTogether
    | DayEnded
    | AffirmationDrafted
    | AffirmationMoved
    | NoteRemoved
    | AffirmationRemoved
    | HoldSet
    | HoldLifted
    | RetentionSet
)
