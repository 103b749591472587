"""Asks whether an act waits: the trust's quiet hours, the holidays of whoever would be disturbed, who is to hear first."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.acts import Notice
from bot.domain.people import School
from store import own_posts, people
from store.act_rows import ActRecord, PlaceKind
from store.people import Directory
from store.tables import ReviewRow

QuietNow = Callable[[Session, ActRecord], bool]
"""Whether it is quiet now where an act would go."""

AT_ONCE = timedelta(milliseconds=10)
"""Acts of one turn are made within this of each other."""
A_MOMENT = timedelta(minutes=2)
"""For how long a post is kept at hand while others are told: after that it is found by whoever looks after the queue."""
HEARD_FIRST, MORNING_HOUR = timedelta(hours=12), timedelta(hours=1)
"""How long the channel waits for those whose practice it is to hear of it, and how long after a quiet night."""


WaitsNow = Callable[[Session, ActRecord, datetime, ZoneInfo], bool]
"""A question of this module, before it knows what time it is."""


def never_quiet(_session: Session, _act: ActRecord) -> bool:
    return False


def is_quiet(session: Session, act: ActRecord, now: datetime, zone: ZoneInfo) -> bool:
    """Whether nothing is sent to the place of this act at this time."""
    known, here = people.directory(session), now.astimezone(zone)
    schools = tuple(_schools(session, known, act, here.date()))
    return known.settings.quiet.is_quiet(here, partial(on_holiday, known, schools))


def waits_still(session: Session, act: ActRecord, now: datetime, zone: ZoneInfo) -> bool:
    """Whether an act that can wait still does: for the end of the quiet, or for those who are to hear of it first."""
    return is_quiet(session, act, now, zone) or waits_for_thanks(session, act, now, zone)


def waits_for_thanks(session: Session, act: ActRecord, now: datetime, zone: ZoneInfo) -> bool:
    """Whether those whose practice it is have still to hear of a post in the trust channel: they do so first, privately.

    They have twelve hours; what waited for the morning has an hour of it.
    """
    if act.place_kind is not PlaceKind.TRUST or act.notice != Notice.AFFIRMATION:
        return False
    quiet, here = people.directory(session).settings.quiet, now.astimezone(zone)
    morning = datetime.combine(here.date(), time.fromisoformat(quiet.ends), zone)
    waited = quiet.on and act.made < morning
    until = max(act.made + HEARD_FIRST, morning + MORNING_HOUR if waited else act.made)
    # Thanks for new words, later, take nothing away that stands.
    return now < until and own_posts.is_open(session, Notice.THANKED, act.about, act.made + AT_ONCE)


def goes_soon(session: Session, act: ActRecord, now: datetime, zone: ZoneInfo) -> bool:
    """Whether an act waits for a moment only: those who hear first are being told."""
    return now < act.made + A_MOMENT and not is_quiet(session, act, now, zone)


def heard_from(session: Session, queued: Iterable[ActRecord], now: datetime, zone: ZoneInfo) -> datetime | None:
    """From when on those hear who are told of what was just done; None where nobody has to wait for it."""
    known, here = people.directory(session), now.astimezone(zone)
    found = []
    for act in queued:
        if act.waits and is_quiet(session, act, now, zone):
            schools = tuple(_schools(session, known, act, here.date()))
            found.append(known.settings.quiet.over(here, partial(on_holiday, known, schools)))
    return min((over for over in found if over), default=None)


def on_holiday(known: Directory, schools: Iterable[School], day: date) -> bool:
    """Whether a day is a holiday for all of these; a bank holiday is one even where there are none."""
    listed = tuple(schools)
    if not listed:
        return day in known.calendar.bank_holidays
    return all(known.calendar.is_away(day, school) for school in listed)


def _schools(session: Session, known: Directory, act: ActRecord, today: date) -> Iterable[School]:
    """Whose holidays count: a room's school, a person's own schools, and all of the trust's for whoever has none."""
    every = known.open_schools(today)
    match act.place_kind:
        case PlaceKind.ROOM:
            review = session.get(ReviewRow, act.place)
            return (known.schools[review.school],) if review else every
        case PlaceKind.PERSON if act.place in known.people:
            own = known.people[act.place].own_schools
            return tuple(school for school in every if school.id in own) or every
        case _:
            return every
