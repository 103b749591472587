"""Where a set of questions stands, practice owner by practice owner: in words, and never what anybody said. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Person
from bot.domain.planning import Reach
from bot.domain.prompt import ABOVE, ASKABLE, OPEN, Prompt, PromptSet, PromptState, Why


@dataclass(frozen=True)
class RoleStands:
    """How far one practice owner is. `put_off` is until when the first question they put off rests."""

    owner: str
    count: int
    answered: int
    waits: int
    put_off: int
    put_off_till: date | None
    to_approve: int
    in_person: int
    passed_over: int
    with_human: Mapping[Why, int]

    @property
    def parts(self) -> list[tuple[str, int]]:
        """How many questions are where, as far as any are: what is answered comes first."""
        told = ("answered", "to_approve", "waits", "put_off", "in_person", "passed_over", "to_settle")
        return [(name, number) for name in told if (number := getattr(self, name))]

    @property
    def to_settle(self) -> int:
        return sum(self.with_human.values())


@dataclass(frozen=True)
class SetStands:
    """A set and all its questions."""

    set: PromptSet
    prompts: tuple[Prompt, ...]

    @property
    def roles(self) -> tuple[RoleStands, ...]:
        theirs: dict[str, list[Prompt]] = {}
        for one in self.prompts:
            if one.state is not PromptState.CLOSED:
                theirs.setdefault(owner_of(one), []).append(one)
        order = [*ASKABLE, ABOVE]
        return tuple(_stands(owner, theirs[owner]) for owner in sorted(theirs, key=order.index))

    @property
    def waiting(self) -> tuple[Prompt, ...]:
        """What the bot still asks."""
        return tuple(one for one in self.prompts if one.state in OPEN)

    @property
    def unanswered(self) -> tuple[Prompt, ...]:
        """The same, and what is kept for the visit or with a human."""
        open_ = OPEN | {PromptState.IN_PERSON, PromptState.WITH_HUMAN}
        return tuple(one for one in self.prompts if one.state in open_)


@dataclass(frozen=True)
class ToSettle:
    """What the bot gave to a human of one practice owner's part of a set, and who else there is at the school."""

    stands: SetStands
    owner: str
    role: str
    prompts: tuple[Prompt, ...]
    person: Person | None = None
    reach: Reach = Reach.NOT
    colleagues: tuple[Person, ...] = ()


def owner_of(one: Prompt) -> str:
    """The practice owner that a question is for."""
    return ABOVE if f"/{ABOVE}" in one.question else one.owner


def _stands(owner: str, found: Iterable[Prompt]) -> RoleStands:
    every = tuple(found)
    states = Counter(one.state for one in every)
    off = [one.not_before.date() for one in every if one.state is PromptState.PLANNED and one.not_before]
    waits = states[PromptState.PLANNED] + states[PromptState.ASKED] - len(off)
    whys = Counter(one.why or Why.NO_ANSWER for one in every if one.state is PromptState.WITH_HUMAN)
    return RoleStands(
        owner,
        len(every),
        states[PromptState.ANSWERED],
        waits,
        len(off),
        min(off, default=None),
        states[PromptState.TO_APPROVE],
        states[PromptState.IN_PERSON],
        states[PromptState.SKIPPED],
        whys,
    )
