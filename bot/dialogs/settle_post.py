"""*It is there*, or *Post again*: said by whoever leads, for a post that may or may not stand in chat."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Tell
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.domain.unsettled import Found, PostSettled, Unsettled

_SAID = {Found.THERE: "it_stays", Found.AGAIN: "it_goes_again", Found.GONE: "it_is_gone", Found.LEFT: "it_is_left"}


def settle_post(unsettled: Unsettled, me: Person, began: date) -> Conversation:
    """One tap on what they saw. Posted twice or never are both worse than asking."""
    if not may(me, Act.OPEN_ROOM, unsettled.review, began):
        yield Tell("not_yours_to_say")
        return []
    if not unsettled.is_open:
        yield Tell("said_before")
        return []
    answers = yield Ask(Choice("stands", options=unsettled.options), intro="please_look", unsettled=unsettled)
    found = Found(str(answers["stands"]))
    yield Tell(_SAID[found], deed=unsettled.deed)
    return [PostSettled(unsettled.review.id, unsettled.act, found)]
