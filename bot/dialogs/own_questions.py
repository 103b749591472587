"""*How do I know?*: a head, or somebody who governs, begins their own questions. Nobody can begin them for anybody else.

Here, too, the writer of an answer says who reads it.
"""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Show, Tell, Text
from bot.domain.acts import About
from bot.domain.changes import NEW
from bot.domain.own_questions import OwnQuestions
from bot.domain.people import Person
from bot.domain.prompt import How, Prompt, Readers, SetSort
from bot.domain.prompt_changes import AnswerShared, PlannedPrompt, PromptAnswered, PromptsPlanned
from bot.domain.prompt_path import told_of
from bot.domain.prompt_permission import may_share_answer, may_write_own, own_questions_of


def begin_private(own: OwnQuestions, me: Person, began: date) -> Conversation:
    """All their questions stand there from now on; none is ever sent."""
    owner = own_questions_of(me, own.school.id, began)
    if owner is None:
        yield Tell("own_not_for_you")
        return []
    if own.begun:
        yield Show("own", About("person", "mine"))
        return []
    asked = tuple(
        PlannedPrompt(one.question, one.text, one.node, one.owner, me.id, one.minutes, one.sensitive)
        for one in own.asked
    )
    yield Show("own", About("person", "mine"))
    return [
        PromptsPlanned(NEW, SetSort.PRIVATE, own.school.id, "", own.pin, me.id, None, asked),
    ]


def write_own(prompt: Prompt, me: Person, began: date) -> Conversation:
    """What they know, and what they can point to; as often as they like."""
    if not may_write_own(me, prompt, began):
        yield Tell("not_with_you")
        return []
    held = prompt.answer
    text, evidence = (held.text, held.evidence) if held else ("", "")
    told = told_of(prompt, me)
    answers = yield Ask(
        Text("answer", initial=text), Text("evidence", optional=True, initial=evidence), intro="own_form", **told
    )
    said, pointed_to = (str(answers.get(key, "")).strip() for key in ("answer", "evidence"))
    if (said, pointed_to) == (text, evidence):
        yield Tell("as_it_was")
        yield _itself(prompt)
        return []
    readers = held.readers if held else Readers.OWN
    change = () if held else (Offer("change_last", "write_own", About("prompt", prompt.id)),)
    yield Tell("own_kept", *change, readers=readers)
    yield _itself(prompt) if held else Show("own", About("prompt", prompt.id))
    return [PromptAnswered(prompt.id, me.id, said, pointed_to, How.SAID, readers)]


def share_answer(prompt: Prompt, me: Person, began: date) -> Conversation:
    """Its writer chooses who reads it; of what they ask themselves, nobody does unless they say so."""
    if prompt.answer is None or not may_share_answer(me, prompt, began):
        yield Tell("not_with_you")
        return []
    private, now = prompt.set.is_private, prompt.answer.readers
    with_team = prompt.set.review is not None or bool(prompt.reviews) or now is Readers.TEAM
    options = (*((Readers.OWN,) if private else ()), Readers.SCHOOL, *((Readers.TEAM,) if with_team else ()))
    told = told_of(prompt, me)
    answers = yield Ask(
        Choice("share", options=options, initial=now),
        intro="share_it",
        answer=prompt.answer,
        private=private,
        reviews=prompt.reviews,
        **told,
    )
    chosen = Readers(str(answers["share"]))
    if chosen is now:
        yield Tell("as_it_was")
        yield _itself(prompt)
        return []
    yield Tell("shared", readers=chosen, private=private, **told)
    yield _itself(prompt)
    team = prompt.reviews[0].id if private and chosen is Readers.TEAM else ""
    return [AnswerShared(prompt.id, me.id, chosen, team)]


def _itself(prompt: Prompt) -> Show:
    """The answer as it stands now, among one's own."""
    return Show("own" if prompt.set.is_private else "my_answers", About("answer", prompt.id))
