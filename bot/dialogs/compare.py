"""Two kinds of people said something on the same: a reviewer says what that came to. Offered, never asked for."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Tell, Text, Way
from bot.domain.acts import About
from bot.domain.changes import AnswersCompared
from bot.domain.comparison import Comparison, Said
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.message import Visit

LONGEST = 300


def compare(comparison: Comparison, me: Person, began: date) -> Conversation:
    """One choice, and one line of the reviewer's own."""
    review = comparison.review
    if not may(me, Act.COMPARE, review, began):
        yield Tell("not_on_team", review=review)
        return []
    if comparison.held and comparison.words:
        yield Tell("held_as_it_stands", hold=comparison.held)
        return []
    answers = yield Ask(
        Choice("said", options=tuple(Said), initial=comparison.said or ""),
        Text("line", optional=True, long=False, longest=LONGEST, initial=comparison.words),
        intro="both_asked",
        comparison=comparison,
    )
    said, line = Said(str(answers["said"])), " ".join(str(answers["line"]).split())
    again = Offer("change", "compare", About("comparison", comparison.id))
    back = Visit("said", About("said", f"{review.id}/{comparison.node}"))
    read = (Way("read_on", back),) if comparison.answers else ()
    walk_on = Offer("walk_on", "resume_walk", About("review", review.id))
    yield Tell("compared", *read, again, walk_on, comparison=comparison)
    if (said, line) == (comparison.said, comparison.words):
        return []
    return [AnswersCompared(review.id, me.id, comparison.prompt, said, line, comparison.rests_on)]
