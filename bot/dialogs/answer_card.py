"""Answering another school's card: how it is done, *we'll try this*, *worked here too*. What is said stands on the card."""

from datetime import date

from bot.conversation import Answers, Ask, Choice, Conversation, Offer, Question, Tell, Text, Way
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation, State
from bot.domain.changes import NEW
from bot.domain.depth import Kind
from bot.domain.library_changes import QuestionAsked, TryingSaid, WorkedSaid
from bot.domain.library_permission import may_answer_card, works_at
from bot.domain.people import Person
from bot.domain.reply import LONGEST, Reply, ReplyState, Sort
from bot.message import Answer, Visit
from bot.privacy import Audience

FEWEST_WORDS = 4


class Evidence(Text):
    """A line that says what was seen, heard or read: kind words alone do not help the next school."""

    def misfit(self, value: Answer) -> str | None:
        wrong = super().misfit(value)
        if wrong is None and len(str(value).split()) < FEWEST_WORDS:
            return "what_shows_it"
        return wrong


def evidence(initial: str = "", kind: str = "") -> tuple[Question, Question]:
    """What shows that it worked, and how they know."""
    kinds = tuple(one.value for one in Kind)
    words = Evidence("evidence", audience=Audience.PUBLIC, longest=LONGEST, initial=initial)
    return words, Choice("kind", options=kinds, initial=kind)


def _stopped(affirmation: Affirmation, me: Person, began: date) -> Tell | None:
    """Say kindly why this card takes no answer from this person, or None where it does."""
    if affirmation.state is State.WITHDRAWN:
        return Tell("withdrawn")
    if affirmation.state is State.PAUSED:
        return Tell("paused", school=affirmation.review.school)
    if affirmation.review.school.id in me.own_schools:
        return Tell("own_school", school=affirmation.review.school)
    if not may_answer_card(me, affirmation, began):
        return Tell("not_for_you" if affirmation.stands_in_channel else "not_yet_there")
    return None


def _at_no_school(affirmation: Affirmation, me: Person) -> Tell | None:
    """Say that schools try things, to somebody who is at none; they may still ask."""
    if works_at(me):
        return None
    return Tell("for_schools", Offer("way_how", "ask_how", About("affirmation", affirmation.id)))


def _of_school(affirmation: Affirmation, me: Person) -> tuple[Question, ...]:
    """For which of their schools, where somebody has several."""
    mine = works_at(me)
    labels = dict(affirmation.school_names)
    return (Choice("school", options=mine, labels={one: labels.get(one, one) for one in mine}),) if mine[1:] else ()


def _school(answers: Answers, me: Person) -> str:
    return str(answers.get("school", "")) or next(iter(works_at(me)), "")


def _said(affirmation: Affirmation, sort: Sort, school: str) -> Reply | None:
    """What this school has said to the card already."""
    found = (one for one in affirmation.came_home if one.sort is sort and one.school and one.school.id == school)
    return next((one for one in found if sort is not Sort.TRYING or one.is_tried), None)


def _contact(affirmation: Affirmation) -> str:
    """Whom the school chose, if they are still there; else it is for the head."""
    return affirmation.contact if affirmation.contact in {one.id for one in affirmation.colleagues} else ""


def _card(affirmation: Affirmation) -> Way:
    return Way("to_the_card", Visit("practice", About("affirmation", affirmation.id)))


def ask_how(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """How do you do it? Read by the trust on the card; the asker's school is named, not the person."""
    if stopped := _stopped(affirmation, me, began):
        yield stopped
        return []
    asked = [one for one in affirmation.came_home if one.sort is Sort.QUESTION and one.person.id == me.id]
    if any(one.state is ReplyState.OPEN for one in asked):
        yield Tell("asked_already", school=affirmation.review.school)
        return []
    question = Text("question", audience=Audience.PUBLIC, longest=LONGEST)
    answers = yield Ask(question, *_of_school(affirmation, me), intro="ask_how", affirmation=affirmation)
    yield Tell("asked", _card(affirmation), school=affirmation.review.school)
    words = str(answers["question"]).strip()
    return [QuestionAsked(NEW, affirmation.id, me.id, _school(answers, me), _contact(affirmation), words)]


def try_practice(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """We'll try this: one tap, kept with the school's name."""
    if stopped := _stopped(affirmation, me, began) or _at_no_school(affirmation, me):
        yield stopped
        return []
    asks = _of_school(affirmation, me)
    answers = (yield Ask(*asks, intro="try_practice", affirmation=affirmation)) if asks else {}
    school = _school(answers, me)
    named = dict(affirmation.school_names).get(school, "")
    if _said(affirmation, Sort.WORKED, school):
        yield Tell("worked_already", named=named)
        return []
    if _said(affirmation, Sort.TRYING, school):
        yield Tell("tried_already", named=named)
        return []
    back = Offer("take_it_back", "not_trying", About("reply", NEW))
    yield Tell("trying", _card(affirmation), back, named=named, school=affirmation.review.school)
    due = dict(affirmation.after_a_term).get(school, began)
    return [TryingSaid(NEW, affirmation.id, me.id, school, due)]


def worked_too(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Worked here too: with a line of evidence, and how they know."""
    if stopped := _stopped(affirmation, me, began) or _at_no_school(affirmation, me):
        yield stopped
        return []
    open_ = [one for one in works_at(me) if not _said(affirmation, Sort.WORKED, one)]
    if not open_:
        said = next(one for school in works_at(me) if (one := _said(affirmation, Sort.WORKED, school)))
        mine = (Offer("reword", "reword_reply", About("reply", said.id)),) if said.person.id == me.id else ()
        yield Tell("worked_already", *mine, named=said.school.name if said.school else "")
        return []
    answers = yield Ask(*evidence(), *_of_school(affirmation, me), intro="worked_too", affirmation=affirmation)
    school = _school(answers, me)
    named = dict(affirmation.school_names).get(school, "")
    if school not in open_:
        yield Tell("worked_already", named=named)
        return []
    tried = _said(affirmation, Sort.TRYING, school)
    yield Tell("worked", _card(affirmation), named=named, school=affirmation.review.school)
    words, kind = str(answers["evidence"]).strip(), Kind(str(answers["kind"]))
    return [WorkedSaid(NEW, affirmation.id, me.id, school, kind, words, tried.id if tried else "")]
