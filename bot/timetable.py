"""A visit's timetable as cards and as a sheet: who meets whom, where and when; what is on now. Reads only.

The team sees it always, the school's head and DSL once it was sent to them. Times are those of the trust's zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import permission
from bot.domain.acts import About
from bot.domain.meeting import meetings
from bot.domain.other_words import OtherWords, Thing
from bot.domain.other_words import name_of as words_named
from bot.domain.people import Person
from bot.domain.permission import Act
from bot.domain.review import Review
from bot.domain.timetable import Differences, Slot, Timetable, What, as_it_stands
from bot.domain.usual_day import crew_of
from bot.look import Looking, NotForYouError
from bot.message import Action, Begin, Button, Card, Visit
from bot.wording import Wording
from store import other_words, timetables

FILE = "timetable"


@dataclass(frozen=True)
class Row:
    """One line of a timetable in words, and what can be done with it."""

    time: str
    what: str
    where: str
    who: str
    mark: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A day on a page of its own: its heading and what can be done, and its lines."""

    head: Card
    rows: tuple[Row, ...]
    review: str
    name: str


def said(wording: Wording, timetable: Timetable, what: What) -> str:
    """What a slot is, or whom it is with, as the trust calls them."""
    return timetable.roles.get(what) or wording.line(FILE, f"what_{what}")


def everybody(timetable: Timetable, slot: Slot) -> bool:
    """Whether a slot has the whole team, where it is more than one."""
    crew = crew_of(timetable.review)
    return len(crew) > 1 and all(slot.has(person) for person in crew)


def there(timetable: Timetable, slot: Slot) -> tuple[Person, ...]:
    """Those of a slot who are still of the team."""
    return tuple(person for person in slot.who if permission.may_be_there(person, timetable))


def row_of(wording: Wording, timetable: Timetable, slot: Slot, mark: str = "", buttons: tuple[Button, ...] = ()) -> Row:
    names = ", ".join(person.name for person in there(timetable, slot)) or wording.line(FILE, "nobody")
    who = wording.line(FILE, "everybody") if everybody(timetable, slot) else names
    return Row(slot.time, said(wording, timetable, slot.what), slot.where, who, mark, buttons)


def rows(wording: Wording, timetable: Timetable) -> tuple[Row, ...]:
    """All lines of a day, in the order of time."""
    return tuple(row_of(wording, timetable, slot) for slot in timetable.slots)


# ── One day ─────────────────────────────────────────────────────────────────────────────────


def timetable_of(look: Looking, about: str) -> tuple[Card, ...]:
    """One day as a card that lists it, and for the team a button for each slot."""
    timetable = _readable(look, about)
    each = [slot for slot in timetable.slots if _changes(look, timetable, slot)]
    buttons = tuple(_pick(look, timetable, slot) for slot in each)
    head = _head(look, timetable, rows(look.wording, timetable))
    return (head, card(look, "pick", buttons)) if buttons else (head,)


def sheet_of(look: Looking, about: str) -> Sheet:
    """One day as a sheet."""
    timetable = _readable(look, about)
    lines = tuple(
        row_of(look.wording, timetable, slot, buttons=(*_care(look, timetable, slot), *_place(look, timetable, slot)))
        for slot in timetable.slots
    )
    return Sheet(_head(look, timetable, ()), lines, timetable.review.id, name_of(timetable).id)


def slot_of(look: Looking, about: str) -> tuple[Card, ...]:
    """One slot, and what can be done with it."""
    try:
        found = timetables.slot_named(look.session, f"{about}/0")
    except KeyError:
        raise NotForYouError from None
    timetable, slot = found.timetable, found.slot
    if slot.gone or not permission.may(look.me, Act.WALK, timetable.review, look.now.date()):
        raise NotForYouError
    visit = asks(timetable, slot)
    questions = (button(look, "questions", visit, primary=True),) if visit else ()
    the_day = button(look, "the_timetable", Visit("timetable", name_of(timetable)))
    buttons = (*questions, *_care(look, timetable, slot), *_place(look, timetable, slot), the_day)
    return (card(look, "slot", buttons, row=row_of(look.wording, timetable, slot)),)


def _readable(look: Looking, about: str) -> Timetable:
    """The day that is asked for, or with none named the one that matters now."""
    review_id, _, day = about.partition("/")
    try:
        review = look.review(review_id, Act.READ_TIMETABLE)
        timetable = timetables.named(look.session, about) if day else _nearest(look, review)
    except KeyError:
        raise NotForYouError from None
    if not permission.may_read_timetable(look.me, timetable, look.now.date()):
        raise NotForYouError
    return timetable


def _nearest(look: Looking, review: Review) -> Timetable:
    """Today's timetable, or the next day's that has one; with none to come, the last."""
    planned = timetables.days(look.session, review.id)
    coming = [day for day in planned if day >= today_of(look)]
    return timetables.load(look.session, review.id, next(iter((*coming, *planned[::-1], review.begins))))


def _head(look: Looking, timetable: Timetable, listed: tuple[Row, ...]) -> Card:
    wording = look.wording
    host = bool(permission.roles(look.me, timetable.review, look.now.date()) & permission.HOST)
    facts = {
        "timetable": timetable,
        "rows": listed,
        "since": _since(wording, timetable, timetable.since),
        "unmet": tuple(said(wording, timetable, what) for what in _unmet(timetable)),
        "host": host,
        "answers": permission.may_answer_timetable(look.me, timetable, look.now.date()),
    }
    return card(look, "day", tuple(_buttons(look, timetable)), **facts)


