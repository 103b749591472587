"""An affirmation's way to the trust channel, as one table of states and steps.

Each step has one person waiting for it. An edit of words that were posted goes the
same way again; until it is approved the copies show the words approved before.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.people import Person
from bot.domain.practice_words import NO_WORDS, Naming, PracticeWords
from bot.domain.removal import Hold
from bot.domain.review import Review

if TYPE_CHECKING:
    from bot.domain.reply import Reply


class State(StrEnum):
    DRAFTED = "drafted"
    SAFE = "safe"
    WORDED = "worded"
    AGREED = "agreed"
    APPROVED = "approved"
    POSTED = "posted"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    MAKE_SAFE = "make_safe"
    WORD = "word"
    AGREE = "agree"
    RETURN = "return"
    APPROVE = "approve"
    POST = "post"
    EDIT = "edit"
    PAUSE = "pause"
    RESUME = "resume"
    WITHDRAW = "withdraw"


ANSWERED_FOR = frozenset({Step.MAKE_SAFE, Step.AGREE, Step.APPROVE})
"""The steps that nobody takes without an answer to the two fixed questions about the words in front of them."""

_BEFORE_POSTING = (State.DRAFTED, State.SAFE, State.WORDED, State.AGREED, State.APPROVED)

TABLE: dict[tuple[State, Step], State] = {
    (State.DRAFTED, Step.MAKE_SAFE): State.SAFE,
    (State.SAFE, Step.WORD): State.WORDED,
    # The school may put it in its own words while it is asked to agree.
    (State.WORDED, Step.WORD): State.WORDED,
    (State.WORDED, Step.AGREE): State.AGREED,
    (State.AGREED, Step.APPROVE): State.APPROVED,
    (State.APPROVED, Step.POST): State.POSTED,
    # Sent back with thanks: whoever drafted it words it anew.
    (State.WORDED, Step.RETURN): State.DRAFTED,
    (State.AGREED, Step.RETURN): State.DRAFTED,
    # New words are made safe, agreed and approved like the first ones.
    **{(state, Step.EDIT): State.DRAFTED for state in (*_BEFORE_POSTING, State.POSTED, State.PAUSED)},
    **{(state, Step.PAUSE): State.PAUSED for state in (*_BEFORE_POSTING, State.POSTED)},
    # After a pause the school agrees anew.
    (State.PAUSED, Step.RESUME): State.WORDED,
    **{(state, Step.WITHDRAW): State.WITHDRAWN for state in (*_BEFORE_POSTING, State.POSTED, State.PAUSED)},
}


@dataclass(frozen=True)
class Affirmation:
    """One affirmation as it stands. `practice` is the newest wording; `public` the one last approved, or empty.

    `delegate` agrees in the head's place, by the head's word. `contact` is whom the school chose to be asked how it is
    done. `writers` are those whose notes it was made from. `digests` are the weekly lists in which it stands, each with
    whether something else stands in it.
    """

    id: str
    review: Review
    note: str
    node: str
    drafter: Person
    state: State
    practice: PracticeWords
    version: int = 1
    public: PracticeWords = NO_WORDS
    agreed_by: str = ""
    approved_by: str = ""
    copies: int = 0
    worded_by: str = ""
    delegate: str = ""
    contact: str = ""
    writers: tuple[str, ...] = ()
    named: tuple[Naming, ...] = ()
    digests: tuple[tuple[str, bool], ...] = ()
    places: tuple[str, ...] = ()
    """Where it stands in the channel: platforms, and `list` for a weekly list. There where it is to be withdrawn."""
    beyond: bool = False
    """Whether its school agreed that it may go beyond the trust."""
    published: datetime | None = None
    """When its words were first approved for the trust to read."""
    waits_for_digest: bool = False
    """Whether the channel has had its posts for today, so that this would stand in the weekly list."""
    colleagues: tuple[Person, ...] = ()
    """Everybody at its school, where one of them is to be chosen."""
    held: Hold | None = None
    """What keeps it from being removed."""
    came_home: tuple["Reply", ...] = ()
    """What others said to it, where somebody is about to."""
    after_a_term: tuple[tuple[str, date], ...] = ()
    """For each school of whoever looks, the day a term from now on which they are asked what came of it."""
    school_names: tuple[tuple[str, str], ...] = ()
    """And their names."""

    @property
    def text(self) -> str:
        """What they do, in the newest wording."""
        return self.practice.what

    @property
    def authors(self) -> frozenset[str]:
        """Whoever drafted, worded or agreed it: none of them is the second person who approves."""
        return frozenset({self.drafter.id, self.worded_by, self.agreed_by})

    def waits_for_list(self, posts_today: int) -> bool:
        """Whether, approved now, it would stand in the next weekly list: it stands nowhere yet, and today's posts have gone."""
        return not self.copies and not self.digests and posts_today >= self.review.posts_a_day

    @property
    def stands_in_channel(self) -> bool:
        """Whether readers may see it now: approved words, not paused, not withdrawn."""
        return bool(self.public) and self.state not in {State.PAUSED, State.WITHDRAWN}


def after(state: State, step: Step) -> State | None:
    """The state after a step, or None where the table has no such step."""
    return TABLE.get((state, step))
