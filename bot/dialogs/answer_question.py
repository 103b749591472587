"""A short exchange about a card: its school answers, the asker asks once more; from there the two talk to each other."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Question, Tell, Text, Who
from bot.domain.affirmation import State
from bot.domain.library_changes import QuestionAnswered, QuestionFollowed, QuestionPassedOn
from bot.domain.library_permission import may_answer_question, may_pass_question
from bot.domain.people import Job, Person
from bot.domain.reply import LONGEST, Reply
from bot.privacy import Audience


def resting(reply: Reply) -> Tell | None:
    """Say that the card is out of the channel for now or for good, or None while it stands."""
    if reply.affirmation.stands_in_channel:
        return None
    gone = reply.affirmation.state is State.WITHDRAWN
    return Tell("withdrawn") if gone else Tell("paused", school=reply.affirmation.review.school)


def _not_to_answer(reply: Reply, *, may: bool) -> Tell | None:
    """Say why a question is not for this person, or for nobody any more; None while it waits for them."""
    if not may:
        return Tell("not_yours_to_answer", school=reply.affirmation.review.school)
    return resting(reply) or (None if reply.waits_for_answer else Tell("answered_already"))


def answerer_job(reply: Reply) -> str:
    """What whoever answered is at the card's school, so that they can be asked for by it."""
    school = reply.affirmation.review.school.id
    answered = [one.person for one in reply.words[1::2]]
    jobs = [job for job in Job for who in answered[-1:] if who.is_a(job, school)]
    return jobs[0].value if jobs else Job.HEADTEACHER.value


def answer_how(reply: Reply, me: Person, began: date) -> Conversation:
    """How the school does it, on the card or for whoever asked alone."""
    if stopped := _not_to_answer(reply, may=may_answer_question(me, reply, began)):
        yield stopped
        return []
    first = len(reply.words) == 1
    where: tuple[Question, ...] = (Choice("where", options=("card", "asker"), initial="card"),) if first else ()
    words = Text("answer", audience=Audience.PUBLIC, longest=LONGEST)
    answers = yield Ask(words, *where, intro="answer_how", reply=reply)
    on_card = answers["where"] == "card" if first else reply.on_card
    yield Tell("answered", on_card=on_card)
    return [QuestionAnswered(reply.id, reply.affirmation.id, me.id, on_card, str(answers["answer"]).strip())]


def ask_once_more(reply: Reply, me: Person, began: date) -> Conversation:
    """One more question by whoever asked; after its answer the two talk to each other."""
    if me.id != reply.person.id or me.has_left(began):
        yield Tell("not_your_question")
        return []
    if stopped := resting(reply):
        yield stopped
        return []
    if reply.may_follow_on:
        yield Tell("from_here", school=reply.affirmation.review.school, job=answerer_job(reply))
        return []
    if not reply.may_follow:
        yield Tell("asked_already", school=reply.affirmation.review.school)
        return []
    answers = yield Ask(Text("more", audience=Audience.PUBLIC, longest=LONGEST), intro="ask_once_more", reply=reply)
    yield Tell("asked_again", school=reply.affirmation.review.school, on_card=reply.on_card)
    return [QuestionFollowed(reply.id, reply.affirmation.id, me.id, str(answers["more"]).strip())]


def pass_question_on(reply: Reply, me: Person, began: date) -> Conversation:
    """To a colleague of the school who knows it better; no reason is asked."""
    if stopped := _not_to_answer(reply, may=may_pass_question(me, reply, began)):
        yield stopped
        return []
    others = tuple(one for one in reply.colleagues if one.id not in {me.id, reply.person.id, reply.contact})
    if not others:
        yield Tell("nobody_else", school=reply.affirmation.review.school)
        return []
    answers = yield Ask(Who("whom", people=others), intro="pass_question_on", reply=reply)
    to = next(one for one in others if one.id == answers["whom"])
    yield Tell("passed_on", to=to.name)
    return [QuestionPassedOn(reply.id, reply.affirmation.id, me.id, to.id)]
