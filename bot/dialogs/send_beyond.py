"""The head says whether a card of their school may go beyond the trust, without its name and people."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Tell
from bot.domain.affirmation import Affirmation
from bot.domain.library_changes import BeyondAgreed
from bot.domain.people import Person
from bot.domain.permission import Act, may

AGREE, KEEP = "agree", "keep"


def send_beyond(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Only for words that the trust reads already; new words are asked about anew."""
    if not may(me, Act.SEND_BEYOND, affirmation.review, began):
        yield Tell("head_sends_beyond")
        return []
    if not affirmation.stands_in_channel:
        yield Tell("not_on_shelf")
        return []
    held = AGREE if affirmation.beyond else KEEP
    answers = yield Ask(Choice("beyond", options=(AGREE, KEEP), initial=held), intro="send_beyond", card=affirmation)
    agreed = answers["beyond"] == AGREE
    yield Tell("goes_beyond" if agreed else "stays_within")
    return [BeyondAgreed(affirmation.id, me.id, agreed)] if agreed is not affirmation.beyond else []
