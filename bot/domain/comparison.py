"""The same question asked of two kinds of people: what both said, set side by side in a reviewer's own words.

It is there for as long as the notes it was made from are: filed under the question's sub-area, each by its meeting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.depth import MeetWith
from bot.domain.meeting import ASKED, question
from bot.domain.note import Note
from bot.domain.people import Person
from bot.domain.removal import Hold
from bot.domain.review import Review

TWO = 2


class Said(StrEnum):
    """How what they said compares. Words for the team, with no order of merit in them."""

    MUCH_THE_SAME = "much_the_same"
    PARTLY = "partly"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Comparison:
    """One question of a review that more than one kind of people was asked; `said` is empty until a reviewer says."""

    review: Review
    prompt: str
    notes: tuple[Note, ...]
    said: Said | None = None
    words: str = ""
    writer: Person | None = None
    held: Hold | None = None
    """What keeps its words from being replaced for now."""

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
        return question(self.review.framework, self.prompt)

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
