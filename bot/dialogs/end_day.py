"""The lead ends a day of the visit: nothing open that cannot wait, every note read by a person, the school thanked."""

from datetime import date, timedelta

from bot.conversation import Ask, Choice, Conversation, Day, Offer, Question, Tell, Way
from bot.domain.acts import About
from bot.domain.changes import DayEnded
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.domain.review import Review
from bot.message import Visit

FIRST_READ = timedelta(days=7)
FURTHEST = timedelta(days=90)
TODAY, BEFORE = "today", "before"


def end_day(review: Review, me: Person, began: date) -> Conversation:
    if not may(me, Act.END_DAY, review, began):
        yield Tell("lead_ends", review=review)
        return []
    if began < review.begins:
        yield Tell("not_begun", review=review)
        return []
    days = review.days_to_end(began)
    if not days:
        over = began > review.ends and review.ends not in review.ended
        yield Tell("over" if over else "ended_already", review=review)
        return []
    if review.so_far.risks:
        says = (Offer("say_who_was_told", "school_told", About("note", note)) for note in review.so_far.risks[:1])
        yield Tell("risk_open", *says, *_reads(review), count=len(review.so_far.risks))
        return []
    soonest = max(began, review.ends)
    first_read: tuple[Question, ...] = (
        Choice("read", options=("yes", "not_yet")),
        Day("first", earliest=began, latest=soonest + FURTHEST, initial=(soonest + FIRST_READ).isoformat()),
    )
    unmarked = review.so_far.unmarked
    if len(days) > 1:
        which = Choice("which", options=(TODAY, BEFORE), facts={"before": days[-1]})
        answers = yield Ask(which, *first_read, intro="before", review=review, day=None, unmarked=unmarked)
        day = days[0] if answers["which"] == TODAY else days[-1]
    else:
        (day,) = days
        answers = yield Ask(*first_read, intro="before", review=review, day=day, unmarked=unmarked)
    if answers["read"] == "not_yet":
        yield Tell("read_them_first", *_reads(review), Offer("end_the_day", "end_day", _here(review)), review=review)
        return []
    first = date.fromisoformat(str(answers["first"]))
    answers = yield Ask(
        Choice("send", options=("yes", "not_today")), intro="to_the_school", review=review, day=day, first=first
    )
    thanked = answers["send"] == "yes"
    yield Tell("ended_and_sent" if thanked else "ended", review=review, day=day)
    return [DayEnded(review.id, day, me.id, first, thanked)]


def _here(review: Review) -> About:
    return About("review", review.id)


def _reads(review: Review) -> tuple[Way, ...]:
    """Where what still has to be read stands."""
    return Way("the_table", Visit("table", _here(review))), Way("read_notes", Visit("notes", _here(review)))
