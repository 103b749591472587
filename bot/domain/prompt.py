"""Prompts: one question sent to one person, and what they said. Pure values, and whose each of them is by now.

What was planned together is a set. An answer is the school's own account; what a reviewer marks on it stands beside it
and never in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.depth import Owner, Sensitivity
from bot.domain.framework import Framework
from bot.domain.people import Job, Person, School
from bot.domain.prompt_later import Later
from bot.domain.question_set import QuestionSet
from bot.domain.removal import Hold
from bot.domain.review import Review

STRENGTHS = "strengths"
HELD_FOR = timedelta(days=365)
"""For so long an answer need not be asked for again."""
ABOVE = "above"
"""Who answers for what lives above a school: in a question's key, where others have their post."""
MINUTES, MINUTES_SENSITIVE = 2, 4
"""How long one question takes, as people are told."""


class SetSort(StrEnum):
    """What a set is for."""

    SELF_REVIEW = "self_review"
    PULSE = "pulse"
    THEME = "theme"
    PRIVATE = "private"


class PromptState(StrEnum):
    """Where a prompt is. `PLANNED` and `ASKED` wait for whoever it is with, `TO_APPROVE` for the owner of a delegate's answer."""

    PLANNED = "planned"
    ASKED = "asked"
    TO_APPROVE = "to_approve"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    IN_PERSON = "in_person"
    """For the visit: whoever meets them asks."""
    WITH_HUMAN = "with_human"
    """The bot asks no more: whoever planned it settles it."""
    CLOSED = "closed"


OPEN = frozenset({PromptState.PLANNED, PromptState.ASKED})
WAITS = OPEN | {PromptState.TO_APPROVE}
"""What is open for the person it is with."""
SETTLED = frozenset({PromptState.ANSWERED, PromptState.SKIPPED, PromptState.IN_PERSON, PromptState.CLOSED})


class How(StrEnum):
    """How a question was answered."""

    SAID = "said"
    WRITTEN_DOWN = "written_down"
    """It stands in a document: which, where, and who can show it."""
    HELD = "held"
    """It was answered before, and still holds."""


class Readers(StrEnum):
    """Who reads an answer. `SCHOOL`: the review team, and the school's head and DSL. `TEAM`: the team alone."""

    SCHOOL = "school"
    TEAM = "team"
    OWN = "own"


class Seen(StrEnum):
    """What a reviewer found of what the school says."""

    TOO = "too"
    PARTLY = "partly"
    NOT_SEEN = "not_seen"
    DIFFERENTLY = "differently"


class Why(StrEnum):
    """Why the bot gives a prompt to a human."""

    NO_WINDOW = "no_window"
    NOT_IN_TIME = "not_in_time"
    CANNOT_BE_REACHED = "cannot_be_reached"
    NO_ANSWER = "no_answer"
    SENSITIVE_ONCE = "sensitive_once"
    HAS_LEFT = "has_left"
    NOT_THEIRS = "not_theirs"
    NOBODY = "nobody"
    """The school has nobody in that post."""


@dataclass(frozen=True)
class PromptSet:
    """What was planned together. `review` is none between visits; `before` is the day by which it is of use."""

    id: str
    sort: SetSort
    school: School
    by: Person
    pin: str
    made: datetime
    review: Review | None = None
    before: date | None = None

    @property
    def is_private(self) -> bool:
        return self.sort is SetSort.PRIVATE


@dataclass(frozen=True)
class SchoolAnswer:
    """What somebody said, as it stands now. `evidence`: what they can point to. `held_from` is the prompt it was first said to."""

    by: Person
    at: datetime
    text: str
    evidence: str = ""
    how: How = How.SAID
    readers: Readers = Readers.SCHOOL
    hard: bool = False
    """It was hard to write: nothing more is asked on it."""
    version: int = 1
    held_from: str = ""


@dataclass(frozen=True)
class Mark:
    """What one reviewer found of an answer, in words of their own where they gave some."""

    by: Person
    seen: Seen
    words: str
    at: datetime


