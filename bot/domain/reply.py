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
    STILL = "still"
    """Still being tried after a term: asked once more, and no more."""
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
    colleagues: tuple[Person, ...] = ()
    """Everybody at the card's school, where the question is passed on."""
    heads: tuple[str, ...] = ()
    """The heads of the writer's school, who may speak for it."""
    headless: bool = False
    """Whether the card's school has no head just now, so that the trust lead says who answers."""
    next_due: date | None = None
    """A term from today, where somebody may say that they try it still."""

    @property
    def text(self) -> str:
        """What was said first."""
        return self.words[0].text if self.words else ""

    @property
    def writers(self) -> frozenset[str]:
        return frozenset({self.person.id, *(one.person.id for one in self.words)})

    @property
    def is_tried(self) -> bool:
        return self.sort is Sort.TRYING and self.state in {ReplyState.OPEN, ReplyState.STILL}

    @property
    def may_follow_on(self) -> bool:
        """Whether what more there is to ask is between the two: the exchange has had its four turns."""
        return self.sort is Sort.QUESTION and self.state is ReplyState.ANSWERED and len(self.words) >= MOST_TURNS

    @property
    def waits_for_answer(self) -> bool:
        return self.sort is Sort.QUESTION and self.state is ReplyState.OPEN and len(self.words) % 2 == 1

    @property
    def may_follow(self) -> bool:
        """Whether whoever asked may ask once more."""
        return self.sort is Sort.QUESTION and self.state is ReplyState.ANSWERED and 1 < len(self.words) < MOST_TURNS


def worked_at(replies: tuple[Reply, ...]) -> tuple[str, ...]:
    """The schools that say it worked there, too, by name."""
    found = (one for one in replies if one.sort is Sort.WORKED)
    return tuple(sorted({one.school.name for one in found if one.school}))


def tried_at(replies: tuple[Reply, ...]) -> tuple[str, ...]:
    """The schools that are trying it and have not said that it worked."""
    worked = set(worked_at(replies))
    return tuple(sorted({one.school.name for one in replies if one.is_tried and one.school} - worked))


MOST_NAMED = 4


@dataclass(frozen=True)
class Spread:
    """How far a practice has travelled, to be said in words: schools by name, the first few, and never how many."""

    worked: tuple[str, ...] = ()
    trying: tuple[str, ...] = ()
    more_worked: bool = False
    more_trying: bool = False

    def __bool__(self) -> bool:
        return bool(self.worked or self.trying)


def spread(worked: tuple[str, ...], trying: tuple[str, ...]) -> Spread:
    """The same for schools by name, in the order of the alphabet."""
    both = sorted(set(worked)), sorted(set(trying) - set(worked))
    named = [tuple(names if len(names) <= MOST_NAMED + 1 else names[:MOST_NAMED]) for names in both]
    more = [len(names) > MOST_NAMED + 1 for names in both]
    return Spread(named[0], named[1], more[0], more[1])
