"""An evidence note: short, located, and a fact about how the school works."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.affirmation import State
from bot.domain.depth import Kind, MeetWith
from bot.domain.people import Person
from bot.domain.removal import Hold
from bot.domain.review import Review

__all__ = ["Kind", "Note", "Shows", "Told", "Voice"]


class Shows(StrEnum):
    """What a note shows. Words, never numbers: nobody can average them."""

    EXCELLENT = "excellent"
    DEVELOP = "develop"
    CONTEXT = "context"


class Voice(StrEnum):
    """Whose voice is heard in it."""

    PUPIL = "pupil"
    PARENT = "parent"
    STAFF = "staff"
    GOVERNANCE = "governance"
    PARTNER = "partner"
    NONE = "none"


class Told(StrEnum):
    """Who at the school was told of a risk that cannot wait; or that it was marked so by mistake."""

    HEADTEACHER = "headteacher"
    DSL = "dsl"
    HEAD_AND_TRUST = "head_and_trust"
    DSL_AND_TRUST = "dsl_and_trust"
    MISTAKE = "mistake"


@dataclass(frozen=True)
class Note:
    """One note as it stands now. `node` is a sub-area or indicator id, or empty while unfiled."""

    id: str
    review: Review
    writer: Person
    at: datetime
    text: str
    version: int = 1
    node: str = ""
    shows: Shows | None = None
    kind: Kind | None = None
    voice: Voice | None = None
    urgent: bool = False
    told: Told | None = None
    seen: datetime | None = None
    """When it was seen, where that was not when it was written."""
    sample: tuple[int, int] | None = None
    """How many were looked at, of how many there are. Words, never a percentage."""
    where: str = ""
    asked_in: MeetWith | None = None
    """The meeting whose prompt it was taken from, if it was."""
    prompt: str = ""
    """The id of that prompt: its sub-area, and which of its questions."""
    said_by: Person | None = None
    """Who wrote the message it was made of, where that was not its writer."""
    objected: datetime | None = None
    """Since when they do not want it used."""
    also: str = ""
    """A second sub-area that it belongs to; `node` remains its own place."""
    compared: bool = False
    """Whether something was said of it beside what others answered."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Other open reviews of its writer: id and school."""
    affirmation: str = ""
    """The card that it stands with, on its way to the trust channel or there."""
    alike: tuple[tuple[str, str], ...] = ()
    """Cards of the same review and sub-area, under way or standing: id and title."""
    affirmations: tuple[tuple[str, State], ...] = ()
    """The affirmations made from it that still have words, each with how far it has come."""
    source: str = ""
    """The platform whose message it came from, which its writer alone can delete there."""
    held: Hold | None = None
    """What keeps it from being removed."""

    @property
    def impression(self) -> bool:
        """No kind of evidence yet."""
        return self.kind is None