@dataclass(frozen=True)
class Prompt:
    """One question to one person. `person` is the practice owner it is with, or nobody where the school has none."""

    id: str
    set: PromptSet
    question: str
    """Its key: `A-7.3/dsl`, `A-7.3/strengths/dsl`, `K-1.h2`."""
    text: str
    node: str
    owner: Owner
    place: int
    minutes: int
    sensitive: bool
    state: PromptState
    person: Person | None = None
    delegate: Person | None = None
    asked: datetime | None = None
    nudged: datetime | None = None
    not_before: datetime | None = None
    why: Why | None = None
    answer: SchoolAnswer | None = None
    marks: tuple[Mark, ...] = ()
    held: Hold | None = None
    shared_with: Review | None = None
    """The review whose team reads a private answer, by its writer's own choice."""
    others: tuple[Person, ...] = ()
    """Colleagues it may be passed to, where a dialog asks for them; and what is held already on the same question."""
    earlier: "Prompt | None" = None
    open_too: tuple["Prompt", ...] = ()
    """What else is open for whoever it is with, where a dialog puts that off or aside as well."""
    later: tuple[tuple[Later, date], ...] = ()
    """The days on which it could come again, where a dialog puts it off."""
    reviews: tuple[Review, ...] = ()
    """The reviews of its school that are under way, where a dialog asks with whose team it is shared."""

    @property
    def with_whom(self) -> Person | None:
        """Who is to do something about it now: the delegate while it is delegated, then its owner again."""
        return self.delegate if self.delegate and self.state in OPEN else self.person

    @property
    def is_strengths(self) -> bool:
        return f"/{STRENGTHS}" in self.question


@dataclass(frozen=True)
class Asked:
    """A question as a set plans it, before it is anybody's: its key, its words, whose it is by post."""

    question: str
    text: str
    node: str
    owner: Owner
    minutes: int
    sensitive: bool


_JOBS: dict[Owner, tuple[Job, ...]] = {
    Owner.HEADTEACHER: (Job.HEADTEACHER,),
    Owner.DSL: (Job.DSL, Job.DEPUTY_DSL),
    Owner.SENCO: (Job.SENCO,),
    Owner.ATTENDANCE_CHAMPION: (Job.ATTENDANCE_CHAMPION,),
    Owner.DESIGNATED_TEACHER: (Job.DESIGNATED_TEACHER,),
    Owner.IT_LEAD: (Job.IT_LEAD,),
    Owner.SITE_LEAD: (Job.SITE_LEAD,),
    Owner.HR_LEAD: (Job.HR_LEAD,),
    Owner.FIRST_AID_LEAD: (Job.FIRST_AID_LEAD,),
    Owner.GOVERNOR: (Job.CHAIR, Job.GOVERNOR),
}
"""Which posts answer as a practice owner, the first of them first. Staff and pupils are asked on the visit, by a person."""

ASKABLE = tuple(_JOBS)


def jobs(owner: Owner) -> tuple[Job, ...]:
    return _JOBS.get(owner, ())


def questions(framework: Framework, nodes: Iterable[str], owners: Iterable[Owner] = ASKABLE) -> tuple[Asked, ...]:
    """Every question on these sub-areas for these owners: for each owner, every area opens with what is excellent."""
    wanted, asked = frozenset(nodes), []
    for owner in owners:
        for area in framework.areas:
            mine = [part for part in area.sub_areas if part.id in wanted and owner in part.owners]
            for number, part in enumerate(mine):
                heavy = part.sensitivity is Sensitivity.HEAVY
                minutes = MINUTES_SENSITIVE if heavy else MINUTES
                if number == 0:
                    key = f"{part.id}/{STRENGTHS}/{owner}"
                    asked.append(Asked(key, part.strengths, part.id, owner, MINUTES, sensitive=False))
                asked.append(Asked(f"{part.id}/{owner}", part.owners[owner], part.id, owner, minutes, heavy))
    return tuple(asked)


def questions_above(framework: Framework, nodes: Iterable[str]) -> tuple[Asked, ...]:
    """The same for what lives above the schools: of whoever answers for it there, what a school’s DSL would be asked."""
    return tuple(
        replace(one, question=one.question.replace(f"/{Owner.DSL}", f"/{ABOVE}"))
        for one in questions(framework, nodes, (Owner.DSL,))
    )


def private_questions(of: QuestionSet, owner: Owner) -> tuple[Asked, ...]:
    """The questions somebody asks themselves, in the order of their themes."""
    return tuple(
        Asked(one.id, one.text, one.near[0] if one.near else "", owner, MINUTES_SENSITIVE, sensitive=False)
        for one in of.to(owner)
    )
