"""What a person has just made of things: one value for each kind of change.

`KEPT` on each says which fields the history may keep. It is a list of what is allowed, so a
field added later is left out until somebody has decided that it holds no person's words.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.affirmation import Step
from bot.domain.changes_of_keeping import (
    AffirmationRemoved,
    HoldLifted,
    HoldSet,
    NoteRemoved,
    RetentionSet,
    WordsRemoved,
)
from bot.domain.comparison import Said
from bot.domain.note_changes import (
    NoteAlsoFiled,
    NoteEdited,
    NoteLeftUnfiled,
    NoteMarked,
    NoteMoved,
    NoteObjected,
    NotePlaced,
    NoteSampled,
    NoteTaken,
    NoteTimed,
    SchoolTold,
)
from bot.domain.practice_words import NO_WORDS, PracticeWords
from bot.domain.review import Conflict, WhyNot
from bot.domain.rooms import RoomOpened
from bot.domain.team_changes import MemberAsked, TeamLeft
from bot.domain.timetable_changes import (
    DayPlanned,
    SlotAdded,
    SlotChanged,
    SlotRemoved,
    TimetableAgreed,
    TimetableChangeAsked,
    TimetableSent,
)
from bot.domain.unsettled import PostSettled
from bot.domain.walk import Move

NEW = "new"  # the id of a thing a dialog makes: it takes its conversation's id when the change is made


def new(number: int) -> str:
    """The id of one of several things that a dialog makes: its conversation's id and this number."""
    return f"{NEW}:{number:02}"  # so written, the ids sort in their order


@dataclass(frozen=True)
class ReviewPlanned:
    """A review is to be. `framework` is the pin of the one it begins with, and keeps for ever."""

    KEPT: ClassVar = ("review", "school", "framework", "areas", "begins", "ends", "lead", "team")
    review: str
    school: str
    framework: str
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
class LeadNamed:
    """Another person leads a review from now on. `asks`: they have not accepted a seat on it yet."""

    KEPT: ClassVar = ("review", "person", "instead_of")
    review: str
    person: str
    instead_of: str
    asks: bool = True


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
class ReflectionKept:
    """What somebody takes away from an area, in place of what they had written before."""

    KEPT: ClassVar = ("review", "person", "area", "shared")
    review: str
    person: str
    area: str
    text: str
    shared: bool


@dataclass(frozen=True)
class ReflectionRemoved:
    KEPT: ClassVar = ("review", "person", "area")
    review: str
    person: str
    area: str


@dataclass(frozen=True)
class AnswersCompared:
    """What two kinds of people said to the same question, in a reviewer's words; made from these notes."""

    KEPT: ClassVar = ("review", "person", "prompt", "said", "notes")
    review: str
    person: str
    prompt: str
    said: Said
    words: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class AffirmationDrafted:
    """Drafted, and made safe by its drafter's two answers."""

    KEPT: ClassVar = ("affirmation", "review", "note", "node", "drafter")
    affirmation: str
    review: str
    note: str
    node: str
    drafter: str
    practice: PracticeWords


@dataclass(frozen=True)
class AffirmationMoved:
    """One step on its way. `practice` comes with new wording, and only then; `contact` where the school chose one.

    `answered`: whoever took the step had answered the two fixed questions about the words.
    """

    KEPT: ClassVar = ("affirmation", "review", "step", "person", "answered", "contact")
    affirmation: str
    review: str
    step: Step
    person: str
    practice: PracticeWords = NO_WORDS
    answered: bool = False
    contact: str = ""


Change = (
    ReviewPlanned
    | InvitationAccepted
    | InvitationDeclined
    | LeadNamed
    | MemberAsked
    | TeamLeft
    | NoteTaken
    | NoteMarked
    | NoteSampled
    | NotePlaced
    | NoteTimed
    | NoteEdited
    | NoteLeftUnfiled
    | NoteAlsoFiled
    | NoteMoved
    | NoteObjected
    | RoomOpened
    | PostSettled
    | SchoolTold
    | AreaEntered
    | StepPassed
    | WalkPaused
    | WalkResumed
    | AreaDrawnTogether
    | DayEnded
    | DayPlanned
    | SlotAdded
    | SlotChanged
    | SlotRemoved
    | TimetableSent
    | TimetableAgreed
    | TimetableChangeAsked
    | ReflectionKept
    | ReflectionRemoved
    | AnswersCompared
    | AffirmationDrafted
    | AffirmationMoved
    | NoteRemoved
    | AffirmationRemoved
    | WordsRemoved
    | HoldSet
    | HoldLifted
    | RetentionSet
)


@dataclass(frozen=True)
class FrameworkPutInUse:
    """New reviews begin with this framework, by its pin; `beside` those before it, or in their place."""

    KEPT: ClassVar = ("framework", "beside")
    framework: str
    beside: bool = False


@dataclass(frozen=True)
class FrameworkWithdrawn:
    """No new review begins with this framework; those that did keep it."""

    KEPT: ClassVar = ("framework",)
    framework: str


@dataclass(frozen=True)
class PersonExported:
    """A file was made of all that is held by and about somebody."""

    KEPT: ClassVar = ("person",)
    person: str


@dataclass(frozen=True)
class TrustExported:
    """A file was made of everything the trust has here."""

    KEPT: ClassVar = ()


TrustChange = FrameworkPutInUse | FrameworkWithdrawn | PersonExported | TrustExported
"""What is decided for the whole trust, or done with all of somebody's: no dialog ends with it."""
