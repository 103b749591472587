"""What the bot brings up by itself: once a year, whom to tell at a school; and, once, that a school has not said it.

Both are changes in the history, so that nobody is asked twice, whatever becomes of the messages.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import ending
from bot.concerned import CLOCK
from bot.domain import whom
from bot.domain.changes_setup import ContactsAsked, ContactsOverdue
from store import people
from store.made import Made

_MORNING, _EVENING, _FRIDAY = 9, 16, 5


def in_working_hours(here: datetime) -> bool:
    """Whether people are at work, by the trust's clock."""
    return here.isoweekday() <= _FRIDAY and _MORNING <= here.hour < _EVENING


def due(session: Session, now: datetime, zone: ZoneInfo) -> list[ContactsAsked | ContactsOverdue]:
    """The schools to ask whose word is a year old, and those of which the trust leads are told. Working hours only."""
    here = now.astimezone(zone)
    if not in_working_hours(here):
        return []
    today = now.date()
    schools = people.directory(session).open_schools(today)
    asked = [ContactsAsked(school.id) for school in schools if whom.is_due(school, today)]
    return [*asked, *(ContactsOverdue(school.id) for school in schools if whom.is_overdue(school, today))]


def remind(
    session: Session,
    now: datetime,
    zone: ZoneInfo,
    ids: Callable[[], str],
    enqueue: ending.Enqueue = lambda _session, _rows: None,
) -> int:
    """Ask the schools whose word is a year old, and tell the trust leads of those that have not answered."""
    found = due(session, now, zone)
    if found:
        ending.make(session, found, Made("", now, CLOCK), enqueue, ids)
    return len(found)
