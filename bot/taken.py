"""What somebody takes away, as cards: their own, review by review; and what of it the team may read. Reads only."""

from bot.domain.acts import About
from bot.domain.permission import Act, may, may_change_reflection, may_read_reflection
from bot.domain.reflection import Reflection
from bot.domain.review import Review
from bot.look import Looking
from bot.message import Action, Begin, Card, Visit
from store import reflections

OWN = Visit("taken", About("person", "mine"))


def taken(look: Looking) -> tuple[Card, ...]:
    """All that somebody has written, each with the ways to change, share or remove it."""
    own = reflections.of_writer(look.session, look.me)
    return (look.card("taken", count=len(own)), *(_own(look, one) for one in own))


def _own(look: Looking, one: Reflection) -> Card:
    about = About("reflection", one.id)
    buttons: tuple[tuple[str, Action], ...] = ()
    if may_change_reflection(look.me, one, look.now.date()):
        buttons = (("change_taken", Begin("reflect", about)), ("remove_taken", Begin("remove_reflection", about)))
    return look.card("taken_one", *buttons, one=one)


def waiting(look: Looking) -> tuple[Card, ...]:
    """The way there from Home, for whoever has written any."""
    if not reflections.has_any(look.session, look.me.id):
        return ()
    return (look.card("taken_home", ("what_i_take_away", OWN)),)


def offered(look: Looking, review: Review, area: str) -> tuple[tuple[str, Action], ...]:
    """The button that asks what somebody takes away, at an area's end."""
    if not may(look.me, Act.REFLECT, review, look.now.date()):
        return ()
    return (("take_away", Begin("reflect", About("reflection", f"{review.id}/{area}"))),)


def shared(look: Looking, review: Review) -> dict[str, tuple[Reflection, ...]]:
    """What this person may read of it on the team's table, by area."""
    today = look.now.date()
    found: dict[str, tuple[Reflection, ...]] = {}
    for one in reflections.of_review(look.session, review):
        if may_read_reflection(look.me, one, today):
            found[one.area] = (*found.get(one.area, ()), one)
    return found
