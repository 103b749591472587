"""A reviewer accepts an invitation, with an undertaking and any conflicts of interest, or declines it."""

from datetime import date

from bot.conversation import Ask, Choice, Choices, Conversation, Offer, Tell
from bot.domain.acts import About
from bot.domain.changes import InvitationAccepted, InvitationDeclined
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_decline, may_review
from bot.domain.review import Conflict, Review, WhyNot


def accept_invitation(review: Review, me: Person, began: date) -> Conversation:
    if not may_review(me, review.school.id):
        yield Tell("own_school", review=review)
        return []
    if not may(me, Act.ANSWER_INVITATION, review, began):
        yield Tell("nothing_to_answer", review=review)
        return []
    answers = yield Ask(
        Choices("conflicts", options=tuple(Conflict), optional=True),
        Choice("undertaking", options=("yes", "not_yet")),
        intro="undertakings",
        review=review,
        leads=me.id == review.lead.id,
    )
    if answers["undertaking"] == "not_yet":
        yield Tell("not_yet", Offer("decline", "decline_invitation", About("review", review.id)), review=review)
        return []
    conflicts = tuple(Conflict(conflict) for conflict in answers["conflicts"])
    here = About("review", review.id)
    yield Tell(
        "accepted",
        Offer("start_walk", "enter_area", here),
        Offer("write_note", "take_note", here),
        review=review,
        conflicts=len(conflicts),
    )
    return [InvitationAccepted(review.id, me.id, conflicts)]


def decline_invitation(review: Review, me: Person, began: date) -> Conversation:
    del began  # it is never too late to say no
    if not may_decline(me, review):
        yield Tell("nothing_to_answer", review=review)
        return []
    answers = yield Ask(Choice("reason", options=tuple(WhyNot)), intro="sorry", review=review)
    yield Tell("declined", review=review)
    return [InvitationDeclined(review.id, me.id, WhyNot(str(answers["reason"])))]
