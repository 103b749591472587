"""A timetable goes to the school, whose head or DSL agrees or asks for a change. Nobody agrees to what they have not read."""

from datetime import date

from bot.conversation import Ask, Conversation, Show, Tell, Text
from bot.dialogs.plan_day import name_of
from bot.domain.changes import NEW
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_answer_timetable
from bot.domain.timetable import Agreement, Timetable
from bot.domain.timetable_changes import TimetableAgreed, TimetableChangeAsked, TimetableSent

LONGEST_WISH = 1000


def send_timetable(timetable: Timetable, me: Person, began: date) -> Conversation:
    """One tap: the school's head and DSL are asked about the day as it stands."""
    if not may(me, Act.PLAN_DAY, timetable.review, began):
        yield Tell("lead_plans", review=timetable.review)
        return []
    if not timetable.slots:
        yield Tell("not_planned", timetable=timetable)
        return []
    yield Show("timetable", name_of(timetable))
    if not timetable.unsent:
        yield Tell("sent_already")
        return []
    yield Tell("sent", review=timetable.review)
    return [TimetableSent(timetable.review.id, timetable.day, me.id, timetable.revision)]


def agree_timetable(timetable: Timetable, me: Person, began: date) -> Conversation:
    """One tap from the page that shows it; where it has changed since, it is shown again first."""
    if not may_answer_timetable(me, timetable, began):
        yield Tell("host_answers", review=timetable.review)
        return []
    yield Show("timetable", name_of(timetable))
    if timetable.settled:
        yield Tell("agreed_already")
        return []
    if timetable.seen != timetable.revision:
        yield Tell("changed_meanwhile")
        return []
    yield Tell("agreed", review=timetable.review)
    return [TimetableAgreed(timetable.review.id, timetable.day, me.id, timetable.revision)]


def ask_timetable_change(timetable: Timetable, me: Person, began: date) -> Conversation:
    """The school says in its own words what would suit it better."""
    if not may_answer_timetable(me, timetable, began):
        yield Tell("host_answers", review=timetable.review)
        return []
    again = timetable.agreement is Agreement.CHANGE_ASKED
    initial = timetable.wish if again else ""
    answers = yield Ask(Text("wish", longest=LONGEST_WISH, initial=initial), intro="your_wish", timetable=timetable)
    yield Tell("wished", review=timetable.review)
    yield Show("timetable", name_of(timetable))
    words = str(answers["wish"]).strip()
    return [TimetableChangeAsked(NEW, timetable.review.id, timetable.day, me.id, words)]
