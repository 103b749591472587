"""A question goes to somebody else: because it is theirs, or because they know best and its owner stands by what they say."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Show, Tell, Text, Who
from bot.domain.acts import About
from bot.domain.people import Person
from bot.domain.prompt import Prompt
from bot.domain.prompt_changes import AnswerApproved, PromptDelegated, PromptPassedOn
from bot.domain.prompt_path import told_of
from bot.domain.prompt_permission import may_approve_answer, may_pass_on, may_take_back

MINE = About("person", "mine")
NOW, ALWAYS = "now", "always"
AGREE, REWORD, BACK = "agree", "reword", "back"


def not_mine(prompt: Prompt, me: Person, began: date) -> Conversation:
    """To the colleague whose it is, just now or always; or, where nobody is named, whoever planned it finds out."""
    if not may_pass_on(me, prompt, began):
        yield Tell("not_with_you")
        return []
    questions = [Who("to", people=prompt.others, optional=True)] if prompt.others else []
    answers = yield Ask(
        *questions, Choice("often", options=(NOW, ALWAYS), initial=NOW), intro="whose_is_it", **told_of(prompt, me)
    )
    to = next((one for one in prompt.others if one.id == answers.get("to")), None)
    always = to is not None and answers["often"] == ALWAYS
    yield Tell("passed_on" if to else "left_to_planner", to=to, always=always, **told_of(prompt, me))
    yield Show("asked", MINE)
    return [PromptPassedOn(prompt.id, me.id, to.id if to else "", always)]


def delegate_prompt(prompt: Prompt, me: Person, began: date) -> Conversation:
    """A colleague answers; the owner reads it and stands by it before anybody else does."""
    if not may_pass_on(me, prompt, began):
        yield Tell("not_with_you")
        return []
    if not prompt.others:
        yield Tell("nobody_here", school=prompt.set.school)
        return []
    answers = yield Ask(Who("delegate", people=prompt.others), intro="who_knows", **told_of(prompt, me))
    to = next(one for one in prompt.others if one.id == answers["delegate"])
    yield Tell("handed_over", Offer("take_last_back", "take_back", About("prompt", prompt.id)), to=to)
    yield Show("asked", MINE)
    return [PromptDelegated(prompt.id, me.id, to.id)]


def take_back(prompt: Prompt, me: Person, began: date) -> Conversation:
    """The owner takes it back, or the colleague gives it back."""
    if not may_take_back(me, prompt, began):
        yield Tell("not_with_you")
        return []
    yield Tell("taken_back" if prompt.person == me else "given_back", owner=prompt.person)
    yield Show("asked", MINE)
    return [PromptDelegated(prompt.id, me.id, "")]


def approve_answer(prompt: Prompt, me: Person, began: date) -> Conversation:
    """The owner agrees, words it otherwise, or sends it back to whoever wrote it."""
    if not may_approve_answer(me, prompt, began) or prompt.answer is None:
        yield Tell("not_with_you")
        return []
    delegate, told = prompt.delegate, told_of(prompt, me)
    there = delegate is not None and not delegate.has_left(began)
    options = (AGREE, REWORD, *((BACK,) if there else ()))
    answers = yield Ask(Choice("approve", options=options), intro="delegates_answer", answer=prompt.answer, **told)
    if answers["approve"] == BACK and delegate is not None:
        yield Tell("sent_back", to=delegate)
        yield Show("asked", MINE)
        return [PromptDelegated(prompt.id, me.id, delegate.id)]
    text = ""
    if answers["approve"] == REWORD:
        answers = yield Ask(Text("own_words", initial=prompt.answer.text), intro="in_own_words", **told)
        text = str(answers["own_words"]).strip()
    yield Tell("stood_by", readers=prompt.answer.readers, wrote=delegate, **told)
    yield Show("asked", MINE)
    return [AnswerApproved(prompt.id, me.id, "" if text == prompt.answer.text else text)]
