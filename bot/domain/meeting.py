"""The second door into a review: by whom or what a reviewer is with, instead of area by area.

A meeting's prompts are chosen, never remembered: the same review and meeting give the same few. They begin with what is
excellent; then comes what the framework asks this very person, and only then a reviewer's own prompt. Whatever is asked
more closely is of a sub-area whose strengths are asked among them (strengths first).
"""

from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeVar

from bot.domain.depth import MeetWith, Owner
from bot.domain.framework import Framework, SubArea
from bot.domain.review import Review
from bot.domain.walk import Look

_Thing = TypeVar("_Thing")

MOST = 8  # prompts for one meeting: what fits a conversation, and a phone
MOST_PARTS = 5  # sub-areas they are drawn from, so that some are asked about more closely

ASKED = {
    MeetWith.HEAD: Owner.HEADTEACHER,
    MeetWith.DSL: Owner.DSL,
    MeetWith.PUPIL_GROUP: Owner.PUPILS,
    MeetWith.STAFF: Owner.ANY_STAFF,
    MeetWith.GOVERNOR: Owner.GOVERNOR,
}
"""Whose question it is in a meeting; elsewhere it is the reviewer's own prompt."""


IN_PERSON = {
    **{owner: meeting for meeting, owner in ASKED.items()},
    Owner.SITE_LEAD: MeetWith.SITE,
    Owner.HR_LEAD: MeetWith.SINGLE_CENTRAL_RECORD,
}
"""Where somebody is met who would rather be asked in person; others among staff."""


@dataclass(frozen=True)
class Prompt:
    """One open question for a meeting, and the sub-area it belongs to.

    `which` tells it from others of that sub-area: its opening question, one for this very person, or a reviewer's
    prompt by its number. The same one is the same question, whoever is asked.
    """

    node: str
    look: Look
    text: str
    which: str

    @property
    def id(self) -> str:
        return f"{self.node}:{self.which}"


@dataclass(frozen=True)
class AskedIn:
    """One prompt as it is asked in one meeting of a review."""

    review: Review
    meeting: MeetWith
    prompt: Prompt


def asked_in(review: Review, meeting: str, prompt_id: str) -> AskedIn:
    """The prompt that a button named; raises KeyError where that meeting has none such."""
    if meeting in meetings(review):
        for prompt in every_prompt(review, MeetWith(meeting)):
            if prompt.id == prompt_id:
                return AskedIn(review, MeetWith(meeting), prompt)
        node = prompt_id.partition(":")[0]
        for part in (one for one in review.sub_areas if one.id == node):
            for owner in (one for one in part.owners if met_at(review, one) == meeting):
                for prompt in (wished(part, owner, strengths=True), wished(part, owner, strengths=False)):
                    if prompt.id == prompt_id:
                        return AskedIn(review, MeetWith(meeting), prompt)
    raise KeyError(prompt_id)


def met_at(review: Review, owner: Owner) -> MeetWith | None:
    """The meeting of this review at which a practice owner is asked in person; none where it has no meetings."""
    met = meetings(review)
    return next((one for one in (IN_PERSON.get(owner), MeetWith.STAFF, MeetWith.DSL, *met) if one in met), None)


def wished(part: SubArea, owner: Owner, *, strengths: bool) -> Prompt:
    """A question that its practice owner would rather be asked in person.

    Of those who are asked in a meeting of their own it is that meeting's own question; a SENCO met among staff has
    theirs apart.
    """
    if not strengths:
        return Prompt(part.id, Look.DEVELOP, part.owners[owner], owner.value)
    which = Look.STRENGTHS.value if owner in ASKED.values() else f"{Look.STRENGTHS}-{owner}"
    return Prompt(part.id, Look.STRENGTHS, part.strengths, which)


def question(framework: Framework, prompt_id: str) -> str:
    """The words of a prompt, by its id; raises KeyError where the framework has none such."""
    node, _, which = prompt_id.partition(":")
    part = framework.sub_area(node)
    numbered = {str(number): text for number, text in enumerate(part.prompts, 1)}
    found = {Look.STRENGTHS.value: part.strengths} | {owner.value: text for owner, text in part.owners.items()}
    found |= {f"{Look.STRENGTHS}-{owner}": part.strengths for owner in part.owners}
    return (found | numbered)[which]


def meetings(review: Review) -> tuple[MeetWith, ...]:
    """The meetings that something in this review's scope is met with, in the order of a visit."""
    met = {meeting for part in review.sub_areas for meeting in part.met_with}
    return tuple(meeting for meeting in MeetWith if meeting in met)


def prompts(review: Review, meeting: MeetWith) -> tuple[Prompt, ...]:
    """Up to eight prompts for one meeting, spread over the areas in scope: strengths first."""
    return every_prompt(review, meeting)[:MOST]


def for_pupils(review: Review) -> tuple[Prompt, ...]:
    """What a group of pupils is asked: the questions written for them, none of those for adults."""
    asked = every_prompt(review, MeetWith.PUPIL_GROUP)
    return tuple(prompt for prompt in asked if prompt.look is not Look.STRENGTHS)[:MOST]


def every_prompt(review: Review, meeting: MeetWith) -> tuple[Prompt, ...]:
    """All that could be asked of the sub-areas that a meeting is about, the few first."""
    parts = _parts(review, meeting)
    strengths = [Prompt(part.id, Look.STRENGTHS, part.strengths, Look.STRENGTHS) for part in parts]
    closer = _in_turn([list(questions(part, meeting)) for part in parts])
    every: dict[str, Prompt] = {}
    for prompt in (*strengths, *sorted(closer, key=lambda one: one.which.isdigit())):
        every.setdefault(prompt.text, prompt)
    return tuple(every.values())


def questions(part: SubArea, meeting: MeetWith) -> tuple[Prompt, ...]:
    """What can be asked of a sub-area once its strengths were: those met get their own question first, pupils no other."""
    owner = ASKED.get(meeting)
    own = part.owners.get(owner, "") if owner else ""
    first = (Prompt(part.id, Look.DEVELOP, own, owner.value),) if owner and own else ()
    if first and meeting is MeetWith.PUPIL_GROUP:
        return first
    return (
        *first,
        *(Prompt(part.id, Look.DEVELOP, text, str(number)) for number, text in enumerate(part.prompts, 1)),
    )


def _parts(review: Review, meeting: MeetWith) -> tuple[SubArea, ...]:
    """The sub-areas to ask about: in turn from each area, and first those met here before anywhere else."""
    by_area = [
        sorted(
            (part for part in area.sub_areas if meeting in part.met_with), key=lambda part: _closeness(part, meeting)
        )
        for area in review.scope
    ]
    met = sorted((parts for parts in by_area if parts), key=lambda parts: _closeness(parts[0], meeting))
    return _in_turn(met)[:MOST_PARTS]


def _in_turn(several: list[list[_Thing]]) -> tuple[_Thing, ...]:
    """One of each before a second of any."""
    turns = chain.from_iterable(zip_longest(*several))
    return tuple(thing for thing in turns if thing is not None)


def _closeness(part: SubArea, meeting: MeetWith) -> int:
    return part.met_with.index(meeting)
