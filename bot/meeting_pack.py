"""What a meeting of the trust's DSLs has before it: new practice, questions still open, and what was borrowed. Reads only.

It is made once, as values, and drawn as a page and as a Word file. It holds what everybody of the trust may read already.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.affirmation import Affirmation
from bot.domain.library_permission import may_read_card
from bot.domain.reply import Reply, Sort
from bot.domain.terms import WHOLE_TRUST, Calendar
from bot.domain.terms import Sort as Days
from bot.look import Looking
from bot.shelf import CameHome, allowed, came_home_to, title_of
from store import affirmations, people, replies, shelf_days

FILE = "meeting_pack"
SEVEN_WEEKS, A_TERM = timedelta(weeks=7), timedelta(weeks=15)
_HOLIDAY = timedelta(days=3)
_EARLIEST = date(2000, 1, 1)
"""A holiday is longer than a long weekend."""


@dataclass(frozen=True)
class Entry:
    """One card as the pack has it: each text under what heads it, which may be nothing."""

    id: str
    title: str
    school: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """Cards under one heading, such as an area; without one where there is none."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Section:
    title: str
    groups: tuple[Group, ...]
    empty: str


@dataclass(frozen=True)
class Pack:
    """The whole pack; `first` and `last` are both among its days."""

    title: str
    trust: str
    span: str
    first: date
    last: date
    sections: tuple[Section, ...]
    foot: str


def asked_days(first: str, last: str) -> tuple[date | None, date | None]:
    """The days that an address asks for; what is no day asks for none."""
    found: list[date | None] = []
    for one in (first, last):
        day = None
        with suppress(ValueError):
            day = max(_EARLIEST, date.fromisoformat(one))
        found.append(day)
    return found[0], found[1]


def since_holiday(calendar: Calendar, today: date) -> date:
    """The first day after the trust's last holiday; where nothing is known of any, seven weeks ago."""
    spans = calendar.sets.get(WHOLE_TRUST, ())
    ends = [
        one.last + timedelta(days=1) for one in spans if one.sort is Days.HOLIDAY and one.last - one.first >= _HOLIDAY
    ]
    begins = [one.first for one in spans if one.sort is Days.TERM]
    return max((day for day in (*ends, *begins) if today - A_TERM <= day <= today), default=today - SEVEN_WEEKS)


def pack_of(look: Looking, asked: tuple[date | None, date | None] = (None, None)) -> Pack:
    """The pack for these days; without them, since the last holiday."""
    allowed(look)
    known, today = people.directory(look.session), look.now.date()
    last = min(asked[1] or today, today)
    first = min(asked[0] or since_holiday(known.calendar, last), today)
    first, last = min(first, last), max(first, last)
    line = look.wording.line
    begins, before = (_midnight(look, day) for day in (first, last + timedelta(days=1)))
    cards = [_card(look, one) for one in shelf_days.shared_between(look.session, begins, before)]
    new = [card for card in cards if card is not None]
    spoken = [_card(look, one) for one in shelf_days.spoken_of(look.session, begins, before)]
    came = [(card, _came(look, card)) for card in spoken if card is not None]
    waiting = (_waiting(look, card, home) for card, home in came)
    borrowed = (_borrowed(look, card, home, begins, before) for card, home in came)
    return Pack(
        line(FILE, "pack_title"),
        known.trust,
        line(FILE, "span", first=first, last=last),
        first,
        last,
        (
            Section(line(FILE, "new"), tuple(_by_area(look, new)), line(FILE, "new_none")),
            _section(look, "waiting", tuple(one for one in waiting if one.texts)),
            _section(look, "borrowed", tuple(one for one in borrowed if one.texts)),
        ),
        line(FILE, "foot", trust=known.trust),
    )


def _midnight(look: Looking, day: date) -> datetime:
    return datetime.combine(day, time(), look.wording.zone)


def _card(look: Looking, affirmation: str) -> Affirmation | None:
    found = affirmations.load(look.session, affirmation)
    return found if found.public and may_read_card(look.me, found, look.now.date()) else None


def _section(look: Looking, name: str, entries: tuple[Entry, ...]) -> Section:
    groups = (Group("", entries),) if entries else ()
    return Section(look.wording.line(FILE, name), groups, look.wording.line(FILE, f"{name}_none"))


def _by_area(look: Looking, cards: list[Affirmation]) -> Iterator[Group]:
    """Cards by area, in the order of their framework."""
    by: dict[str, tuple[str, list[Entry]]] = {}
    order = {area.id: number for card in cards for number, area in enumerate(card.review.framework.areas)}
    for card in cards:
        area, words = card.review.framework.area_of(card.node), card.public
        texts = (("", words.what), (look.wording.line(FILE, "why"), words.why))
        by.setdefault(area.id, (area.title, []))[1].append(_entry(look, card, texts))
    for area_id in sorted(by, key=lambda one: order[one]):
        title, entries = by[area_id]
        yield Group(title, tuple(entries))


def _entry(look: Looking, card: Affirmation, texts: tuple[tuple[str, str], ...]) -> Entry:
    return Entry(card.id, title_of(look, card), card.review.school.name, tuple(one for one in texts if one[1]))


def _came(look: Looking, card: Affirmation) -> tuple[Reply, ...]:
    """What came home and stands on the card for everybody: nothing that only two people read."""
    return tuple(one for one in replies.of_card(look.session, card.id) if one.on_card)


def _waiting(look: Looking, card: Affirmation, came: tuple[Reply, ...]) -> Entry:
    asked = came_home_to(look, [one for one in came if one.waits_for_answer]).waiting
    said = ((look.wording.line(FILE, "asked", school=turns[-1].who), turns[-1].text) for turns in asked)
    return _entry(look, card, tuple(said))


def _borrowed(look: Looking, card: Affirmation, came: tuple[Reply, ...], begins: datetime, before: datetime) -> Entry:
    mine = [one for one in came if one.sort is not Sort.QUESTION and begins <= one.at < before]
    home: CameHome = came_home_to(look, mine)
    worked = ((look.wording.line(FILE, "worked", school=one.who, how=one.how), one.text) for one in home.worked)
    return _entry(look, card, (*worked, ("", home.trying)))
