"""Somebody who is asked says what they know: in words, by where it is written down, or by what they said before."""

from datetime import date

from bot.conversation import Answers, Ask, Choice, Choices, Conversation, Offer, Question, Show, Tell, Text
from bot.domain.acts import About
from bot.domain.people import Person
from bot.domain.prompt import How, Prompt, PromptState, Readers
from bot.domain.prompt_changes import PromptAnswered, PromptDelegated, PromptSkipped
from bot.domain.prompt_path import told_of
from bot.domain.prompt_permission import may_answer, may_change_answer, may_put_off

HARD = "hard"
SHORT = 300


def answer_prompt(prompt: Prompt, me: Person, began: date) -> Conversation:
    """In one's own words."""
    if not may_answer(me, prompt, began):
        yield Tell("not_with_you")
        return []
    return (yield from _said(prompt, me, began))


def change_answer(prompt: Prompt, me: Person, began: date) -> Conversation:
    """Worded anew, for as long as no reviewer has marked it."""
    if not may_change_answer(me, prompt, began):
        yield Tell("stands_as_it_is" if prompt.answer and prompt.marks else "not_with_you")
        return []
    return (yield from _said(prompt, me, began))


def _said(prompt: Prompt, me: Person, began: date) -> Conversation:
    told = told_of(prompt, me)
    held = prompt.answer if prompt.answer and me in {prompt.answer.by, prompt.person} else None
    text, evidence = (held.text, held.evidence) if held else ("", "")
    hard = (HARD,) if held and held.hard else ()
    yield Tell("question", **told)
    answers = yield Ask(
        Text("answer", initial=text),
        *_readers(prompt),
        Choices("hard", options=(HARD,), optional=True, initial=hard),
        intro="who_reads",
        **told,
    )
    said, was_hard, reads = str(answers["answer"]).strip(), HARD in answers.get("hard", ()), _reads(answers)
    again = held is not None and prompt.state is PromptState.ANSWERED
    if held and again and (said, reads, was_hard) == (text, held.readers, held.hard):
        yield Tell("as_it_was")
        yield _next(prompt)
        return []
    # Nothing more is asked of somebody on what was hard to write; a delegate gives the rest of it back.
    rest = [one for one in prompt.open_too if one.node == prompt.node and may_put_off(me, one, began)] * was_hard
    aside = [PromptSkipped(one.id, me.id) if one.person == me else PromptDelegated(one.id, me.id, "") for one in rest]
    change = () if again else (_change(prompt),)
    yield Tell("kept", *change, readers=reads, hard=was_hard, aside=len(aside), **told)
    yield _next(prompt)
    how = How.WRITTEN_DOWN if held and held.how is How.WRITTEN_DOWN else How.SAID
    return [_answered(prompt, me, said, evidence, how, reads, hard=was_hard), *aside]


def written_down(prompt: Prompt, me: Person, began: date) -> Conversation:
    """It stands in a document: which, where, and who can show it."""
    if not may_answer(me, prompt, began):
        yield Tell("not_with_you")
        return []
    told = told_of(prompt, me)
    yield Tell("question", **told)
    answers = yield Ask(
        Text("document", long=False, longest=SHORT),
        Text("place", long=False, longest=SHORT),
        Text("shown_by", long=False, longest=SHORT, optional=True),
        *_readers(prompt),
        intro="who_reads",
        **told,
    )
    said, reads = (
        [str(answers.get(key, "")).strip() for key in ("document", "place", "shown_by")],
        _reads(answers),
    )
    yield Tell("kept", _change(prompt), readers=reads, hard=False, aside=0, **told)
    yield _next(prompt)
    evidence = "; ".join(part for part in said[1:] if part)
    return [_answered(prompt, me, said[0], evidence, How.WRITTEN_DOWN, reads)]


def answer_held(prompt: Prompt, me: Person, began: date) -> Conversation:
    """It was answered before: what is held is shown, and holds with one tap."""
    if not may_answer(me, prompt, began):
        yield Tell("not_with_you")
        return []
    anew = Offer("answer_it", "answer_prompt", About("prompt", prompt.id))
    if prompt.earlier is None or prompt.earlier.answer is None:
        yield Tell("nothing_held", anew)
        return []
    told, held = told_of(prompt, me), prompt.earlier.answer
    yield Tell("question", **told)
    still = Choice("still", options=("yes", "changed"))
    answers = yield Ask(still, *_readers(prompt), intro="held_answer", held=held, **told)
    if answers["still"] == "changed":
        yield Tell("say_it_anew", anew)
        return []
    reads = _reads(answers)
    yield Tell("kept", _change(prompt), readers=reads, hard=False, aside=0, **told)
    yield _next(prompt)
    return [_answered(prompt, me, held.text, held.evidence, How.HELD, reads, held_from=prompt.earlier.id)]


def _readers(prompt: Prompt) -> tuple[Question, ...]:
    """Who reads it is asked only where there is a team that could read it alone."""
    if prompt.set.review is None:
        return ()
    now = prompt.answer.readers if prompt.answer else Readers.SCHOOL
    return (Choice("readers", options=(Readers.SCHOOL, Readers.TEAM), initial=now),)


def _reads(answers: Answers) -> Readers:
    return Readers(str(answers.get("readers", Readers.SCHOOL)))


def _answered(
    prompt: Prompt,
    me: Person,
    text: str,
    evidence: str,
    how: How,
    readers: Readers,
    *,
    hard: bool = False,
    held_from: str = "",
) -> PromptAnswered:
    by_delegate = me != prompt.person
    return PromptAnswered(prompt.id, me.id, text, evidence, how, readers, hard, held_from, by_delegate)


def _change(prompt: Prompt) -> Offer:
    return Offer("change_last", "change_answer", About("prompt", prompt.id))


def _next(prompt: Prompt) -> Show:
    """Whoever went ahead of what was sent goes on so."""
    if prompt.state is PromptState.ANSWERED:
        return Show("my_answers", About("prompt", prompt.id))
    return Show("asked", About("person", "mine" if prompt.state is PromptState.ASKED else "ahead"))
