"""What has just become of prompts. `KEPT` is as in `changes.py`: what the history may keep, never words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain import removal
from bot.domain.depth import Owner
from bot.domain.prompt import How, Readers, Seen, SetSort, Why


@dataclass(frozen=True)
class PlannedPrompt:
    """One prompt of a set that is planned; nobody's where the school has nobody in the post. Its id is the set's and its place."""

    question: str
    text: str
    node: str
    owner: Owner
    person: str
    minutes: int
    sensitive: bool


@dataclass(frozen=True)
class PromptsPlanned:
    """A set is to be asked. `review` is empty between visits."""

    KEPT: ClassVar = ("set", "sort", "school", "review", "pin", "by", "before")
    set: str
    sort: SetSort
    school: str
    review: str
    pin: str
    by: str
    before: date | None
    prompts: tuple[PlannedPrompt, ...]


@dataclass(frozen=True)
class PromptsAsked:
    """The bot sent these to somebody at once; `catch_up` after an absence."""

    KEPT: ClassVar = ("person", "prompts", "catch_up")
    person: str
    prompts: tuple[str, ...]
    catch_up: bool = False


@dataclass(frozen=True)
class PromptsNudged:
    """The bot reminded somebody of these, once; `alone` in a message of its own, and not in one that asks others."""

    KEPT: ClassVar = ("person", "prompts")
    person: str
    prompts: tuple[str, ...]
    alone: bool = True


@dataclass(frozen=True)
class PromptsToHuman:
    """The bot asks these no more: whoever planned them settles it. `person` is who was to answer, or nobody."""

    KEPT: ClassVar = ("person", "prompts", "why")
    person: str
    prompts: tuple[str, ...]
    why: Why


@dataclass(frozen=True)
class PromptAnswered:
    """A question was answered, by its owner; or by a delegate, `to_approve` by the owner."""

    KEPT: ClassVar = ("prompt", "person", "how", "readers", "hard", "held_from", "to_approve")
    prompt: str
    person: str
    text: str
    evidence: str = ""
    how: How = How.SAID
    readers: Readers = Readers.SCHOOL
    hard: bool = False
    held_from: str = ""
    to_approve: bool = False


@dataclass(frozen=True)
class AnswerApproved:
    """The owner stands by what a delegate wrote, in the delegate's words or, changed, in `text`."""

    KEPT: ClassVar = ("prompt", "person")
    prompt: str
    person: str
    text: str = ""


@dataclass(frozen=True)
class AnswerShared:
    """Who reads an answer from now on: for a private one, its writer's own choice."""

    KEPT: ClassVar = ("prompt", "person", "readers", "shared_with")
    prompt: str
    person: str
    readers: Readers
    shared_with: str = ""
    """Of a private answer that a team reads: the review it is of."""


@dataclass(frozen=True)
class PromptPutOff:
    """Later, or not this week."""

    KEPT: ClassVar = ("prompt", "person", "until")
    prompt: str
    person: str
    until: datetime


@dataclass(frozen=True)
class PromptSkipped:
    KEPT: ClassVar = ("prompt", "person")
    prompt: str
    person: str


@dataclass(frozen=True)
class PromptForVisit:
    """They would rather be asked in person."""

    KEPT: ClassVar = ("prompt", "person")
    prompt: str
    person: str


@dataclass(frozen=True)
class PromptPassedOn:
    """It is somebody else's: `to` them, or, empty, for whoever planned it to settle. `always`: from now on their question."""

    KEPT: ClassVar = ("prompt", "person", "to", "always")
    prompt: str
    person: str
    to: str
    always: bool = False


@dataclass(frozen=True)
class PromptDelegated:
    """A colleague answers, and the owner approves it; empty where it was taken back."""

    KEPT: ClassVar = ("prompt", "person", "to")
    prompt: str
    person: str
    to: str


@dataclass(frozen=True)
class PromptsClosed:
    """Nobody is to answer these any more: whoever planned them let them go."""

    KEPT: ClassVar = ("set", "person", "prompts")
    set: str
    person: str
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class AnswerMarked:
    """What a reviewer found of an answer, in place of what they had said before."""

    KEPT: ClassVar = ("prompt", "person", "seen")
    prompt: str
    person: str
    seen: Seen
    words: str


@dataclass(frozen=True)
class AnswerRemoved:
    """An answer is gone for good in every wording, with all that was marked on it; or what one reviewer wrote beside it.

    `mark` is that reviewer, and `writers` are those who wrote some of what is gone.
    """

    KEPT: ClassVar = ("prompt", "person", "why", "mark")
    prompt: str
    person: str
    why: removal.Why
    mark: str = ""
    writers: tuple[str, ...] = ()


PromptChange = (
    PromptsPlanned
    | PromptsAsked
    | PromptsNudged
    | PromptsToHuman
    | PromptAnswered
    | AnswerApproved
    | AnswerShared
    | PromptPutOff
    | PromptSkipped
    | PromptForVisit
    | PromptPassedOn
    | PromptDelegated
    | PromptsClosed
    | AnswerMarked
    | AnswerRemoved
)
