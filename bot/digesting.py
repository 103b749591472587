"""The weekly list of the trust channel: made once a week by the clock, worded when it is delivered.

The list is a change in the history, made with everything it takes held: whoever looks next finds it made.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot import channel_days, ending
from bot.concerned import CLOCK
from bot.domain.library_changes import DigestMade
from store.made import Made


def due(session: Session, now: datetime) -> bool:
    """Whether the weekly list is to be made now."""
    return bool(channel_days.to_list(session, now))


def make_list(session: Session, now: datetime, ids: Callable[[], str], enqueue: ending.Enqueue) -> int:
    """Make the weekly list, if it is still due; returns how many cards are in it."""
    found = channel_days.to_list(session, now, hold=True)
    if found:
        ending.make(session, [DigestMade(ids(), found)], Made("", now, CLOCK), enqueue, ids)
    return len(found)