def _unmet(timetable: Timetable) -> tuple[What, ...]:
    """The meetings in scope that stand on no day of the visit."""
    held = {slot.what for slot in timetable.slots} | timetable.elsewhere
    met = (What(meeting.value) for meeting in meetings(timetable.review))
    return tuple(what for what in met if what not in held) if timetable.planned else ()


def _since(wording: Wording, timetable: Timetable, since: Differences) -> tuple[str, ...]:
    """What has changed since the school last answered, a sentence each."""

    def line(block: str, slot: Slot, was: Slot) -> str:
        row, before = row_of(wording, timetable, slot), row_of(wording, timetable, was)
        others = {person.id for person in slot.who} != {person.id for person in was.who}
        return wording.line(FILE, block, row=row, before=before, others=others)

    changed = (line("changed_slot", slot, was) for was, slot in since.changed)
    new = (line("new_slot", slot, slot) for slot in since.new)
    gone = (line("gone_slot", slot, slot) for slot in since.gone)
    return (*changed, *new, *gone)


def _buttons(look: Looking, timetable: Timetable) -> Iterator[Button]:
    review, today = timetable.review, look.now.date()
    here = name_of(timetable)
    if permission.may_answer_timetable(look.me, timetable, today) and not timetable.settled:
        yield button(look, "agree", Begin("agree_timetable", as_it_stands(timetable)), primary=True)
        yield button(look, "ask_for_a_change", Begin("ask_timetable_change", here))
    plans = permission.may(look.me, Act.PLAN_DAY, review, today)
    if plans and not timetable.planned:
        yield button(look, "draft_the_day", Begin("plan_day", here), primary=True)
    if plans and timetable.planned:
        if timetable.unsent and timetable.slots:
            label = "send_again" if timetable.shared else "send_to_school"
            yield button(look, label, Begin("send_timetable", here), primary=True)
        yield button(look, "add_slot", Begin("add_slot", here))
    if timetable.wish:
        yield from _removes(look, timetable, Thing.WISH, timetable.day.isoformat(), "remove_wish")
    yield from _other_days(look, timetable, plans=plans)


def _place(look: Looking, timetable: Timetable, slot: Slot) -> Iterator[Button]:
    if slot.where:
        yield from _removes(look, timetable, Thing.PLACE, slot.id, "remove_place")


def _removes(look: Looking, timetable: Timetable, thing: Thing, named: str, label: str) -> Iterator[Button]:
    """The button that removes words of this day for good, for whoever may."""
    about = words_named(timetable.review.id, thing, named)
    try:
        found: OtherWords = other_words.load(look.session, about, look.now.date())
    except KeyError:
        return
    if permission.may_remove_words(look.me, found, look.now.date()):
        yield button(look, label, Begin("remove_words", About("words", about)))


def _other_days(look: Looking, timetable: Timetable, *, plans: bool) -> Iterator[Button]:
    review = timetable.review
    planned = timetables.days(look.session, review.id)
    for day in planned:
        other = timetables.load(look.session, review.id, day)
        if day != timetable.day and permission.may_read_timetable(look.me, other, look.now.date()):
            yield Button(look.wording.line(FILE, "other_day", day=day), Visit("timetable", name_of(other)))
    if plans and (free := unplanned(review, planned, today_of(look))) and free != timetable.day:
        label = look.wording.line(FILE, "plan_other_day", day=free)
        yield Button(label, Begin("plan_day", About("timetable", f"{review.id}/{free.isoformat()}")))


def unplanned(review: Review, planned: Iterable[date], today: date) -> date | None:
    """The next day of a visit that has no timetable yet."""
    held, day = set(planned), max(review.begins, today)
    while day in held:
        day += timedelta(days=1)
    return day if day <= review.ends else None


def _changes(look: Looking, timetable: Timetable, slot: Slot) -> bool:
    return permission.may_change_slot(look.me, timetable.review, slot, look.now.date())


def _pick(look: Looking, timetable: Timetable, slot: Slot) -> Button:
    label = look.wording.line(FILE, "pick_one", row=row_of(look.wording, timetable, slot))
    return Button(label, Visit("slot", About("slot", f"{timetable.review.id}/{slot.id}")))


def _care(look: Looking, timetable: Timetable, slot: Slot) -> Iterator[Button]:
    """What may be done to a slot: about it as it stands, so that a change made meanwhile is noticed."""
    about = About("slot", f"{timetable.review.id}/{slot.id}/{slot.version}")
    if _changes(look, timetable, slot):
        yield button(look, "change", Begin("change_slot", about))
    if permission.may(look.me, Act.PLAN_DAY, timetable.review, look.now.date()):
        yield button(look, "take_out", Begin("remove_slot", about))


# ── What its cards share ────────────────────────────────────────────────────────────────────


def asks(timetable: Timetable, slot: Slot) -> Visit | None:
    """The way from a slot to its questions, where its meeting has any in this review."""
    meeting = slot.what.meeting
    if meeting is None or meeting not in meetings(timetable.review):
        return None
    return Visit("with", About("meeting", f"{timetable.review.id}/{meeting}"))


def today_of(look: Looking) -> date:
    return look.now.astimezone(look.wording.zone).date()


def name_of(timetable: Timetable) -> About:
    return About("timetable", f"{timetable.review.id}/{timetable.day.isoformat()}")


def button(look: Looking, label: str, action: Action, *, primary: bool = False) -> Button:
    return Button(look.wording.line(FILE, label), action, primary)


def card(look: Looking, block: str, buttons: tuple[Button, ...], **facts: object) -> Card:
    wording = look.wording
    title = wording.line(FILE, f"{block}_title", **facts)
    return Card(wording.line(FILE, "notice_seen"), title, wording.words(FILE, block, **facts), buttons=buttons)
