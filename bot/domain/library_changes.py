"""What has just become of a card beside its steps: who agrees, who is named, what came home. `KEPT` as in `changes.py`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.depth import Kind
from bot.domain.reply import Outcome


@dataclass(frozen=True)
class AgreementHanded:
    """Somebody of the school agrees in the head's place."""

    KEPT: ClassVar = ("affirmation", "person", "to")
    affirmation: str
    person: str
    to: str


@dataclass(frozen=True)
class NoteJoined:
    """Another note of the same practice stands with this card: its writer is thanked with the others."""

    KEPT: ClassVar = ("affirmation", "note", "person")
    affirmation: str
    note: str
    person: str


@dataclass(frozen=True)
class NamingAsked:
    """Somebody is asked, in private, whether their name may stand on the card."""

    KEPT: ClassVar = ("affirmation", "person", "whom")
    affirmation: str
    person: str
    whom: str


@dataclass(frozen=True)
class NamingAnswered:
    """Their own word on it, at any time."""

    KEPT: ClassVar = ("affirmation", "person", "agreed")
    affirmation: str
    person: str
    agreed: bool


@dataclass(frozen=True)
class ContactChosen:
    """Somebody else of the school is asked how it is done."""

    KEPT: ClassVar = ("affirmation", "person", "to")
    affirmation: str
    person: str
    to: str


@dataclass(frozen=True)
class BeyondAgreed:
    """Whether its school agrees that the card goes beyond the trust."""

    KEPT: ClassVar = ("affirmation", "person", "agreed")
    affirmation: str
    person: str
    agreed: bool


@dataclass(frozen=True)
class QuestionAsked:
    """How do you do it? `school` is the asker's, empty for whoever is at none."""

    KEPT: ClassVar = ("reply", "affirmation", "person", "school", "contact")
    reply: str
    affirmation: str
    person: str
    school: str
    contact: str
    text: str


@dataclass(frozen=True)
class QuestionAnswered:
    KEPT: ClassVar = ("reply", "affirmation", "person", "on_card")
    reply: str
    affirmation: str
    person: str
    on_card: bool
    text: str


@dataclass(frozen=True)
class QuestionFollowed:
    """Whoever asked asks once more."""

    KEPT: ClassVar = ("reply", "affirmation", "person")
    reply: str
    affirmation: str
    person: str
    text: str


@dataclass(frozen=True)
class QuestionPassedOn:
    KEPT: ClassVar = ("reply", "affirmation", "person", "to")
    reply: str
    affirmation: str
    person: str
    to: str


@dataclass(frozen=True)
class TryingSaid:
    """We'll try this. From `due` on somebody is asked, once, what came of it."""

    KEPT: ClassVar = ("reply", "affirmation", "person", "school", "due")
    reply: str
    affirmation: str
    person: str
    school: str
    due: date


@dataclass(frozen=True)
class WorkedSaid:
    """Worked here too, with a line of evidence. `tried` is the reply that said it would be tried, or empty."""

    KEPT: ClassVar = ("reply", "affirmation", "person", "school", "kind", "tried")
    reply: str
    affirmation: str
    person: str
    school: str
    kind: Kind
    text: str
    tried: str = ""


@dataclass(frozen=True)
class TryingEnded:
    """What came of it, where it is not *worked*; `due` anew where it is still tried."""

    KEPT: ClassVar = ("reply", "affirmation", "person", "outcome", "due")
    reply: str
    affirmation: str
    person: str
    outcome: Outcome
    due: date | None = None


@dataclass(frozen=True)
class ReplyReworded:
    """Whoever said the last thing of a reply puts it differently: the new words replace the old. `kind` for what worked."""

    KEPT: ClassVar = ("reply", "affirmation", "person", "kind")
    reply: str
    affirmation: str
    person: str
    text: str
    kind: Kind | None = None


@dataclass(frozen=True)
class CameOfItAsked:
    """The clock asked somebody what came of what they try."""

    KEPT: ClassVar = ("person", "replies")
    person: str
    replies: tuple[str, ...]


@dataclass(frozen=True)
class PracticeOffered:
    """Somebody was shown, in private, that others' practice meets a need they had written down; once for each sub-area."""

    KEPT: ClassVar = ("person", "node")
    person: str
    node: str


@dataclass(frozen=True)
class DigestMade:
    """What the channel had no room for goes out as one weekly list."""

    KEPT: ClassVar = ("digest", "affirmations")
    digest: str
    affirmations: tuple[str, ...]


LibraryChange = (
    AgreementHanded
    | NoteJoined
    | NamingAsked
    | NamingAnswered
    | ContactChosen
    | BeyondAgreed
    | QuestionAsked
    | QuestionAnswered
    | QuestionFollowed
    | QuestionPassedOn
    | TryingSaid
    | WorkedSaid
    | TryingEnded
    | ReplyReworded
    | CameOfItAsked
    | PracticeOffered
    | DigestMade
)
