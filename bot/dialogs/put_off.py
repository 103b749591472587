"""Not now: later, not this week, not at all, or in person. One tap or two, and no reason is asked."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Show, Tell
from bot.domain.acts import About
from bot.domain.people import Person
from bot.domain.prompt import Prompt
from bot.domain.prompt_changes import PromptForVisit, PromptPutOff, PromptSkipped
from bot.domain.prompt_later import Later, from_day, next_monday
from bot.domain.prompt_permission import may_leave, may_put_off

MINE = About("person", "mine")


def put_off(prompt: Prompt, me: Person, began: date) -> Conversation:
    """Later: only days on which it would still be of use are offered."""
    days = dict(prompt.later)
    if not may_put_off(me, prompt, began):
        yield Tell("not_with_you")
        return []
    if not days:
        yield Tell("no_later", before=prompt.set.before)
        yield Show("asked", MINE)
        return []
    answers = yield Ask(Choice("later", options=tuple(days)), intro="when_again", prompt=prompt)
    day = days[Later(str(answers["later"]))]
    yield Tell("put_off_until", day=day)
    yield Show("asked", MINE)
    return [PromptPutOff(prompt.id, me.id, from_day(day))]


def not_this_week(prompt: Prompt, me: Person, began: date) -> Conversation:
    """Nothing more is sent this week, of all that is open. What would be too late then is said to be."""
    if not may_put_off(me, prompt, began):
        yield Tell("not_with_you")
        return []
    monday = next_monday(began)
    every = (prompt, *(one for one in prompt.open_too if may_put_off(me, one, began)))
    late = [one for one in every if one.set.before is not None and one.set.before <= monday]
    yield Tell("quiet_week", day=monday, count=len(every), late=len(late))
    yield Show("asked", MINE)
    return [PromptPutOff(one.id, me.id, from_day(monday)) for one in every]


def skip_prompt(prompt: Prompt, me: Person, began: date) -> Conversation:
    if not may_leave(me, prompt, began):
        yield Tell("not_with_you")
        return []
    yield Tell("skipped", _after_all(prompt))
    yield Show("asked", MINE)
    return [PromptSkipped(prompt.id, me.id)]


def ask_in_person(prompt: Prompt, me: Person, began: date) -> Conversation:
    """Whoever of the team meets them asks. Only a review has somebody who comes."""
    review = prompt.set.review
    if not may_leave(me, prompt, began):
        yield Tell("not_with_you")
        return []
    if review is None or review.ends < began:
        yield Tell("nobody_comes")
        yield Show("asked", MINE)
        return []
    yield Tell("in_person", _after_all(prompt), review=review)
    yield Show("asked", MINE)
    return [PromptForVisit(prompt.id, me.id)]


def _after_all(prompt: Prompt) -> Offer:
    return Offer("after_all", "answer_prompt", About("prompt", prompt.id))
