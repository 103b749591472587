"""What people wrote that is neither a note nor an affirmation, as it can be removed by itself. Pure.

A comparison rests on notes; the place of a slot and the school's wish stand in a timetable; an answer, and what a
reviewer wrote beside it, belong to a question that was put to somebody, with a review or between visits.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import School
from bot.domain.prompt import Prompt
from bot.domain.removal import Hold
from bot.domain.retention import Kind
from bot.domain.review import Review


class Thing(StrEnum):
    COMPARISON = "comparison"
    PLACE = "place"
    WISH = "wish"
    ANSWER = "answer"
    MARK = "mark"
    REPLY = "reply"


KIND_OF = {
    Thing.COMPARISON: Kind.COMPARISONS,
    Thing.PLACE: Kind.PLACES,
    Thing.WISH: Kind.WISHES,
    Thing.ANSWER: Kind.ACCOUNTS,
    Thing.MARK: Kind.ACCOUNTS,
    Thing.REPLY: Kind.REPLIES,
}
BETWEEN = "between"
"""What stands for the review in a name, where there is none."""


@dataclass(frozen=True)
class OtherWords:
    """The words of one such thing, everybody who wrote some of them, and what holds them. `named` is its own id.

    `prompt` is the question of an answer or a mark; between visits it has no review.
    """

    thing: Thing
    named: str
    review: Review | None
    writers: tuple[str, ...]
    text: str
    held: Hold | None = None
    prompt: Prompt | None = None

    @property
    def school(self) -> School | None:
        return self.prompt.set.school if self.prompt else self.review.school if self.review else None


def name_of(review: str, thing: Thing, named: str) -> str:
    """What a card calls them by."""
    return f"{review or BETWEEN}/{thing}/{named}"


def name_of_answer(prompt: Prompt) -> str:
    return name_of(prompt.set.review.id if prompt.set.review else "", Thing.ANSWER, prompt.id)


def name_of_mark(prompt: Prompt, reviewer: str) -> str:
    return name_of(prompt.set.review.id if prompt.set.review else "", Thing.MARK, f"{prompt.id}/{reviewer}")
