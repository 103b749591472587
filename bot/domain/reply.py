"""What comes home to a card: a question with its answer, *we'll try this*, *worked here too*. Pure.

Kept on the card, told to the school. Spread is said in words; nothing here is counted for show.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.affirmation import Affirmation
from bot.domain.depth import Kind
from bot.domain.people import Person, School
from bot.domain.removal import Hold

LONGEST = 800
"""Characters of a question, an answer, or a line of evidence."""
MOST_TURNS = 4
"""A short exchange: asked, answered, asked once more, answered. What goes on after is between the two."""


class Sort(StrEnum):
    QUESTION = "question"
    TRYING = "trying"
    WORKED = "worked"


class ReplyState(StrEnum):
    OPEN = "open"
    """A question that waits for its answer; something that is being tried."""
    ANSWERED = "answered"
    CLOSED = "closed"
    """Nothing more is expected: it worked, it was not for them, or its words are gone."""


class Outcome(StrEnum):
    """What became of something tried, in the trier's own words after; *worked* has a line of evidence with it."""

    WORKED = "worked"
    STILL = "still"
    NOT_FOR_US = "not_for_us"


@dataclass(frozen=True)
class Spoken:
    """One thing said: by whom, when, and the words."""

    person: Person
    at: datetime
    text: str


@dataclass(frozen=True)
class Reply:
    """One reply to a card. `school` is the writer's, None for whoever is at none.

    `contact` is who is to answer a question; `on_card` whether the trust reads the answers. `due` is the day from
    which somebody is asked what came of what they try. `kind` is how they know that it worked.
    """

    id: str
    affirmation: Affirmation
    sort: Sort
    state: ReplyState
    person: Person
    school: School | None
    at: datetime
    words: tuple[Spoken, ...] = ()
    contact: str = ""
    on_card: bool = True
    due: date | None = None
    kind: Kind | None = None
    held: Hold | None = None

    @property
    def text(self) -> str:
        """What was said first."""
        return self.words[0].text if self.words else ""

    @property
    def waits_for_answer(self) -> bool:
        return self.sort is Sort.QUESTION and self.state is ReplyState.OPEN and len(self.words) % 2 == 1

    @property
    def may_follow(self) -> bool:
        """Whether whoever asked may ask once more."""
        return self.sort is Sort.QUESTION and self.state is ReplyState.ANSWERED and 1 < len(self.words) < MOST_TURNS
