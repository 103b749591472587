"""Two kinds of people said something on the same: set side by side in a reviewer's own words, for the team alone.

Either the same question was asked of both on the visit, and it is there for as long as the notes it was made from are;
or two practice owners answered on one sub-area before it, and it is there for as long as their answers stand as they were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.account import said
from bot.domain.depth import MeetWith, Owner
from bot.domain.meeting import ASKED, question
from bot.domain.note import Note
from bot.domain.people import Person
from bot.domain.prompt import Prompt, Readers
from bot.domain.removal import Hold
from bot.domain.review import Review

TWO = 2
ROLES, ROLES_STRENGTHS = "roles", "roles_strengths"
"""What stands in place of a question where each owner answered their own, and where they were asked what is excellent."""


class Said(StrEnum):
    """How what they said compares. Words for the team, with no order of merit in them."""

    MUCH_THE_SAME = "much_the_same"
    PARTLY = "partly"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Comparison:
    """One question of a review that more than one kind of people was asked; `said` is empty until a reviewer says.

    Instead of `notes` it may hold the `answers` of several practice owners on one sub-area, one of each.
    """

    review: Review
    prompt: str
    notes: tuple[Note, ...]
    said: Said | None = None
    words: str = ""
    writer: Person | None = None
    held: Hold | None = None
    """What keeps its words from being replaced for now."""
    answers: tuple[Prompt, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.review.id}/{self.prompt}"

    @property
    def node(self) -> str:
        return self.prompt.partition(":")[0]

    @property
    def title(self) -> str:
        return f"{self.node} {self.review.framework.title_of(self.node)}"

    @property
    def question(self) -> str:
        """What all of them were asked; nothing where each owner was asked a question of their own."""
        if self.answers:
            return self.answers[0].text if self.answers[0].is_strengths else ""
        return question(self.review.framework, self.prompt)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """What it was made from, by id; of an answer, in its very wording."""
        answers = ((one.id, one.answer.version) for one in self.answers if one.answer)
        return (*(note.id for note in self.notes), *(f"{prompt}@{version}" for prompt, version in answers))

    @property
    def roles(self) -> tuple[str, ...]:
        """Whose answers these are, as the trust calls them."""
        return tuple(self.review.framework.role(one.owner) for one in self.answers)

    @property
    def asked(self) -> tuple[tuple[MeetWith, str], ...]:
        """Who was asked, in the order of a visit, with what the trust calls them."""
        met = {note.asked_in for note in self.notes}
        return tuple(
            (meeting, self.review.framework.role(ASKED[meeting])) for meeting in MeetWith if meeting in met & set(ASKED)
        )


def asked_twice(review: Review, notes: Iterable[Note]) -> tuple[Comparison, ...]:
    """Every question that notes from two or more kinds of people answer, in the framework's order."""
    by_prompt: dict[str, list[Note]] = {}
    for note in notes:
        node = note.prompt.partition(":")[0]
        if note.asked_in in ASKED and node and f"{note.node}.".startswith(f"{node}."):
            by_prompt.setdefault(note.prompt, []).append(note)
    order = {part.id: number for number, part in enumerate(review.sub_areas)}
    return tuple(
        Comparison(review, prompt, tuple(sorted(found, key=lambda note: (note.at, note.id))))
        for prompt, found in sorted(
            by_prompt.items(), key=lambda item: (order.get(item[0].partition(":")[0], 0), item[0])
        )
        if len({note.asked_in for note in found}) >= TWO and prompt.partition(":")[0] in order
    )


def of_roles(review: Review, prompts: Iterable[Prompt]) -> tuple[Comparison, ...]:
    """Every sub-area on which two or more practice owners have answered, in the framework's order; strengths first."""
    open_to_team = [one for one in said(prompts) if not one.set.is_private]
    read = [one for one in open_to_team if one.answer and one.answer.readers is not Readers.OWN]
    # Of one owner who was asked twice, the newer answer.
    newest = {
        (one.node, not one.is_strengths, one.owner): one for one in sorted(read, key=lambda one: (one.set.made, one.id))
    }
    owners, found = list(Owner), []
    for part in review.sub_areas:
        for own in (False, True):
            of = [one for (node, other, _), one in newest.items() if (node, other) == (part.id, own)]
            if len(of) >= TWO:
                answers = tuple(sorted(of, key=lambda one: owners.index(one.owner)))
                prompt = f"{part.id}:{ROLES if own else ROLES_STRENGTHS}"
                found.append(Comparison(review, prompt, (), answers=answers))
    return tuple(found)
