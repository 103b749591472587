"""What came home to cards, as dialogs may be about it: cards that stand, rest and are gone; questions as far as they went."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.affirmation import Affirmation, State
from bot.domain.depth import Kind
from bot.domain.people import School
from bot.domain.removal import Held, Hold, HoldWhy
from bot.domain.reply import Reply, ReplyState, Sort, Spoken
from bot.domain.review import Review
from tests.values import AT, BEGINS, ENDS, affirmation, colleague, dsl, head, own_staff

BRIDGEWATER = School("bridgewater", "Bridgewater High")
WORDS = "Every new colleague is briefed on the first morning."
A_TERM_ON = BEGINS + timedelta(days=84)


def card(review: Review, state: State = State.POSTED) -> Affirmation:
    """A card as others answer it."""
    public = "" if state in {State.PAUSED, State.WITHDRAWN} else WORDS
    found = affirmation(state, agreed_by=head.id, public=public)
    names = (("bridgewater", "Bridgewater High"), ("stanmoor", "Stanmoor"))
    terms = tuple((school, A_TERM_ON) for school, _ in names)
    return replace(found, review=review, contact=dsl.id, school_names=names, after_a_term=terms)


def replies(review: Review) -> Iterator[Reply]:
    """Questions as far as they went, what is tried, and what worked."""
    asked = Reply("p1", card(review), Sort.QUESTION, ReplyState.OPEN, colleague, BRIDGEWATER, AT)
    said = [Spoken(who, AT, WORDS) for who in (colleague, head, colleague, head)]
    first = replace(asked, words=(said[0],), contact=dsl.id, colleagues=(head, dsl, own_staff))
    yield first
    yield replace(first, school=None, contact="", headless=True, colleagues=(dsl,))
    yield replace(first, words=tuple(said[:3]), on_card=False)
    yield replace(first, state=ReplyState.ANSWERED, words=tuple(said[:2]))
    yield replace(first, state=ReplyState.ANSWERED, words=tuple(said), on_card=False)
    yield replace(first, affirmation=card(review, State.PAUSED))
    yield replace(first, affirmation=card(review, State.WITHDRAWN))
    tried = replace(asked, sort=Sort.TRYING, due=BEGINS, next_due=ENDS)
    yield tried
    yield replace(tried, state=ReplyState.STILL)
    yield replace(tried, affirmation=card(review, State.PAUSED))
    worked = replace(asked, sort=Sort.WORKED, state=ReplyState.CLOSED, kind=Kind.DATA, words=(said[0],))
    yield worked
    yield replace(worked, held=Hold("h1", Held.REVIEW, "r1", HoldWhy.COMPLAINT, ENDS))


def answered(review: Review) -> Iterator[Affirmation]:
    """Cards that stand in the channel, with what came home to them."""
    here, every = card(review), tuple(replies(review))
    yield replace(here, colleagues=(head, dsl))
    yield replace(here, came_home=(every[0], next(one for one in every if one.is_tried)))
    yield replace(here, came_home=tuple(one for one in every if one.sort is Sort.WORKED))
