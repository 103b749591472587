"""A channel that is there already becomes a review's room: whoever leads the review says which review."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Tell
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.domain.rooms import RoomOffer, RoomOpened


def adopt_room(offer: RoomOffer, me: Person, began: date) -> Conversation:
    """Asked even where there is one review alone: what is posted here is read by everybody in the channel."""
    mine = {review.id: review for review in offer.reviews if may(me, Act.OPEN_ROOM, review, began)}
    if not mine:
        yield Tell("no_review_for_room")
        return []
    labels = {name: f"{review.school.name}, {review.begins:%-d %B}" for name, review in mine.items()}
    answers = yield Ask(Choice("review", options=tuple(mine), labels=labels), intro="adopt", platform=offer.platform)
    review = mine[str(answers["review"])]
    yield Tell("adopted", review=review, platform=offer.platform)
    return [RoomOpened(review.id, offer.platform, offer.tenant, offer.channel, me.id)]
