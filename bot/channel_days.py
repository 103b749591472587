"""The channel's days, by the trust's own clock and calendar: which day a post goes on, and when the weekly list is due."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.quiet_time import on_holiday
from store import digests, people
from store.engine import zone
from store.people import Directory

OPENS = time(8)
"""From when on the weekly list goes, on the first school day of its week."""
MOST_LISTED = 10
"""Cards in one list; more wait for the next one."""
_LONGEST_QUIET = timedelta(days=60)
_SCHOOL_WEEK = 5


def posts_of_day(session: Session, now: datetime, *, hold: bool = False) -> int:
    """How many posts go on the day on which one made now would go: what is made in quiet hours goes the next morning.

    `hold`: whoever else is about to post counts after this transaction.
    """
    if hold:
        digests.hold(session)
    known, here = people.directory(session), now.astimezone(zone(session))
    schools = known.open_schools(here.date())
    goes = _goes_on(known, partial(on_holiday, known, schools))
    day, made = goes(here), digests.posts_since(session, now - _LONGEST_QUIET)
    return sum(goes(at.astimezone(here.tzinfo)) == day for at in made)


def _goes_on(known: Directory, is_holiday: Callable[[date], bool]) -> Callable[[datetime], date]:
    return lambda at: (known.settings.quiet.over(at, is_holiday) or at).date()


def to_list(session: Session, now: datetime, *, hold: bool = False) -> tuple[str, ...]:
    """What is to be the weekly list now: nothing where it is not time, it was made, or nothing waits for it.

    What is approved after its week's moment waits for the next one. `hold` keeps all of it as it is.
    """
    if hold:
        digests.hold(session)
    known, here = people.directory(session), now.astimezone(zone(session))
    moment, schools = _moment(known, here), known.open_schools(here.date())
    quiet = known.settings.quiet.is_quiet(here, partial(on_holiday, known, schools))
    if moment is None or here < moment or quiet or not _is_school_day(known, here.date()):
        return ()
    last = digests.last_made(session)
    if last is not None and last >= moment:
        return ()
    found = digests.waiting(session, hold=hold)[:MOST_LISTED]
    return found if any(at < moment for at in digests.approved(session, found).values()) else ()


def _moment(known: Directory, here: datetime) -> datetime | None:
    """When this week's list goes; None in a week without school."""
    monday = here.date() - timedelta(days=here.weekday())
    days = (monday + timedelta(days=number) for number in range(_SCHOOL_WEEK))
    first = next((day for day in days if _is_school_day(known, day)), None)
    return datetime.combine(first, OPENS, here.tzinfo) if first else None


def _is_school_day(known: Directory, day: date) -> bool:
    schools = known.open_schools(day)
    if not schools:
        return day.weekday() < _SCHOOL_WEEK and day not in known.calendar.bank_holidays
    return any(known.calendar.is_school_day(day, school) for school in schools)
