"""At the end of an area: *What will you take away?* Asked once, never chased; its writer alone decides who reads it."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Tell, Text
from bot.domain.acts import About
from bot.domain.changes import ReflectionKept, ReflectionRemoved
from bot.domain.people import Person
from bot.domain.permission import may_change_reflection
from bot.domain.reflection import Reflection

PRIVATE, TEAM = "private", "team"


def reflect(reflection: Reflection, me: Person, began: date) -> Conversation:
    """Write it, change it, share it or take it back. Left empty, nothing is kept: that is how to skip."""
    if not may_change_reflection(me, reflection, began):
        yield Tell("not_yours")
        return []
    if reflection.held and reflection.text:
        yield Tell("held_as_it_stands", hold=reflection.held)
        return []
    answers = yield Ask(
        Text("text", optional=True, initial=reflection.text),
        Choice("share", options=(PRIVATE, TEAM), initial=TEAM if reflection.shared else PRIVATE),
        intro="what",
        reflection=reflection,
    )
    text, shared = str(answers["text"]).strip(), answers["share"] == TEAM
    about, walk_on = About("reflection", reflection.id), Offer("walk_on", "resume_walk", _review(reflection))
    if not text:
        yield Tell("nothing_kept", walk_on, reflection=reflection)
        return []
    change, remove = Offer("change", "reflect", about), Offer("remove", "remove_reflection", about)
    yield Tell("kept_for_team" if shared else "kept_for_you", walk_on, change, remove, reflection=reflection)
    if (text, shared) == (reflection.text, reflection.shared):
        return []
    return [ReflectionKept(reflection.review.id, me.id, reflection.area, text, shared)]


def remove_reflection(reflection: Reflection, me: Person, began: date) -> Conversation:
    """Its words go, from the team's table too."""
    if not may_change_reflection(me, reflection, began):
        yield Tell("not_yours")
        return []
    if not reflection.text:
        yield Tell("gone_already")
        return []
    if reflection.held:
        yield Tell("held", hold=reflection.held)
        return []
    answers = yield Ask(Choice("sure", options=("yes", "keep")), intro="remove_it", reflection=reflection)
    if answers["sure"] == "keep":
        yield Tell("as_it_was")
        return []
    yield Tell("removed", Offer("walk_on", "resume_walk", _review(reflection)))
    return [ReflectionRemoved(reflection.review.id, me.id, reflection.area)]


def _review(reflection: Reflection) -> About:
    return About("review", reflection.review.id)
