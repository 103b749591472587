"""What somebody is told of what came home to a card: that something is there, never what it says.

Worded when it is delivered: what was answered, taken back, removed or withdrawn meanwhile is told of no more.
"""

from sqlalchemy.orm import Session

from bot.domain.acts import About, Notice
from bot.domain.affirmation import State
from bot.domain.library_permission import may_answer_question, may_read_home
from bot.domain.reply import ReplyState, Sort
from bot.handover import quiet
from bot.message import Action, Begin, Card, Visit
from bot.wording import Wording
from store import affirmations, people, replies
from store.act_rows import ActRecord


def of_reply(session: Session, wording: Wording, notice: Notice, act: ActRecord) -> Card | None:
    """A question that waits, an answer that came, or what is to be said of something tried."""
    reply, known, today = replies.load(session, act.about.id), people.directory(session), act.made.date()
    card, me = reply.affirmation, people.person(session, act.place)
    school = card.review.school
    if not card.stands_in_channel:
        return None
    match notice:
        case Notice.PRACTICE_ASKED if reply.waits_for_answer and me.id in replies.who_answers(known, reply, today):
            chooses = not may_answer_question(me, reply, today)
            pass_on: Action = Begin("pass_question_on", act.about)
            ways: tuple[tuple[str, Action], ...] = (("say_who_answers", pass_on),)
            if not chooses:
                ways = (("read_and_answer", Begin("answer_how", act.about)), ("pass_it_on", pass_on))
            return quiet(wording, notice, ways, school=school, chooses=chooses)
        case Notice.PRACTICE_ANSWERED if reply.state is ReplyState.ANSWERED and reply.person == me:
            return quiet(wording, notice, (("read_it", Visit("reply", act.about)),), school=school)
        case Notice.WHAT_CAME_OF_IT if reply.is_tried and me.id in replies.who_tries(known, reply, today):
            say: tuple[str, Action] = ("say_what_came", Begin("what_came_of_it", act.about))
            return quiet(wording, notice, (say,), school=school)
        case _:
            return None


def of_home(session: Session, wording: Wording, notice: Notice, act: ActRecord) -> Card | None:
    """What came home in an afternoon, as far as it still stands; and that a question came to nothing."""
    card = affirmations.load(session, act.about.id)
    if notice is Notice.CAME_TO_NOTHING:
        gone = card.state is State.WITHDRAWN
        return quiet(wording, notice, (), school=card.review.school) if gone else None
    named = frozenset(act.detail.split())
    found = [one for one in replies.of_card(session, card.id) if one.id in named]
    came = [one for one in found if one.is_tried or one.sort is Sort.WORKED]
    me = people.person(session, act.place)
    if not came or not may_read_home(me, card, act.made.date()):
        return None
    read: tuple[str, Action] = ("see_what_came", Visit("came_home", About("affirmation", card.id)))
    own = card.review.school.id in me.own_schools
    worked = any(one.sort is Sort.WORKED for one in came)
    return quiet(wording, notice, (read,), school=card.review.school, own=own, worked=worked)
