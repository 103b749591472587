"""What the bot brings up by itself: once a year, whom to tell at a school; and, once, that a school has not said it.

Both are changes in the history, so that nobody is asked twice, whatever becomes of the messages.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import ending
from bot.domain import whom
from bot.domain.changes_setup import ContactsAsked, ContactsOverdue
from store import people
from store.made import Made

MORNING, EVENING, FRIDAY = 9, 16, 5


def remind(
    session: Session,
    now: datetime,
    zone: ZoneInfo,
    ids: Callable[[], str],
    enqueue: ending.Enqueue = lambda _session, _rows: None,
) -> int:
    """Ask the schools whose word is a year old, and tell the trust leads of those that have not answered. Working hours only."""
    here = now.astimezone(zone)
    if here.isoweekday() > FRIDAY or not MORNING <= here.hour < EVENING:
        return 0
    today = now.date()
    schools = people.directory(session).open_schools(today)
    due = [ContactsAsked(school.id) for school in schools if whom.is_due(school, today)]
    overdue = [ContactsOverdue(school.id) for school in schools if whom.is_overdue(school, today)]
    if due or overdue:
        ending.make(session, [*due, *overdue], Made("", now, "clock"), enqueue, ids)
    return len(due) + len(overdue)
