"""What somebody who is asked has before them, and what comes next. Worked out from what is open, never remembered. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.depth import ROLES
from bot.domain.people import Job, Person
from bot.domain.prompt import ABOVE, Prompt, PromptState, jobs

_AHEAD = frozenset({PromptState.PLANNED, PromptState.WITH_HUMAN})


@dataclass(frozen=True)
class Path:
    """What is open for one person: a colleague's answer to stand by, what was sent, and what is planned or let go of.

    Limits bind what the bot sends; so what lies ahead may be opened and answered as well.
    """

    approve: tuple[Prompt, ...] = ()
    sent: tuple[Prompt, ...] = ()
    ahead: tuple[Prompt, ...] = ()

    @property
    def waiting(self) -> tuple[Prompt, ...]:
        return (*self.approve, *self.sent)

    def next_step(self, *, ahead: bool = False) -> Prompt | None:
        """The one question to show: what waits, or where somebody wants to go on, what lies ahead."""
        return next(iter((*self.waiting, *(self.ahead if ahead else ()))), None)


def path(open_: Iterable[Prompt], me: Person, today: date) -> Path:
    """Somebody's path through what is open, which comes in the order in which it is to be asked."""
    mine = [one for one in open_ if one.with_whom == me and not one.set.is_private]
    useful = [one for one in mine if one.set.before is None or today <= one.set.before]
    return Path(
        tuple(one for one in mine if one.state is PromptState.TO_APPROVE),
        tuple(one for one in mine if one.state is PromptState.ASKED),
        tuple(one for one in useful if one.state in _AHEAD),
    )


def minutes(some: Iterable[Prompt]) -> int:
    return sum(1 if one.state is PromptState.TO_APPROVE else one.minutes for one in some)


def told_of(prompt: Prompt, me: Person) -> dict[str, Any]:
    """What somebody is told of a question before they answer: why, by whom, how long, and who will read it."""
    school, review = prompt.set.school, prompt.set.review
    own = any(me.is_a(job, school.id) for job in jobs(prompt.owner))
    delegate = prompt.delegate == me and prompt.person != me
    role = review.framework.role(prompt.owner) if review else ROLES[prompt.owner]
    return {
        "prompt": prompt,
        "school": school,
        "review": review,
        "by": prompt.set.by,
        "mine": prompt.set.by == me,
        "first": False,
        "role": "" if own or delegate or prompt.question.endswith(f"/{ABOVE}") else role,
        "delegate": delegate,
        "here": school.id in me.own_schools,
        "head": me.is_a(Job.HEADTEACHER, school.id),
        "dsl": me.is_a(Job.DSL, school.id),
    }
