"""The steps of a walk, each a small dialog that ends: enter an area, pass a step, pause, draw together."""

from datetime import date

from bot.conversation import Ask, Choice, Choices, Conversation, Offer, Show, Tell
from bot.domain.acts import About
from bot.domain.changes import AreaDrawnTogether, AreaEntered, StepPassed, WalkPaused, WalkResumed
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.domain.review import Review
from bot.domain.walk import Move, steps
from bot.domain.whom import stand_for


def enter_area(review: Review, me: Person, began: date) -> Conversation:
    """Choose where to walk, seeing who has what."""
    if not may(me, Act.WALK, review, began):
        yield Tell("not_on_team", review=review)
        return []
    if not stand_for(review.school, review.begins, began):
        yield Tell("not_before_confirmed", review=review)
        return []
    labels = {area.id: f"{area.id} {area.title}{_who(review, area.id)}" for area in review.scope}
    answers = yield Ask(Choice("area", options=tuple(labels), labels=labels), intro="where", review=review)
    yield Show("walk", About("review", review.id))
    return [AreaEntered(review.id, me.id, str(answers["area"]))]


def _who(review: Review, area: str) -> str:
    names = ", ".join(person.name for person in review.so_far.walking.get(area, ()))
    return f" · {names}" if names else ""


def pass_step(review: Review, me: Person, began: date) -> Conversation:
    """Leave one step: on to the next, nothing seen yet, or skip. No reason is asked."""
    if not may(me, Act.WALK, review, began):
        yield Tell("not_on_team", review=review)
        return []
    ids = tuple(step.id for area in review.areas for step in steps(review, area))
    answers = yield Ask(
        Choice("step", options=ids, labels=dict(zip(ids, ids, strict=True))), Choice("move", options=tuple(Move))
    )
    yield Show("walk", About("review", review.id))
    return [StepPassed(review.id, me.id, str(answers["step"]), Move(str(answers["move"])))]


def pause_walk(review: Review, me: Person, began: date) -> Conversation:
    """Stop here for now. The place is kept for as long as it takes."""
    if not may(me, Act.WALK, review, began):
        yield Tell("not_on_team", review=review)
        return []
    yield Tell("paused", Offer("walk_on", "resume_walk", About("review", review.id)), review=review)
    return [WalkPaused(review.id, me.id)]


def resume_walk(review: Review, me: Person, began: date) -> Conversation:
    """Go on where one stopped; nothing needs to be remembered for it."""
    if not may(me, Act.WALK, review, began):
        yield Tell("not_on_team", review=review)
        return []
    yield Show("walk", About("review", review.id))
    return [WalkResumed(review.id, me.id)]


def draw_together(review: Review, me: Person, began: date) -> Conversation:
    """The lead says that the notes of some areas are drawn together: from then on the host may read them."""
    if not may(me, Act.DRAW_TOGETHER, review, began):
        yield Tell("lead_draws", review=review)
        return []
    # Those that somebody has walked, or noted something in, are the likely ones.
    left = sorted(
        (area for area in review.scope if area.id not in review.drawn_together),
        key=lambda area: not review.begun(area.id),
    )
    if not left:
        yield Tell("all_drawn", review=review)
        return []
    labels = {area.id: f"{area.id} {area.title}" for area in left}
    answers = yield Ask(
        Choices("areas", options=tuple(labels), labels=labels),
        Choice("sure", options=("yes", "not_yet")),
        intro="draw",
        review=review,
    )
    if answers["sure"] == "not_yet":
        yield Tell("as_it_was")
        return []
    drawn = [area for area in review.areas if area in answers["areas"]]
    more = (Offer("draw_others", "draw_together", About("review", review.id)),) if len(left) > len(drawn) else ()
    yield Tell("drawn", *more, areas=[labels[area] for area in drawn], review=review)
    # Their readers see the newest first, and so these in their own order.
    return [AreaDrawnTogether(review.id, area) for area in reversed(drawn)]
