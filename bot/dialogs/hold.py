"""Holding back from removal, letting go again, and how long each kind of data is kept."""

from datetime import date, timedelta

from bot.conversation import Ask, Choice, Conversation, Day, Number, Question, Tell, Who
from bot.domain.changes import NEW
from bot.domain.changes_of_keeping import HoldLifted, HoldSet, RetentionSet
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may, may_in_trust
from bot.domain.removal import Held, Hold, HoldWhy
from bot.domain.retention import KEPT, MOST_DAYS, SET, Kind
from bot.domain.review import Review

FURTHEST = timedelta(days=7 * 365)
USUAL = timedelta(days=183)


def _why_and_until(began: date) -> tuple[Question, Question]:
    until = Day("until", earliest=began, latest=began + FURTHEST, initial=(began + USUAL).isoformat())
    return Choice("hold_why", options=tuple(HoldWhy)), until


def hold_review(review: Review, me: Person, began: date) -> Conversation:
    """Nothing of this review is removed for now."""
    if not may(me, Act.HOLD, review, began):
        yield Tell("not_yours_to_hold")
        return []
    answers = yield Ask(*_why_and_until(began), intro="hold_this_review", review=review)
    until = date.fromisoformat(str(answers["until"]))
    yield Tell("hold_set", until=until)
    return [HoldSet(NEW, Held.REVIEW, review.id, HoldWhy(str(answers["hold_why"])), until)]


def hold_person(trust: Trust, me: Person, began: date) -> Conversation:
    """Nothing that this person wrote is removed for now."""
    if not may_in_trust(me, Act.HOLD, began):
        yield Tell("not_yours_to_hold")
        return []
    answers = yield Ask(
        Who("whose", people=trust.people, schools=trust.school_names), *_why_and_until(began), intro="hold_a_person"
    )
    until = date.fromisoformat(str(answers["until"]))
    yield Tell("hold_set", until=until)
    return [HoldSet(NEW, Held.PERSON, str(answers["whose"]), HoldWhy(str(answers["hold_why"])), until)]


def lift_hold(hold: Hold, me: Person, began: date) -> Conversation:
    """What was held goes when its time is over, as everything does."""
    if not may_in_trust(me, Act.HOLD, began):
        yield Tell("not_yours_to_hold")
        return []
    if not hold.holds(began):
        yield Tell("held_no_longer")
        return []
    answers = yield Ask(Choice("sure", options=("yes", "not_now")), intro="lift_it", hold=hold)
    if answers["sure"] == "not_now":
        yield Tell("as_it_was")
        return []
    yield Tell("lifted")
    return [HoldLifted(hold.id)]


def set_retention(trust: Trust, me: Person, began: date) -> Conversation:
    """How many days one kind of data is kept."""
    del trust
    if not may_in_trust(me, Act.SET_RETENTION, began):
        yield Tell("not_yours_to_set")
        return []
    answers = yield Ask(Choice("kind", options=SET), intro="which_kind")
    kind = Kind(str(answers["kind"]))
    kept = KEPT[kind]
    days = Number("days", least=kept.least, most=MOST_DAYS, initial=str(kept.days), facts={"kind": kind.value})
    answers = yield Ask(days, intro="how_long", kind=kind.value, usual=kept.days)
    yield Tell("retention_set", kind=kind.value, days=int(str(answers["days"])))
    return [RetentionSet(kind, int(str(answers["days"])))]
