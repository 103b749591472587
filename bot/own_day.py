"""Somebody's own part of a timetable: what they do now and next, and what a day waits for from the lead or the school."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain import permission
from bot.domain.acts import About
from bot.domain.depth import MeetWith
from bot.domain.permission import Act
from bot.domain.review import Review
from bot.domain.timetable import Agreement, Slot, Timetable, as_it_stands, in_order, under_way
from bot.domain.usual_day import ENDS as DAY_OVER
from bot.look import Looking
from bot.message import Action, Begin, Button, Card, Visit
from bot.timetable import Row, asks, button, card, everybody, name_of, row_of, said, there, today_of, unplanned
from store import timetables

FILE = "timetable"


def mine(look: Looking, review: Review) -> tuple[tuple[Card, ...], frozenset[MeetWith]]:
    """Somebody's own slots of today as a card of the second door, and the meetings that stand on it."""
    timetable = _of_today(look, review)
    own = timetable.of(look.me) if timetable else ()
    if timetable is None or not own:
        return (), frozenset()
    minute = _minute(look)
    marks = _marks(own, minute)
    # What is over comes last: on a phone, what is on now is what one sees.
    own = tuple(sorted(own, key=lambda slot: (slot.ends <= minute, slot.starts)))
    lines = tuple(_mine_row(look, timetable, slot, marks.get(slot.id, "")) for slot in own)
    asked = tuple(one for slot in own for one in _asked(look, timetable, slot, marks.get(slot.id, "")))
    the_day = button(look, "the_timetable", Visit("timetable", name_of(timetable)))
    met = frozenset(slot.what.meeting for slot in own if slot.what.meeting)
    return (card(look, "mine", (*asked, the_day), rows=lines),), met


def on_home(look: Looking, review: Review) -> tuple[Card, ...]:
    """What somebody does now and next, with the way to its questions; for the lead, what a day still needs."""
    return (*_now_and_next(look, review), *_to_plan(look, review))


def _now_and_next(look: Looking, review: Review) -> Iterator[Card]:
    timetable = _of_today(look, review)
    if timetable is None:
        return
    now, coming = under_way(timetable.of(look.me), _minute(look))
    first = in_order((*now, *coming))[:1]
    for slot in first:
        mark = "now" if now else "next"
        after = coming[0] if now and coming else None
        the_day = button(look, "the_timetable", Visit("timetable", About("timetable", review.id)))
        visit = asks(timetable, slot)
        buttons = (*((button(look, "questions", visit, primary=True),) if visit else ()), the_day)
        then = _mine_row(look, timetable, after, "") if after else None
        yield card(look, "today", buttons, row=_mine_row(look, timetable, slot, mark), then=then, review=review)


def _to_plan(look: Looking, review: Review) -> Iterator[Card]:
    if not permission.may(look.me, Act.PLAN_DAY, review, look.now.date()):
        return
    planned = timetables.days(look.session, review.id)
    if day := unplanned(review, planned, _first_to_plan(look, review)):
        here = About("timetable", f"{review.id}/{day.isoformat()}")
        if not planned:
            yield card(
                look,
                "to_plan",
                (button(look, "plan_the_day", Begin("plan_day", here), primary=True),),
                day=day,
                review=review,
            )
    for day in planned:
        timetable = timetables.load(look.session, review.id, day)
        if day >= today_of(look):
            yield from _without_them(look, timetable)
        wished = timetable.agreement is Agreement.CHANGE_ASKED
        if day >= today_of(look) and (wished or timetable.changed_since_agreed):
            read = button(look, "the_timetable", Visit("timetable", name_of(timetable)), primary=True)
            yield card(look, "wish_waits" if wished else "change_waits", (read,), timetable=timetable)


def _first_to_plan(look: Looking, review: Review) -> date:
    """Today while there is anything of it left to plan."""
    today = today_of(look)
    return today + timedelta(days=1) if today in review.ended or _minute(look) >= DAY_OVER else today


def _without_them(look: Looking, timetable: Timetable) -> Iterator[Card]:
    """Who has left the team and stands on a day all the same, and what nobody is down for."""
    over = _minute(look) if timetable.day == today_of(look) else 0
    gaps: list[Row] = []
    left: dict[str, str] = {}
    for slot in timetable.slots:
        still = there(timetable, slot)
        gone = {person.id: person.name for person in slot.who if person not in still}
        if slot.ends > over and (not still or (gone and not everybody(timetable, slot))):
            gaps.append(row_of(look.wording, timetable, slot))
            left |= gone
    if gaps:
        the_day = button(look, "the_timetable", Visit("timetable", as_it_stands(timetable)), primary=True)
        yield card(look, "gaps_wait", (the_day,), timetable=timetable, gaps=gaps, left=list(left.values()))


def for_host(look: Looking, review: Review) -> tuple[Card, ...]:
    """The days that wait for the school's answer."""
    if not permission.may(look.me, Act.ANSWER_TIMETABLE, review, look.now.date()):
        return ()
    waiting = (timetables.load(look.session, review.id, day) for day in timetables.days(look.session, review.id))
    return tuple(
        card(
            look,
            "asked_of_host",
            (button(look, "read_and_answer", Visit("timetable", name_of(one)), primary=True),),
            timetable=one,
        )
        for one in waiting
        if one.agreement is Agreement.SENT
    )


def door(look: Looking, review: Review) -> tuple[tuple[str, Action], ...]:
    """The way to the timetable, where there is one that this person may read."""
    days = timetables.days(look.session, review.id)
    found = (timetables.load(look.session, review.id, day) for day in days)
    readable = any(permission.may_read_timetable(look.me, one, look.now.date()) for one in found)
    return (("the_timetable", Visit("timetable", About("timetable", review.id))),) if readable else ()


def _of_today(look: Looking, review: Review) -> Timetable | None:
    today = today_of(look)
    if not review.begins <= today <= review.ends or today in review.ended:
        return None
    found = timetables.load(look.session, review.id, today)
    return found if found.planned else None


def _minute(look: Looking) -> int:
    here = look.now.astimezone(look.wording.zone)
    return here.hour * 60 + here.minute


def _marks(own: tuple[Slot, ...], minute: int) -> dict[str, str]:
    now, coming = under_way(own, minute)
    over = {slot.id: "earlier" for slot in own if slot.ends <= minute}
    return over | {slot.id: "next" for slot in coming} | {slot.id: "now" for slot in now}


def _mine_row(look: Looking, timetable: Timetable, slot: Slot, mark: str) -> Row:
    """A line that names the colleagues and not oneself."""
    words = look.wording.line(FILE, f"mark_{mark}") if mark else ""
    return Row(slot.time, said(look.wording, timetable, slot.what), slot.where, _beside(look, timetable, slot), words)


def _beside(look: Looking, timetable: Timetable, slot: Slot) -> str:
    return ", ".join(person.name for person in there(timetable, slot) if person.id != look.me.id)


def _asked(look: Looking, timetable: Timetable, slot: Slot, mark: str) -> tuple[Button, ...]:
    """A button for a slot that has questions, named by its time."""
    visit = asks(timetable, slot)
    if visit is None:
        return ()
    row = _mine_row(look, timetable, slot, mark)
    return (Button(look.wording.line(FILE, "mine_one", row=row), visit, primary=mark == "now"),)
